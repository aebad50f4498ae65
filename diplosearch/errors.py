"""Every error that diplosearch raises on purpose.

::

    DiplosearchError
    ├── UsageError (ValueError)            an argument or option that cannot be
    │   └── QuerySyntaxError               a query that the strict parser refuses
    ├── SourceError (OSError)              documents that cannot be read
    ├── DocumentError (ValueError)         one document that cannot be indexed
    ├── NotFoundError (KeyError)           no document or entity of that name
    ├── MissingExtraError (ImportError)    an optional part that is not installed
    └── UnusableIndexError (OSError)       an index that cannot be used
        ├── IndexMissingError              nothing there, or no index
        ├── IndexFormatError               another format version
        ├── IndexAnalyzerError             made by another analyzer
        ├── IndexRecognizerError           made by another recognizer
        ├── IndexDamagedError              a file missing, cut or altered
        ├── IndexLockedError               another writer is at work
        ├── IndexFullError                 no room is left on its disk
        ├── IndexUnreachableError          its cluster does not answer
        │   └── IndexRefusedError          its cluster will not do what it was asked
        ├── IndexAccessError               its cluster does not let this user in
        ├── IndexForeignError              its name belongs to something else
        └── IndexClosedError               used after close()

A message says what happened, where, and what to do.
"""

from __future__ import annotations

import errno
import sqlite3
from types import TracebackType
from typing import Literal


class DiplosearchError(Exception):
    """Root of all errors that diplosearch raises on purpose."""


class UsageError(DiplosearchError, ValueError):
    """An argument or option that cannot be."""


class QuerySyntaxError(UsageError):
    """A query that the strict parser refuses.

    ``position`` is the offset into the query at which it stopped.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class SourceError(DiplosearchError, OSError):
    """A folder or file of documents that cannot be read."""


class DocumentError(DiplosearchError, ValueError):
    """One document that cannot be indexed."""


class NotFoundError(DiplosearchError, KeyError):
    """No document or entity of that id or name; ``name`` is what was asked for."""

    def __init__(self, kind: str, name: object) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name

    def __str__(self) -> str:
        return f"no {self.kind} {self.name!r} in the index"


class MissingExtraError(DiplosearchError, ImportError):
    """An optional part that is not installed; the message names the extra."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} is not installed; run: pip install 'diplosearch[{extra}]'"
        )


class UnusableIndexError(DiplosearchError, OSError):
    """Root of the errors about an index as a whole."""


class IndexMissingError(UnusableIndexError):
    """The place holds no index."""


class IndexFormatError(UnusableIndexError):
    """The index was written in another format version."""


class IndexAnalyzerError(UnusableIndexError):
    """The index was made by an analyzer that gives other terms."""


class IndexRecognizerError(UnusableIndexError):
    """The index was made by a recognizer that finds other entities."""


class IndexDamagedError(UnusableIndexError):
    """A file of the index is missing, cut or altered."""


class IndexLockedError(UnusableIndexError):
    """Another writer holds the index."""


class IndexFullError(UnusableIndexError):
    """No room is left on the disk of the index; what was there stays."""


class IndexUnreachableError(UnusableIndexError):
    """The cluster does not answer, or not in time."""


class IndexRefusedError(IndexUnreachableError):
    """The cluster answers that it will not do what it was asked.

    ``status`` is that of HTTP, ``kind`` what the cluster calls the error.
    """

    def __init__(self, message: str, status: int = 0, kind: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind


class IndexAccessError(UnusableIndexError):
    """The cluster does not know the user, or lets him do less than was asked."""


class IndexForeignError(UnusableIndexError):
    """Something that diplosearch did not make goes by the name of the index."""


class IndexClosedError(UnusableIndexError):
    """The index was closed before this call."""


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
