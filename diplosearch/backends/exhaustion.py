"""Recognizes a full disk, and memory that ran out, in the errors of all libraries."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import IndexFullError, OutOfMemoryError
from .heap import share_heap

_FULL_CODES = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_FULL_MESSAGES = ("No space left on device", "database or disk is full", "os error 28)")
"""Of POSIX, SQLite and Rust, by libraries that pass on no code."""

_MEMORY_CODES = (errno.ENOMEM, errno.EAGAIN)
_MEMORY_MESSAGES = (
    *("Cannot allocate memory", "os error 12)", "os error 11)"),
    *("can't start new thread", "Failed to spawn", "failed to map segment"),
)
"""Of POSIX, Rust, Python, Tantivy and the loader of libraries. A thread needs memory of
its own."""

_POSSIBLE = (OSError, ValueError, RuntimeError, ImportError, MemoryError, sqlite3.Error)


@contextmanager
def translate_exhaustion(location: str, *, hint: str = "") -> Iterator[None]:
    """Raise :class:`IndexFullError` for any error in the block that a full disk caused.

    Raise :class:`OutOfMemoryError` for one by too little memory. ``hint`` is added to the
    message. Other errors pass.
    """
    share_heap()
    try:
        yield
    except (IndexFullError, OutOfMemoryError):
        raise
    except _POSSIBLE as error:
        if _has_cause(error, _FULL_CODES, _FULL_MESSAGES):
            raise IndexFullError(
                f"no room is left on the disk of index {location!r}, which stays as it "
                f"was; make room and try again{hint}"
            ) from error
        if _has_cause(error, _MEMORY_CODES, _MEMORY_MESSAGES, MemoryError):
            raise OutOfMemoryError(
                f"there is not enough memory to change index {location!r}, which stays as "
                f"it was; give more, or try fewer processes (--jobs 1){hint}"
            ) from error
        raise


def _has_cause(
    error: BaseException | None,
    codes: tuple[int, ...],
    messages: tuple[str, ...],
    kind: type[BaseException] | tuple[type[BaseException], ...] = (),
) -> bool:
    """Tell whether an error or one of its causes has a code or message, or is a kind."""
    while error is not None:
        if isinstance(error, kind):
            return True
        if isinstance(error, OSError) and error.errno in codes:
            return True
        if any(message in str(error) for message in messages):
            return True
        error = error.__cause__
    return False
