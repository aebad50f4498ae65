"""The long run: ``python -m tests.hostile --inputs 100000 --seed 1``."""

from __future__ import annotations

import argparse
import sys

from .runner import Tally, run
from .targets import TARGETS

_ROUND = 1000


def main() -> int:
    """Return 1 when an input caused a fault, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    parser.add_argument("--inputs", type=int, default=10_000, help="of each target")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    faults = total = 0
    for name in given.target or TARGETS:
        whole = Tally()
        for first in range(given.first, given.first + given.inputs, _ROUND):
            count = min(_ROUND, given.first + given.inputs - first)
            result = run(name, first=first, count=count, seed=given.seed)
            for fault in (*result.crashes, *result.hangs):
                print(fault, flush=True)
            whole.inputs += result.inputs
            whole.seconds += result.seconds
            whole.slowest = max(whole.slowest, result.slowest)
            whole.crashes += result.crashes
            whole.hangs += result.hangs
        print(
            f"{name}: {whole.inputs} inputs, {len(whole.crashes)} crashes, "
            f"{len(whole.hangs)} hangs, slowest {whole.slowest:.3f} s, "
            f"{whole.seconds:.0f} s in all",
            flush=True,
        )
        faults += len(whole.crashes) + len(whole.hangs)
        total += whole.inputs
    print(f"all: {total} inputs, {faults} faults", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
