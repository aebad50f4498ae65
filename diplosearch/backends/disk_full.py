"""Recognizes a full disk in the errors of the system, SQLite and the engines."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import IndexFullError

_FULL_CODES = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_FULL_MESSAGES = ("No space left on device", "database or disk is full", "os error 28)")
"""Of POSIX, SQLite and Rust, by libraries that pass on no code."""


@contextmanager
def translate_disk_full(location: str, *, hint: str = "") -> Iterator[None]:
    """Raise :class:`IndexFullError` for any error in the block that a full disk caused.

    ``hint`` is added to its message. Other errors pass.
    """
    try:
        yield
    except IndexFullError:
        raise
    except (OSError, ValueError, sqlite3.Error) as error:
        if not _is_full(error):
            raise
        raise IndexFullError(
            f"no room is left on the disk of index {location!r}, which stays as it was; "
            f"make room and try again{hint}"
        ) from error


def _is_full(error: BaseException | None) -> bool:
    """Tell whether an error or one of its causes reports a full disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL_CODES:
            return True
        if any(message in str(error) for message in _FULL_MESSAGES):
            return True
        error = error.__cause__
    return False
