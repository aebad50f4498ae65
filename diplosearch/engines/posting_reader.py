"""The reader of the engines in Python, which score posting lists by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..query.tree import Node
from ..schema import KEYWORD_FIELDS
from . import scorer
from .base import Order, Ranking
from .posting_source import PostingSource
from .ranking import RERANKED


class PostingReader:
    """A :class:`~diplosearch.engines.base.Reader` over posting lists."""

    pool = RERANKED

    def __init__(self, source: PostingSource) -> None:
        self._source = source
        self.passages = source.count()
        self.average_length = source.average_length

    def search(
        self,
        node: Node,
        *,
        limit: int,
        order: Order = "score",
        deadline: float | None = None,
    ) -> Ranking:
        """Return the ``limit`` best passages that match ``node``."""
        return scorer.rank(self._source, node, limit=limit, order=order, deadline=deadline)

    def count_by(self, node: Node, field: str) -> dict[str, int]:
        """Return, for each value of a keyword field, the number of passages that match."""
        return scorer.count_by(self._source, node, field)

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        return self._source.frequency(field, term)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield the terms of ``field`` that begin with ``prefix``."""
        return self._source.terms(field, prefix)

    def walk(self, field: str) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield the terms of ``field``, each with the keys of the passages that hold it."""
        source = self._source
        if field in KEYWORD_FIELDS:
            for value in source.values(field):
                # Values of passages that were deleted stay until files are merged.
                if keys := [source.key(one) for one in source.holders(field, value)]:
                    yield value, keys
            return
        for term, _ in source.terms(field, ""):
            yield term, [source.key(one) for one in source.postings(field, term)[0]]

    def close(self) -> None:
        """Close the source of the posting lists; a second call does nothing."""
        self._source.close()
