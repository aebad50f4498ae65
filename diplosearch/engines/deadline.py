"""The deadline of a search, checked while postings are read, and by each request."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[float | None] = ContextVar("deadline", default=None)


class OutOfTimeError(Exception):
    """The deadline passed while the postings were read."""


@contextmanager
def limit_requests(deadline: float | None) -> Iterator[None]:
    """Bound all requests to a cluster that this thread makes in the block.

    One that has no answer by ``deadline`` (seconds of the monotonic clock, None for no
    bound) raises :class:`OutOfTimeError`.
    """
    token = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(token)


def current_deadline() -> float | None:
    """Return the deadline of the requests of this thread, or None."""
    return _current.get()


def check_time(deadline: float | None) -> None:
    """Raise :class:`OutOfTimeError` once ``time.monotonic()`` has passed ``deadline``."""
    if deadline is not None and time.monotonic() > deadline:
        raise OutOfTimeError
