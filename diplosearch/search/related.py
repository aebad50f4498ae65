"""Who appears with whom: entities that share passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from ..entities.gazetteer.ids import kind_of
from ..query import tree
from ..schema import ENTITY
from .facets import count_entities
from .searcher import Searcher

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NOT_RELATED = ("date", "money", "title")


@dataclass(frozen=True, slots=True)
class Related:
    """An entity, and the number of passages that it shares with another."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, repr=False)
class Relations(Sequence[Related]):
    """The entities that share passages with one, the most frequent first.

    ``name`` is that of the entity they are related to. A slice is a ``Relations``.
    """

    name: str
    related: tuple[Related, ...] = ()

    def __len__(self) -> int:
        return len(self.related)

    def __iter__(self) -> Iterator[Related]:
        return iter(self.related)

    @overload
    def __getitem__(self, index: int) -> Related: ...

    @overload
    def __getitem__(self, index: slice) -> Relations: ...

    def __getitem__(self, index: int | slice) -> Related | Relations:
        if isinstance(index, slice):
            return replace(self, related=self.related[index])
        return self.related[index]

    def __repr__(self) -> str:
        return f"<Relations of {self.name!r}, {len(self)} entities>"

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


def find_related(searcher: Searcher, id: str, limit: int | None) -> Relations:
    """Return the entities in the passages that name ``id``, the most frequent first."""
    table = searcher.entities
    entity = table.resolve_alias(id)
    node = tree.Keyword(ENTITY, table.members(entity))
    counts = {
        other: count
        for other, count in count_entities(searcher, node).items()
        if other != entity and kind_of(other) not in _NOT_RELATED
    }
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
    names = table.names_of([entity, *(other for other, _ in ordered)])
    return Relations(
        names.get(entity, entity),
        tuple(Related(other, names.get(other, other), count) for other, count in ordered),
    )
