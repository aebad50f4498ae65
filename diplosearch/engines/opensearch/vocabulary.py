"""The terms of a field, and how often each comes among the passages of a query."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .point_in_time import View
from .queries import Query
from .schema import value_field
from .tokens import PADDING, decode, encode

_MOST_BUCKETS = 50_000
"""Terms that one answer lists; a cluster gives 65,535 unless told otherwise."""

_SPECIAL = re.compile(r'[.?+*|{}\[\]()"\\#@&<>~^$/-]')

Counts = list[tuple[str, int]]


_EVERYTHING: Query = {"match_all": {}}


class Held:
    """The terms of a field, at hand."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    def terms(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms that begin with ``prefix``."""
        for place in range(bisect_left(self._counts, (prefix,)), len(self._counts)):
            if not self._counts[place][0].startswith(prefix):
                return
            yield self._counts[place]


class Vocabulary:
    """Lists terms with the passages that hold them."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._held: dict[str, Held | None] = {}

    def count(self, field: str, query: Query) -> Counts:
        """Return the terms of ``field`` in passages that match, sorted."""
        return self._list([_Asked.of(field, "", query)])[0]

    def terms(self, pairs: Sequence[tuple[str, str]]) -> list[Counts]:
        """Return the terms of each field that begin with each prefix, sorted."""
        asked = [_Asked.of(field, start, _EVERYTHING) for field, start in pairs]
        return self._list(asked)

    def held(self, field: str) -> Held | None:
        """Return all terms of a field if they are few enough; they are asked for once."""
        if field not in self._held:
            one = _Asked.of(field, "", _EVERYTHING)
            found = self._view.search(self._body(one, {"terms": one.terms()}))
            counts = self._read_whole(found)
            self._held[field] = None if counts is None else Held(one.decoded(counts))
        return self._held[field]

    def _list(self, asked: list[_Asked]) -> list[Counts]:
        bodies = [self._body(one, {"terms": one.terms()}) for one in asked]
        send = self._view.search_all if len(bodies) > 1 else self._search_one
        listed = []
        for one, answer in zip(asked, send(bodies), strict=True):
            counts = self._read_whole(answer)
            if counts is None:
                counts = [term for page in self._walk(one) for term in page]
            listed.append(one.decoded(counts))
        return listed

    def whole(
        self, field: str, *, most: int, is_wanted: Callable[[], bool]
    ) -> Counts | None:
        """Return all terms of a field, or None where they are more than ``most``.

        None as well once they are not ``is_wanted`` any more.
        """
        one = _Asked.of(field, "", _EVERYTHING)
        found: Counts = []
        for page in self._walk(one):
            found += page
            if len(found) > most or not is_wanted():
                return None
        return one.decoded(found)

    def _read_whole(self, answer: Any) -> Counts | None:
        """Return the terms of an answer; None where it leaves some out."""
        found = answer["aggregations"]["by"]
        buckets = found["buckets"]
        if found["sum_other_doc_count"] or len(buckets) >= _MOST_BUCKETS:
            return None
        return [(bucket["key"], bucket["doc_count"]) for bucket in buckets]

    def _search_one(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        return [self._view.search(bodies[0])]

    def _walk(self, one: _Asked) -> Iterator[Counts]:
        """Yield the terms that are too many for one answer, page by page."""
        pages: dict[str, Any] = {
            "size": _MOST_BUCKETS,
            "sources": [{"term": {"terms": {"field": one.name}}}],
        }
        while True:
            answer = self._view.search(self._body(one, {"composite": pages}))
            page = answer["aggregations"]["by"]
            keyed = ((bucket["key"]["term"], bucket) for bucket in page["buckets"])
            yield [
                (text, bucket["doc_count"])
                for text, bucket in keyed
                if text.startswith(one.start)
            ]
            if len(page["buckets"]) < _MOST_BUCKETS:
                return
            pages["after"] = page["after_key"]

    def _body(self, one: _Asked, how: Mapping[str, Any]) -> dict[str, Any]:
        filters = [one.query, *self._view.filters]
        if one.start:
            filters.append({"prefix": {one.name: {"value": one.start}}})
        return {"size": 0, "query": {"bool": {"filter": filters}}, "aggs": {"by": how}}


class _Asked(NamedTuple):
    """Which terms are asked for: those of a field, from a start, in some passages."""

    name: str
    start: str
    query: Query
    is_token: bool

    @classmethod
    def of(cls, field: str, prefix: str, query: Query) -> _Asked:
        name = value_field(field)
        if name is None:
            return cls(field, encode(prefix), query, True)
        return cls(name, prefix, query, False)

    def terms(self) -> dict[str, Any]:
        """Return the aggregation that lists them at once."""
        asked: dict[str, Any] = {
            "field": self.name,
            "size": _MOST_BUCKETS,
            "shard_size": _MOST_BUCKETS + 1,
        }
        if self.start:
            escaped = _SPECIAL.sub(lambda found: f"\\{found[0]}", self.start)
            # Written so, a fault of 2.19 with a plain beginning is gone round.
            asked["include"] = f"{escaped}(.*)"
        return asked

    def decoded(self, counts: Counts) -> Counts:
        if not self.is_token:
            return sorted(counts)
        return sorted((decode(text), count) for text, count in counts if text != PADDING)
