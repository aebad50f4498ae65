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
from .tally import RunOptions, Tally

_LATEST = 1.25
"""The latest time to kill a writer, as a multiple of the time of such a change."""

_FIRST_GUESS = 0.2
"""Seconds that a change is taken to need before one was timed."""


def run(engine: str, options: RunOptions) -> Tally:
    """Return the outcomes until ``options.count`` writers were killed.

    The first writer is let be, so that one at least is seen to finish.
    """
    tally = Tally("kills", engine, f"seed {options.first}")
    with processes.work_folder() as folder:
        victims = _Victims(engine, folder, options)
        wanted = options.count or 1000
        while victims.killed < wanted and tally.has_time(options):
            outcome, faults = victims.next_round(is_spared=not tally.rounds)
            tally.add(outcome, faults=faults)
            if faults:
                break  # later rounds would repeat the fault
        tally.how += f", {victims.killed_in()}"
    return tally


def _time(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class _Victims:
    """An index whose writers are killed, and its expected documents."""

    def __init__(self, engine: str, folder: Path, options: RunOptions) -> None:
        (folder / "source").mkdir()
        self._location = folder / "index"
        self._entities = options.entities
        self._random = random.Random(options.first)
        self._changes = Changes(options.first, folder / "source", entities=options.entities)
        self._seconds: dict[str, float] = defaultdict(lambda: _FIRST_GUESS)
        self._killed: dict[str, int] = defaultdict(int)
        documents = [self._changes.write("d0")]
        diplosearch.rebuild(
            documents, self._location, engine=engine, entities=options.entities, jobs=1
        ).close()
        self._documents: dict[str, Document] = {one.id: one for one in documents}
        self._old = look(self._location)

    @property
    def killed(self) -> int:
        """How many writers were killed."""
        return sum(self._killed.values())

    def killed_in(self) -> str:
        """Return how many writers were killed in each kind of change."""
        return ", ".join(f"{kind} {count}" for kind, count in sorted(self._killed.items()))

    def next_round(self, *, is_spared: bool) -> tuple[str, list[str]]:
        """Kill a writer, or let it finish; return the outcome and the faults."""
        change = self._changes.draw(self._documents)
        new = expect(change.after.values(), entities=self._entities)
        latest = _LATEST * self._seconds[change.kind]
        ended = processes.run(
            lambda: _time(lambda: change.make(self._location)),
            kill_after=None if is_spared else self._random.uniform(0, latest),
        )
        if not ended.signal:
            # The mean with the last time, so that one slow change soon loses its weight.
            known = self._seconds[change.kind]
            self._seconds[change.kind] = (known + ended.answer) / 2
        else:
            self._killed[change.kind] += 1
        try:
            found = look(self._location)
        except (diplosearch.DiplosearchError, AssertionError) as error:
            return "lost", [f"{change.kind}: {type(error).__name__}: {error}"]
        outcome = f"{'killed' if ended.signal else 'made'}: {self._state_of(found, new)}"
        faults = list(self._faults(change, outcome, found))
        if found == new:
            self._documents = change.after
        self._old = found
        return outcome, faults

    def _state_of(self, found: Answers, new: Answers) -> str:
        if found == new:
            return "new"
        return "old" if found == self._old else "neither"

    def _faults(self, change: Change, outcome: str, found: Answers) -> Iterator[str]:
        if outcome not in ("killed: old", "killed: new", "made: new"):
            yield f"{change.kind}, {outcome}: {difference(self._old, found)}"
        if outcome == "made: new" and (left := leftovers(self._location)):
            yield f"{change.kind} left behind: {left}"
