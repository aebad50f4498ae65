"""The reader of one committed state of the passages in a cluster."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...errors import IndexUnreachableError
from ...query.traversal import require_all
from ...query.tree import Node
from ...schema import DATE
from ..base import Order, Ranked, Ranking
from ..remote_reader import FieldTerm
from .cluster import Cluster
from .frequencies import Frequencies
from .point_in_time import HasMoved, View
from .queries import NOTHING, compile_query
from .schema import FIELDS, KEY
from .state import State
from .term_cache import TermCache
from .vocabulary import Vocabulary

_PAGE = 10_000
"""Passages in one answer; ``index.max_result_window`` is 10,000 unless changed."""

_GRACE = 0.5
"""Seconds that an answer may take after the cluster's own timeout; a guess."""

_MOST_UNSORTED = 1_000
"""Hits up to which equal scores are ordered here and not by the cluster; a guess."""

_MORE = 20
"""Hits requested beyond those wanted, to see all that equal the last one; a guess."""

_POOL = 20
"""A guess: of these only passages of nearly equal scores are read."""

_WHOLE = "whole"
"""The name of the aggregation that counts passages with all concepts."""

_BY_SCORE: list[Any] = [{"_score": "desc"}, {KEY: "asc"}]
_BY_DATE: list[Any] = [{DATE: {"order": "desc", "missing": "_last"}}, *_BY_SCORE]
_LATE = Ranking(0, (), is_complete=False)


