"""The terms of one state of a Tantivy index, with their frequencies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..ranking import inverse_document_frequency
from .schema import FIELDS, value_field
from .tokens import FILLER, decode, encode

_CACHED = 1 << 14
"""Terms whose frequency is kept; a guess."""


class Vocabulary:
    """Looks up terms; safe to share between threads.

    Tantivy counts deleted passages as well until their segments are merged, so
    where there are some, the passages that match are counted.
    """

    def __init__(
        self,
        tantivy: Any,
        schema: Any,
        searcher: Any,
        *,
        passages: int,
        documents: int,
        has_deletions: bool,
    ) -> None:
        self._tantivy = tantivy
        self._schema = schema
        self._searcher = searcher
        self._documents = documents
        self._has_deletions = has_deletions
        self.passages = passages
        self.frequency = lru_cache(_CACHED)(self._find_frequency)
        self.rarity = lru_cache(_CACHED)(self._find_rarity)
        self.values = lru_cache(len(FIELDS))(self._find_values)

    def _find_frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term``."""
        if field not in FIELDS:
            return 0
        name, token = _locate(field, term)
        frequency: int = self._searcher.doc_freq(name, token)
        if not frequency or not self._has_deletions:
            return frequency
        unscored = self._tantivy.Query.const_score_query(self.query(field, term), 0.0)
        return int(self._searcher.search(unscored, limit=1).count)

    def query(self, field: str, term: str) -> Any:
        """Return the query for the passages that hold ``term``."""
        name, token = _locate(field, term)
        return self._tantivy.Query.term_query(self._schema, name, token, "basic")

    def _find_rarity(self, field: str, term: str) -> float | None:
        """Return Tantivy's own weight of a term of a text field; None if there is none."""
        if self._has_deletions:
            frequency = self._searcher.doc_freq(field, encode(term))
        else:
            frequency = self.frequency(field, term)
        if not frequency:
            return None
        return inverse_document_frequency(self._documents, frequency)

    def _find_values(self, field: str) -> list[str]:
        """Return the values of a field, sorted."""
        return [text for text, _ in self.terms(field)]

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield the terms that begin with ``prefix``, sorted, with frequency."""
        if field not in FIELDS:
            return
        alive = self._tantivy.Query.all_query() if self._has_deletions else None
        yield from self.count(field, prefix, alive)

    def count(self, field: str, prefix: str, query: Any) -> list[tuple[str, int]]:
        """Return the terms that begin with ``prefix``, with their matches of ``query``.

        Terms without a match are left out; with None all documents count.
        """
        name, token = _locate(field, prefix)
        found = self._searcher.terms_with_prefix(name, token, query)
        if value_field(field) != field:
            found = [(decode(text), count) for text, count in found if text != FILLER]
        return sorted((text, count) for text, count in found if count)

    def close(self) -> None:
        """Release the index; the caches refer to it in a cycle."""
        self._searcher = None


def _locate(field: str, term: str) -> tuple[str, str]:
    """Return the field and the token under which Tantivy keeps ``term``."""
    return (field, term) if value_field(field) == field else (field, encode(term))
