"""A page of an answer: equals in order, at most some passages a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..engines.base import Order, Ranked
from ..errors import IndexDamagedError
from ..query.tree import Node
from ..storage.codec import split_key
from .searcher import Searcher

_FETCHED_AT_FIRST = 4
_FETCHED_MORE = 4
_MOST_TIED = 1000
"""Passages of one score that are put in order; beyond, they come by key."""


@dataclass(frozen=True, slots=True)
class Page:
    """The passages of a page, and how many match in all.

    ``is_complete`` is False when the deadline passed; then there are those that were
    found before it.
    """

    hits: tuple[Ranked, ...]
    total: int
    is_complete: bool = True


def fetch_page(
    searcher: Searcher,
    node: Node,
    *,
    offset: int,
    limit: int,
    per_document: int | None,
    order: Order,
    deadline: float | None,
    free: int = 0,
) -> Page:
    """Return the passages from ``offset`` on that match ``node``.

    Of equal scores the document's id decides, then the place in it; but the
    first ``free`` come in any order. Folding may use up what was fetched, and
    equals may go on beyond it, so more is asked for until the page is settled or
    nothing is left.
    """
    wanted = offset + limit
    fetched = wanted + 1 if per_document is None else wanted * _FETCHED_AT_FIRST
    while True:
        ranking = searcher.reader.search(
            node, limit=fetched, order=order, deadline=deadline
        )
        # The passages of a document keep their order among equals, so folding first
        # leaves the same ones.
        folded = _fold(ranking.hits, per_document)
        is_all = fetched >= ranking.total or not ranking.is_complete
        if is_all or (
            len(folded) >= wanted and _is_settled(ranking.hits, folded[wanted - 1], order)
        ):
            page = folded[offset:wanted]
            if order == "score" and page:
                page = _cut(folded, offset, wanted, free, searcher)
            return Page(tuple(page), ranking.total, ranking.is_complete)
        fetched *= _FETCHED_MORE


def _is_settled(hits: Sequence[Ranked], last: Ranked, order: Order) -> bool:
    """Tell whether no equal of the page's last passage can be beyond ``hits``."""
    return order == "date" or len(hits) >= _MOST_TIED or hits[-1].score < last.score


def _cut(
    hits: list[Ranked], start: int, end: int, free: int, searcher: Searcher
) -> list[Ranked]:
    """Return ``hits`` from ``start`` to ``end``, those of equal score by id and place.

    Equals that all stand before ``free`` are left as they are.
    """
    first, last = start, min(end, len(hits))
    while first and hits[first - 1].score == hits[first].score:
        first -= 1
    while last < len(hits) and hits[last].score == hits[last - 1].score:
        last += 1
    near = hits[first:last]
    bound = hits[max(first, free - 1) : last]
    if any(one.score == other.score for one, other in pairwise(bound)):
        ids = searcher.store.ids(split_key(hit.key)[0] for hit in near)
        near.sort(key=lambda hit: (-hit.score, *_id_and_ordinal(hit, ids)))
    return near[start - first : end - first]


def _id_and_ordinal(hit: Ranked, ids: Mapping[int, str]) -> tuple[str, int]:
    row, ordinal = split_key(hit.key)
    if row not in ids:
        raise IndexDamagedError(
            f"the index names row {row}, which none of its documents has; "
            "rebuild it: diplosearch rebuild"
        )
    return ids[row], ordinal


def _fold(hits: Sequence[Ranked], per_document: int | None) -> list[Ranked]:
    """Return ``hits`` with at most ``per_document`` passages of each document."""
    if per_document is None:
        return list(hits)
    seen: dict[int, int] = {}
    kept = []
    for hit in hits:
        row, _ = split_key(hit.key)
        count = seen.get(row, 0)
        if count < per_document:
            seen[row] = count + 1
            kept.append(hit)
    return kept
