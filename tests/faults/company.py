"""Readers in other processes while an index changes, and concurrent writers: every
answer is that of a committed state."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import IndexLockedError
from diplosearch.storage.atomic_files import write_whole

from . import processes
from .changes import Change, Changes
from .states import look
from .tally import RunOptions, Tally

READERS = 4
_WORDS = ("meeting", "trade", "Beijing", "delegation")
_PAUSE = 0.05
_PATIENCE = 60.0
"""Seconds for which the writer goes on until a reader has seen a new state: on a busy
machine readers are slow to begin."""


def run(engine: str, options: RunOptions) -> Tally:
    """Return what readers saw while a writer made changes for ``options.count`` seconds."""
    tally = Tally("company", engine, f"seed {options.first}, {READERS} readers")
    with processes.work_folder() as folder:
        scene = _Scene(engine, folder, options.first)
        readers = [_start(scene, number) for number in range(READERS)]
        enough = time.monotonic() + (options.count or 300)
        give_up = enough + _PATIENCE
        while time.monotonic() < (enough if scene.is_seen() else give_up):
            kind = scene.commit_next()
            tally.add(kind)
        (folder / "stop").touch()
        for reader in readers:
            os.waitpid(reader, 0)
        _read_reports(folder, tally)
        tally.figures["kept generations"] = len(list(scene.location.glob("generation-*")))
        _check_writers(scene, tally)
    return tally


class _Scene:
    """An index and all its states, by the number of the change."""

    def __init__(self, engine: str, folder: Path, seed: int) -> None:
        self.folder = folder
        self.location = folder / "index"
        (folder / "source").mkdir()
        self._changes = Changes(seed, folder / "source")
        first = {"d0": self._changes.write("d0")}
        self.states: list[Mapping[str, Document]] = [first]
        diplosearch.rebuild(
            first.values(), self.location, engine=engine, entities=False, jobs=1
        ).close()

    def is_seen(self) -> bool:
        """Whether a reader has seen a state that is not the first."""
        return (self.folder / "seen").exists()

    def note_seen(self) -> None:
        """Let the writer know that a reader has seen such a state."""
        (self.folder / "seen").touch()

    def next_change(self) -> Change:
        """Draw the next change; readers draw the same, so they know each state."""
        change = self._changes.draw(dict(self.states[-1]))
        self.states.append(change.after)
        return change

    def commit_next(self) -> str:
        """Make the next change, and signal readers that there may be a new state."""
        change = self.next_change()
        write_whole(self.folder / "begun", str(len(self.states)).encode())
        change.make(self.location)
        return change.kind


def _start(scene: _Scene, number: int) -> int:
    """Return the process id of a new reader."""
    child = processes.fork()
    if child:
        return child
    report = scene.folder / f"reader-{number}"
    try:
        reader = _Reader(scene, number)
        reader.read_on()
        report.write_text(f"{reader.answers}\n{reader.seen}\n")
    # Any error is a fault that the parent reports.
    except BaseException as error:
        report.write_text(f"0\n0\n{type(error).__name__}: {error}")
    finally:
        os._exit(0)


class _Reader:
    def __init__(self, scene: _Scene, number: int) -> None:
        self._scene = scene
        self._random = random.Random(number)
        self._at = 0
        self.answers = 0
        self.seen = 0

    def read_on(self) -> None:
        """Open the index again and again, or follow it, until there is a sign to stop."""
        index = diplosearch.open(self._scene.location)
        while not (self._scene.folder / "stop").exists() or not self.answers:
            documents = self._find_state(index)
            for _ in range(self._random.randint(1, 3)):
                self._ask(index, documents)
                time.sleep(self._random.uniform(0, _PAUSE))
            if self._random.random() < 0.5:
                index.refresh()
            else:
                index.close()
                index = diplosearch.open(self._scene.location)
        index.close()

    def _find_state(self, index: Index) -> Mapping[str, Document]:
        """Return the committed state that ``index`` shows: none before the last seen."""
        found = {one.id: one.text for one in index.documents()}
        begun = self._scene.folder / "begun"
        last = int(begun.read_text()) if begun.exists() else 1
        while len(self._scene.states) < last:
            self._scene.next_change()
        for number in range(self._at, len(self._scene.states)):
            documents = self._scene.states[number]
            if found == {id: one.text for id, one in documents.items()}:
                if number > self._at:
                    self.seen += 1
                    self._scene.note_seen()
                self._at = number
                return documents
        raise AssertionError(f"no state from {self._at} on is {found}")

    def _ask(self, index: Index, documents: Mapping[str, Document]) -> None:
        word = self._random.choice(_WORDS)
        results = index.search(f"+{word}", limit=100, translate=False)
        found = sorted({hit.document.id for hit in results})
        expected = sorted(id for id, one in documents.items() if word in one.text)
        assert found == expected, f"{word}: {found} instead of {expected}"
        assert index.stats().documents == len(documents)
        id = self._random.choice(sorted(documents))
        assert index.get(id).text == documents[id].text
        self.answers += 1


def _read_reports(folder: Path, tally: Tally) -> None:
    answers = seen = 0
    for path in sorted(folder.glob("reader-*")):
        count, states, *error = path.read_text().splitlines()
        answers, seen = answers + int(count), seen + int(states)
        if error:
            tally.faults.append(f"{path.name}: {' '.join(error)}")
    tally.figures |= {"answers": answers, "states seen": seen}


def _check_writers(scene: _Scene, tally: Tally) -> None:
    """Check a second writer, one after a dead one, and two that take turns."""
    for name in ("held", "dead", "two"):
        faults = {"held": _held, "dead": _dead, "two": _two}[name](scene.location)
        tally.add(f"writers: {name}", faults=faults)


def _held(location: Path) -> Iterator[str]:
    """A writer excludes another one, whose error has its process id."""

    def documents() -> Iterator[Document]:
        with diplosearch.open(location, lock_timeout=0.1) as other:
            try:
                other.delete("x")
            except IndexLockedError as error:
                if f"process {os.getpid()} " not in str(error):
                    faults.append(f"does not have the process id of the holder: {error}")
            else:
                faults.append("two writers at once")
        yield Document(id="held", text="Held talks in Ankara.")

    faults: list[str] = []
    with diplosearch.open(location) as index:
        index.add(documents())
    yield from faults


def _dead(location: Path) -> Iterator[str]:
    """The lock of a dead writer is free, and its uncommitted changes are gone."""
    before = look(location)

    def documents() -> Iterator[Document]:
        yield Document(id="dead", text="Dead talks in Ankara.")
        os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        with diplosearch.open(location) as index:
            index.add(documents())

    if processes.run(work).signal != signal.SIGKILL:
        yield "the writer did not die"
    with diplosearch.open(location, lock_timeout=0) as index:
        index.delete("no such document")
    if look(location) != before:
        yield "a dead writer left something behind"


def _two(location: Path) -> Iterator[str]:
    """Two writers take turns, and neither loses what the other wrote."""
    wanted = {f"w{one}-{number}" for one in range(2) for number in range(5)}
    children = []
    for one in range(2):
        child = processes.fork()
        if not child:
            with diplosearch.open(location, lock_timeout=60) as index:
                for number in range(5):
                    text = f"Writer {one} held talks number {number} in Ankara."
                    index.add(Document(id=f"w{one}-{number}", text=text))
            os._exit(0)
        children.append(child)
    for child in children:
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            yield "a writer failed"
    if missing := wanted - {one.id for one in look(location).documents}:
        yield f"lost: {sorted(missing)}"
