"""The terms of one state and their frequencies, kept in memory once they were read."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from ...errors import UnusableIndexError
from ...schema import TEXT_FIELDS
from ..remote_reader import FieldTerm
from .frequencies import Frequencies
from .vocabulary import Counts, Vocabulary

_MOST_KEPT = 1 << 17
"""Frequencies and lists kept of fields that are not kept whole; a guess."""

_MOST_WHOLE = 200_000
"""Terms that a field kept whole has at most; a guess."""

_OFTEN = 30
"""Requests for frequencies after which whole fields are read; a guess.

So one search from the command line never waits for them, and a server soon saves
one of three requests of a query.
"""


class WholeField:
    """All terms of a field with their frequencies."""

    def __init__(self, counts: Counts) -> None:
        """Take the terms, which are sorted."""
        self.counts = dict(counts)
        self._texts = list(self.counts)

    def terms(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms that begin with ``prefix``, sorted, with frequency."""
        for at in range(bisect_left(self._texts, prefix), len(self._texts)):
            text = self._texts[at]
            if not text.startswith(prefix):
                return
            yield text, self.counts[text]


class TermCache:
    """Reads terms and frequencies through a cache. Safe to share between threads.

    The rule: a field is kept whole as soon as all its terms were read and are at
    most 200,000; of any other field, each frequency and each list that was read is
    kept until there are 131,072, and then these begin anew.

    All terms of a field are read when it is first listed, if one answer holds them,
    and of every field beside the work after 30 requests for frequencies.
    """

    def __init__(self, frequencies: Frequencies, vocabulary: Vocabulary) -> None:
        self._frequencies = frequencies
        self._vocabulary = vocabulary
        self._whole: dict[str, WholeField | None] = {}  # None: one answer is too small
        self._counts: dict[FieldTerm, int] = {}
        self._lists: dict[FieldTerm, Counts] = {}
        self._requests = 0
        self._is_closed = False
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        known = self._find_frequency((field, term))
        if known is None:
            known = self._read_frequencies([(field, term)])[field, term]
        return known

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Return the terms that begin with ``prefix``, sorted, with frequency."""
        whole = self._find_whole(field)
        if whole is None and not prefix:
            counts = [one for page in self._vocabulary.pages(field) for one in page]
            return iter(self._keep_whole(field, sorted(counts)))
        if whole is not None:
            return whole.terms(prefix)
        known = self._lists.get((field, prefix))
        if known is None:
            known = self._read_lists([(field, prefix)])[field, prefix]
        return iter(known)

    def prefetch_frequencies(self, terms: Iterable[FieldTerm]) -> None:
        """Read the frequencies that are missing, in one request."""
        missing = [one for one in terms if self._find_frequency(one) is None]
        if missing:
            self._read_frequencies(missing)

    def prefetch_terms(self, prefixes: Iterable[FieldTerm]) -> None:
        """Read the lists of terms that are missing, in one request.

        A field that was never listed before takes another one.
        """
        missing = [
            (field, prefix)
            for field, prefix in prefixes
            if (field, prefix) not in self._lists and self._find_whole(field) is None
        ]
        if missing:
            self._read_lists(missing)

    def close(self) -> None:
        """Return once nothing is read any more; a second call does nothing."""
        with self._lock:
            self._is_closed = True
        if self._thread is not None:
            self._thread.join()

    def _find_frequency(self, term: FieldTerm) -> int | None:
        whole = self._whole.get(term[0])
        return self._counts.get(term) if whole is None else whole.counts.get(term[1], 0)

    def _find_whole(self, field: str) -> WholeField | None:
        if field not in self._whole:
            counts = self._vocabulary.read_field(field)
            whole = None if counts is None else WholeField(counts)
            self._whole.setdefault(field, whole)  # another thread may have been first
        return self._whole[field]

    def _read_frequencies(self, terms: list[FieldTerm]) -> Mapping[FieldTerm, int]:
        found = self._frequencies.find(terms)
        self._keep(found, {})
        with self._lock:
            self._requests += 1
            if self._requests == _OFTEN and not self._is_closed:
                self._thread = threading.Thread(
                    target=self._read_fields, name="diplosearch-terms", daemon=True
                )
                self._thread.start()
        return found

    def _read_lists(self, prefixes: list[FieldTerm]) -> Mapping[FieldTerm, Counts]:
        found = dict(zip(prefixes, self._vocabulary.terms(prefixes), strict=True))
        counts = {
            (field, text): count
            for (field, _), listed in found.items()
            for text, count in listed
        }
        self._keep(counts, found)
        return found

    def _keep(
        self, counts: Mapping[FieldTerm, int], lists: Mapping[FieldTerm, Counts]
    ) -> None:
        kept = len(self._counts) + len(self._lists)
        if kept + len(counts) + len(lists) > _MOST_KEPT:
            self._counts, self._lists = {}, {}
        self._counts.update(counts)
        self._lists.update(lists)

    def _keep_whole(self, field: str, counts: Counts) -> Counts:
        if len(counts) <= _MOST_WHOLE:
            self._whole[field] = WholeField(counts)
        return counts

    def _read_fields(self) -> None:
        """Read each field whole; give one up that has too many terms."""
        # Whoever looks terms up goes on without, and meets the error there.
        with suppress(UnusableIndexError):
            for field in TEXT_FIELDS:
                if self._whole.get(field) is None:
                    self._read_whole(field)

    def _read_whole(self, field: str) -> None:
        counts: Counts = []
        for page in self._vocabulary.pages(field):
            counts += page
            if len(counts) > _MOST_WHOLE or self._is_closed:
                return
        self._keep_whole(field, sorted(counts))
