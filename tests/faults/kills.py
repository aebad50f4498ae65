"""Processes that are killed at random moments: writers, their workers, a recovery, a
check."""

from __future__ import annotations

import random
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path

import diplosearch
from diplosearch import Document
from diplosearch.backends.disk.generations import read_current

from . import processes, workers
from .changes import Change, Changes
from .harms import LOSSLESS
from .states import Answers, content_of, difference, expect, leftovers, look, remove_aside
from .tally import RunOptions, Tally

PHASES = ("change", "jobs", "recover", "check", "worker")
"""What is killed: a writer that works alone, one with two workers, a recovery, a check,
and a worker of a writer that is let be."""

_DECK = (
    *("change", "recover", "change", "worker", "change"),
    *("check", "change", "recover", "change", "jobs"),
)
"""The phases of ten kills: of 300 there are 60 in a recovery, and 30 in a check, of a
worker, and of a writer with workers."""

_LATEST = 1.25
"""The latest time to kill a process, as a multiple of the time of such work."""

_LONGER = 1.1
"""By which the guess of that time grows with each process that was killed."""

_FIRST_GUESS = 0.2
"""Seconds that work is taken to need before it was timed."""


def run(engine: str, options: RunOptions, phases: Sequence[str] = PHASES) -> Tally:
    """Return the outcomes until ``options.count`` processes were killed.

    The first process of each phase is let be, so that one at least is seen to finish.
    """
    tally = Tally("kills", engine, f"seed {options.first}")
    tally.figures = dict.fromkeys(("killed", "found", "lost"), 0)
    wanted = options.count or 1000
    spared = set()
    with processes.work_folder() as folder:
        victims = _Victims(engine, folder, options)
        for phase in cycle(one for one in _DECK if one in phases):
            is_killed = False
            while not is_killed and tally.has_time(options):
                outcome, faults = victims.next_round(phase, is_spared=phase not in spared)
                spared.add(phase)
                is_killed = outcome.startswith("killed")
                tally.add(f"{phase}: {outcome}", faults=faults)
                tally.figures["killed"] += is_killed
                tally.figures["lost" if faults else "found"] += is_killed
                if faults:
                    return tally  # later rounds would repeat the fault
            if tally.figures["killed"] >= wanted or not tally.has_time(options):
                return tally
    raise AssertionError("no phase")


def _time(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _change_nothing(location: Path) -> None:
    """Let a writer remove what it takes for left over."""
    with diplosearch.open(location) as index:
        index.delete("no such document")


class _Victims:
    """An index whose writers are killed, and its expected documents."""

    def __init__(self, engine: str, folder: Path, options: RunOptions) -> None:
        (folder / "source").mkdir()
        self._location = folder / "index"
        self._entities = options.entities
        self._random = random.Random(options.first)
        self._changes = Changes(options.first, folder / "source", entities=options.entities)
        self._seconds: dict[str, float] = defaultdict(lambda: _FIRST_GUESS)
        documents = [self._changes.write("d0")]
        diplosearch.rebuild(
            documents, self._location, engine=engine, entities=options.entities, jobs=1
        ).close()
        self._documents: dict[str, Document] = {one.id: one for one in documents}
        self._old = look(self._location)
        self._crew = workers.Crew(engine, folder / "crew", self._random)

    def next_round(self, phase: str, *, is_spared: bool) -> tuple[str, list[str]]:
        """Kill a process, or let it finish; return the outcome and the faults."""
        try:
            if phase == "worker":
                return self._crew.next_round(is_spared=is_spared)
            if phase == "recover":
                return self._kill_recovery(is_spared=is_spared)
            if phase == "check":
                return self._kill_check(is_spared=is_spared)
            self._changes.jobs = 2 if phase == "jobs" else 1
            return self._kill_writer(is_spared=is_spared)
        except (diplosearch.DiplosearchError, AssertionError) as error:
            return "killed: lost", [f"{phase}: {type(error).__name__}: {error}"]

    def _kill_writer(self, *, is_spared: bool) -> tuple[str, list[str]]:
        change = self._changes.draw(self._documents)
        new = expect(change.after.values(), entities=self._entities)
        ended = self._work(
            f"{change.kind} by {self._changes.jobs}",
            lambda: change.make(self._location),
            is_spared=is_spared,
        )
        found = look(self._location)
        outcome = f"{'killed' if ended.signal else 'made'}: {self._state_of(found, new)}"
        faults = list(self._faults(change, outcome, found))
        if ended.orphans:
            faults.append(f"{change.kind}: processes {ended.orphans} outlived it")
        if found == new:
            self._documents = change.after
        self._old = found
        return outcome, faults

    def _kill_recovery(self, *, is_spared: bool) -> tuple[str, list[str]]:
        """Harm the index so that all can be recovered, and kill the recovery.

        A second one must bring all back, and after a change what was harmed still be there.
        """
        harm, commit = self._random.choice(LOSSLESS), read_current(self._location)
        harm(self._location)
        before = content_of(commit)
        ended = self._work(
            "recover",
            lambda: diplosearch.recover(self._location, jobs=1),
            is_spared=is_spared,
        )
        second = processes.run(lambda: diplosearch.recover(self._location, jobs=1).lost)
        found = look(self._location)
        processes.run(lambda: _change_nothing(self._location))
        faults = []
        if second.answer != ():
            faults.append(f"{harm.__name__}: lost {second.answer}")
        if found != self._old:
            faults.append(f"{harm.__name__}: {difference(self._old, found)}")
        if missing := before - content_of(self._location):
            faults.append(f"{harm.__name__}: what was there is gone: {missing}")
        remove_aside(self._location)
        outcome = "killed" if ended.signal else "made"
        return f"{outcome}: {'lost' if faults else 'recovered'}", faults

    def _kill_check(self, *, is_spared: bool) -> tuple[str, list[str]]:
        """Kill a check, which is to leave all files as they are, also what is left over."""
        left_over = self._location / "generation-000999" / "commit-000001"
        left_over.mkdir(parents=True)
        (left_over / "left over").touch()
        before = content_of(self._location)
        ended = self._work(
            "check",
            lambda: diplosearch.check(self._location, full=True),
            is_spared=is_spared,
        )
        outcome = "killed" if ended.signal else "made"
        faults = [] if content_of(self._location) == before else ["a check wrote files"]
        shutil.rmtree(left_over.parent, ignore_errors=True)
        if look(self._location) != self._old:
            faults.append("another state after a check")
        return f"{outcome}: {'lost' if faults else 'as before'}", faults

    def _work(
        self, kind: str, work: Callable[[], object], *, is_spared: bool
    ) -> processes.Ended:
        """Do work in a child, which is killed at a random moment unless it is spared."""
        latest = _LATEST * self._seconds[kind]
        ended = processes.run(
            lambda: _time(work),
            kill_after=None if is_spared else self._random.uniform(0, latest),
        )
        if ended.signal:
            # A guess that is too short would kill all before their end, and stay so.
            self._seconds[kind] *= _LONGER
        else:
            # The mean with the last time, so that one slow round soon loses its weight.
            self._seconds[kind] = (self._seconds[kind] + ended.answer) / 2
        return ended

    def _state_of(self, found: Answers, new: Answers) -> str:
        if found == new:
            return "new"
        return "old" if found == self._old else "neither"

    def _faults(self, change: Change, outcome: str, found: Answers) -> Iterator[str]:
        if outcome not in ("killed: old", "killed: new", "made: new"):
            yield f"{change.kind}, {outcome}: {difference(self._old, found)}"
        if outcome == "made: new" and (left := leftovers(self._location)):
            yield f"{change.kind} left behind: {left}"
