"""Changes during which one call of the system fails: each in turn, until none is left."""

from __future__ import annotations

import errno
import gc
import shutil
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import diplosearch
from diplosearch import Document

from . import processes
from .changes import Change, Changes
from .shim import DIE, Shim
from .states import Answers, expect, leftovers, look
from .tally import Asked, Tally

ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "die": DIE}


class Refused(NamedTuple):
    """What a process saw of a change that failed, or did not."""

    steps: int
    acted: str
    message: str
    """What diplosearch said; empty where the change was made."""

    unnamed: str
    """The traceback of an error that is none of diplosearch's."""

    open_files: list[str]
    threads: int


@dataclass(frozen=True)
class Round:
    """What came of a change whose call ``number`` failed."""

    number: int
    outcome: str
    acted: str
    faults: list[str]
    """What was not as it ought to be."""


@dataclass(frozen=True)
class Scene:
    """An index before a change, and what it answers before, after and later."""

    template: Path
    change: Change
    old: Answers
    new: Answers
    late: Document
    later: tuple[Answers, Answers]


def prepare(engine: str, kind: str, folder: Path, *, entities: bool) -> Scene:
    """Build an index of several commits, and draw a change of it."""
    source, template = folder / "source", folder / "template"
    source.mkdir()
    changes = Changes(7, source, entities=entities)
    documents = {id: changes.write(id) for id in ("d0", "d1", "d2")}
    diplosearch.rebuild(
        documents.values(), template, engine=engine, entities=entities, jobs=1
    ).close()
    (template / "README").write_text("keep me")
    for earlier in ("add", "sync", "delete"):
        change = changes.draw(documents, earlier)
        change.make(template)
        documents = change.after
    change = changes.draw(documents, kind)
    late = changes.write("late")
    states = [list(documents.values()), list(change.after.values())]
    old, new = (expect(one, entities=entities) for one in states)
    later = tuple(expect([*one, late], entities=entities) for one in states)
    assert look(template) == old
    return Scene(template, change, old, new, late, (later[0], later[1]))


def count_steps(scene: Scene, folder: Path) -> int:
    """Return how many calls the change takes where none fails."""
    return _attempt(scene, folder / "counted", 0, 0).steps


def rounds(
    scene: Scene, folder: Path, numbers: Iterable[int], error: str, *, lasts: bool = False
) -> Iterator[Round]:
    """Yield what comes of the change when one of its calls fails, for each number.

    Ends where the change makes fewer calls than that.
    """
    for number in numbers:
        place = folder / f"round-{number}"
        told = _attempt(scene, place, number, ERRORS[error], lasts=lasts)
        faults = list(_faults(scene, place, told))
        shutil.rmtree(place, ignore_errors=True)
        yield Round(number, told.message or "made", told.acted, faults)
        if told.steps and told.steps < number:
            return


def run(engine: str, kind: str, error: str, asked: Asked) -> Tally:
    """Return what came of a change, failing at one call after the other."""
    tally = Tally("failures", engine, f"{kind}, {error}{', lasting' * asked.lasts}")
    with processes.work_folder() as folder:
        scene = prepare(engine, kind, folder, entities=asked.entities)
        steps = count_steps(scene, folder)
        stride = 1 if asked.count is None else max(1, steps // asked.count)
        numbers = range(asked.first, 10 * steps, stride)
        for one in rounds(scene, folder, numbers, error, lasts=asked.lasts):
            outcome = one.outcome.partition(":")[0]
            faults = [f"{one.number} {one.acted}: {told}" for told in one.faults]
            tally.add(outcome, faults=faults)
            if not tally.has_time(asked):
                tally.how += f", from call {asked.first} to {one.number} of {steps}"
                break
    return tally


def _attempt(
    scene: Scene, place: Path, number: int, error: int, *, lasts: bool = False
) -> Refused:
    """Make the change in a child; tell how it went."""
    shutil.copytree(scene.template, place)

    def work() -> Refused:
        shim, threads = Shim(), processes.count_threads()
        message = unnamed = ""
        shim.arm(place, at=number, error=error, lasts=lasts)
        try:
            scene.change.make(place)
        except diplosearch.DiplosearchError as caught:
            message = f"{type(caught).__name__}: {caught}"
        # This is what must not happen; it is told with all that is known.
        except Exception:
            unnamed = traceback.format_exc()
        shim.disarm()
        if message or unnamed:
            gc.collect()  # what an error held on to may do so in circles
        # Tantivy's take half a second to end, so not every round waits for them.
        left = number % 16 == 1 and processes.count_threads_beyond(threads)
        files = processes.open_files(place)
        return Refused(shim.steps, shim.acted, message, unnamed, files, left)

    ended = processes.run(work)
    if ended.signal:
        is_meant = error == DIE and ended.signal == 9
        return Refused(0, "", "killed", "" if is_meant else f"signal {ended.signal}", [], 0)
    answer: Refused = ended.answer
    return answer


def _faults(scene: Scene, place: Path, told: Refused) -> Iterator[str]:
    if told.unnamed:
        yield f"an error without a name: {told.unnamed}"
    if told.open_files:
        yield f"left open: {told.open_files}"
    if told.threads:
        yield f"{told.threads} threads left"
    try:
        found = look(place)
    except (diplosearch.DiplosearchError, AssertionError) as error:
        yield f"the index is not sound: {error}"
        return
    if found not in (scene.old, scene.new):
        yield "neither the state before nor the one after"
        return
    if not told.message and not told.unnamed and found != scene.new:
        yield "made, but not to be seen"
    with diplosearch.open(place) as index:
        index.add(scene.late)
    if look(place) != scene.later[found == scene.new]:
        yield "the next writer is led astray"
    left = leftovers(place)
    if left:
        yield f"left behind: {left}"
