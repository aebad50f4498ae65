"""Related entities: those that are named in the same passages as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, overload

from ...entities.gazetteer.ids import kind_of
from ...query import tree
from ...schema import ENTITY
from ..searcher import Searcher
from .facets import count_entities

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NOT_RELATED = ("date", "money", "title")
"""Kinds of entities that are not listed."""


@dataclass(frozen=True, slots=True)
class Related:
    """A related entity; ``count`` is the number of passages that name both."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, repr=False)
class Relations(Sequence[Related]):
    """The entities related to the one called ``name``, the most frequent first.

    A slice is a ``Relations``.
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

    def _repr_html_(self) -> str:
        """Return the entities as HTML for a notebook."""
        from ...export.profile_page import related_to_fragment

        return related_to_fragment(self.name, self.related)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the counts as bars with matplotlib, and return the axes.

        ``ax`` are the axes to draw on, those of a new figure by default. Raises
        :class:`MissingExtraError` without the extra ``plot``.
        """
        from ...export.plots import plot_counts

        return plot_counts(
            [(one.name, one.count) for one in self],
            ax,
            title=f"Who and what shares passages with {self.name}",
            label="passages",
        )


def find_related(searcher: Searcher, id: str, limit: int | None) -> Relations:
    """Return at most ``limit`` entities (None for all) named in passages with ``id``."""
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


def count_shared(searcher: Searcher, ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return how many passages name both of two entities, for each two that share any."""
    holders = {}
    for id in ids:
        members = searcher.entities.members(id)
        found = searcher.match_all(tree.Keyword(ENTITY, members)) if members else ()
        holders[id] = {key for key, _ in found}
    return {
        (left, right): count
        for left, right in combinations(holders, 2)
        if (count := len(holders[left] & holders[right]))
    }
