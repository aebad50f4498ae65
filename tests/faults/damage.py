"""Files of an index in which one bit is flipped, or which are cut short."""

from __future__ import annotations

import json
import os
import random
import re
import resource
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple

import diplosearch
from diplosearch import Document

from . import processes
from .changes import SEEDS, Changes
from .states import QUERIES, Answers, ask, damage_of
from .tally import Asked, Tally

Harm = Literal["flip", "cut"]

_SMALL = 4
_WORDS = 60
_LIMIT = 20
_AT_ONCE = 50
_MEMORY = 6 << 30
_BITS = 8
SILENT = "wrong in silence"


class Wound(NamedTuple):
    """Where a file is harmed: at which byte, and in which of its bits."""

    file: str
    byte: int
    bit: int


@dataclass(frozen=True)
class Patient:
    """An index that is harmed again and again, and what it answers when it is sound."""

    place: Path
    sound: Answers
    harm: Harm
    queries: tuple[str, ...]
    does_check: bool
    """Whether each harm is also looked for by a full check, which reads all."""


def run(engine: str, harm: Harm, asked: Asked, *, documents: int = _SMALL) -> Tally:
    """Return what came of as many harms, each alone."""
    tally = Tally(f"damage: {harm}", engine, f"seed {asked.first}")
    with processes.work_folder() as folder:
        patient = _prepare(engine, harm, folder, asked, documents)
        size = sum(path.stat().st_size for path in patient.place.rglob("*"))
        tally.figures["kilobytes"] = size >> 10
        wounds = list(_draw(patient.place, asked.first, asked.count or 2000))
        for wound, told in _suffered(patient, wounds, folder / "told"):
            wrong = [f"{wound}: {way}" for way in told if not _is_fine(way)]
            tally.add(*told, faults=wrong)
            if not tally.has_time(asked):
                break
    return tally


def _is_fine(way: str) -> bool:
    """Tell whether an outcome is as promised; a quick look at sizes promises little."""
    _, _, outcome = way.partition(": ")
    return outcome in ("named", "right", "found") or way == f"default: {SILENT}"


def _prepare(
    engine: str, harm: Harm, folder: Path, asked: Asked, documents: int
) -> Patient:
    (folder / "source").mkdir()
    place = folder / "index"
    changes = Changes(asked.first, folder / "source", entities=True)
    first = [changes.write(f"d{number}") for number in range(_SMALL)]
    chance = random.Random(asked.first)
    words = sorted({word for path in SEEDS.iterdir() for word in _words(path)})
    for number in range(documents - _SMALL):
        text = " ".join(chance.choices(words, k=_WORDS))
        first.append(Document(id=f"w{number}", text=text, language="tr"))
    diplosearch.rebuild(first, place, engine=engine, jobs=1).close()
    with diplosearch.open(place) as index:
        index.add(changes.write("late"))
        index.delete("d0")
    queries = (*QUERIES, *chance.sample(words, 8)) if documents > _SMALL else QUERIES
    with diplosearch.open(place) as index:
        sound = ask(index, queries, limit=_LIMIT)
    assert damage_of(place) == []
    return Patient(place, sound, harm, queries, does_check=documents == _SMALL)


def _words(path: Path) -> list[str]:
    return re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8"))


def _draw(place: Path, seed: int, count: int) -> Iterator[Wound]:
    """Yield places: each byte as likely as another, and each file, in turn."""
    chance = random.Random(seed)
    sizes = {
        path.relative_to(place).as_posix(): path.stat().st_size
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.stat().st_size
    }
    files, weights = list(sizes), list(sizes.values())
    for number in range(count):
        (file,) = chance.choices(files, weights if number % 2 else None)
        yield Wound(file, chance.randrange(sizes[file]), chance.randrange(_BITS))


def _suffered(
    patient: Patient, wounds: Sequence[Wound], log: Path
) -> Iterator[tuple[Wound, list[str]]]:
    """Yield what comes of each wound; in children, since a library may crash."""
    done = 0
    while done < len(wounds):
        part = wounds[done : done + _AT_ONCE]
        log.write_text("")
        ended = processes.run(partial(_suffer, patient, part, log))
        told = [json.loads(line) for line in log.read_text().splitlines()]
        if ended.signal:
            told.append([f"crashed: signal {ended.signal}"])
        yield from zip(part, told, strict=False)
        done += len(told)


def _suffer(patient: Patient, wounds: Sequence[Wound], log: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where Tantivy tells of its panics
    with log.open("a") as told:
        for wound in wounds:
            path = patient.place / wound.file
            sound = path.read_bytes()
            path.write_bytes(_harmed(sound, wound, patient.harm))
            outcomes = [f"default: {_outcome(patient, 'sizes')}"]
            outcomes.append(f"full: {_outcome(patient, 'full')}")
            if patient.does_check:
                outcomes.append(f"check: {_checked(patient.place)}")
            _restore(path, sound, patient.place)
            print(json.dumps(outcomes), file=told, flush=True)


def _harmed(sound: bytes, wound: Wound, harm: Harm) -> bytes:
    if harm == "cut":
        return sound[: wound.byte]
    harmed = bytearray(sound)
    harmed[wound.byte] ^= 1 << wound.bit
    return bytes(harmed)


def _restore(path: Path, sound: bytes, place: Path) -> None:
    path.write_bytes(sound)
    for extra in place.rglob("*.sqlite-*"):  # what SQLite made of a damaged header
        extra.unlink()


def _outcome(patient: Patient, verify: Literal["sizes", "full"]) -> str:
    def answers() -> str:
        with diplosearch.open(patient.place, verify=verify) as index:
            found = ask(index, patient.queries, limit=_LIMIT)
        return "right" if found == patient.sound else SILENT

    return _named(answers)


def _checked(place: Path) -> str:
    return _named(lambda: "found" if damage_of(place) else "not found")


def _named(work: Callable[[], str]) -> str:
    try:
        return work()
    except diplosearch.DiplosearchError:
        return "named"
    # What must not happen, and is told.
    except BaseException as error:
        return f"unnamed {_where(error)}"


def _where(error: BaseException) -> str:
    """Return what an error says, and the innermost of our lines that it passed."""
    found: Any = error.__traceback__
    line = ""
    while found is not None:
        name = found.tb_frame.f_code.co_filename
        if "/diplosearch/" in name:
            line = f"{Path(name).name}:{found.tb_lineno}"
        found = found.tb_next
    return f"{type(error).__name__} ({error}) at {line}"
