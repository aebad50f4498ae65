"""Opens an index in a thread, while its user begins to type."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from ...errors import DiplosearchError

if TYPE_CHECKING:
    from ...index.index import Index

_POLL_SECONDS = 0.1
"""How often waiting looks for Ctrl-C, since Windows cannot interrupt a lock (a guess)."""


class BackgroundOpener:
    """Opens an index in a thread of its own, and loads what queries need.

    Calling it returns the index, or raises the error of opening it.
    """

    def __init__(self, open: Callable[[], Index]) -> None:
        self._open = open
        self._index: Index | None = None
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        self.error: BaseException | None = None
        """Why the index could not be opened."""

    def start(self, then: Callable[[Index | None], None] = lambda _: None) -> None:
        """Start the thread, once; it calls ``then`` with the index, None for an error."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, args=(then,), daemon=True)
            self._thread.start()

    def __call__(self) -> Index:
        """Return the index, once it is open. Raises what opening it raised."""
        self.start()
        while not self._done.wait(_POLL_SECONDS):
            pass
        if self._index is None:
            assert self.error is not None
            raise self.error
        return self._index

    @property
    def is_open(self) -> bool:
        """Whether the index can be searched without waiting."""
        return self._index is not None

    def close(self) -> None:
        """Close the index if it was opened."""
        if self._index is not None:
            self._index.close()

    def _run(self, then: Callable[[Index | None], None]) -> None:
        try:
            self._index = self._open()
        except (DiplosearchError, OSError) as error:
            self.error = error
        finally:
            self._done.set()
        then(self._index)
        if self._index is not None:
            # The index may be closed meanwhile.
            with suppress(DiplosearchError):
                warm_up(self._index)


def warm_up(index: Index) -> None:
    """Load what the first query, the first answer and the first completion need."""
    from ..output import hits  # noqa: F401 - what answers are written with

    for typed in ("e", "source:", "date:", "country:e"):
        index.complete(typed, limit=1)
    index.search("e", limit=1)
