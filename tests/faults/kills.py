"""Writers that are killed at random moments, one after the other, in one folder."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import diplosearch
from diplosearch import Document

from . import processes
from .changes import Change, Changes
from .states import Answers, difference, expect, leftovers, look
from .tally import Asked, Tally

_LATEST = 1.25
"""How late a writer may be killed, in times of what such a change takes."""

_FIRST_GUESS = 0.2


def run(engine: str, asked: Asked) -> Tally:
    """Return what came of writers killed until there were ``asked.count`` of them.

    The first writer is let be, so that one at least is seen to finish.
    """
    tally = Tally("kills", engine, f"seed {asked.first}")
    with processes.work_folder() as folder:
        victims = _Victims(engine, folder, asked)
        wanted = asked.count or 1000
        while victims.killed < wanted and tally.has_time(asked):
            outcome, faults = victims.next_round(is_spared=not tally.rounds)
            tally.add(outcome, faults=faults)
            if faults:
                break  # what comes after it would tell nothing new
        tally.how += f", {victims.killed_in()}"
    return tally


def _time(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class _Victims:
    """An index whose writers are killed, and what it ought to hold."""

    def __init__(self, engine: str, folder: Path, asked: Asked) -> None:
        (folder / "source").mkdir()
        self._place = folder / "index"
        self._entities = asked.entities
        self._random = random.Random(asked.first)
        self._changes = Changes(asked.first, folder / "source", entities=asked.entities)
        self._seconds: dict[str, float] = defaultdict(lambda: _FIRST_GUESS)
        self._killed: dict[str, int] = defaultdict(int)
        documents = [self._changes.write("d0")]
        diplosearch.rebuild(
            documents, self._place, engine=engine, entities=asked.entities, jobs=1
        ).close()
        self._documents: dict[str, Document] = {one.id: one for one in documents}
        self._old = look(self._place)

    @property
    def killed(self) -> int:
        """How many writers were killed."""
        return sum(self._killed.values())

    def killed_in(self) -> str:
        """Return how many writers were killed in each kind of change."""
        return ", ".join(f"{kind} {count}" for kind, count in sorted(self._killed.items()))

    def next_round(self, *, is_spared: bool) -> tuple[str, list[str]]:
        """Kill a writer, or let it finish; tell what came of it, and what is wrong."""
        change = self._changes.draw(self._documents)
        new = expect(change.after.values(), entities=self._entities)
        latest = _LATEST * self._seconds[change.kind]
        ended = processes.run(
            lambda: _time(lambda: change.make(self._place)),
            kill_after=None if is_spared else self._random.uniform(0, latest),
        )
        if not ended.signal:
            # Half of what it was, so that a slow moment is soon forgotten.
            known = self._seconds[change.kind]
            self._seconds[change.kind] = (known + ended.answer) / 2
        else:
            self._killed[change.kind] += 1
        try:
            found = look(self._place)
        except (diplosearch.DiplosearchError, AssertionError) as error:
            return "lost", [f"{change.kind}: {type(error).__name__}: {error}"]
        outcome = f"{'killed' if ended.signal else 'made'}: {self._told(found, new)}"
        faults = list(self._faults(change, outcome, found))
        if found == new:
            self._documents = change.after
        self._old = found
        return outcome, faults

    def _told(self, found: Answers, new: Answers) -> str:
        if found == new:
            return "new"
        return "old" if found == self._old else "neither"

    def _faults(self, change: Change, outcome: str, found: Answers) -> Iterator[str]:
        if outcome not in ("killed: old", "killed: new", "made: new"):
            yield f"{change.kind}, {outcome}: {difference(self._old, found)}"
        if outcome == "made: new" and (left := leftovers(self._place)):
            yield f"{change.kind} left behind: {left}"
