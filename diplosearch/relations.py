"""Who appears with whom: entities that share passages."""

from __future__ import annotations

from dataclasses import dataclass

from .engines.base import Reader
from .entities.ids import kind_of
from .entity_table import EntityTable
from .facets import count_entities
from .fields import ENTITY
from .query import tree

_NOBODY = ("date", "money", "title")


@dataclass(frozen=True, slots=True)
class Related:
    """An entity, and the number of passages that it shares with another."""

    id: str
    name: str
    count: int


def find_related(id: str, reader: Reader, table: EntityTable) -> list[Related]:
    """Return the entities in the passages that name ``id``, the most frequent first."""
    entity = table.entity_of(id)
    node = tree.Keyword(ENTITY, table.members(entity))
    counts = {
        other: count
        for other, count in count_entities(node, reader, table).items()
        if other != entity and kind_of(other) not in _NOBODY
    }
    names = table.names_of(counts)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Related(other, names.get(other, other), count) for other, count in ordered]
