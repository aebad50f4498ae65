"""A page of an answer: equals in order, at most some passages a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .engines.base import Order, Ranked, Reader
from .query.tree import Node
from .records import split_key
from .store import DocumentStore

_FETCHED_MORE = 4
_MOST_TIED = 1000
"""Passages of one score that are put in order; beyond, they come by key."""


@dataclass(frozen=True, slots=True)
class Page:
    """The passages of a page, and how many match in all.

    ``is_complete`` is False when the deadline passed; then there are none.
    """

    hits: tuple[Ranked, ...]
    total: int
    is_complete: bool = True


def fetch_page(
    node: Node,
    *,
    reader: Reader,
    store: DocumentStore,
    offset: int,
    limit: int,
    per_document: int | None,
    order: Order,
    deadline: float | None,
) -> Page:
    """Return the passages from ``offset`` on that match ``node``.

    Of equal scores the document's id decides, then the place in it. Folding
    may use up what was fetched, and equals may go on beyond it, so more is
    asked for until the page is settled or nothing is left.
    """
    wanted = offset + limit
    fetched = wanted * _FETCHED_MORE
    while True:
        ranking = reader.search(node, limit=fetched, order=order, deadline=deadline)
        hits: Sequence[Ranked] = ranking.hits
        if order == "score":
            hits = _sorted(hits, store)
        folded = _fold(hits, per_document)
        is_all = fetched >= ranking.total or not ranking.is_complete
        if is_all or (
            len(folded) >= wanted and _is_settled(hits, folded[wanted - 1], order)
        ):
            page = tuple(folded[offset:wanted])
            return Page(page, ranking.total, ranking.is_complete)
        fetched *= _FETCHED_MORE


def _is_settled(hits: Sequence[Ranked], last: Ranked, order: Order) -> bool:
    """Tell whether no equal of the page's last passage can be beyond ``hits``."""
    return order == "date" or len(hits) >= _MOST_TIED or hits[-1].score < last.score


def _sorted(hits: Sequence[Ranked], store: DocumentStore) -> Sequence[Ranked]:
    """Return ``hits`` with those of equal score by id and place."""
    if all(one.score != other.score for one, other in pairwise(hits)):
        return hits
    ids = store.ids(split_key(hit.key)[0] for hit in hits)

    def place(hit: Ranked) -> tuple[float, str, int]:
        row, ordinal = split_key(hit.key)
        return -hit.score, ids[row], ordinal

    return sorted(hits, key=place)


def _fold(hits: Sequence[Ranked], per_document: int | None) -> list[Ranked]:
    """Return ``hits`` with at most ``per_document`` passages of each document."""
    if per_document is None:
        return list(hits)
    seen: Counter[int] = Counter()
    kept = []
    for hit in hits:
        row = split_key(hit.key)[0]
        seen[row] += 1
        if seen[row] <= per_document:
            kept.append(hit)
    return kept
