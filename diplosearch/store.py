"""The document store: documents in full, apart from the inverted index.

One SQLite file a generation. A row is a version of a document and is never
changed; a deletion is a row of its own. Both carry the number of the commit
that made them, so a reader of commit 7 sees what commit 7 saw, whatever was
written since. A passage's key is its document's row and its place in it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .errors import IndexDamagedError, IndexLockedError
from .model import Document
from .records import StoredDocument, checksum_of, encode_document

_SCHEMA = """
CREATE TABLE documents (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    given BLOB NOT NULL,
    content BLOB NOT NULL,
    root TEXT,
    origin TEXT,
    date TEXT,
    source TEXT,
    language TEXT,
    body BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    added INTEGER NOT NULL
) STRICT;
CREATE INDEX documents_by_id ON documents (id);
CREATE INDEX documents_by_content ON documents (content);
CREATE INDEX documents_by_root ON documents (root);
CREATE TABLE removals (
    row INTEGER PRIMARY KEY,
    removed INTEGER NOT NULL
) STRICT;
"""
_VISIBLE = """
    documents.added <= :commit AND NOT EXISTS (
        SELECT 1 FROM removals
        WHERE removals.row = documents.row AND removals.removed <= :commit
    )
"""
_BUSY_SECONDS = 30.0
_FETCHED_AT_ONCE = 500


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


_BODY_FIELDS = "id, given, content, root, origin, date, source, language, body"
_ROW_FIELDS = "row, id, given, root, origin"


class DocumentStore:
    """Documents of one generation. Safe to share between threads."""

    def __init__(self, path: Path | None) -> None:
        """Open the store at ``path`` for reading, or make one in memory for None."""
        self.path = path
        self._lock = threading.RLock()
        if path is None:
            self._connection = _connect(":memory:")
            self._connection.executescript(_SCHEMA)
        elif path.exists():
            self._connection = _connect_reader(path)
        else:
            raise IndexDamagedError(f"{path} is missing; rebuild the index")

    @classmethod
    def create(cls, path: Path) -> DocumentStore:
        """Make a store at ``path`` that nobody reads before :meth:`commit`.

        Until then nothing is brought to the disk: what dies is thrown away.
        """
        connection = _connect(path.absolute().as_uri())
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_SCHEMA)
        return cls._of(path, connection)

    @classmethod
    def reopen(cls, path: Path) -> DocumentStore:
        """Open the store at ``path`` for writing beside its readers."""
        if not path.exists():
            raise IndexDamagedError(f"{path} is missing; rebuild the index")
        connection = _connect(path.absolute().as_uri())
        connection.execute("PRAGMA synchronous = FULL")
        return cls._of(path, connection)

    def share(self) -> DocumentStore:
        """Return the same store under a handle whose ``close`` does nothing."""
        return _SharedStore(self)

    @classmethod
    def _of(cls, path: Path | None, connection: sqlite3.Connection) -> DocumentStore:
        store = cls.__new__(cls)
        store.path = path
        store._lock = threading.RLock()
        store._connection = connection
        return store

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise IndexLockedError(
                        f"{self.path} stayed locked for {_BUSY_SECONDS:.0f} s; try again"
                    ) from error
                raise IndexDamagedError(f"{self.path}: {error}") from error
            except sqlite3.DatabaseError as error:
                raise IndexDamagedError(
                    f"{self.path} is damaged ({error}); rebuild the index"
                ) from error

    # Reading, as of a commit

    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document called ``id``, or None."""
        return self._find_one("documents.id = :value", id, commit)

    def find_content(self, content: bytes, commit: int) -> StoredRow | None:
        """Return the row of a document with this content, or None."""
        return self._find_one("documents.content = :value", content, commit)

    def _find_one(self, condition: str, value: object, commit: int) -> StoredRow | None:
        with self._reading() as connection:
            found = connection.execute(
                f"SELECT {_ROW_FIELDS} FROM documents"
                f" WHERE {condition} AND {_VISIBLE} ORDER BY row LIMIT 1",
                {"value": value, "commit": commit},
            ).fetchone()
        return StoredRow(*found) if found else None

    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the row of each document, by row; of one ``root`` where it is given."""
        condition = _VISIBLE if root is None else f"documents.root = :root AND {_VISIBLE}"
        asked = {"commit": commit, "root": root, "most": _FETCHED_AT_ONCE}
        last = 0
        while True:
            with self._reading() as connection:
                found = connection.execute(
                    f"SELECT {_ROW_FIELDS} FROM documents"
                    f" WHERE row > :last AND {condition} ORDER BY row LIMIT :most",
                    {**asked, "last": last},
                ).fetchall()
            for fields in found:
                yield StoredRow(*fields)
            if len(found) < _FETCHED_AT_ONCE:
                return
            last = found[-1][0]

    def ids(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of the documents in ``rows``; a missing row is left out."""
        wanted = list(dict.fromkeys(rows))
        found: dict[int, str] = {}
        for part in _parts(wanted):
            with self._reading() as connection:
                found.update(
                    connection.execute(
                        f"SELECT row, id FROM documents WHERE row IN ({_marks(part)})", part
                    )
                )
        return found

    def dates(self, rows: Iterable[int]) -> dict[int, str | None]:
        """Return the dates of the documents in ``rows`` in ISO 8601, or None.

        None is opened, so that a hundred thousand take a moment.
        """
        wanted = list(rows)
        found: dict[int, str | None] = {}
        for part in _parts(wanted):
            with self._reading() as connection:
                found.update(
                    connection.execute(
                        f"SELECT row, date FROM documents WHERE row IN ({_marks(part)})",
                        part,
                    )
                )
        for row in wanted:
            if row not in found:
                raise IndexDamagedError(f"{self.path} lacks row {row}; rebuild the index")
        return found

    def read(self, rows: Iterable[int]) -> dict[int, Document]:
        """Return the documents in ``rows``; whether they are visible isn't asked.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        return {row: stored.document for row, stored in self.open(rows).items()}

    def open(self, rows: Iterable[int]) -> dict[int, StoredDocument]:
        """Return the documents in ``rows`` as they are stored.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        wanted = list(dict.fromkeys(rows))
        documents: dict[int, StoredDocument] = {}
        for part in _parts(wanted):
            with self._reading() as connection:
                found = connection.execute(
                    f"SELECT row, id, body, checksum FROM documents"
                    f" WHERE row IN ({_marks(part)})",
                    part,
                ).fetchall()
            for row, id, body, checksum in found:
                if checksum_of(id, body) != checksum:
                    raise IndexDamagedError(
                        f"document {id!r} in {self.path} was altered; rebuild the index"
                    )
                documents[row] = StoredDocument(id, body)
        for row in wanted:
            if row not in documents:
                raise IndexDamagedError(f"{self.path} lacks row {row}; rebuild the index")
        return documents

    def read_body(self, row: int) -> StoredBody:
        """Return what lies in ``row``, without decoding it.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        with self._reading() as connection:
            found = connection.execute(
                f"SELECT {_BODY_FIELDS}, checksum FROM documents WHERE row = ?", (row,)
            ).fetchone()
        if found is None:
            raise IndexDamagedError(f"{self.path} lacks row {row}; rebuild the index")
        *fields, checksum = found
        stored = StoredBody(*fields)
        if checksum_of(stored.id, stored.body) != checksum:
            raise IndexDamagedError(
                f"document {stored.id!r} in {self.path} was altered; rebuild the index"
            )
        return stored

    # Writing

    def begin(self, commit: int, *, is_resumed: bool = False) -> None:
        """Begin the changes that make ``commit``, dropping those of a dead writer.

        Those that it had saved are kept where ``is_resumed``.
        """
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            if is_resumed:
                return
            connection.execute("DELETE FROM documents WHERE added >= ?", (commit,))
            connection.execute("DELETE FROM removals WHERE removed >= ?", (commit,))

    def next_row(self) -> int:
        """Return the number of the row that is added next."""
        with self._reading() as connection:
            found = connection.execute("SELECT max(row) FROM documents").fetchone()
            return (found[0] or 0) + 1

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

    def add_body(self, row: int, stored: StoredBody, *, commit: int) -> None:
        """Add a version of a document that is encoded already as ``row``."""
        with self._reading() as connection:
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    row,
                    stored.id,
                    stored.given,
                    stored.content,
                    stored.root,
                    stored.origin,
                    stored.date,
                    stored.source,
                    stored.language,
                    stored.body,
                    checksum_of(stored.id, stored.body),
                    commit,
                ),
            )

    def remove(self, rows: Iterable[int], *, commit: int) -> None:
        """Make ``rows`` invisible from ``commit`` on."""
        with self._reading() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO removals VALUES (?, ?)",
                ((row, commit) for row in rows),
            )

    def commit(self) -> None:
        """Write the changes; on return they are on the disk."""
        with self._reading() as connection:
            connection.execute("COMMIT")
            if self.path is not None:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def save(self) -> None:
        """Write the changes so far, and go on: ``abort`` drops those from here on."""
        self.commit()
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")

    def abort(self) -> None:
        """Drop the changes, but for those saved."""
        with self._reading() as connection:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def count(self, commit: int) -> int:
        """Return the number of documents."""
        with self._reading() as connection:
            found = connection.execute(
                f"SELECT count(*) FROM documents WHERE {_VISIBLE}", {"commit": commit}
            ).fetchone()
        return int(found[0])

    def count_by(
        self, field: Literal["date", "source", "language"], commit: int
    ) -> dict[str | None, int]:
        """Return how many documents have each value of a field."""
        with self._reading() as connection:
            found = connection.execute(
                f"SELECT {field}, count(*) FROM documents WHERE {_VISIBLE}"
                f" GROUP BY {field} ORDER BY {field}",
                {"commit": commit},
            ).fetchall()
        return dict(found)

    def check(self) -> list[str]:
        """Return what is wrong with the file and with each row, in words."""
        try:
            return list(self._find_damage())
        except IndexDamagedError as error:
            return [str(error)]

    def _find_damage(self) -> Iterator[str]:
        with self._reading() as connection:
            for (line,) in connection.execute("PRAGMA integrity_check"):
                if line != "ok":
                    yield f"{self.path}: {line}"
            rows = connection.execute("SELECT id, body, checksum FROM documents")
            for id, body, checksum in rows:
                if checksum_of(id, body) != checksum:
                    yield f"{self.path}: document {id!r} was altered"

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def _parts(rows: list[int]) -> Iterator[list[int]]:
    """Yield ``rows`` in parts that one statement can take."""
    for start in range(0, len(rows), _FETCHED_AT_ONCE):
        yield rows[start : start + _FETCHED_AT_ONCE]


def _marks(part: list[int]) -> str:
    return ",".join("?" * len(part))


class _SharedStore(DocumentStore):
    """A handle on a store that somebody else closes."""

    def __init__(self, store: DocumentStore) -> None:
        self.path = store.path
        self._lock = store._lock
        self._connection = store._connection

    def close(self) -> None:
        """Leave the store open."""


def _connect(place: str) -> sqlite3.Connection:
    return sqlite3.connect(
        place,
        uri=place.startswith("file:"),
        timeout=_BUSY_SECONDS,
        check_same_thread=False,
        isolation_level=None,
    )


def _connect_reader(path: Path) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    try:
        return _probed(_connect(uri + "?mode=rw"))
    except sqlite3.OperationalError:
        pass  # perhaps a folder that may only be read, such as a mounted copy
    except sqlite3.DatabaseError as error:
        raise IndexDamagedError(
            f"{path} is damaged ({error}); rebuild the index"
        ) from error
    try:
        return _probed(_connect(uri + "?mode=ro&immutable=1"))
    except sqlite3.Error as error:
        raise IndexDamagedError(
            f"{path} cannot be read ({error}); allow reading it, or rebuild the index"
        ) from error


def _probed(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection that reads and only reads; close it where it cannot."""
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
