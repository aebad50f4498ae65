"""The terms of a field, and how many passages hold each."""

from __future__ import annotations

import re
import string
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

_MOST_FILTERS = 500
"""Queries whose passages are counted in one request; a guess."""

_COUNT_DOCUMENTS = {
    "init_script": "state.rows = new HashSet(); state.counts = new HashMap();",
    "map_script": (
        "if (state.rows.add(doc['row'].value)) {"
        " def found = doc[params.field];"
        " def key = found.size() == 0 ? '' : found.value;"
        " state.counts[key] = 1 + state.counts.getOrDefault(key, 0); }"
    ),
    "combine_script": "return state.counts",
    "reduce_script": (
        "Map all = new HashMap(); for (one in states) { if (one != null) {"
        " for (entry in one.entrySet()) {"
        " all[entry.getKey()] = entry.getValue() + all.getOrDefault(entry.getKey(), 0);"
        " } } } return all"
    ),
}

_LETTERS = string.ascii_lowercase + string.digits
"""What folded terms begin with, but for those of other scripts."""

_MOST_NEAR = 2_000
"""Terms that are near a misspelt one, at most; a guess."""

_NEAR = {
    "suggest_mode": "always",
    "prefix_length": 0,
    "min_word_length": 1,
    "size": _MOST_NEAR,
    "shard_size": _MOST_NEAR,
    "accuracy": 0.0,
    "max_term_freq": 2_000_000_000,
}

Counts = list[tuple[str, int]]
"""Terms, each with the number of passages that hold it."""


class Vocabulary:
    """Lists the terms of one state; every call is a request."""

    def __init__(self, view: View) -> None:
        self._view = view

    def count(self, field: str, query: Query) -> Counts:
        """Return the terms of ``field`` in the passages that match, sorted."""
        return self._list([_Listing.of(field, "", query)])[0]

    def count_documents(self, field: str, query: Query) -> dict[str, int]:
        """Return the number of documents of the passages that match, by ``field``.

        A shard holds all passages of a document, so each shard counts by itself.
        """
        count = {**_COUNT_DOCUMENTS, "params": {"field": listed_field(field)}}
        counted = self._aggregate(query, {"scripted_metric": count})["value"] or {}
        return {str(value): int(number) for value, number in counted.items()}

    def count_each(self, query: Query, kinds: Mapping[str, Query]) -> dict[str, int]:
        """Return the passages that match, and each of the queries ``kinds`` besides."""
        counts: dict[str, int] = {}
        names = list(kinds)
        for start in range(0, len(names), _MOST_FILTERS):
            # A name may hold what the cluster reads as a path.
            some = names[start : start + _MOST_FILTERS]
            filters = {"filters": {"filters": [kinds[one] for one in some]}}
            buckets = self._aggregate(query, filters)["buckets"]
            numbers = (int(one["doc_count"]) for one in buckets)
            counts.update(zip(some, numbers, strict=True))
        return counts

    def _aggregate(self, query: Query, aggregation: Mapping[str, Any]) -> Any:
        filters = [query, *self._view.filters]
        body = {
            "size": 0,
            "query": {"bool": {"filter": filters}},
            "aggs": {"by": aggregation},
        }
        return self._view.search(body)["aggregations"]["by"]

    def near(self, field: str, term: str, edits: int) -> list[str]:
        """Return terms of whatever commit that are near ``term``, itself among them."""
        others = _begun_otherwise(term) if edits > 1 else ()
        texts = {**dict.fromkeys(others, 1), term: edits}
        suggest = {
            str(number): {
                "text": encode(text),
                "term": {**_NEAR, "field": field, "max_edits": most},
            }
            for number, (text, most) in enumerate(texts.items())
        }
        answers = self._view.search({"size": 0, "suggest": suggest})["suggest"]
        found = (one for answer in answers.values() for one in answer)
        tokens = (option["text"] for one in found for option in one["options"])
        terms = (decode(token) for token in tokens if token != PADDING)
        return list(dict.fromkeys((*texts, *terms)))

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


def _begun_otherwise(term: str) -> Iterator[str]:
    """Yield what one edit of the first letter makes of a term.

    The cluster looks for terms that two edits lead to only among those that begin alike.
    """
    yield term[1:]
    yield f"{term[1:2]}{term[:1]}{term[2:]}"
    for letter in _LETTERS:
        yield f"{letter}{term[1:]}"
        yield f"{letter}{term}"


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
