"""Files of an index with one flipped bit, or truncated."""

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
from .tally import RunOptions, Tally

Harm = Literal["flip", "cut"]

_SMALL = 4
"""Documents of a small index."""

_WORDS = 60
"""Words of each further document of a large one."""

_LIMIT = 20
_AT_ONCE = 50
"""Wounds that one child process tries."""

_MEMORY = 6 << 30
"""Bytes of address space of a child."""

_BITS = 8
SILENT = "wrong in silence"


class Wound(NamedTuple):
    """The byte of a file that is harmed, and the bit of it."""

    file: str
    byte: int
    bit: int


@dataclass(frozen=True)
class Patient:
    """An index that is harmed again and again, and its answers when it is undamaged."""

    location: Path
    sound: Answers
    harm: Harm
    queries: tuple[str, ...]
    does_check: bool
    """Whether each wound is also searched by a full check, which reads all files."""


def run(engine: str, harm: Harm, options: RunOptions, *, documents: int = _SMALL) -> Tally:
    """Return the outcomes of wounds, each alone."""
    tally = Tally(f"damage: {harm}", engine, f"seed {options.first}")
    with processes.work_folder() as folder:
        patient = _prepare(engine, harm, folder, options, documents)
        size = sum(path.stat().st_size for path in patient.location.rglob("*"))
        tally.figures["kilobytes"] = size >> 10
        wounds = list(_draw(patient.location, options.first, options.count or 2000))
        for wound, outcomes in _outcomes_of(patient, wounds, folder / "outcomes"):
            wrong = [f"{wound}: {way}" for way in outcomes if not _is_fine(way)]
            tally.add(*outcomes, faults=wrong)
            if not tally.has_time(options):
                break
    return tally


def _is_fine(way: str) -> bool:
    """Return whether an outcome is as promised; a check of sizes alone promises little."""
    _, _, outcome = way.partition(": ")
    return outcome in ("refused", "right", "found") or way == f"default: {SILENT}"


def _prepare(
    engine: str, harm: Harm, folder: Path, options: RunOptions, documents: int
) -> Patient:
    (folder / "source").mkdir()
    location = folder / "index"
    changes = Changes(options.first, folder / "source", entities=True)
    first = [changes.write(f"d{number}") for number in range(_SMALL)]
    chance = random.Random(options.first)
    words = sorted({word for path in SEEDS.iterdir() for word in _words(path)})
    for number in range(documents - _SMALL):
        text = " ".join(chance.choices(words, k=_WORDS))
        first.append(Document(id=f"w{number}", text=text, language="tr"))
    diplosearch.rebuild(first, location, engine=engine, jobs=1).close()
    with diplosearch.open(location) as index:
        index.add(changes.write("late"))
        index.delete("d0")
    queries = (*QUERIES, *chance.sample(words, 8)) if documents > _SMALL else QUERIES
    with diplosearch.open(location) as index:
        sound = ask(index, queries, limit=_LIMIT)
    assert damage_of(location) == []
    return Patient(location, sound, harm, queries, does_check=documents == _SMALL)


def _words(path: Path) -> list[str]:
    return re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8"))


def _draw(location: Path, seed: int, count: int) -> Iterator[Wound]:
    """Yield wounds: by turns each byte, and each file, with equal probability."""
    chance = random.Random(seed)
    sizes = {
        path.relative_to(location).as_posix(): path.stat().st_size
        for path in sorted(location.rglob("*"))
        if path.is_file() and path.stat().st_size
    }
    files, weights = list(sizes), list(sizes.values())
    for number in range(count):
        (file,) = chance.choices(files, weights if number % 2 else None)
        yield Wound(file, chance.randrange(sizes[file]), chance.randrange(_BITS))


def _outcomes_of(
    patient: Patient, wounds: Sequence[Wound], log: Path
) -> Iterator[tuple[Wound, list[str]]]:
    """Yield the outcomes of each wound; in child processes, since a library may crash."""
    done = 0
    while done < len(wounds):
        batch = wounds[done : done + _AT_ONCE]
        log.write_text("")
        ended = processes.run(partial(_try_wounds, patient, batch, log))
        logged = [json.loads(line) for line in log.read_text().splitlines()]
        if ended.signal:
            logged.append([f"crashed: signal {ended.signal}"])
        yield from zip(batch, logged, strict=False)
        done += len(logged)


def _try_wounds(patient: Patient, wounds: Sequence[Wound], log: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where Tantivy writes its panics
    with log.open("a") as file:
        for wound in wounds:
            path = patient.location / wound.file
            sound = path.read_bytes()
            path.write_bytes(_harm(sound, wound, patient.harm))
            outcomes = [f"default: {_outcome(patient, 'sizes')}"]
            outcomes.append(f"full: {_outcome(patient, 'full')}")
            if patient.does_check:
                outcomes.append(f"check: {_check(patient.location)}")
            _restore(path, sound, patient.location)
            print(json.dumps(outcomes), file=file, flush=True)


def _harm(sound: bytes, wound: Wound, harm: Harm) -> bytes:
    if harm == "cut":
        return sound[: wound.byte]
    harmed = bytearray(sound)
    harmed[wound.byte] ^= 1 << wound.bit
    return bytes(harmed)


def _restore(path: Path, sound: bytes, location: Path) -> None:
    path.write_bytes(sound)
    for extra in location.rglob("*.sqlite-*"):  # what SQLite made of a damaged header
        extra.unlink()


def _outcome(patient: Patient, verify: Literal["sizes", "full"]) -> str:
    def answers() -> str:
        with diplosearch.open(patient.location, verify=verify) as index:
            found = ask(index, patient.queries, limit=_LIMIT)
        return "right" if found == patient.sound else SILENT

    return _outcome_of(answers)


def _check(location: Path) -> str:
    return _outcome_of(lambda: "found" if damage_of(location) else "not found")


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
