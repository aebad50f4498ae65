"""How frequent all terms are, at hand, once a reader is asked often enough.

To fetch the frequencies of a query's terms is one of three requests. Where an index
has no more terms than memory easily holds, they are all fetched beside the work, and
from then on that request is saved.
"""

from __future__ import annotations

import threading
from contextlib import suppress

from ...errors import UnusableIndexError
from ...schema import TEXT_FIELDS
from .vocabulary import Vocabulary

_OFTEN = 30
"""Requests for frequencies after which the tables are fetched."""

_MOST_TERMS = 200_000
"""Terms of a field beyond which it is asked for as before."""


class TermTables:
    """The frequencies of all terms, field by field, as they arrive."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tables: dict[str, dict[str, int]] = {}
        self._asked = 0
        self._is_ended = False
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def frequency(self, field: str, term: str) -> int | None:
        """Return the passages that hold ``term``; None where that is not at hand."""
        table = self._tables.get(field)
        return None if table is None else table.get(term, 0)

    def note_request(self) -> None:
        """Count a request; begin to fetch the tables when there were enough."""
        with self._lock:
            self._asked += 1
            if self._asked != _OFTEN or self._is_ended:
                return
            self._thread = threading.Thread(
                target=self._fetch, name="diplosearch-terms", daemon=True
            )
            self._thread.start()

    def _fetch(self) -> None:
        # Who asks goes on without the tables, and meets the error himself.
        with suppress(UnusableIndexError):
            for field in TEXT_FIELDS:
                counts = self._vocabulary.whole(
                    field, most=_MOST_TERMS, is_wanted=lambda: not self._is_ended
                )
                if counts is not None:
                    self._tables[field] = dict(counts)

    def close(self) -> None:
        """Return once nothing is fetched any more."""
        with self._lock:
            self._is_ended = True
        if self._thread is not None:
            self._thread.join()
