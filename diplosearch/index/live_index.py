"""An index that shows new commits and rebuilds as they are made."""

from __future__ import annotations

import logging
import threading
import time

from ..errors import DiplosearchError
from .index import Index

SECONDS = 1.0
"""Seconds between two looks for a new commit; a look takes about half a millisecond."""

_log = logging.getLogger(__name__)


class LiveIndex:
    """Gives an index at its last commit. Thread-safe.

    Where the last commit cannot be opened, the one before stays, and the log says why.
    """

    def __init__(self, index: Index, *, follow: bool = True) -> None:
        """Follow ``index``, or give it as it is without ``follow``."""
        self._index = index
        self._is_followed = follow
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._problem = ""

    def get(self) -> Index:
        """Return the index at its last commit, as of a second ago."""
        is_due = self._is_followed and time.monotonic() - self._looked >= SECONDS
        # Others go on with the state before, while one opens the new one.
        if is_due and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked = time.monotonic()
                self._lock.release()
        return self._index

    def _look(self) -> None:
        try:
            if not self._index.is_current():
                self._index.refresh()
            self._problem = ""
        except DiplosearchError as error:
            if str(error) != self._problem:
                _log.warning("the state before stays: %s", error)
            self._problem = str(error)
