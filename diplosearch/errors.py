"""Every error that diplosearch raises on purpose.

::

    DiplosearchError
    ├── UsageError (ValueError)            an argument or option that cannot be
    │   └── QuerySyntaxError               a query that the strict parser refuses
    ├── SourceError (OSError)              documents that cannot be read
    ├── DocumentError (ValueError)         one document that cannot be indexed
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
