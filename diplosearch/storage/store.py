"""The document store: documents in full, apart from the inverted index.

A row is a version of a document and is never changed; a deletion is a row of its
own. Both carry the number of the commit that made them, so a reader of commit 7
sees what commit 7 saw, whatever was written since. A passage's key is its
document's row and its place in it. On disk a store is made of several files
(:mod:`diplosearch.storage.segments`).
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

    ``given`` is a digest. ``root`` is the folder and ``origin`` the file in it
    that it was read from, both None where it was handed over.
    """

    row: int
    id: str
    given: bytes
    root: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A stored document as it lies there; ``content`` is a digest like ``given``."""

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
        """Return the checksum of the document where it lies in ``row``."""
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
    """Documents of one generation, wherever they lie. Safe to share between threads.

    Which rows are visible is asked as of a commit; what lies in a row never changes.
    """

    location: str
    """How messages call the store."""

    @abstractmethod
    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document called ``id``, or None."""

    @abstractmethod
    def find_content(
        self, content: bytes, commit: int, *, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        """Return the first row, but for those ``ignored``, with this content, or None."""

    @abstractmethod
    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the row of each document, by row; of one ``root`` where it is given."""

    @abstractmethod
    def ids(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of the documents in ``rows``; a missing row is left out."""

    @abstractmethod
    def dates(self, rows: Iterable[int]) -> dict[int, str | None]:
        """Return the dates of the documents in ``rows`` in ISO 8601, or None.

        Raises :class:`IndexDamagedError` for a row that is missing.
        """

    def read(self, rows: Iterable[int]) -> dict[int, Document]:
        """Return the documents in ``rows``; whether they are visible isn't asked.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        return {row: stored.document for row, stored in self.open(rows).items()}

    @abstractmethod
    def open(self, rows: Iterable[int]) -> dict[int, StoredDocument]:
        """Return the documents in ``rows`` as they are stored.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """

    @abstractmethod
    def read_body(self, row: int) -> StoredBody:
        """Return what lies in ``row``, without decoding it.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """

    @abstractmethod
    def count(self, commit: int) -> int:
        """Return the number of documents."""

    @abstractmethod
    def count_by(
        self, field: Literal["date", "source", "language"], commit: int
    ) -> dict[str | None, int]:
        """Return how many documents have each value of a field."""

    def check(self) -> list[str]:
        """Return what is wrong with the store and with each row, in words."""
        try:
            return [*self.check_files(), *self._altered_rows()]
        except IndexDamagedError as error:
            return [str(error)]

    @abstractmethod
    def check_files(self) -> list[str]:
        """Return what is wrong with what holds the rows, in words."""

    @abstractmethod
    def _altered_rows(self) -> Iterator[str]:
        """Yield what is wrong with each row, in words."""

    @abstractmethod
    def share(self) -> DocumentStore:
        """Return the same store under a handle whose ``close`` leaves it open."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what is open."""

    def _sound(self, row: int, stored: StoredBody, checksum: int) -> StoredBody:
        if stored.checksum(row) != checksum:
            raise self._altered(stored.id)
        return stored

    def _altered(self, id: object) -> IndexDamagedError:
        return IndexDamagedError(
            f"document {id!r} in {self.location} was altered; rebuild the index"
        )

    def _lacking(self, row: int) -> IndexDamagedError:
        return IndexDamagedError(f"{self.location} lacks row {row}; rebuild the index")


class WritableStore(DocumentStore):
    """A store as the one writer of the next commit has it."""

    @abstractmethod
    def begin(self, commit: int) -> None:
        """Begin the changes that make ``commit``, dropping those that came to nothing."""

    @abstractmethod
    def next_row(self) -> int:
        """Return the number of the row that is added next; none is used again."""

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

        ``given`` and ``content`` are the digests of the document as it was given.
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
        """Add a version of a document that is encoded already as ``row``."""

    @abstractmethod
    def remove(self, rows: Iterable[int], *, commit: int) -> None:
        """Make ``rows`` invisible from ``commit`` on."""

    @abstractmethod
    def commit(self) -> None:
        """End the changes, all of which can be read from now on."""

    @abstractmethod
    def abort(self) -> None:
        """Drop the changes."""
