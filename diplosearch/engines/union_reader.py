"""The passages of several readers, searched as those of one."""

from __future__ import annotations

import heapq
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Protocol, runtime_checkable

from ..query.traversal import map_rows
from ..query.tree import Node
from ..storage.codec import split_key
from .base import Order, Ranked, Ranking, Reader
from .remote_reader import FieldTerm, PrefetchingReader

FindDates = Callable[[Iterable[int]], Mapping[int, str | None]]
"""Returns the dates of passages in ISO 8601, or None, by their keys."""


@runtime_checkable
class Rescalable(Protocol):
    """A reader whose scores can be those of passages in a larger index."""

    def with_average_length(self, average_length: float) -> Reader:
        """Return the same reader, scoring by another mean length of passages."""
        ...


class UnionReader:
    """A :class:`~diplosearch.engines.base.Reader` of the passages of several readers.

    Weights come from the frequencies that it sums up, and lengths are compared with the
    mean of all. So a passage scores as in one index that holds them all, where a reader
    is :class:`Rescalable`; where not, it comes near, and ``pool`` says so.

    Args:
        readers: the readers, which whoever opened them closes.
        keys: what is added to the keys of each.
        dates: finds the dates of passages, by which hits of several are put in order.
    """

    def __init__(
        self, readers: Sequence[Reader], keys: Sequence[int], dates: FindDates
    ) -> None:
        self.passages = sum(one.passages for one in readers)
        words = sum(round(one.average_length * one.passages) for one in readers)
        self.average_length = words / self.passages if self.passages else 0.0
        self._readers = [
            one.with_average_length(self.average_length)
            if isinstance(one, Rescalable)
            else one
            for one in readers
        ]
        self.pool = max(one.pool for one in self._readers)
        self._keys = keys
        self._dates = dates

    def search(
        self,
        node: Node,
        *,
        limit: int,
        order: Order = "score",
        deadline: float | None = None,
    ) -> Ranking:
        """Return the ``limit`` best passages that match ``node``, of all readers."""
        rankings = [
            one.search(own, limit=limit, order=order, deadline=deadline)
            for one, own in self._each(node)
        ]
        found = [
            Ranked(first + key, score)
            for first, ranking in zip(self._keys, rankings, strict=True)
            for key, score in ranking.hits
        ]
        wholes = [one.whole for one in rankings if one.whole is not None]
        return Ranking(
            sum(one.total for one in rankings),
            tuple(self._order(found, order)[:limit]),
            is_complete=all(one.is_complete for one in rankings),
            whole=sum(wholes) if len(wholes) == len(rankings) else None,
        )

    def _each(self, node: Node) -> Iterator[tuple[Reader, Node]]:
        """Yield each reader, with the tree in which rows are its own."""
        for number, one in enumerate(self._readers):
            first = split_key(self._keys[number])[0]
            behind = (
                split_key(self._keys[number + 1])[0]
                if number + 1 < len(self._keys)
                else sys.maxsize
            )
            yield one, map_rows(node, first, behind)

    def _order(self, hits: list[Ranked], order: Order) -> list[Ranked]:
        hits.sort(key=lambda one: (-one.score, one.key))
        if order == "date":
            dates = self._dates([one.key for one in hits])
            hits.sort(key=lambda one: dates[one.key] or "", reverse=True)
        return hits

    def count_by(self, node: Node, field: str) -> dict[str, int]:
        """Return the number of matching passages by value of a keyword field."""
        counts: Counter[str] = Counter()
        for one, own in self._each(node):
            counts.update(one.count_by(own, field))
        return dict(counts)

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        return sum(one.frequency(field, term) for one in self._readers)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield the terms that begin with ``prefix``, sorted, with their frequency."""
        listed = heapq.merge(*(one.terms(field, prefix) for one in self._readers))
        for term, found in groupby(listed, key=itemgetter(0)):
            yield term, sum(count for _, count in found)

    def close(self) -> None:
        """Let go of the readers, which whoever opened them closes."""
        self._readers = []


class PrefetchingUnionReader(UnionReader):
    """A :class:`UnionReader` of readers of which one at least is asked over a network."""

    def prefetch_terms(self, prefixes: Iterable[FieldTerm]) -> None:
        """Have each remote reader read the terms of each field and prefix."""
        wanted = list(prefixes)
        for one in self._remote():
            one.prefetch_terms(wanted)

    def prefetch_frequencies(self, terms: Iterable[FieldTerm]) -> None:
        """Have each remote reader read the frequency of each term of each field."""
        wanted = list(terms)
        for one in self._remote():
            one.prefetch_frequencies(wanted)

    def _remote(self) -> Iterator[PrefetchingReader]:
        return (one for one in self._readers if isinstance(one, PrefetchingReader))


def unite_readers(
    readers: Sequence[Reader], keys: Sequence[int], dates: FindDates
) -> UnionReader:
    """Return one reader of the passages of several; see :class:`UnionReader`."""
    is_remote = any(isinstance(one, PrefetchingReader) for one in readers)
    return (PrefetchingUnionReader if is_remote else UnionReader)(readers, keys, dates)
