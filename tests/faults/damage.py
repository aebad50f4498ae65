"""Files of an index with one flipped bit, cut short, deleted, or swapped with those of
another index."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import diplosearch
from diplosearch import Document

from . import processes
from .changes import SEEDS, Changes
from .states import QUERIES, Answers, ask, damage_of
from .tally import RunOptions, Tally
from .wounds import Harm, Wound, draw

_SMALL = 4
"""Documents of a small index."""

_WORDS = 60
"""Words of each further document of a large one."""

_WORDS_OF_LONG = 200
_LETTERS_OF_LONG = 1_500
"""Words of the first document, which do not compress: so the segment that holds it stays
apart from those of later changes. No query finds it."""

_LIMIT = 20
_AT_ONCE = 50
"""Wounds that one child process tries."""

_MEMORY = 6 << 30
"""Bytes of address space of a child."""

SILENT = "wrong in silence"
_FINE = {"default": ("refused", "right", SILENT), "full": ("refused", "right")}
_FINE |= {"check": ("told",), "recover": ("right", "loss said", "refused")}
"""The outcomes that are promised; opening by sizes alone promises little."""


@dataclass(frozen=True)
class Patient:
    """An index that is harmed again and again, and its answers when it is undamaged."""

    location: Path
    other: Path
    """Another index, with other texts of the same documents, to swap files with."""

    sound: Answers
    earlier: tuple[Document, ...]
    """The documents of the state before the last, some of which were deleted since."""

    queries: tuple[str, ...]
    does_check: bool
    """Whether each wound is also looked for by a full check, and recovered."""


def run(
    engine: str, harms: Sequence[Harm], options: RunOptions, *, documents: int = _SMALL
) -> Tally:
    """Return the outcomes of wounds, each alone.

    A small index is harmed as it is and with an older state beside it, by halves.
    """
    tally = Tally(f"damage: {', '.join(harms)}", engine, f"seed {options.first}")
    chance = random.Random(options.first)
    count = options.count or 2000
    halves = [False, True] if documents == _SMALL else [False]
    for with_older in halves:
        share = count // 2 if with_older else count - count // 2 * (len(halves) - 1)
        with processes.work_folder() as folder:
            patient = _prepare(engine, folder, options, documents, with_older=with_older)
            size = sum(path.stat().st_size for path in patient.location.rglob("*"))
            tally.figures["kilobytes"] = size >> 10
            wounds = list(draw(patient.location, patient.other, harms, chance, share))
            for wound, outcomes in _outcomes_of(patient, wounds, folder):
                wrong = [f"{wound}: {way}" for way in outcomes if not _is_fine(way)]
                tally.add(
                    f"{wound.harm}: files",
                    *(f"{wound.harm}: {way}" for way in outcomes),
                    faults=wrong,
                )
                if not tally.has_time(options):
                    return tally
    return tally


def _is_fine(way: str) -> bool:
    """Return whether an outcome is as promised."""
    what, _, outcome = way.partition(": ")
    return outcome in _FINE.get(what, ())


def _prepare(
    engine: str, folder: Path, options: RunOptions, documents: int, *, with_older: bool
) -> Patient:
    location, other = folder / "index", folder / "other"
    chance = random.Random(options.first)
    words = sorted({word for path in SEEDS.iterdir() for word in _words(path)})
    for number, made in enumerate((other, location)):
        source = folder / f"source-{number}"
        source.mkdir()
        changes = Changes(options.first + 1 - number, source, entities=True)
        earlier = _build(engine, made, changes, chance, words, documents, with_older)
    queries = (*QUERIES, *chance.sample(words, 8)) if documents > _SMALL else QUERIES
    with diplosearch.open(location) as index:
        sound = ask(index, queries, limit=_LIMIT)
    assert damage_of(location) == []
    return Patient(location, other, sound, earlier, queries, documents == _SMALL)


def _build(
    engine: str,
    location: Path,
    changes: Changes,
    chance: random.Random,
    words: list[str],
    documents: int,
    with_older: bool,
) -> tuple[Document, ...]:
    """Build an index of several segments; return the documents before its last change."""
    long = " ".join(
        f"{chance.getrandbits(4 * _LETTERS_OF_LONG):x}" for _ in range(_WORDS_OF_LONG)
    )
    first = [Document(id="long", text=long, language="en")]
    first += [changes.write(f"d{number}") for number in range(_SMALL)]
    for number in range(documents - _SMALL):
        text = " ".join(chance.choices(words, k=_WORDS))
        first.append(Document(id=f"w{number}", text=text, language="tr"))
    diplosearch.rebuild(first, location, engine=engine, jobs=1).close()
    with diplosearch.open(location) as older, diplosearch.open(location) as index:
        index.add(changes.write("late"))
        if with_older:
            older.refresh()
        else:
            older.close()
        earlier = tuple(index.documents())
        index.delete("d0")
    return earlier


def _words(path: Path) -> list[str]:
    return re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8"))


def _outcomes_of(
    patient: Patient, wounds: Sequence[Wound], folder: Path
) -> Iterator[tuple[Wound, list[str]]]:
    """Yield the outcomes of each wound; in child processes, since a library may crash."""
    done, log = 0, folder / "outcomes"
    while done < len(wounds):
        batch = wounds[done : done + _AT_ONCE]
        log.write_text("")
        ended = processes.run(
            partial(_try_wounds, patient, batch, folder / "harmed", log), limit=600
        )
        logged = [json.loads(line) for line in log.read_text().splitlines()]
        if ended.signal:
            logged.append([f"crashed: signal {ended.signal}"])
        yield from zip(batch, logged, strict=False)
        done += len(logged)


def _try_wounds(
    patient: Patient, wounds: Sequence[Wound], location: Path, log: Path
) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where Tantivy writes its panics
    with log.open("a") as file:
        for wound in wounds:
            shutil.rmtree(location, ignore_errors=True)
            shutil.copytree(patient.location, location)
            wound.inflict(location, patient.other)
            outcomes = [f"default: {_outcome(patient, location, 'sizes')}"]
            outcomes.append(f"full: {_outcome(patient, location, 'full')}")
            if patient.does_check:
                outcomes.append(f"check: {_check(location)}")
                outcomes.append(f"recover: {_recover(patient, location)}")
            print(json.dumps(outcomes), file=file, flush=True)


def _outcome(patient: Patient, location: Path, verify: Literal["sizes", "full"]) -> str:
    def answers() -> str:
        with diplosearch.open(location, verify=verify) as index:
            found = ask(index, patient.queries, limit=_LIMIT)
        return "right" if found == patient.sound else SILENT

    return _outcome_of(answers)


def _check(location: Path) -> str:
    return _outcome_of(lambda: "told" if damage_of(location) else "not told")


def _recover(patient: Patient, location: Path) -> str:
    def recover() -> str:
        recovery = diplosearch.recover(location, jobs=1)
        with diplosearch.open(location, verify="full") as index:
            found = ask(index, patient.queries, limit=_LIMIT)
        if found == patient.sound and not recovery.lost:
            return "right"
        return "loss said" if _is_said(recovery, patient, found) else SILENT

    return _outcome_of(recover)


def _is_said(recovery: Any, patient: Patient, found: Answers) -> bool:
    """Return whether a recovery has said what is missing, and what is of an older state."""
    there = {one.id: one for one in found.documents}
    wanted = {one.id: one for one in patient.sound.documents}
    if recovery.outcome == "older":
        return {*there.values()} == {*patient.earlier}
    said = {one.id for one in recovery.lost}
    for id, one in there.items():
        may_be_older = one in patient.earlier and (id in recovery.older or None in said)
        if one != wanted.get(id) and not may_be_older:
            return False
    return None in said or wanted.keys() - there.keys() <= said


def _outcome_of(work: Callable[[], str]) -> str:
    try:
        return work()
    except diplosearch.DiplosearchError:
        return "refused"
    # This must not happen; the outcome is a fault.
    except BaseException as error:
        return f"other error: {_where(error)}"


def _where(error: BaseException) -> str:
    """Return an error with the innermost line of the package in its traceback."""
    found: Any = error.__traceback__
    line = ""
    while found is not None:
        name = found.tb_frame.f_code.co_filename
        if "/diplosearch/" in name:
            line = f"{Path(name).name}:{found.tb_lineno}"
        found = found.tb_next
    return f"{type(error).__name__} ({error}) at {line}"
