"""The collector of garbage, switched off or made rare while much is made that stays.

It traverses new containers again and again. Where hardly any of them are in cycles,
most of that time is lost.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_RARE_THRESHOLD = 20_000
"""Containers that are made between two collections of the youngest ones while documents
are read; a guess. With Python's 700, or 2,000, collections take 5 to 7 percent of the time
of building, measured."""

_off_lock = threading.Lock()


@contextmanager
def without_collector() -> Iterator[None]:
    """Switch the collector off within the block, where all that is made stays.

    One thread at a time is in such a block, so that the collector is left as it was
    found.
    """
    with _off_lock:
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if was_enabled:
                gc.enable()


class _RareCollections:
    """Thresholds of the collector that are raised while any thread wants them so."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._before = gc.get_threshold()

    def enter(self) -> None:
        with self._lock:
            if not self._users:
                self._before = first, *others = gc.get_threshold()
                if 0 < first < _RARE_THRESHOLD:
                    gc.set_threshold(_RARE_THRESHOLD, *others)
            self._users += 1

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                gc.set_threshold(*self._before)


_rare = _RareCollections()


@contextmanager
def rare_collections() -> Iterator[None]:
    """Have the collector run rarely within the block, in all threads of the process."""
    _rare.enter()
    try:
        yield
    finally:
        _rare.leave()
