"""Changes during which one system call fails: each call in turn, until the last."""

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
from .tally import RunOptions, Tally

ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "die": DIE}


class Attempt(NamedTuple):
    """What a process saw of a change that failed or succeeded."""

    steps: int
    acted: str
    message: str
    """The error of diplosearch; empty where the change was made."""

    foreign_error: str
    """The traceback of any other error."""

    open_files: list[str]
    threads: int


@dataclass(frozen=True)
class Round:
    """The outcome of a change whose call ``number`` failed."""

    number: int
    outcome: str
    acted: str
    faults: list[str]
    """What is wrong afterwards."""


@dataclass(frozen=True)
class Scene:
    """An index before a change, and its answers before, after and later."""

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
    """Return how many calls the change makes when none fails."""
    return _attempt(scene, folder / "counted", 0, 0).steps


def rounds(
    scene: Scene, folder: Path, numbers: Iterable[int], error: str, *, lasts: bool = False
) -> Iterator[Round]:
    """Yield the outcome of the change for each number of a call that fails.

    Ends where the change makes fewer calls than that.
    """
    for number in numbers:
        location = folder / f"round-{number}"
        attempt = _attempt(scene, location, number, ERRORS[error], lasts=lasts)
        faults = list(_faults(scene, location, attempt))
        shutil.rmtree(location, ignore_errors=True)
        yield Round(number, attempt.message or "made", attempt.acted, faults)
        if attempt.steps and attempt.steps < number:
            return


def run(engine: str, kind: str, error: str, options: RunOptions) -> Tally:
    """Return the outcomes of a change that fails at one call after the other."""
    tally = Tally("failures", engine, f"{kind}, {error}{', lasting' * options.lasts}")
    with processes.work_folder() as folder:
        scene = prepare(engine, kind, folder, entities=options.entities)
        steps = count_steps(scene, folder)
        stride = 1 if options.count is None else max(1, steps // options.count)
        numbers = range(options.first, 10 * steps, stride)
        for one in rounds(scene, folder, numbers, error, lasts=options.lasts):
            outcome = one.outcome.partition(":")[0]
            faults = [f"{one.number} {one.acted}: {fault}" for fault in one.faults]
            tally.add(outcome, faults=faults)
            if not tally.has_time(options):
                tally.how += f", from call {options.first} to {one.number} of {steps}"
                break
    return tally


def _attempt(
    scene: Scene, location: Path, number: int, error: int, *, lasts: bool = False
) -> Attempt:
    """Make the change in a child process; return how it went."""
    shutil.copytree(scene.template, location)

    def work() -> Attempt:
        shim, threads = Shim(), processes.count_threads()
        message = foreign_error = ""
        shim.arm(location, at=number, error=error, lasts=lasts)
        try:
            scene.change.make(location)
        except diplosearch.DiplosearchError as caught:
            message = f"{type(caught).__name__}: {caught}"
        # This must not happen, so the fault has the whole traceback.
        except Exception:
            foreign_error = traceback.format_exc()
        shim.disarm()
        if message or foreign_error:
            gc.collect()  # an error may keep files open in reference cycles
        # Tantivy's threads take half a second to end, so not every round waits for them.
        left = number % 16 == 1 and processes.count_threads_beyond(threads)
        files = processes.open_files(location)
        return Attempt(shim.steps, shim.acted, message, foreign_error, files, left)

    ended = processes.run(work)
    if ended.signal:
        is_meant = error == DIE and ended.signal == 9
        return Attempt(0, "", "killed", "" if is_meant else f"signal {ended.signal}", [], 0)
    answer: Attempt = ended.answer
    return answer


def _faults(scene: Scene, location: Path, attempt: Attempt) -> Iterator[str]:
    if attempt.foreign_error:
        yield f"an error that is not of diplosearch: {attempt.foreign_error}"
    if attempt.open_files:
        yield f"left open: {attempt.open_files}"
    if attempt.threads:
        yield f"{attempt.threads} threads left"
    try:
        found = look(location)
    except (diplosearch.DiplosearchError, AssertionError) as error:
        yield f"the index is damaged: {error}"
        return
    if found not in (scene.old, scene.new):
        yield "neither the state before nor the one after"
        return
    if not attempt.message and not attempt.foreign_error and found != scene.new:
        yield "made, but not visible"
    with diplosearch.open(location) as index:
        index.add(scene.late)
    if look(location) != scene.later[found == scene.new]:
        yield "the next writer gets a wrong state"
    left = leftovers(location)
    if left:
        yield f"left behind: {left}"
