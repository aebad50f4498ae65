"""The reader of the engines in Python, which score posting lists by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..query.traversal import concept_lists
from ..query.tree import Between, ConceptList, Favoured, Keyword, Node
from ..schema import KEYWORD_FIELDS
from . import scorer
from .base import Order, Ranking
from .deadline import OutOfTimeError, check_time
from .posting_source import PostingSource
from .scorer import Phrases, Scorer, Scores

_CACHED_PHRASES = 256
"""Phrases whose passages are kept; a guess."""


class PostingReader:
    """A :class:`~diplosearch.engines.base.Reader` over posting lists."""

    pool = 0

    def __init__(self, source: PostingSource) -> None:
        self._source = source
        self.passages = source.count()
        self.average_length = source.average_length
        # A tuple, so that threads see a tree and scores that belong together.
        self._last: tuple[Node | None, Scores, dict[int, Scores], int | None]
        self._last = (None, {}, {}, None)
        self._phrases: Phrases = {}

    def search(
        self,
        node: Node,
        *,
        limit: int,
        order: Order = "score",
        deadline: float | None = None,
    ) -> Ranking:
        """Return the ``limit`` best passages that match ``node``."""
        skipped: list[Node] = []
        try:
            scores, whole = self._score(node, deadline, skipped)
        except OutOfTimeError:
            return Ranking(0, (), is_complete=False)
        ranking = scorer.rank(
            self._source, scores, limit=limit, order=order, is_complete=not skipped
        )
        return ranking if whole is None else replace(ranking, whole=whole)

    def count_by(self, node: Node, field: str) -> dict[str, int]:
        """Return, for each value of a keyword field, the number of passages that match."""
        return scorer.count_by(self._source, self._score(node, None, [])[0], field)

    def _score(
        self, node: Node, deadline: float | None, skipped: list[Node]
    ) -> tuple[Scores, int | None]:
        """Return the score of each passage that matches, and how many hold all concepts.

        See ``Scorer``. The number is None where filters stand beside the concepts.
        The last ones are kept: a page, its ties and each facet ask for the same, and a
        count of what holds all concepts for some of it. Filters alone are found quickly
        and asked for in between. Phrases are kept as well: those of a concept are counted
        first, and then searched with the rest of a query.
        """
        check_time(deadline)
        last, scores, wholes, whole = self._last
        if last is not node and last != node:
            # Concepts are known by identity, which lasts as long as the last tree.
            known = {
                id(one) for found in concept_lists(node) for one in found.concepts
            } & wholes.keys()
            wholes = {number: wholes[number] for number in known}
            if len(self._phrases) > _CACHED_PHRASES:
                self._phrases = {}
            scorer = Scorer(self._source, deadline, skipped, self._phrases, wholes)
            scores = scorer.score(node)
            whole = scorer.held.get(id(_list_of(node)))
            if not skipped and not isinstance(node, Keyword | Between):
                self._last = (node, scores, wholes, whole)
        return scores, whole

    def with_average_length(self, average_length: float) -> PostingReader:
        """Return a reader of the same postings that scores by another mean length."""
        return PostingReader(self._source.with_average_length(average_length))

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
        self._last = (None, {}, {}, None)
        self._source.close()


def _list_of(node: Node) -> ConceptList | None:
    """Return the list of concepts that finds all that ``node`` finds; None without one."""
    while isinstance(node, Favoured):
        node = node.child
    return node if isinstance(node, ConceptList) else None
