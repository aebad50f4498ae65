"""Words of an index that begin so, spelt as its documents spell them.

An engine keeps words folded (``sisli``). Their spelling is learnt from a sample of
the documents, spread evenly over the index; a word that is not in the sample is
looked up in a passage.
"""

from __future__ import annotations

import heapq
import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ..analysis.analyzer import analyzer_for
from ..analysis.term_vectors import TermVectors
from ..analysis.word_rules import stop_words
from ..engines.base import Reader
from ..query import tree
from ..schema import EXACT, TITLE_EXACT
from ..storage.codec import StoredDocument, split_key
from ..storage.store import DocumentStore
from ..text.letters import drop_separators, normalize

_SAMPLE = 1_000  # documents (a guess)
_LONGEST_ACRONYM = 6  # letters (a guess)
_LAST_CHARACTER = "\U0010ffff"


class Spellings:
    """The spelling of words in one snapshot; learnt at the first use."""

    def __init__(self, reader: Reader, store: DocumentStore, commit: int) -> None:
        self._reader = reader
        self._store = store
        self._commit = commit
        self._known: dict[str, str] | None = None
        self._lock = threading.Lock()

    def spell(self, term: str, *, in_title: bool = False) -> str:
        """Return a term of the index, or of its titles, as it is written most often."""
        with self._lock:
            if self._known is None:
                self._known = self._learn()
            known = self._known
        if term not in known:
            known[term] = self._look_up(term, TITLE_EXACT if in_title else EXACT)
        return known[term]

    def _learn(self) -> dict[str, str]:
        rows = self._store.sample(self._commit, _SAMPLE)
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for stored in self._store.open(rows).values():
            for term, form in _written_words(stored):
                # Capitals of a headline are no spelling, those of an acronym are.
                if len(form) <= _LONGEST_ACRONYM or not form.isupper():
                    forms[term][form] += 1
        # Of forms equally frequent the one in small letters, which sort last.
        return {
            term: max(counts.items(), key=lambda item: (item[1], item[0]))[0]
            for term, counts in forms.items()
        }

    def _look_up(self, term: str, field: str) -> str:
        node = tree.Term(field, term, 1.0, term, "exact")
        for key, _ in self._reader.search(node, limit=1).hits:
            row, _ = split_key(key)
            for found, form in _written_words(self._store.open([row])[row]):
                if found == term:
                    return form
        return term


def beginning_of(typed: str) -> str:
    """Return what terms begin with that ``typed`` begins; "" for more than a word."""
    plain = normalize(drop_separators(typed))
    return "" if " " in plain else plain


def find_words(
    beginning: str, terms: Sequence[str], counts: Sequence[int], *, limit: int
) -> list[tuple[str, int]]:
    """Return the words that begin so, with their numbers of passages, frequent first.

    ``terms`` are sorted, and ``counts`` are their frequencies. Stop words (*ve*,
    *the*) are left out.
    """
    plain = beginning_of(beginning)
    if not plain:
        return []
    first = bisect_left(terms, plain)
    last = bisect_left(terms, plain + _LAST_CHARACTER, first)
    stops = stop_words()
    found = heapq.nsmallest(
        limit + len(stops), range(first, last), key=lambda ordinal: -counts[ordinal]
    )
    return [(terms[one], counts[one]) for one in found if terms[one] not in stops][:limit]


def _written_words(stored: StoredDocument) -> Iterator[tuple[str, str]]:
    """Yield the terms of a document's words, and how each is written there."""
    for ordinal in range(stored.size):
        yield from _written(stored.words(ordinal), stored.passage_text(ordinal))
    yield from _written(stored.title_words, stored.title)


def _written(words: TermVectors, text: str) -> Iterator[tuple[str, str]]:
    base = analyzer_for(words.language).base
    for position, term in enumerate(words.exact.split()):
        span = words.span(position)
        yield term, base(text[span.start : span.end])