class OpenSearchReader:
    """A :class:`~diplosearch.engines.base.Reader` of an index in a cluster."""

    pool = _POOL

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        state: State,
        has_moved: HasMoved = lambda: False,
    ) -> None:
        self.passages = state.passages
        self.average_length = state.average_length
        self._view = View(cluster, index, state, has_moved)
        self._vocabulary = Vocabulary(self._view)
        self._cache = TermCache(Frequencies(self._view), self._vocabulary)

    def search(
        self,
        node: Node,
        *,
        limit: int,
        order: Order = "score",
        deadline: float | None = None,
    ) -> Ranking:
        """Return the ``limit`` best passages that match ``node``."""
        query = compile_query(node)
        if deadline is not None and time.monotonic() > deadline:
            return _LATE
        if query == NOTHING or not self.passages:
            return Ranking(0, ())
        body: dict[str, Any] = {
            "query": self._view.confine(query),
            "track_total_hits": True,
            "_source": False,
            "stored_fields": "_none_",
        }
        if (strict := require_all(node)) != node:
            body["aggs"] = {_WHOLE: {"filter": compile_query(strict)}}
        ranking = None
        if order == "score" and limit <= _MOST_UNSORTED:
            ranking = self._rank(body, limit, deadline)
        if ranking is None:
            ranking = self._rank_sorted(body, limit, order, deadline)
        return ranking

    def _rank(
        self, body: Mapping[str, Any], limit: int, deadline: float | None
    ) -> Ranking | None:
        """Return the best hits; None if more equal the last one than were requested.

        Ordering equal scores takes the cluster a third longer.
        """
        most = limit + _MORE
        found = self._search({**body, "size": most, "docvalue_fields": [KEY]}, deadline)
        if found is None:
            return _LATE
        hits = [Ranked(one["fields"][KEY][0], one["_score"]) for one in _hits_of(found)]
        if len(hits) == most and hits[limit - 1].score == hits[-1].score:
            return None
        hits.sort(key=lambda hit: (-hit.score, hit.key))
        return Ranking(_total_of(found), tuple(hits[:limit]), whole=_whole_of(found))

    def _rank_sorted(
        self, body: Mapping[str, Any], limit: int, order: Order, deadline: float | None
    ) -> Ranking:
        """Return the best hits as the cluster orders them, page by page."""
        by = _BY_SCORE if order == "score" else _BY_DATE
        request = {**body, "sort": by, "track_scores": True}
        hits: list[Ranked] = []
        whole: int | None = None
        copies = secrets.token_hex(4)
        while True:
            request["size"] = min(limit - len(hits), _PAGE)
            found = self._search(request, deadline, copies)
            if found is None:
                return _LATE
            page = _hits_of(found)
            whole = _whole_of(found) if whole is None else whole
            request.pop("aggs", None)
            hits += [Ranked(one["sort"][-1], one["_score"]) for one in page]
            if len(hits) >= limit or len(page) < request["size"]:
                return Ranking(_total_of(found), tuple(hits), whole=whole)
            request["search_after"] = page[-1]["sort"]

    def _search(
        self, body: dict[str, Any], deadline: float | None, copies: str = ""
    ) -> Any:
        """Return the answer, None if there is none before the deadline."""
        if deadline is None:
            return self._view.search(body, copies=copies)
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        timed = {**body, "timeout": f"{max(1, round(left * 1000))}ms"}
        try:
            found = self._view.search(timed, timeout=left + _GRACE, copies=copies)
        except IndexUnreachableError:
            if time.monotonic() < deadline:
                raise
            return None
        return None if found.get("timed_out") else found

    def count_by(self, node: Node, field: str) -> dict[str, int]:
        """Return, for each value of a field, the number of passages that match."""
        query = compile_query(node)
        if field not in FIELDS or query == NOTHING or not self.passages:
            return {}
        return dict(self._vocabulary.count(field, query))

    def count_documents(self, node: Node, field: str) -> dict[str, int]:
        """Return the number of documents with a passage that matches, by ``field``."""
        query = compile_query(node)
        if query == NOTHING or not self.passages:
            return {}
        return self._vocabulary.count_documents(field, query)

    def count_all(self, nodes: Sequence[Node]) -> list[int]:
        """Return the number of passages that match each of ``nodes``, in one request."""
        queries = [compile_query(one) for one in nodes]
        asked = [one for one in queries if one != NOTHING] if self.passages else []
        answers = self._view.search_all(
            [
                {"size": 0, "track_total_hits": True, "query": self._view.confine(one)}
                for one in asked
            ]
        )
        found = iter(map(_total_of, answers))
        return [next(found) if asked and one != NOTHING else 0 for one in queries]

    def count_each(self, node: Node, conditions: Mapping[str, Node]) -> dict[str, int]:
        """Return the number of passages that match ``node`` and each of the conditions."""
        query = compile_query(node)
        if query == NOTHING or not self.passages:
            return dict.fromkeys(conditions, 0)
        queries = {name: compile_query(one) for name, one in conditions.items()}
        return self._vocabulary.count_each(query, queries)

    def near_terms(self, field: str, term: str, edits: int) -> list[tuple[str, int]]:
        """Return terms that ``edits`` edits, 1 or 2, lead to, with their frequency."""
        if not self._holds(field):
            return []
        near = self._vocabulary.near(field, term, edits)
        self.prefetch_frequencies((field, one) for one in near)
        counts = {one: self.frequency(field, one) for one in near}
        return [(one, count) for one, count in counts.items() if count]

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        return self._cache.frequency(field, term) if self._holds(field) else 0

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Return the terms of ``field`` that begin with ``prefix``, sorted."""
        return self._cache.terms(field, prefix) if self._holds(field) else iter(())

    def prefetch_frequencies(self, terms: Iterable[FieldTerm]) -> None:
        """Read the frequency of each term of each field, in one request."""
        self._cache.prefetch_frequencies(one for one in terms if self._holds(one[0]))

    def prefetch_terms(self, prefixes: Iterable[FieldTerm]) -> None:
        """Read the terms of each field that begin with each prefix, in one request."""
        self._cache.prefetch_terms(one for one in prefixes if self._holds(one[0]))

    def _holds(self, field: str) -> bool:
        return field in FIELDS and self.passages > 0

    def close(self) -> None:
        """Release the point in time; a second call does nothing."""
        self._cache.close()
        self._view.close()


def _hits_of(found: Mapping[str, Any]) -> list[Any]:
    hits: list[Any] = found["hits"]["hits"]
    return hits


def _whole_of(found: Mapping[str, Any]) -> int | None:
    """Return the number of passages that hold all concepts; None where none was asked."""
    counted = found.get("aggregations", {}).get(_WHOLE)
    return None if counted is None else int(counted["doc_count"])


def _total_of(found: Mapping[str, Any]) -> int:
    return int(found["hits"]["total"]["value"])
