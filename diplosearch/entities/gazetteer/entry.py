"""What a gazetteer knows of an entity, and how that is packed into a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ...model import ENTITY_TYPES, EntityType

_WEAK = "w"
_INSTITUTION = "i"
_TYPES: dict[str, EntityType] = {type: type for type in ENTITY_TYPES}


@dataclass(frozen=True, slots=True)
class Named:
    """An entity that is known by name.

    ``is_weak`` is a name that says too little alone, such as that of a small
    town; ``is_institution`` one that many countries have, such as a ministry;
    ``is_own`` one of a user's own gazetteer.
    """

    type: EntityType
    id: str
    name: str
    is_weak: bool = False
    is_institution: bool = False
    is_own: bool = False

    def people(self) -> Named:
        """Return those who come from a place: *Turkish*, *ABD'li*."""
        return Named("NORP", f"norp:{self.id.partition(':')[2]}", self.name)

    def pack(self) -> str:
        """Return all of this in one line."""
        flags = _WEAK * self.is_weak + _INSTITUTION * self.is_institution
        return "\t".join((self.type, self.id, self.name, flags))

    @classmethod
    def unpack(cls, line: str) -> Named:
        """Return what :meth:`pack` made ``line`` of."""
        type, id, name, flags = line.split("\t")
        return cls(
            _TYPES[type],
            id,
            name,
            is_weak=_WEAK in flags,
            is_institution=_INSTITUTION in flags,
        )


Packed: TypeAlias = Mapping[str, "Named | str"]
"""Entities by key; a line is unpacked when it is asked for, because most never are."""


class Entities:
    """Entities by the keys of their names."""

    def __init__(self, packed: Packed | None = None) -> None:
        self.packed: dict[str, Named | str] = dict(packed or {})

    def find(self, key: str) -> Named | None:
        """Return the entity called ``key``."""
        known = self.packed.get(key)
        if isinstance(known, str):
            known = self.packed[key] = Named.unpack(known)
        return known

    def __setitem__(self, key: str, named: Named) -> None:
        self.packed[key] = named

    def lines(self) -> dict[str, str]:
        """Return each entity as its line."""
        return {
            key: known if isinstance(known, str) else known.pack()
            for key, known in self.packed.items()
        }
