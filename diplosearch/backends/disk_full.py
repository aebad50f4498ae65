"""A full disk, by whichever library it is found."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import IndexFullError

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_TOLD = ("No space left on device", "database or disk is full", "os error 28)")


@contextmanager
def translate_disk_full(location: str, *, hint: str = "") -> Iterator[None]:
    """Raise :class:`IndexFullError` for what goes wrong because a disk is full."""
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
    """Tell whether an error, or what it was raised for, speaks of a full disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if any(told in str(error) for told in _TOLD):
            return True
        error = error.__cause__
    return False
