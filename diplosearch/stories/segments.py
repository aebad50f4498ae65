"""Segments: what is known of the stories of an index, in files that never change.

Each commit writes one, with the fingerprints of its new documents and the links that it
found, and merges it with the segments before it that are no larger. A link is true as long
as both of its documents are there, so nothing of an older segment is ever put right.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ..errors import translate_errors
from ..storage.sqlite_files import (
    StepLimit,
    check_columns,
    close_on_error,
    connect_file,
    distrust,
)

SCHEMA = """
CREATE TABLE documents (
    row INTEGER PRIMARY KEY,
    fingerprints INTEGER NOT NULL
) STRICT;
CREATE TABLE fingerprints (
    fingerprint INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, row)
) STRICT, WITHOUT ROWID;
CREATE TABLE links (
    row INTEGER NOT NULL,
    other INTEGER NOT NULL,
    PRIMARY KEY (row, other)
) STRICT, WITHOUT ROWID;
CREATE TABLE removals (
    row INTEGER PRIMARY KEY
) STRICT;
"""
"""What makes the tables: how many fingerprints each document has, and which; two rows for
each link of two documents, one in each direction; documents that were removed."""

TABLES = {"documents": 2, "fingerprints": 2, "links": 2, "removals": 1}
"""The number of columns of each table; all are numbers."""

_NAME = re.compile(r"stories-([0-9]{6,9})\.sqlite")

_VALUES_IN_QUERY = 500
"""Values in one SQL query; within the 999 parameters of SQLite before 3.32."""

_READ_AT_ONCE = 1 << 27
"""Values of fingerprints of which all documents are read at once, a 32nd of them."""

Pairs = Iterator[tuple[int, int]]


def segment_name(commit: int) -> str:
    """Return the name of the file that ``commit`` writes."""
    return f"stories-{commit:06}.sqlite"


def segment_names(names: Iterable[str]) -> list[str]:
    """Return the names of segments among ``names``, the oldest first."""
    found = [(int(match[1]), name) for name in names if (match := _NAME.fullmatch(name))]
    return [name for _, name in sorted(found)]


def current_names(names: Iterable[str], commit: int) -> list[str] | None:
    """Return the names of the segments of ``commit``; None where it has no stories.

    A version of diplosearch that knows of no stories keeps the segments of the commit
    before, which say nothing of what it added.
    """
    found = segment_names(names)
    return found if found and found[-1] == segment_name(commit) else None


def create_segment(path: Path | None) -> sqlite3.Connection:
    """Return a connection to a new segment without rows; in memory for None."""
    connection = sqlite3.connect(
        path or ":memory:", isolation_level=None, check_same_thread=False
    )
    with close_on_error(connection):
        distrust(connection)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(SCHEMA)
    return connection


class Segments:
    """The segments of one commit, read as one. Thread-safe.

    Its methods raise :class:`IndexDamagedError` for a file that cannot be read.
    """

    def __init__(
        self,
        connections: Sequence[sqlite3.Connection],
        *,
        location: str = "the stories",
        limits: Sequence[StepLimit] = (),
        owns: bool = True,
    ) -> None:
        """Read ``connections``, the oldest first; ``owns`` closes them with this."""
        self.connections = list(connections)
        self._location = location
        self._limits = limits
        self._owns = owns
        self._lock = threading.RLock()

    @classmethod
    def open(cls, paths: Sequence[Path]) -> Segments:
        """Open files for reading.

        Raises :class:`IndexDamagedError` for one that is missing, or no such file.
        """
        connections: list[sqlite3.Connection] = []
        limits = []
        with ExitStack() as undo:
            for path in paths:
                with translate_errors(path, "read"):
                    connection, limit = connect_file(path, SCHEMA)
                undo.callback(connection.close)
                connections.append(connection)
                limits.append(limit)
            undo.pop_all()
        location = str(paths[-1]) if paths else "the stories"
        return cls(connections, location=location, limits=limits)

    def sizes(self) -> list[int]:
        """Return the size of each segment in bytes."""
        sizes = []
        for connection in self.connections:
            pages, bytes_of_page = (
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_count", "page_size")
            )
            sizes.append(pages * bytes_of_page)
        return sizes

    def counts(self, rows: Collection[int]) -> dict[int, int]:
        """Return the number of fingerprints of documents by row; others are left out."""
        return dict(self._select("documents", "row", rows))

    def find(self, fingerprints: Collection[int]) -> Pairs:
        """Yield each of ``fingerprints`` with each document that has it."""
        return self._select("fingerprints", "fingerprint", fingerprints)

    def links_of(self, rows: Collection[int]) -> Pairs:
        """Yield the links of documents: each of ``rows`` with each that it is linked to."""
        return self._select("links", "row", rows)

    def rows(self, table: str) -> Iterator[tuple[int, ...]]:
        """Yield the rows of one of ``TABLES`` in all segments, the oldest first."""
        for number in range(len(self.connections)):
            yield from self.rows_of(number, table)

    def rows_of(self, number: int, table: str) -> Iterator[tuple[int, ...]]:
        """Yield the rows of a table in the segment at ``number``, sorted."""
        yield from self._query(number, f"SELECT * FROM {table}", (), TABLES[table])

    def all_fingerprints(self) -> Iterator[list[tuple[int, int]]]:
        """Yield all fingerprints, each with a document that has it, some at once."""
        for number in range(len(self.connections)):
            for start in range(0, 1 << 32, _READ_AT_ONCE):
                query = "SELECT * FROM fingerprints WHERE fingerprint BETWEEN ? AND ?"
                yield self._query(number, query, (start, start + _READ_AT_ONCE - 1), 2)

    def removed(self) -> set[int]:
        """Return the rows of the documents that were removed, as far as is still known."""
        return {row for (row,) in self.rows("removals")}

    def check(self) -> list[str]:
        """Return the messages of SQLite's integrity check; empty for sound files."""
        lines = []
        with self._lock, translate_errors(self._location, "read"):
            for connection in self.connections:
                lines += [line for (line,) in connection.execute("PRAGMA integrity_check")]
        return [line for line in lines if line != "ok"]

    def close(self) -> None:
        """Close the segments that it owns; a second call does nothing."""
        with self._lock:
            if self._owns:
                for connection in self.connections:
                    connection.close()

    def _select(self, table: str, column: str, values: Collection[int]) -> Pairs:
        wanted = sorted(values)
        for start in range(0, len(wanted), _VALUES_IN_QUERY):
            batch = wanted[start : start + _VALUES_IN_QUERY]
            marks = ",".join("?" * len(batch))
            query = f"SELECT * FROM {table} WHERE {column} IN ({marks})"
            for number in range(len(self.connections)):
                yield from self._query(number, query, batch, TABLES[table])

    def _query(
        self, number: int, query: str, values: Sequence[int], columns: int
    ) -> list[Any]:
        with self._lock, translate_errors(self._location, "read"):
            for limit in self._limits:
                limit.restart()
            rows = self.connections[number].execute(query, values).fetchall()
            check_columns(rows, "i" * columns, self._location)
            return rows
