"""The terms of a field, and how many passages hold each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..remote_reader import FieldTerm
from .point_in_time import View
from .queries import Query
from .schema import listed_field, value_field
from .tokens import PADDING, decode, encode

_MOST_BUCKETS = 50_000
"""Terms in one answer; ``search.max_buckets`` of a cluster is 65,535 unless changed."""

_SPECIAL = re.compile(r'[.?+*|{}\[\]()"\\#@&<>~^$/-]')
_EVERYTHING: Query = {"match_all": {}}

Counts = list[tuple[str, int]]
"""Terms, each with the number of passages that hold it."""


class Vocabulary:
    """Lists the terms of one state; every call is a request."""

    def __init__(self, view: View) -> None:
        self._view = view

    def count(self, field: str, query: Query) -> Counts:
        """Return the terms of ``field`` in the passages that match, sorted."""
        return self._list([_Listing.of(field, "", query)])[0]

    def terms(self, prefixes: Sequence[FieldTerm]) -> list[Counts]:
        """Return, for each field and prefix, the terms that begin with it, sorted."""
        return self._list([_Listing.of(field, prefix) for field, prefix in prefixes])

    def read_field(self, field: str) -> Counts | None:
        """Return all terms of a field, sorted; None if one answer does not hold them."""
        listing = _Listing.of(field)
        counts = _read_buckets(self._view.search(self._body(listing, listing.at_once())))
        return None if counts is None else listing.decode(counts)

    def pages(self, field: str) -> Iterator[Counts]:
        """Yield all terms of a field, in any order, an answer at a time."""
        listing = _Listing.of(field)
        return map(listing.decode, self._read_pages(listing))

    def _list(self, listings: list[_Listing]) -> list[Counts]:
        bodies = [self._body(one, one.at_once()) for one in listings]
        if len(bodies) > 1:
            answers = self._view.search_all(bodies)
        else:
            answers = [self._view.search(bodies[0])]
        found = []
        for listing, answer in zip(listings, answers, strict=True):
            counts = _read_buckets(answer)
            if counts is None:
                counts = [one for page in self._read_pages(listing) for one in page]
            found.append(listing.decode(counts))
        return found

    def _read_pages(self, listing: _Listing) -> Iterator[Counts]:
        """Yield tokens that are too many for one answer, page by page."""
        pages: dict[str, Any] = {
            "size": _MOST_BUCKETS,
            "sources": [{"term": {"terms": {"field": listing.name}}}],
        }
        while True:
            answer = self._view.search(self._body(listing, {"composite": pages}))
            page = answer["aggregations"]["by"]
            keyed = ((bucket["key"]["term"], bucket) for bucket in page["buckets"])
            yield [
                (token, bucket["doc_count"])
                for token, bucket in keyed
                if token.startswith(listing.start)
            ]
            if len(page["buckets"]) < _MOST_BUCKETS:
                return
            pages["after"] = page["after_key"]

    def _body(self, listing: _Listing, aggregation: Mapping[str, Any]) -> dict[str, Any]:
        filters = [listing.query, *self._view.filters]
        if listing.start:
            filters.append({"prefix": {listing.searched: {"value": listing.start}}})
        query = {"bool": {"filter": filters}}
        return {"size": 0, "query": query, "aggs": {"by": aggregation}}


def _read_buckets(answer: Any) -> Counts | None:
    """Return the tokens of an answer; None where it leaves some out."""
    found = answer["aggregations"]["by"]
    buckets = found["buckets"]
    if found["sum_other_doc_count"] or len(buckets) >= _MOST_BUCKETS:
        return None
    return [(bucket["key"], bucket["doc_count"]) for bucket in buckets]


class _Listing(NamedTuple):
    """Which tokens to list: those of a field of the cluster, from a start on.

    ``searched`` is the field in which they are found, ``name`` that of their doc values.
    """

    name: str
    searched: str
    start: str
    query: Query
    is_encoded: bool

    @classmethod
    def of(cls, field: str, prefix: str = "", query: Query = _EVERYTHING) -> _Listing:
        name = listed_field(field)
        if value_field(field) is None:
            return cls(name, field, encode(prefix), query, True)
        return cls(name, name, prefix, query, False)

    def at_once(self) -> dict[str, Any]:
        """Return the aggregation that lists the tokens in one answer."""
        terms: dict[str, Any] = {
            "field": self.name,
            "size": _MOST_BUCKETS,
            "shard_size": _MOST_BUCKETS + 1,
        }
        if self.start:
            escaped = _SPECIAL.sub(lambda found: f"\\{found[0]}", self.start)
            # The group is for a bug of OpenSearch 2.19, which a plain prefix triggers.
            terms["include"] = f"{escaped}(.*)"
        return {"terms": terms}

    def decode(self, counts: Counts) -> Counts:
        """Return the terms of tokens, sorted."""
        if not self.is_encoded:
            return sorted(counts)
        return sorted((decode(text), count) for text, count in counts if text != PADDING)
