"""Cause one kind of fault again and again: ``python -m tests.faults KIND --help``.

Prints a line of JSON for each engine, or with ``--summary`` lines to read; exits with 1 if
there were faults. ``--first`` and ``--count`` split a long run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping

from . import (
    company,
    damage,
    failures,
    kills,
    machine,
    pauses,
    processes,
    resources,
    shim,
    wounds,
)
from .changes import KINDS
from .tally import RunOptions, Tally

ENGINES = ("whoosh", "tantivy")

_ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}
"""Without it, each thread of Tantivy allocates memory that no other thread reuses."""


def main(arguments: list[str]) -> int:
    """Run the faults that the arguments select, and return the exit status."""
    given = _parser().parse_args(arguments)
    if given.what == "failures" and not shim.is_loaded():
        return _again_with_shim(arguments)
    if given.what == "resources" and _ONE_ARENA.items() - os.environ.items():
        return _again(arguments, {**os.environ, **_ONE_ARENA})
    status = 0
    for tally in _tallies(given):
        print(tally.to_text() if given.summary else tally.to_json(), flush=True)
        status |= bool(tally.faults)
    return status


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--engine", action="append", choices=("memory", *ENGINES))
    common.add_argument("--count", type=int, help="how many rounds for each engine")
    common.add_argument("--first", type=int, default=1, help="number or seed of the first")
    common.add_argument("--minutes", type=float, help="begin no round after that")
    common.add_argument("--entities", action="store_true", help="also find entities")
    common.add_argument("--summary", action="store_true", help="print lines to read")
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    kinds = parser.add_subparsers(dest="what", required=True)
    failing = kinds.add_parser("failures", parents=[common], help=failures.__doc__)
    failing.add_argument("--change", action="append", choices=KINDS)
    failing.add_argument("--error", action="append", choices=sorted(failures.ERRORS))
    failing.add_argument("--lasts", action="store_true", help="all later calls fail too")
    killing = kinds.add_parser("kills", parents=[common], help=kills.__doc__)
    killing.add_argument("--phase", action="append", choices=kills.PHASES)
    damaging = kinds.add_parser("damage", parents=[common], help=damage.__doc__)
    damaging.add_argument("--harm", action="append", choices=wounds.HARMS)
    damaging.add_argument("--documents", type=int, help="of a larger index")
    kinds.add_parser("machine", parents=[common], help=machine.__doc__)
    kinds.add_parser("company", parents=[common], help=company.__doc__)
    kinds.add_parser("pauses", parents=[common], help=pauses.__doc__)
    using = kinds.add_parser("resources", parents=[common], help=resources.__doc__)
    using.add_argument("--of", action="append", choices=sorted(resources.WORK))
    return parser


def _tallies(given: argparse.Namespace) -> Iterator[Tally]:
    engines = given.engine or ENGINES
    options = RunOptions(
        given.count,
        given.first,
        given.entities,
        getattr(given, "lasts", False),
        float("inf") if given.minutes is None else 60 * given.minutes,
    )
    if given.what == "failures":
        for engine in engines:
            for change in given.change or ("rebuild", "add"):
                for error in given.error or ("EIO", "ENOSPC"):
                    yield failures.run(engine, change, error, options)
    elif given.what == "kills":
        for engine in engines:
            yield kills.run(engine, options, given.phase or kills.PHASES)
    elif given.what == "company":
        for engine in engines:
            yield company.run(engine, options)
    elif given.what == "pauses":
        yield pauses.run(options)
    elif given.what == "resources":
        for engine in given.engine or ("memory", *ENGINES):
            for work in given.of or sorted(resources.WORK):
                yield resources.run(engine, work, options)
    elif given.what == "machine":
        for engine in given.engine or ("memory", *ENGINES):
            yield machine.run(engine, options)
    elif given.what == "damage":
        for engine in engines:
            size = {} if given.documents is None else {"documents": given.documents}
            yield damage.run(engine, given.harm or wounds.HARMS, options, **size)


def _again_with_shim(arguments: list[str]) -> int:
    if reason := shim.why_not():
        print(f"cannot be done here: {reason}", file=sys.stderr)
        return 2
    with processes.work_folder() as folder:
        library = shim.compile_shim(folder)
        return _again(arguments, shim.preloaded(library))


def _again(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Run the same program in another environment; return its exit status."""
    program = [sys.executable, "-m", "tests.faults", *arguments]
    return subprocess.run(program, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
