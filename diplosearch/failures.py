"""Names for what goes wrong in the libraries and the system below an index."""

from __future__ import annotations

import errno
import sqlite3
from types import TracebackType
from typing import Literal

from .errors import DiplosearchError, IndexDamagedError, UnusableIndexError

Doing = Literal["read", "written"]

_ELSEWHERE = (
    *(errno.EACCES, errno.EPERM, errno.EROFS),
    *(errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG),
)
"""What tells that the place will not do, not that something fails there."""

_PRIMARY = 0xFF
_SQLITE_DAMAGE = (11, 26)
"""SQLite's codes for a malformed file, and for one that is no database."""

_SQLITE_SYSTEM = (3, 7, 10, 13, 14)
"""No permission, no memory, I/O error, full, cannot be opened."""

_MISTAKES = (Warning, sqlite3.ProgrammingError)
"""What no state of a disk brings about: SQLite was asked wrongly, or a warning was made
an error. To call the index damaged would have it rebuilt for nothing."""

_PANIC = "PanicException"
"""How a fault of Tantivy's arrives; it is no :class:`Exception`."""


class named:  # noqa: N801 - reads as what is done: with named(place, "read")
    """Raises what goes wrong in its block under a name of diplosearch's.

    No code of a user's may run in the block: its errors are its own.
    ``place`` is the index, or the file of it, that is read or written. It is
    entered dozens of times in a query, so it is no generator.

    Raises :class:`IndexDamagedError` for what cannot be but in a damaged file, and
    :class:`UnusableIndexError` for what the system, or writing, comes to grief with.
    """

    __slots__ = ("_doing", "_place")

    def __init__(self, place: object, doing: Doing) -> None:
        self._place = place
        self._doing = doing

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None or isinstance(error, (DiplosearchError, *_MISTAKES)):
            return
        if isinstance(error, Exception) or type(error).__name__ == _PANIC:
            raise _named(str(self._place), self._doing, error) from error


def _named(place: str, doing: Doing, error: BaseException) -> UnusableIndexError:
    reason = str(error) or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        reason = error.strerror
        if error.filename is not None:
            reason += f": {error.filename}"
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if doing == "written" and code not in _SQLITE_DAMAGE:
        advice = "see to the disk and try again, or rebuild it: diplosearch rebuild"
        if isinstance(error, OSError) and error.errno in _ELSEWHERE:
            advice = "allow writing, or name another folder"
        return UnusableIndexError(
            f"index {place!r} cannot be written ({reason}), and stays as it was "
            f"committed; {advice}"
        )
    if isinstance(error, (OSError, MemoryError)) or code in _SQLITE_SYSTEM:
        return UnusableIndexError(
            f"index {place!r} cannot be read ({reason}); see to the disk and try again, "
            "or rebuild the index: diplosearch rebuild"
        )
    return IndexDamagedError(
        f"index {place!r} is damaged ({reason}); rebuild it: diplosearch rebuild"
    )
