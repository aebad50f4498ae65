"""The document store in SQLite: one connection, to memory or to attached files.

On disk a store consists of several files (:mod:`diplosearch.storage.segments`).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from ..errors import IndexDamagedError, Operation, translate_errors
from .codec import StoredDocument, checksum_of
from .sqlite_files import StepLimit, check_columns, close_on_error, distrust
from .store import DocumentStore, StoredBody, StoredRow, WritableStore

SCHEMA = """
CREATE TABLE {schema}.documents (
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
CREATE INDEX {schema}.documents_by_id ON documents (id);
CREATE INDEX {schema}.documents_by_content ON documents (content);
CREATE INDEX {schema}.documents_by_root ON documents (root);
CREATE TABLE {schema}.removals (
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
_BATCH_SIZE = 500
"""Rows of one statement; a guess, below the 999 variables that old SQLite takes."""

_BODY_FIELDS = "id, given, content, root, origin, date, source, language, body"
_ROW_FIELDS = "row, id, given, root, origin"
_ROW_KINDS = "itbTT"
_BODY_KINDS = "tbbTTTTTb"


class SqliteStore(WritableStore):
    """A document store in SQLite, in memory or in files."""

    def __init__(
        self,
        connection: sqlite3.Connection | None = None,
        *,
        location: str = "the memory",
        target: str = "main",
        doing: Operation = "read",
        limit: StepLimit | None = None,
    ) -> None:
        """Use ``connection``, or create a store in memory for None.

        Args:
            connection: a connection with the tables of a store.
            location: the name of the store in messages.
            target: the schema of ``connection`` that new rows are written to.
            doing: the operation that messages of errors name.
            limit: the steps that a statement may take; None for any number.
        """
        self.location = location
        self._doing = doing
        self._limit = limit
        self._lock = threading.RLock()
        self._target = target
        self._connection = connection or connect()

    def share(self) -> DocumentStore:
        """Return a handle on the same store whose ``close`` does nothing."""
        return _SharedStore(self)

    @contextmanager
    def _translated(self) -> Iterator[sqlite3.Connection]:
        with self._lock, translate_errors(self.location, self._doing):
            if self._limit is not None:
                self._limit.restart()
            yield self._connection

    # Reading, as of a commit

    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document with this id; None where there is none."""
        return self._find_one("documents.id = :value", id, commit)

    def find_content(
        self, content: bytes, commit: int, *, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        """Return the first row of this content digest but ``ignored`` ones, or None."""
        return self._find_one("documents.content = :value", content, commit, ignored)

    def _find_one(
        self, condition: str, value: object, commit: int, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        with self._translated() as connection:
            found = connection.execute(
                f"SELECT {_ROW_FIELDS} FROM documents"
                f" WHERE {condition} AND {_VISIBLE} ORDER BY row LIMIT :most",
                {"value": value, "commit": commit, "most": -1 if ignored else 1},
            ).fetchall()
            check_columns(found, _ROW_KINDS, self.location)
        rows = (StoredRow(*fields) for fields in found)
        return next((row for row in rows if row.row not in ignored), None)

    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the rows of all documents in order; of one ``root`` alone if given."""
        condition = _VISIBLE if root is None else f"documents.root = :root AND {_VISIBLE}"
        parameters = {"commit": commit, "root": root, "most": _BATCH_SIZE}
        last = 0
        while True:
            with self._translated() as connection:
                found = connection.execute(
                    f"SELECT {_ROW_FIELDS} FROM documents"
                    f" WHERE row > :last AND {condition} ORDER BY row LIMIT :most",
                    {**parameters, "last": last},
                ).fetchall()
                check_columns(found, _ROW_KINDS, self.location)
            for fields in found:
                if fields[0] <= last:  # of a damaged tree, which would never end
                    raise IndexDamagedError(
                        f"{self.location} lists its rows in disorder; rebuild the index"
                    )
                last = fields[0]
                yield StoredRow(*fields)
            if len(found) < _BATCH_SIZE:
                return

    def ids(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of the documents in ``rows``; a missing row is left out."""
        return self._read_column("id", list(dict.fromkeys(rows)))

    def dates(self, rows: Iterable[int]) -> dict[int, str | None]:
        """Return the dates of the documents in ``rows`` in ISO 8601, or None.

        Reads no document, so a hundred thousand take a moment.

        Raises :class:`IndexDamagedError` for a row that is missing.
        """
        wanted = list(rows)
        found = self._read_column("date", wanted)
        for row in wanted:
            if row not in found:
                raise self._make_missing_error(row)
        return found

    def _read_column(
        self, column: Literal["id", "date"], rows: list[int]
    ) -> dict[int, Any]:
        """Return the value of one column by row; a missing row is left out."""
        found: dict[int, Any] = {}
        for batch in _batches(rows):
            marks = _placeholders(batch)
            query = f"SELECT row, {column} FROM documents WHERE row IN ({marks})"
            with self._translated() as connection:
                rows_found = connection.execute(query, batch).fetchall()
                check_columns(rows_found, "it" if column == "id" else "iT", self.location)
            found.update(rows_found)
        return found

    def open(self, rows: Iterable[int]) -> dict[int, StoredDocument]:
        """Return the documents in ``rows`` as they are stored.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        wanted = list(dict.fromkeys(rows))
        documents: dict[int, StoredDocument] = {}
        for batch in _batches(wanted):
            with self._translated() as connection:
                found = connection.execute(
                    f"SELECT row, {_BODY_FIELDS}, checksum FROM documents"
                    f" WHERE row IN ({_placeholders(batch)})",
                    batch,
                ).fetchall()
            for row, *fields, checksum in found:
                if checksum_of(row, *fields) != checksum:
                    raise self._make_altered_error(fields[0])
            check_columns(found, f"i{_BODY_KINDS}i", self.location)
            for row, id, *_, body, _ in found:
                documents[row] = StoredDocument(id, body)
        for row in wanted:
            if row not in documents:
                raise self._make_missing_error(row)
        return documents

    def read_body(self, row: int) -> StoredBody:
        """Return the stored document in ``row`` without decoding it.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        with self._translated() as connection:
            found = connection.execute(
                f"SELECT {_BODY_FIELDS}, checksum FROM documents WHERE row = ?", (row,)
            ).fetchone()
        if found is None:
            raise self._make_missing_error(row)
        *fields, checksum = found
        stored = self._verify(row, StoredBody(*fields), checksum)
        check_columns([fields], _BODY_KINDS, self.location)
        return stored

    # Writing

    def begin(self, commit: int) -> None:
        """Begin the changes of ``commit``; drop what a failed writer left of it."""
        with self._translated() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM documents WHERE added >= ?", (commit,))
            connection.execute("DELETE FROM removals WHERE removed >= ?", (commit,))

    def next_row(self) -> int:
        """Return the number of the next new row; numbers are never used again."""
        with self._translated() as connection:
            last = [
                connection.execute(
                    f"SELECT row FROM {table} ORDER BY row DESC LIMIT 1"
                ).fetchone()
                for table in ("documents", "removals")
            ]
        return max((found[0] for found in last if found), default=0) + 1

    def add_body(self, row: int, stored: StoredBody, *, commit: int) -> None:
        """Add a version of a document that is already encoded as ``row``."""
        with self._translated() as connection:
            connection.execute(
                f"INSERT INTO {self._target}.documents"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                    stored.checksum(row),
                    commit,
                ),
            )

    def remove(self, rows: Iterable[int], *, commit: int) -> None:
        """Hide ``rows`` from ``commit`` on."""
        with self._translated() as connection:
            connection.executemany(
                f"INSERT OR IGNORE INTO {self._target}.removals VALUES (?, ?)",
                ((row, commit) for row in rows),
            )

    def commit(self) -> None:
        """Commit the changes; they can be read from now on."""
        with self._translated() as connection:
            connection.execute("COMMIT")

    def abort(self) -> None:
        """Roll back the changes; do nothing where none were begun."""
        with self._translated() as connection:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def count(self, commit: int) -> int:
        """Return the number of documents that ``commit`` sees."""
        with self._translated() as connection:
            found = connection.execute(
                f"SELECT count(*) FROM documents WHERE {_VISIBLE}", {"commit": commit}
            ).fetchone()
        return int(found[0])

    def count_by(
        self, field: Literal["date", "source", "language"], commit: int
    ) -> dict[str | None, int]:
        """Return the number of documents by value of ``field``, None for no value."""
        with self._translated() as connection:
            found = connection.execute(
                f"SELECT {field}, count(*) FROM documents WHERE {_VISIBLE}"
                f" GROUP BY {field} ORDER BY {field}",
                {"commit": commit},
            ).fetchall()
            check_columns(found, "Ti", self.location)
        return dict(found)

    def check_files(self) -> list[str]:
        """Run SQLite's integrity check; return the problems found, as messages."""
        problems = []
        try:
            with self._translated() as connection:
                for _, name, file in connection.execute("PRAGMA database_list").fetchall():
                    for (line,) in connection.execute(f"PRAGMA {name}.integrity_check"):
                        if line != "ok":
                            problems.append(f"{file or self.location}: {line}")
        except IndexDamagedError as error:
            problems.append(str(error))
        return problems

    def _altered_rows(self) -> Iterator[str]:
        with self._translated() as connection:
            rows = connection.execute(
                f"SELECT row, {_BODY_FIELDS}, checksum FROM documents"
            )
            for row, *fields, checksum in rows:
                stored = StoredBody(*fields)
                if stored.checksum(row) != checksum:
                    yield f"{self.location}: document {stored.id!r} was altered"

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        with self._lock:
            self._connection.close()


def _batches(rows: list[int]) -> Iterator[list[int]]:
    """Yield ``rows`` in batches that one statement can take."""
    for start in range(0, len(rows), _BATCH_SIZE):
        yield rows[start : start + _BATCH_SIZE]


def _placeholders(batch: list[int]) -> str:
    return ",".join("?" * len(batch))


class _SharedStore(SqliteStore):
    """A handle on a store that is closed by its owner."""

    def __init__(self, store: SqliteStore) -> None:
        super().__init__(
            store._connection,
            location=store.location,
            target=store._target,
            doing=store._doing,
            limit=store._limit,
        )
        self._lock = store._lock

    def close(self) -> None:
        """Do nothing: the owner of the store closes it."""


def connect() -> sqlite3.Connection:
    """Return a connection to an empty store in memory; files can be attached by URI."""
    connection = sqlite3.connect(
        ":memory:", uri=True, check_same_thread=False, isolation_level=None
    )
    with close_on_error(connection):
        distrust(connection)
        create_tables(connection, "main")
    return connection


def create_tables(connection: sqlite3.Connection, schema: str) -> None:
    """Create the tables of an empty store in a schema of ``connection``."""
    connection.executescript(SCHEMA.format(schema=schema))
