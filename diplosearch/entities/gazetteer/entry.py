"""An entity of the gazetteer, and the line that it is stored as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ...model import ENTITY_TYPES, EntityType
from ...packed_table import PackedTable

_COLUMN = "|"
_WEAK = "w"
_INSTITUTION = "i"
_TYPES: dict[str, EntityType] = {type: type for type in ENTITY_TYPES}


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """An entity of a gazetteer, under the name to show.

    ``is_weak`` marks an entity whose name alone is no evidence, such as a small town;
    ``is_institution`` one that many countries have, such as a ministry; ``is_own`` one
    of a user's own gazetteer.
    """

    type: EntityType
    id: str
    name: str
    is_weak: bool = False
    is_institution: bool = False
    is_own: bool = False

    def people(self) -> GazetteerEntry:
        """Return the people of this country or city: *Turkish*, *ABD'li*."""
        return GazetteerEntry("NORP", f"norp:{self.id.partition(':')[2]}", self.name)

    def pack(self) -> str:
        """Return the entity as one line; ``is_own`` is not stored."""
        flags = _WEAK * self.is_weak + _INSTITUTION * self.is_institution
        return _COLUMN.join((self.type, self.id, self.name, flags))

    @classmethod
    def unpack(cls, line: str) -> GazetteerEntry:
        """Return the entity that :meth:`pack` wrote as ``line``."""
        type, id, name, flags = line.split(_COLUMN)
        return cls(
            _TYPES[type],
            id,
            name,
            is_weak=_WEAK in flags,
            is_institution=_INSTITUTION in flags,
        )


Packed: TypeAlias = Mapping[str, "GazetteerEntry | str"]
"""Entities by key; a line is unpacked on first use, because most are never used."""


class Entities:
    """Entities by the keys of their names.

    A packed table is read where a name is looked up in it, and whole by :meth:`unpack`.
    """

    def __init__(self, packed: Packed | None = None) -> None:
        self._table = packed if isinstance(packed, PackedTable) else None
        self.packed: dict[str, GazetteerEntry | str] = {}
        """The entities that were read; all of them behind :meth:`unpack`."""

        if packed is not None and self._table is None:
            self.packed |= packed

    def copy(self) -> Entities:
        """Return the same entities, to which others can be added."""
        other = Entities(self.packed)
        other._table = self._table
        return other

    def unpack(self) -> None:
        """Read all of a packed table, for whoever looks up every word of many texts."""
        if self._table is not None:
            self.packed = {**self._table.to_dict(), **self.packed}
            self._table = None

    def __contains__(self, key: str) -> bool:
        return key in self.packed or (self._table is not None and key in self._table)

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        self.unpack()
        return iter(self.packed)

    def find(self, key: str) -> GazetteerEntry | None:
        """Return the entity with the name ``key``, None if unknown."""
        known = self.packed.get(key)
        if known is None and self._table is not None:
            known = self._table.get(key)
        if isinstance(known, str):
            known = self.packed[key] = GazetteerEntry.unpack(known)
        return known

    def __setitem__(self, key: str, entry: GazetteerEntry) -> None:
        self.packed[key] = entry

    def lines(self) -> dict[str, str]:
        """Return the line of each entity by key."""
        self.unpack()
        return {
            key: known if isinstance(known, str) else known.pack()
            for key, known in self.packed.items()
        }
