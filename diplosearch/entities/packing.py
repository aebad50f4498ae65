"""A gazetteer as the text that it is shipped as.

Six columns with an empty line between, each two a table: the keys of names and
their entities, the same of acronyms, and the number of words of the longest
name by its first word, where that is more than one. An entity's line holds its
type, its id, the name shown and flags; it is read when it is asked for, because
most never are.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ..model import ENTITY_TYPES, EntityType
from .gazetteer import Gazetteer
from .named import Named

_DATA = "gazetteer.tsv.gz"
_WEAK = "w"
_INSTITUTION = "i"
_TYPES: dict[str, EntityType] = {type: type for type in ENTITY_TYPES}


class PackedNames(Mapping[str, Named]):
    """Entities by their keys."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines

    def __getitem__(self, key: str) -> Named:
        return _unpack(self._lines[key])

    def get(self, key: str, default: Any = None) -> Any:
        """Return the entity called ``key``; quicker than what a Mapping does."""
        line = self._lines.get(key)
        return default if line is None else _unpack(line)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _unpack(line: str) -> Named:
    type, id, name, flags = line.split("\t")
    return Named(
        _TYPES[type],
        id,
        name,
        is_weak=_WEAK in flags,
        is_institution=_INSTITUTION in flags,
    )


def pack(gazetteer: Gazetteer) -> str:
    """Return a gazetteer as text; equal ones give equal text."""
    tables = (
        {key: _line(named) for key, named in gazetteer.names.items()},
        {key: _line(named) for key, named in gazetteer.acronyms.items()},
        {word: str(most) for word, most in gazetteer.longest.items()},
    )
    columns = []
    for table in tables:
        keys = sorted(table)
        columns += ["\n".join(keys), "\n".join(table[key] for key in keys)]
    return "\n\n".join(columns)


def _line(named: Named) -> str:
    flags = _WEAK * named.is_weak + _INSTITUTION * named.is_institution
    return "\t".join((named.type, named.id, named.name, flags))


@cache
def default_gazetteer() -> Gazetteer:
    """Return the gazetteer that comes along, made by ``tools/make_gazetteer.py``."""
    packed = files(f"{__package__}.data").joinpath(_DATA).read_bytes()
    columns = [
        column.split("\n") for column in gzip.decompress(packed).decode().split("\n\n")
    ]
    names, acronyms, longest = (
        dict(zip(keys, values, strict=True))
        for keys, values in zip(columns[::2], columns[1::2], strict=True)
    )
    return Gazetteer(
        names=PackedNames(names),
        acronyms=PackedNames(acronyms),
        longest=dict(zip(longest, map(int, longest.values()), strict=True)),
        fingerprint=f"{zlib.crc32(packed):08x}",
    )
