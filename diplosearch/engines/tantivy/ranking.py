"""The best passages of a query, in the order that the contract wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...query import tree
from ...schema import DATE
from ..base import Ranked, Ranking
from .queries import Compiler, Split
from .schema import KEY, value_field

# Hits fetched to see all equals of the last, and the factor if these are too few; guesses.
_TIED_AT_FIRST = 512
_TIED_MORE = 8


def is_scored(node: tree.Node) -> bool:
    """Return whether ``node`` scores any passage above 0."""
    match node:
        case tree.Term() | tree.Sequence():
            return True
        case tree.Best():
            return any(map(is_scored, node.children))
        case tree.Favoured():
            return is_scored(node.child)
        case tree.Boolean():
            return any(map(is_scored, (*node.must, *node.should)))
        case tree.ConceptList():
            return any(
                is_scored(one.whole) or is_scored(one.loose) for one in node.concepts
            )
    return False


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks the passages that match one query.

    ``is_ordered`` tells whether Tantivy returns equals in the order of their keys.
    ``split`` are two queries for the same as ``query``.
    """

    compiler: Compiler
    query: Any
    is_scored: bool
    is_ordered: bool
    split: Split | None = None

    def by_score(self, limit: int) -> Ranking:
        """Return the best passages, equals by key."""
        if self.split is None:
            return self._best(self.query, limit)
        total, scores = self._score(self.split.ways, limit)
        if self.split.wholes is None:
            whole = self._count_whole()
        else:
            whole, wholly = self._score(self.split.wholes, limit)
            for key, score in wholly.items():
                if score > scores.get(key, -1.0):
                    scores[key] = score
            if self.split.strict is None:
                whole = 0
        ranked = sorted((-score, key) for key, score in scores.items())
        hits = tuple(Ranked(key, -score) for score, key in ranked[:limit])
        return Ranking(total, hits, whole=whole)

    def _score(self, query: Any, limit: int) -> tuple[int, dict[int, float]]:
        """Return the number of matches, and the scores of the best by key."""
        if not self.is_scored:
            ranking = self._best(query, limit)
            return ranking.total, dict(ranking.hits)
        found, hits = self._settle(query, limit)
        keys = self._keys([address for _, address in hits])
        scores = [score for score, _ in hits]
        return found.count, dict(zip(keys, scores, strict=True))

    def _count_whole(self) -> int:
        """Return the number of passages that hold all concepts."""
        if self.split is None or self.split.strict is None:
            return 0
        order = self.compiler.tantivy.Order.Asc
        # Sorted by a field, no passage is scored.
        found = self._search(self.split.strict, 1, order_by_field=KEY, order=order)
        return int(found.count)

    def by_date(self, limit: int) -> Ranking:
        """Return the newest passages, undated last, equal dates by score and key."""
        found = self._search(self.query, limit, order_by_field=value_field(DATE))
        if not found.hits:
            return Ranking(0, ())
        *_, (oldest, _) = found.hits
        newer = [(date, address) for date, address in found.hits if date != oldest]
        hits = self._scored(newer) if newer else ()
        same_date = self._on_date(oldest)
        rest = self._best(same_date, limit - len(hits)).hits
        return Ranking(found.count, (*hits, *rest))

    def _scored(self, dated: list[tuple[str, Any]]) -> tuple[Ranked, ...]:
        """Return all passages of these dates, the newest first."""
        keys = self._keys([address for _, address in dated])
        dates = dict(zip(keys, (date for date, _ in dated), strict=True))
        wanted = self.compiler.keyword(DATE, dates.values())
        hits = list(self._best(self.compiler.all_of(self.query, wanted), len(dated)).hits)
        hits.sort(key=lambda hit: dates[hit.key], reverse=True)
        return tuple(hits)

    def _on_date(self, date: str | None) -> Any:
        """Return the query with a filter for ``date``; None is for undated passages."""
        if date is not None:
            return self.compiler.all_of(self.query, self.compiler.keyword(DATE, (date,)))
        tantivy = self.compiler.tantivy
        dated = tantivy.Query.exists_query(value_field(DATE))
        occur = tantivy.Occur
        return tantivy.Query.boolean_query(
            [(occur.Must, self.query), (occur.MustNot, dated)]
        )

    def _best(self, query: Any, limit: int) -> Ranking:
        if not self.is_scored:
            order = self.compiler.tantivy.Order.Asc
            found = self._search(query, limit, order_by_field=KEY, order=order)
            return Ranking(found.count, tuple(Ranked(key, 0.0) for key, _ in found.hits))
        found, hits = self._settle(query, limit)
        keys = self._keys([address for _, address in hits])
        ranked = [Ranked(key, score) for key, (score, _) in zip(keys, hits, strict=True)]
        if not self.is_ordered:
            ranked.sort(key=lambda hit: (-hit.score, hit.key))
        return Ranking(found.count, tuple(ranked[:limit]))

    def _settle(self, query: Any, limit: int) -> tuple[Any, list[tuple[float, Any]]]:
        """Return the best hits, equals by key, or more: with all equals of the last."""
        if self.is_ordered:
            found = self._search(query, limit)
            return found, found.hits
        fetched = limit + 1
        while True:
            found = self._search(query, fetched)
            hits = found.hits
            if len(hits) < fetched or hits[-1][0] < hits[limit - 1][0]:
                return found, hits
            fetched = max(fetched * _TIED_MORE, _TIED_AT_FIRST)

    def _search(self, query: Any, limit: int, **options: Any) -> Any:
        self.compiler.check_time()
        return self.compiler.searcher.search(query, limit=limit, **options)

    def _keys(self, addresses: list[Any]) -> list[int]:
        found: list[int] = self.compiler.searcher.fast_field_values(KEY, addresses)
        return found
