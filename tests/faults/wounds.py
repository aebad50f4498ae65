"""Harm to one file of an index: a flipped bit, a file that is cut, deleted or swapped."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from diplosearch.backends.disk.generations import read_current
from diplosearch.engines.registry import LOCK_FILES

Harm = Literal["flip", "cut", "delete", "swap"]

HARMS: tuple[Harm, ...] = ("flip", "cut", "delete", "swap")

_BITS = 8
_MADE_ANEW = ("LOCK", *LOCK_FILES)
"""Files that hold nothing, and that the next writer makes."""

_OWN_PART = re.compile(r"(?<=MAIN_)[0-9a-z]{16}|[0-9a-f]{32}|[0-9]+")
"""What differs in the names of two files of one kind."""


class Wound(NamedTuple):
    """A harm to a file, the byte and the bit of it, and the file that takes its place."""

    harm: Harm
    file: str
    byte: int = 0
    bit: int = 0
    foreign: str = ""

    def inflict(self, location: Path, other: Path) -> None:
        """Harm the index at ``location``; ``other`` is the index to swap files with."""
        path = location / self.file
        sound = path.read_bytes()
        if self.harm == "delete":
            path.unlink()
        elif self.harm == "swap":
            path.write_bytes((other / self.foreign).read_bytes())
        elif self.harm == "cut":
            path.write_bytes(sound[: self.byte])
        else:
            harmed = bytearray(sound)
            harmed[self.byte] ^= 1 << self.bit
            path.write_bytes(harmed)


def draw(
    location: Path, other: Path, harms: Sequence[Harm], chance: random.Random, count: int
) -> Iterator[Wound]:
    """Yield wounds of the current state at ``location``, with each harm in turn.

    By turns each byte and each file has an equal chance. No wound leaves a file as it is.
    """
    files = {path: path.stat().st_size for path in _files_of(location)}
    for number in range(count):
        harm = harms[number % len(harms)]
        fit = [path for path in files if _can_be_harmed(path, harm, other)]
        weights = [files[path] + 1 for path in fit]
        is_by_size = number // len(harms) % 2
        (path,) = chance.choices(fit, weights if is_by_size else None)
        name = path.relative_to(location).as_posix()
        if harm == "delete":
            yield Wound(harm, name)
        elif harm == "swap":
            like = chance.choice(_files_like(path, other))
            yield Wound(harm, name, foreign=like.relative_to(other).as_posix())
        else:
            byte, bit = chance.randrange(files[path]), chance.randrange(_BITS)
            yield Wound(harm, name, byte, bit)


def _files_of(location: Path) -> list[Path]:
    """Return the files of the current state, and the one that names it."""
    inside = (path for path in read_current(location).iterdir() if path.is_file())
    return [
        location / "CURRENT",
        *(path for path in sorted(inside) if path.name not in _MADE_ANEW),
    ]


def _can_be_harmed(path: Path, harm: Harm, other: Path) -> bool:
    if harm == "swap":
        return bool(_files_like(path, other))
    return harm == "delete" or path.stat().st_size > 0


def _files_like(path: Path, other: Path) -> list[Path]:
    """Return the files of another index that might stand for ``path``, and are not it."""
    kind, content = _OWN_PART.sub("#", path.name), path.read_bytes()
    return [
        one
        for one in _files_of(other)
        if _OWN_PART.sub("#", one.name) == kind and one.read_bytes() != content
    ]
