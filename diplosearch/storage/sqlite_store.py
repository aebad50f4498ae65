"""The document store in SQLite: one connection, in memory or with attached files.

On disk a store is made of several files (:mod:`diplosearch.storage.segments`).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from ..errors import IndexDamagedError, Operation, translate_errors
from .codec import StoredDocument, checksum_of
from .store import DocumentStore, StoredBody, StoredRow, WritableStore

_SCHEMA = """
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
_FETCHED_AT_ONCE = 500

_BODY_FIELDS = "id, given, content, root, origin, date, source, language, body"
_ROW_FIELDS = "row, id, given, root, origin"


class SqliteStore(WritableStore):
    """A store in files of SQLite, or in memory."""

    def __init__(
        self,
        connection: sqlite3.Connection | None = None,
        *,
        location: str = "the memory",
        target: str = "main",
        doing: Operation = "read",
    ) -> None:
        """Ask ``connection``, or make a store in memory for None.

        ``location`` is how messages call the store, and ``target`` the schema of the
        connection that new rows go to; ``doing`` is what fails when something does.
        """
        self.location = location
        self._doing = doing
        self._lock = threading.RLock()
        self._target = target
        self._connection = connection or connect()

    def share(self) -> DocumentStore:
        """Return the same store under a handle whose ``close`` does nothing."""
        return _SharedStore(self)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, translate_errors(self.location, self._doing):
            yield self._connection

    # Reading, as of a commit

    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document called ``id``, or None."""
        return self._find_one("documents.id = :value", id, commit)

    def find_content(
        self, content: bytes, commit: int, *, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        """Return the first row, but for those ``ignored``, with this content, or None."""
        return self._find_one("documents.content = :value", content, commit, ignored)

    def _find_one(
        self, condition: str, value: object, commit: int, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        with self._reading() as connection:
            found = connection.execute(
                f"SELECT {_ROW_FIELDS} FROM documents"
                f" WHERE {condition} AND {_VISIBLE} ORDER BY row LIMIT :most",
                {"value": value, "commit": commit, "most": -1 if ignored else 1},
            ).fetchall()
        rows = (StoredRow(*fields) for fields in found)
        return next((row for row in rows if row.row not in ignored), None)

    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the row of each document, by row; of one ``root`` where it is given."""
        condition = _VISIBLE if root is None else f"documents.root = :root AND {_VISIBLE}"
        parameters = {"commit": commit, "root": root, "most": _FETCHED_AT_ONCE}
        last = 0
        while True:
            with self._reading() as connection:
                found = connection.execute(
                    f"SELECT {_ROW_FIELDS} FROM documents"
                    f" WHERE row > :last AND {condition} ORDER BY row LIMIT :most",
                    {**parameters, "last": last},
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
        for batch in _batches(wanted):
            with self._reading() as connection:
                found.update(
                    connection.execute(
                        f"SELECT row, id FROM documents WHERE row IN ({_marks(batch)})",
                        batch,
                    )
                )
        return found

    def dates(self, rows: Iterable[int]) -> dict[int, str | None]:
        """Return the dates of the documents in ``rows`` in ISO 8601, or None.

        None is opened, so that a hundred thousand take a moment.
        """
        wanted = list(rows)
        found: dict[int, str | None] = {}
        for batch in _batches(wanted):
            with self._reading() as connection:
                found.update(
                    connection.execute(
                        f"SELECT row, date FROM documents WHERE row IN ({_marks(batch)})",
                        batch,
                    )
                )
        for row in wanted:
            if row not in found:
                raise self._lacking(row)
        return found

    def open(self, rows: Iterable[int]) -> dict[int, StoredDocument]:
        """Return the documents in ``rows`` as they are stored.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        wanted = list(dict.fromkeys(rows))
        documents: dict[int, StoredDocument] = {}
        for batch in _batches(wanted):
            with self._reading() as connection:
                found = connection.execute(
                    f"SELECT row, {_BODY_FIELDS}, checksum FROM documents"
                    f" WHERE row IN ({_marks(batch)})",
                    batch,
                ).fetchall()
            for row, *fields, checksum in found:
                if checksum_of(row, *fields) != checksum:
                    raise self._altered(fields[0])
                documents[row] = StoredDocument(fields[0], fields[-1])
        for row in wanted:
            if row not in documents:
                raise self._lacking(row)
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
            raise self._lacking(row)
        *fields, checksum = found
        return self._sound(row, StoredBody(*fields), checksum)

    # Writing

    def begin(self, commit: int) -> None:
        """Begin the changes that make ``commit``, dropping those that came to nothing."""
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM documents WHERE added >= ?", (commit,))
            connection.execute("DELETE FROM removals WHERE removed >= ?", (commit,))

    def next_row(self) -> int:
        """Return the number of the row that is added next; none is used again."""
        with self._reading() as connection:
            last = [
                connection.execute(
                    f"SELECT row FROM {table} ORDER BY row DESC LIMIT 1"
                ).fetchone()
                for table in ("documents", "removals")
            ]
        return max((found[0] for found in last if found), default=0) + 1

    def add_body(self, row: int, stored: StoredBody, *, commit: int) -> None:
        """Add a version of a document that is encoded already as ``row``."""
        with self._reading() as connection:
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
        """Make ``rows`` invisible from ``commit`` on."""
        with self._reading() as connection:
            connection.executemany(
                f"INSERT OR IGNORE INTO {self._target}.removals VALUES (?, ?)",
                ((row, commit) for row in rows),
            )

    def commit(self) -> None:
        """End the changes, all of which can be read from now on."""
        with self._reading() as connection:
            connection.execute("COMMIT")

    def abort(self) -> None:
        """Drop the changes."""
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

    def check_files(self) -> list[str]:
        """Return what SQLite finds wrong with the files, in words."""
        problems = []
        try:
            with self._reading() as connection:
                for _, name, file in connection.execute("PRAGMA database_list").fetchall():
                    for (line,) in connection.execute(f"PRAGMA {name}.integrity_check"):
                        if line != "ok":
                            problems.append(f"{file or self.location}: {line}")
        except IndexDamagedError as error:
            problems.append(str(error))
        return problems

    def _altered_rows(self) -> Iterator[str]:
        with self._reading() as connection:
            rows = connection.execute(
                f"SELECT row, {_BODY_FIELDS}, checksum FROM documents"
            )
            for row, *fields, checksum in rows:
                stored = StoredBody(*fields)
                if stored.checksum(row) != checksum:
                    yield f"{self.location}: document {stored.id!r} was altered"

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            self._connection.close()


def _batches(rows: list[int]) -> Iterator[list[int]]:
    """Yield ``rows`` in parts that one statement can take."""
    for start in range(0, len(rows), _FETCHED_AT_ONCE):
        yield rows[start : start + _FETCHED_AT_ONCE]


def _marks(batch: list[int]) -> str:
    return ",".join("?" * len(batch))


class _SharedStore(SqliteStore):
    """A handle on a store that somebody else closes."""

    def __init__(self, store: SqliteStore) -> None:
        super().__init__(
            store._connection,
            location=store.location,
            target=store._target,
            doing=store._doing,
        )
        self._lock = store._lock

    def close(self) -> None:
        """Leave the store open."""


@contextmanager
def close_on_error(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Give ``connection``, and close it if the block fails."""
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


def connect() -> sqlite3.Connection:
    """Return a connection to an empty store, to which files can be attached by URI."""
    connection = sqlite3.connect(
        ":memory:", uri=True, check_same_thread=False, isolation_level=None
    )
    with close_on_error(connection):
        create_tables(connection, "main")
    return connection


def create_tables(connection: sqlite3.Connection, schema: str) -> None:
    """Make the tables of an empty store in a schema of ``connection``."""
    connection.executescript(_SCHEMA.format(schema=schema))
