"""Workers of a rebuild that are killed, as by a system that is short of memory."""

from __future__ import annotations

import os
import random
import shutil
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import diplosearch
from diplosearch import Document

from . import processes
from .changes import SENTENCES
from .states import expect, look

_DOCUMENTS = 97
"""Three batches of tasks for a worker and one document more, which is alone in its own."""

_SENTENCES = 20
"""Sentences of each document, so that the workers have some work."""

_PATIENCE = 20.0
"""Seconds that workers get to start; a guess."""


class _Killing(NamedTuple):
    """Whether a worker was killed, how long workers ran, and what the rebuild skipped."""

    is_killed: bool
    seconds: float
    skipped: list[str]


class Crew:
    """An index that is rebuilt by two workers again and again, one of which is killed."""

    def __init__(self, engine: str, folder: Path, chance: random.Random) -> None:
        folder.mkdir()
        self._template, self._location = folder / "template", folder / "index"
        self._engine = engine
        self._random = chance
        self._seconds = 1.0
        self._documents = [
            Document(
                id=f"w{number}",
                text=f"{'. '.join(chance.choices(SENTENCES, k=_SENTENCES))}, {number}.",
            )
            for number in range(_DOCUMENTS)
        ]
        old = [Document(id="old", text="Talks were held in Ankara.")]
        diplosearch.rebuild(
            old, self._template, engine=engine, entities=False, jobs=1
        ).close()
        self._new = expect(self._documents)

    def next_round(self, *, is_spared: bool) -> tuple[str, list[str]]:
        """Kill a worker, or let all finish; return the outcome and the faults."""
        shutil.copytree(self._template, self._location)
        try:
            after = None if is_spared else self._random.uniform(0, self._seconds)
            killing: _Killing = processes.run(lambda: self._rebuild(after)).answer
            if not killing.is_killed:
                self._seconds = (self._seconds + killing.seconds) / 2
            faults = [f"skipped: {one}" for one in killing.skipped]
            if look(self._location) != self._new:
                faults.append("not all documents are there")
        finally:
            shutil.rmtree(self._location)
        outcome = "killed" if killing.is_killed else "made"
        return f"{outcome}: {'lost' if faults else 'new'}", faults

    def _rebuild(self, after: float | None) -> _Killing:
        killer = _Killer(after)
        killer.start()
        index = diplosearch.rebuild(
            self._documents, self._location, engine=self._engine, entities=False, jobs=2
        )
        seconds = killer.stop()
        with index:
            return _Killing(
                killer.is_killed, seconds, [str(one) for one in index.report.skipped]
            )


class _Killer(threading.Thread):
    """Kills a worker of this process some seconds after the first was started."""

    def __init__(self, after: float | None) -> None:
        super().__init__(daemon=True)
        self._after = after
        self._began = time.monotonic()
        self.is_killed = False

    def run(self) -> None:
        """Wait for workers, and kill the first of them; only watch with no time."""
        give_up = time.monotonic() + _PATIENCE
        while not (started := processes.children()) and time.monotonic() < give_up:
            time.sleep(0.005)
        self._began = time.monotonic()
        if self._after is None or not started:
            return
        time.sleep(self._after)
        with suppress(ProcessLookupError):
            if started[0] in processes.children():
                os.kill(started[0], signal.SIGKILL)
                self.is_killed = True

    def stop(self) -> float:
        """Return for how many seconds there were workers."""
        return time.monotonic() - self._began
