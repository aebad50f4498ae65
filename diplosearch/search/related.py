"""Who appears with whom: entities that share passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..engines.base import Reader
from ..entities.gazetteer.ids import kind_of
from ..entity_index.table import EntityTable
from ..query import tree
from ..schema import ENTITY
from .facets import count_entities

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NOBODY = ("date", "money", "title")


@dataclass(frozen=True, slots=True)
class Related:
    """An entity, and the number of passages that it shares with another."""

    id: str
    name: str
    count: int


class Relations(list[Related]):
    """The entities that share passages with one, the most frequent first: a list.

    ``name`` is that of the entity they are related to.
    """

    def __init__(self, name: str, related: Iterable[Related] = ()) -> None:
        super().__init__(related)
        self.name = name

    def first(self, limit: int | None) -> Relations:
        """Return the ``limit`` most frequent; all for None."""
        return Relations(self.name, self[:limit])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the passages shared with matplotlib, and return where.

        ``ax`` is where to draw; a new figure unless given. Needs the extra
        ``plot``; raises :class:`MissingExtraError` without it.
        """
        from ..export.plots import plot_counts

        return plot_counts(
            [(one.name, one.count) for one in self],
            ax,
            title=f"Who and what shares passages with {self.name}",
            label="passages",
        )


def find_related(id: str, reader: Reader, table: EntityTable) -> Relations:
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
    return Relations(
        table.names_of([entity]).get(entity, entity),
        (Related(other, names.get(other, other), count) for other, count in ordered),
    )
