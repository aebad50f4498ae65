"""A page of an answer: equals in order, at most some passages a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from .engines.base import Order, Ranked, Reader
from .errors import IndexDamagedError
from .query.tree import Node
from .records import split_key
from .store import DocumentStore

_FETCHED_AT_FIRST = 2
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
    node: Node,
    *,
    reader: Reader,
    store: DocumentStore,
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
        ranking = reader.search(node, limit=fetched, order=order, deadline=deadline)
        # The passages of a document keep their order among equals, so folding first
        # leaves the same ones.
        folded = _fold(ranking.hits, per_document)
        is_all = fetched >= ranking.total or not ranking.is_complete
        if is_all or (
            len(folded) >= wanted and _is_settled(ranking.hits, folded[wanted - 1], order)
        ):
            if order == "score":
                folded = _in_order(folded, free, wanted, store)
            page = tuple(folded[offset:wanted])
            return Page(page, ranking.total, ranking.is_complete)
        fetched *= _FETCHED_MORE


def _is_settled(hits: Sequence[Ranked], last: Ranked, order: Order) -> bool:
    """Tell whether no equal of the page's last passage can be beyond ``hits``."""
    return order == "date" or len(hits) >= _MOST_TIED or hits[-1].score < last.score


def _in_order(
    hits: list[Ranked], free: int, end: int, store: DocumentStore
) -> list[Ranked]:
    """Return ``hits`` with those of equal score by id and place, as far as it shows.

    Equals that all stand before ``free`` or from ``end`` on are left as they are.
    """
    is_cut_among_equals = len(hits) > end and hits[end - 1].score == hits[end].score
    if end <= free and not is_cut_among_equals:
        return hits
    ordered: list[Ranked] = []
    for _, group in groupby(hits, key=itemgetter(1)):
        equals = list(group)
        first, last = len(ordered), len(ordered) + len(equals)
        if last - first > 1 and first < end and last > free:
            ids = store.ids(split_key(hit.key)[0] for hit in equals)
            equals.sort(key=lambda hit: _place(hit, ids))
        ordered += equals
        if last >= end:
            break
    return ordered


def _place(hit: Ranked, ids: Mapping[int, str]) -> tuple[str, int]:
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
