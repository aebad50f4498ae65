"""What a gazetteer knows of an entity."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import EntityType


@dataclass(frozen=True, slots=True)
class Named:
    """An entity that is known by name.

    ``is_weak`` is a name that says too little alone, such as that of a small
    town; ``is_institution`` one that many countries have, such as a ministry.
    """

    type: EntityType
    id: str
    name: str
    is_weak: bool = False
    is_institution: bool = False
