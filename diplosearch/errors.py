"""All errors that diplosearch raises on purpose.

::

    DiplosearchError
    ├── UsageError (ValueError)            an invalid argument or option
    │   └── QuerySyntaxError               a query that the strict parser rejects
    ├── SourceError (OSError)              documents that cannot be read
    ├── DocumentError (ValueError)         one document that cannot be indexed
    ├── NotFoundError (KeyError)           no document or entity of that id or name
    ├── MissingExtraError (ImportError)    an optional dependency is not installed
    ├── OutOfMemoryError (MemoryError)     too little memory to change an index
    └── UnusableIndexError (OSError)       an index that cannot be used
        ├── IndexMissingError              no index at the location
        ├── IndexFormatError               another format version
        ├── IndexAnalyzerError             made by another analyzer
        ├── IndexRecognizerError           made by another recognizer
        ├── IndexDamagedError              a file missing, truncated or altered
        ├── IndexLockedError               another process writes to it
        ├── IndexFullError                 its disk is full
        ├── IndexUnreachableError          its cluster does not answer
        │   └── IndexRefusedError          its cluster refuses a request
        │       └── IndexUnavailableError  a part of it is closed, or on a lost node
        ├── IndexAccessError               its cluster denies access
        ├── IndexForeignError              its name is in use for something else
        └── IndexClosedError               used after close()

A message says what happened, where, and what to do about it, in one line without control
characters, whatever the names of files and documents in it hold.
"""

from __future__ import annotations

import errno
import re
import sqlite3
from types import TracebackType
from typing import Literal

from .highlighting.control_characters import show_controls

_LINE_BREAKS = str.maketrans("\n\t", "  ")


_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]+):/")
"""The beginning of a URL, also of one whose slashes a path has joined; no drive."""


def show_location(location: object) -> str:
    """Return a path for a message as it is, and of a URL its scheme alone.

    What is wrong with a URL may be that a password in it holds ``/``, ``?`` or ``@``, so
    no part of one that cannot be read is known to hold no secret.
    """
    text = str(location)
    found = _SCHEME.match(text)
    if found:
        return f"{found[1]}://…"
    return "…" if "://" in text else text


class DiplosearchError(Exception):
    """Root of all errors that diplosearch raises on purpose."""

    def __str__(self) -> str:
        return show_controls(super().__str__()).translate(_LINE_BREAKS)


class UsageError(DiplosearchError, ValueError):
    """An invalid argument or option."""


class QuerySyntaxError(UsageError):
    """A query that the strict parser rejects.

    ``position`` is the offset into the query at which the parser stopped.
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
    """An optional dependency that is not installed; the message names the extra."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} is not installed; run: pip install 'diplosearch[{extra}]'"
        )


class OutOfMemoryError(DiplosearchError, MemoryError):
    """There is too little memory to change an index; the last commit is unharmed."""


class UnusableIndexError(DiplosearchError, OSError):
    """Root of the errors about an index as a whole."""


class IndexMissingError(UnusableIndexError):
    """There is no index at the location."""


class IndexFormatError(UnusableIndexError):
    """The index was written in another format version."""


class IndexAnalyzerError(UnusableIndexError):
    """The index was made by an analyzer that produces other terms."""


class IndexRecognizerError(UnusableIndexError):
    """The index was made by a recognizer that finds other entities."""


class IndexDamagedError(UnusableIndexError):
    """A file of the index is missing, truncated or altered."""


class IndexLockedError(UnusableIndexError):
    """Another process holds the write lock of the index."""


class IndexFullError(UnusableIndexError):
    """The disk of the index is full; the last commit is unharmed."""


class IndexUnreachableError(UnusableIndexError):
    """The cluster does not answer, or not in time."""


class IndexRefusedError(IndexUnreachableError):
    """The cluster refuses a request.

    ``status`` is the HTTP status, ``kind`` the cluster's name of the error.
    """

    def __init__(self, message: str, status: int = 0, kind: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind


class IndexUnavailableError(IndexRefusedError):
    """A part of the index is not available in its cluster now: closed, or without a node.

    Nothing is known to be damaged.
    """


class IndexAccessError(UnusableIndexError):
    """The cluster rejects the credentials, or the user lacks a permission."""


class IndexForeignError(UnusableIndexError):
    """The name of the index is in use for something that diplosearch did not make."""


class IndexClosedError(UnusableIndexError):
    """The index was closed before this call."""


Operation = Literal["read", "written"]
"""The operation on an index, as error messages say it."""

_LOCATION_ERRORS = (
    *(errno.EACCES, errno.EPERM, errno.EROFS),
    *(errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG),
)
"""Errors of a location that cannot be written to at all, unlike a failing disk."""

_PRIMARY = 0xFF
"""The bits of SQLite's extended error codes that are the primary code."""

_SQLITE_DAMAGE = (11, 26)
"""SQLITE_CORRUPT and SQLITE_NOTADB."""

_SQLITE_SYSTEM = (3, 7, 10, 13, 14)
"""SQLITE_PERM, SQLITE_NOMEM, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN."""

_MISTAKES = (Warning, sqlite3.ProgrammingError)
"""What no state of a disk brings about: SQLite was asked wrongly, or a warning was made
an error. To call the index damaged would have it rebuilt for nothing."""

_PANIC = "PanicException"
"""The class of a panic in Tantivy; it is a BaseException, no :class:`Exception`."""


class translate_errors:  # noqa: N801 - used like a function: with translate_errors(location, "read")
    """Context manager: turns errors in its block into errors of diplosearch.

    ``location`` is the index or file that is read or written. No code of a user's may run
    in the block, because its errors would be translated too. A class and no generator,
    because a query enters it dozens of times.

    Raises :class:`IndexDamagedError` for errors that only a damaged file can cause, and
    :class:`UnusableIndexError` for those of the system and of writing.
    """

    __slots__ = ("_location", "_operation")

    def __init__(self, location: object, operation: Operation) -> None:
        self._location = location
        self._operation = operation

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
            raise _translate(str(self._location), self._operation, error) from error


def _translate(
    location: str, operation: Operation, error: BaseException
) -> UnusableIndexError:
    """Return the error to raise for ``error``, which reading or writing has raised."""
    reason = str(error) or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        reason = error.strerror
        if error.filename is not None:
            reason += f": {error.filename}"
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if operation == "written" and code not in _SQLITE_DAMAGE:
        advice = "see to the disk and try again, or rebuild it: diplosearch rebuild"
        if isinstance(error, OSError) and error.errno in _LOCATION_ERRORS:
            advice = "allow writing, or name another folder"
        return UnusableIndexError(
            f"index {location!r} cannot be written ({reason}), and stays as it was "
            f"committed; {advice}"
        )
    if isinstance(error, (OSError, MemoryError)) or code in _SQLITE_SYSTEM:
        return UnusableIndexError(
            f"index {location!r} cannot be read ({reason}); see to the disk and try again, "
            "or rebuild the index: diplosearch rebuild"
        )
    return IndexDamagedError(
        f"index {location!r} is damaged ({reason}); rebuild it: diplosearch rebuild"
    )
