"""Document frequencies of many terms in one request.

Shards know the frequency of a term without a search, but count passages that are
deleted or not committed yet. So their figures are taken only if the numbers of
passages and words that they report are those of the state; otherwise each term is
searched and its passages are counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ...query import tree
from ...schema import EXACT, TEXT_FIELDS
from ..remote_reader import FieldTerm
from .point_in_time import View
from .queries import compile_query
from .tokens import PADDING, encode

_MOST_ROUTES = 10_000
"""Routing values that are tried until each shard has one; a guess."""

_SHORT = 500
"""Characters up to which a term is looked up in the shards; a guess."""


class Frequencies:
    """Looks up the document frequencies of terms in one state; caches none."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._routes: list[str] | None = None

    def find(self, pairs: Iterable[FieldTerm]) -> dict[FieldTerm, int]:
        """Return the number of passages that hold each term."""
        wanted = list(dict.fromkeys(pairs))
        known = self._look_up([one for one in wanted if _is_quick(one)])
        rest = [one for one in wanted if one not in known]
        return known | self._count(rest)

    def _look_up(self, pairs: list[FieldTerm]) -> dict[FieldTerm, int]:
        """Return the shards' frequencies; nothing if they are those of another state."""
        if not pairs or not self._view.state.passages:
            return {}
        texts: dict[str, list[str]] = defaultdict(list)
        texts[EXACT].append(PADDING)
        for field, term in pairs:
            texts[field].append(encode(term))
        request = {
            "doc": {field: " ".join(tokens) for field, tokens in texts.items()},
            "term_statistics": True,
            "field_statistics": True,
            "positions": False,
            "offsets": False,
            "payloads": False,
        }
        docs = [{**request, "routing": route} for route in self._find_routes()]
        view = self._view
        found = view.cluster.ask("POST", f"{view.index}/_mtermvectors", {"docs": docs})
        shards = [one.get("term_vectors", {}) for one in found["docs"]]
        if not self._is_of_state(shards):
            return {}
        known = dict.fromkeys(pairs, 0)
        for shard in shards:
            for field, term in pairs:
                terms = shard.get(field, {}).get("terms", {})
                known[field, term] += terms.get(encode(term), {}).get("doc_freq", 0)
        return known

    def _is_of_state(self, shards: list[Any]) -> bool:
        state = self._view.state
        counted = [shard.get(EXACT, {}).get("field_statistics", {}) for shard in shards]
        passages = sum(max(0, int(one.get("doc_count", 0))) for one in counted)
        length = sum(max(0, int(one.get("sum_ttf", 0))) for one in counted)
        return (passages, length) == (state.passages, state.length)

    def _find_routes(self) -> list[str]:
        """Return a routing value for each shard."""
        if self._routes is None:
            routes: dict[int, str] = {}
            view = self._view
            for number in range(_MOST_ROUTES if view.shards > 1 else 0):
                found = view.cluster.ask(
                    "GET", f"{view.index}/_search_shards", routing=str(number)
                )
                routes.setdefault(found["shards"][0][0]["shard"], str(number))
                if len(routes) == view.shards:
                    break
            self._routes = list(routes.values()) or ["0"]
        return self._routes

    def _count(self, pairs: list[FieldTerm]) -> dict[FieldTerm, int]:
        view = self._view
        bodies = []
        for field, term in pairs:
            node: tree.Node = tree.Keyword(field, (term,))
            query = {"bool": {"filter": [compile_query(node), *view.filters]}}
            bodies.append({"size": 0, "track_total_hits": True, "query": query})
        answers = view.search_all(bodies)
        return {
            pair: int(answer["hits"]["total"]["value"])
            for pair, answer in zip(pairs, answers, strict=True)
        }


def _is_quick(pair: FieldTerm) -> bool:
    return pair[0] in TEXT_FIELDS and len(pair[1]) <= _SHORT
