"""The interface of a document store: documents in full, beside the inverted index.

A row is one version of a document and never changes; a deletion is recorded as a
removal. Both carry the number of the commit that made them, so a reader of commit 7
sees what commit 7 saw, whatever was written since. A passage's key is made of its
document's row and its ordinal.

:mod:`diplosearch.storage.sqlite_store` keeps documents in memory,
:mod:`diplosearch.storage.segments` on disk, and
:mod:`diplosearch.backends.cluster.store` in an OpenSearch cluster.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..errors import IndexDamagedError
from ..model import Document
from .codec import StoredDocument, checksum_of, encode_document


@dataclass(frozen=True, slots=True)
class StoredRow:
    """What identifies a stored document.

    ``given`` is the digest of the document as given. ``root`` is the folder and
    ``origin`` the file in it that the document was read from; both are None where it
    was passed as a value.
    """

    row: int
    id: str
    given: bytes
    root: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A stored document, still encoded.

    ``given`` and ``content`` are digests (:func:`~diplosearch.storage.codec.given_digest`,
    :func:`~diplosearch.storage.codec.content_digest`); ``body`` is the encoded document.
    """

    id: str
    given: bytes
    content: bytes
    root: str | None
    origin: str | None
    date: str | None
    source: str | None
    language: str | None
    body: bytes

    def checksum(self, row: int) -> int:
        """Return the checksum of the document as stored in ``row``."""
        return checksum_of(
            row,
            self.id,
            self.given,
            self.content,
            self.root,
            self.origin,
            self.date,
            self.source,
            self.language,
            self.body,
        )


class DocumentStore(ABC):
    """The documents of one generation, for reading. Safe to share between threads.

    Lookups show the rows that a commit sees; the content of a row never changes.
    """

    location: str
    """The name of the store in messages."""

    @abstractmethod
    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document with this id; None where there is none."""

    def find_rows(self, ids: Iterable[str], commit: int) -> list[int]:
        """Return the rows of the documents with these ids; unknown ids are left out."""
        found = (self.find(id, commit) for id in ids)
        return [one.row for one in found if one is not None]

    @abstractmethod
    def find_content(
        self, content: bytes, commit: int, *, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        """Return the first row of this content digest but ``ignored`` ones, or None."""

    @abstractmethod
    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the rows of all documents in order; of one ``root`` alone if given."""

    def sample(self, commit: int, count: int) -> list[int]:
        """Return the rows of about ``count`` documents, evenly spread; all of fewer."""
        rows = [found.row for found in self.rows(commit)]
        return rows[:: max(1, len(rows) // count)]

    def refer_to(self, found: StoredRow) -> str:
        """Return what finds a document again, whatever else has its id: here the id."""
        return found.id

    @abstractmethod
    def ids(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of the documents in ``rows``; a missing row is left out."""

    @abstractmethod
    def dates(self, rows: Iterable[int]) -> dict[int, str | None]:
        """Return the dates of the documents in ``rows`` in ISO 8601, or None.

        Raises :class:`IndexDamagedError` for a row that is missing.
        """

    def read(self, rows: Iterable[int]) -> dict[int, Document]:
        """Return the documents in ``rows``, whether a commit sees them or not.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        return {row: stored.read_document() for row, stored in self.open(rows).items()}

    @abstractmethod
    def open(self, rows: Iterable[int]) -> dict[int, StoredDocument]:
        """Return the documents in ``rows`` as they are stored.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """

    @abstractmethod
    def read_body(self, row: int) -> StoredBody:
        """Return the stored document in ``row`` without decoding it.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """

    @abstractmethod
    def count(self, commit: int) -> int:
        """Return the number of documents that ``commit`` sees."""

    @abstractmethod
    def count_by(
        self, field: Literal["date", "source", "language"], commit: int
    ) -> dict[str | None, int]:
        """Return the number of documents by value of ``field``, None for no value."""

    def check(self) -> list[str]:
        """Check files and rows; return the problems found, as messages."""
        try:
            return [*self.check_files(), *self._altered_rows()]
        except IndexDamagedError as error:
            return [str(error)]

    @abstractmethod
    def check_files(self) -> list[str]:
        """Check the files that hold the rows; return the problems found, as messages."""

    @abstractmethod
    def _altered_rows(self) -> Iterator[str]:
        """Yield a message for each row that was altered."""

    @abstractmethod
    def share(self) -> DocumentStore:
        """Return the same store under a handle whose ``close`` leaves it open."""

    @abstractmethod
    def close(self) -> None:
        """Close files and connections; a second call does nothing."""

    def _verify(self, row: int, stored: StoredBody, checksum: int) -> StoredBody:
        if stored.checksum(row) != checksum:
            raise self._make_altered_error(stored.id)
        return stored

    def _make_altered_error(self, id: object) -> IndexDamagedError:
        return IndexDamagedError(
            f"document {id!r} in {self.location} was altered; rebuild the index"
        )

    def _make_missing_error(self, row: int) -> IndexDamagedError:
        return IndexDamagedError(f"{self.location} lacks row {row}; rebuild the index")


class WritableStore(DocumentStore):
    """A store that can be changed; only the writer of the next commit has one."""

    looked_up_at_once = 1
    """Documents for which :meth:`look_up` is called before they are found one by one."""

    def look_up(self, ids: Collection[str], contents: Collection[bytes]) -> None:
        """Prepare to find documents by these ids and content digests.

        Only a store on another machine needs to; what was not looked up is found as well.
        """

    @abstractmethod
    def begin(self, commit: int) -> None:
        """Begin the changes of ``commit``; drop what a failed writer left of it."""

    @abstractmethod
    def next_row(self) -> int:
        """Return the number of the next new row; numbers are never used again."""

    def add(
        self,
        row: int,
        document: Document,
        *,
        commit: int,
        given: bytes,
        content: bytes,
        root: str | None = None,
        origin: str | None = None,
    ) -> None:
        """Add a version of a document as ``row``.

        ``given`` and ``content`` are the digests of the document before it was prepared.
        """
        stored = StoredBody(
            document.id,
            given,
            content,
            root,
            origin,
            document.date.isoformat() if document.date else None,
            document.source,
            document.language,
            encode_document(document),
        )
        self.add_body(row, stored, commit=commit)

    @abstractmethod
    def add_body(self, row: int, stored: StoredBody, *, commit: int) -> None:
        """Add a version of a document that is already encoded as ``row``."""

    @abstractmethod
    def remove(self, rows: Iterable[int], *, commit: int) -> None:
        """Hide ``rows`` from ``commit`` on."""

    @abstractmethod
    def commit(self) -> None:
        """Commit the changes; they can be read from now on."""

    @abstractmethod
    def abort(self) -> None:
        """Drop the changes."""
