"""Files, threads, processes and memory after many searches, rebuilds and errors."""

from __future__ import annotations

import gc
import itertools
import random
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import diplosearch
from diplosearch import Document

from . import processes
from .changes import SEEDS, SENTENCES
from .tally import RunOptions, Tally

_SETTLED = 5
"""Memory is first measured after this fraction of the rounds: one fifth."""

_MOST_GROWTH = 16 << 20
_LEAST_GROWTH = 6 << 20
"""Bytes by which memory may grow in the usual number of rounds, and in a few; measured:
16 and 3 million, since caches of words fill."""

_FAILS_AFTER = 100


def run(engine: str, work: str, options: RunOptions) -> Tally:
    """Return the growth of memory, and the files and threads left, after many rounds."""
    tally = Tally("resources", engine, work)
    make, usual_count = WORK[work]
    count = options.count or usual_count
    with processes.work_folder() as folder:
        location = ":memory:" if engine == "memory" else str(folder / "index")
        rounds = make(engine, location, random.Random(options.first))
        warm = max(1, count // _SETTLED)
        for _ in itertools.islice(rounds, warm):
            tally.add("done")
        threads, memory = processes.count_threads(), _memory()
        for _ in itertools.islice(rounds, count - warm):
            tally.add("done")
            if not tally.has_time(options):
                break
        growth = _memory() - memory
        rounds.close()
        tally.figures = {
            "megabytes": round((memory + growth) / (1 << 20)),
            "grown by": round(growth / (1 << 20), 1),
            "files": len(processes.open_files(folder)),
            "threads": processes.count_threads_beyond(threads),
            "processes": len(processes.children()),
        }
        tally.faults = [
            f"left: {name}"
            for name in ("files", "threads", "processes")
            if tally.figures[name]
        ]
        if growth > max(_LEAST_GROWTH, _MOST_GROWTH * min(1, count / usual_count)):
            tally.faults.append(f"memory has grown by {growth} bytes")
    return tally


def _memory() -> int:
    """Return the resident memory of this process, in bytes."""
    gc.collect()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) << 10
    raise AssertionError("no VmRSS")


def _search(engine: str, location: str, chance: random.Random) -> Generator[None]:
    """Search for other words each time."""
    words = sorted({word for one in SENTENCES for word in one.split()})
    with diplosearch.rebuild(SEEDS, location, engine=engine, jobs=1) as index:
        while True:
            query = " ".join(chance.choices(words, k=3)) + f" {chance.randrange(10**6)}"
            for hit in index.search(query, facets=("country", "person")):
                hit.to_html()
            yield


def _rebuild(engine: str, location: str, _: random.Random) -> Generator[None]:
    """Rebuild the index of the sample corpus, and search it."""
    while True:
        with diplosearch.rebuild(SEEDS, location, engine=engine, jobs=1) as index:
            assert index.search("Çin").total
        yield


def _change(engine: str, location: str, chance: random.Random) -> Generator[None]:
    """Add, delete, and open the index again."""
    documents = [Document(id=f"d{n}", text=f"{one}.") for n, one in enumerate(SENTENCES)]
    with diplosearch.rebuild(documents, location, engine=engine, jobs=1) as index:
        while True:
            new = Document(id="new", text=f"{chance.choice(SENTENCES)}, {chance.random()}")
            index.add(new)
            index.delete("new")
            index.refresh()
            yield


def _fail(engine: str, location: str, _: random.Random) -> Generator[None]:
    """Make a rebuild in several processes fail half-way, and an addition too."""

    def broken() -> Iterator[Document]:
        for number in range(_FAILS_AFTER):
            yield Document(id=str(number), text=f"Talks number {number} in Ankara.")
        raise ArithmeticError

    documents = [Document(id="a", text="Talks were held in Ankara.")]
    with diplosearch.rebuild(documents, location, engine=engine, jobs=1) as index:
        while True:
            for change in (
                lambda: diplosearch.rebuild(broken(), location, engine=engine, jobs=2),
                lambda: index.add(broken()),
            ):
                try:
                    change()
                except ArithmeticError:
                    continue
                raise AssertionError("the error was lost")
            assert index.ids() == ["a"]
            yield


WORK: dict[str, tuple[Callable[[str, str, random.Random], Generator[None]], int]] = {
    "search": (_search, 10_000),
    "rebuild": (_rebuild, 100),
    "change": (_change, 500),
    "fail": (_fail, 20),
}
"""Kinds of work, each with its default number of rounds."""
