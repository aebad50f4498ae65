"""RR@10 and times of several systems on questions with known answers.

    python -m benchmarks.retrieval FOLDER --systems diplosearch-opensearch opensearch

FOLDER is a BEIR set. Every system answers a question before the next one is asked,
so that a busy machine slows all of them alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from diplosearch.evaluation.retrieval import TestSet, read_test_set

from .questions import Question
from .systems.base import System
from .systems.registry import ONE_JOB, SYSTEMS


def reciprocal_rank(found: list[str], right: set[str]) -> float:
    """Return 1 over the rank of the first right answer, 0 if there is none."""
    ranks = (1 / rank for rank, id in enumerate(found, 1) if id in right)
    return next(ranks, 0.0)


def measure(
    test_set: TestSet, systems: dict[str, System]
) -> dict[str, tuple[float, float]]:
    """Return RR@10 and the median milliseconds of a question for each system."""
    ranks: dict[str, list[float]] = defaultdict(list)
    times: dict[str, list[float]] = defaultdict(list)
    for id, judged in test_set.qrels.items():
        right = {document for document, score in judged.items() if score > 0}
        words = tuple(test_set.queries[id].split())
        for name, system in systems.items():
            started = time.perf_counter()
            answers = system.ask(Question(words=words, is_translated=True))
            times[name].append(1000 * (time.perf_counter() - started))
            ranks[name].append(reciprocal_rank([one.id for one in answers], right))
    return {
        name: (statistics.fmean(ranks[name]), statistics.median(times[name]))
        for name in systems
    }


def main() -> int:
    """Build each system on the documents, ask, and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--systems", nargs="+", choices=list(SYSTEMS), required=True)
    given = parser.parse_args()
    test_set = read_test_set(given.folder)
    systems: dict[str, System] = {}
    with tempfile.TemporaryDirectory() as name:
        for system in given.systems:
            folder = Path(name) / system
            folder.mkdir()
            systems[system] = SYSTEMS[system].make()
            systems[system].prepare(folder)
            started = time.perf_counter()
            systems[system].build(test_set.documents, folder, dict(ONE_JOB.options))
            seconds = time.perf_counter() - started
            systems[system].open(folder)
            print(f"{system}: {len(test_set.documents):,} documents in {seconds:.1f} s")
        for system, (rank, median) in measure(test_set, systems).items():
            print(f"{system}: RR@10 {rank:.4f}, p50 {median:.1f} ms")
            systems[system].close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
