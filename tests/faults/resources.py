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
from .tally import Asked, Tally

_SETTLED = 5
"""The part of the rounds after which memory is measured first: one of so many."""

_MOST_GROWTH = 16 << 20
_FAILS_AFTER = 100


def run(engine: str, work: str, asked: Asked) -> Tally:
    """Return what so many rounds of a kind of work leave behind."""
    tally = Tally("resources", engine, work)
    make, usual_count = WORK[work]
    count = asked.count or usual_count
    with processes.work_folder() as folder:
        place = ":memory:" if engine == "memory" else str(folder / "index")
        rounds = make(engine, place, random.Random(asked.first))
        warm = max(1, count // _SETTLED)
        for _ in itertools.islice(rounds, warm):
            tally.add("done")
        threads, memory = processes.count_threads(), _memory()
        for _ in itertools.islice(rounds, count - warm):
            tally.add("done")
            if not tally.has_time(asked):
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
        if growth > _MOST_GROWTH:
            tally.faults.append(f"memory has grown by {growth} bytes")
    return tally


def _memory() -> int:
    """Return the bytes that this process holds in memory."""
    gc.collect()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) << 10
    raise AssertionError("no VmRSS")


def _search(engine: str, place: str, chance: random.Random) -> Generator[None]:
    """Search for other words each time."""
    words = sorted({word for one in SENTENCES for word in one.split()})
    with diplosearch.rebuild(SEEDS, place, engine=engine, jobs=1) as index:
        while True:
            query = " ".join(chance.choices(words, k=3)) + f" {chance.randrange(10**6)}"
            for hit in index.search(query, facets=("country", "person")):
                hit.to_html()
            yield


def _rebuild(engine: str, place: str, _: random.Random) -> Generator[None]:
    """Build the index of the sample corpus anew, and ask it something."""
    while True:
        with diplosearch.rebuild(SEEDS, place, engine=engine, jobs=1) as index:
            assert index.search("Çin").total
        yield


def _change(engine: str, place: str, chance: random.Random) -> Generator[None]:
    """Add, delete, and open the index again."""
    documents = [Document(id=f"d{n}", text=f"{one}.") for n, one in enumerate(SENTENCES)]
    with diplosearch.rebuild(documents, place, engine=engine, jobs=1) as index:
        while True:
            new = Document(id="new", text=f"{chance.choice(SENTENCES)}, {chance.random()}")
            index.add(new)
            index.delete("new")
            index.refresh()
            yield


def _fail(engine: str, place: str, _: random.Random) -> Generator[None]:
    """Let a rebuild in several processes fail half-way, and an addition as well."""

    def broken() -> Iterator[Document]:
        for number in range(_FAILS_AFTER):
            yield Document(id=str(number), text=f"Talks number {number} in Ankara.")
        raise ArithmeticError

    documents = [Document(id="a", text="Talks were held in Ankara.")]
    with diplosearch.rebuild(documents, place, engine=engine, jobs=1) as index:
        while True:
            for change in (
                lambda: diplosearch.rebuild(broken(), place, engine=engine, jobs=2),
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
"""Kinds of work, each with how often it is done where nothing else is said."""
