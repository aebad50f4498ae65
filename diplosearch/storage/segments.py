"""A document store on disk: immutable segments, each a SQLite file.

Each change writes a new segment. A reader sees all segments of a commit as one table; a
removal in a later segment hides a row of an earlier one. To keep them few, a new
segment is merged with the segments before it that are no larger; the merge drops the
rows that were removed. Commits share segments by hard links, as they share the
engine's files.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from ..errors import IndexDamagedError
from .identity import refuse_foreign, write_identity
from .safe_files import file_state
from .sqlite_files import (
    StepLimit,
    check_columns,
    close_on_error,
    read_only_uri,
    refuse_other_tables,
)
from .sqlite_store import SCHEMA, SqliteStore, connect, create_tables

MOST_SEGMENTS = 9
"""Segments of a store: SQLite attaches ten files by default, one is the new segment."""

_NAME = re.compile(r"documents-([0-9]{6,9})\.sqlite")
_NEW = "new"

PAGE_BYTES = 1 << 15
"""Page size of a segment. An article fits into one page, which is one read of the disk
instead of three. Measured on 10,000 articles of 2,400 characters: a tenth fewer bytes than
with pages of half the size, in which as little as two articles leave a gap."""

_TABLES = ("documents", "removals")
SCRIPT = SCHEMA.format(schema="main")
"""What makes the tables of a segment."""


def segment_names(names: Iterable[str]) -> list[str]:
    """Return the names of segments among ``names``, the oldest first."""
    found = [(int(match[1]), name) for name in names if (match := _NAME.fullmatch(name))]
    return [name for _, name in sorted(found)]


def open_segments(
    segments: Sequence[Path], *, identity: str | None = None, tolerance: int = 0
) -> SqliteStore:
    """Return a store that reads ``segments``.

    They must be of the store ``identity``, if given. ``tolerance`` letters of what made
    their tables may be damaged.

    Raises :class:`IndexDamagedError` for a file that is missing, not a segment, or of
    another store.
    """
    with close_on_error(connect()) as connection:
        limit = StepLimit(connection)
        schemas = _attach(connection, segments, limit, identity, tolerance=tolerance)
        _create_views(connection, schemas)
        connection.execute("PRAGMA query_only = ON")
    return _SegmentStore(connection, location=_location_of(segments), limit=limit)


class _SegmentStore(SqliteStore):
    """A store of the segments of one commit: it holds nothing that came later."""

    def count(self, commit: int) -> int:  # noqa: ARG002 - its only one
        """Return the number of documents: all rows but those that were removed.

        Each table is counted by itself, for which SQLite reads its smallest index alone.
        """
        with self._translated() as connection:
            tables = _tables(connection)
            counts = " + ".join(f"(SELECT count(*) FROM {one})" for one in tables)
            (count,) = connection.execute(
                f"SELECT {counts or 0} - (SELECT count(DISTINCT row) FROM removals WHERE"
                " EXISTS (SELECT 1 FROM documents WHERE documents.row = removals.row))"
            ).fetchone()
        return int(count)

    def count_by(
        self,
        field: Literal["date", "source", "language"],
        commit: int,
    ) -> dict[str | None, int]:
        """Return the number of documents by value of ``field``, None for no value.

        Each table is counted by itself: of the view that unites them SQLite copies the
        rows first, which takes twice the time.
        """
        total: Counter[str | None] = Counter()
        with self._translated() as connection:
            (has_removals,) = connection.execute(
                "SELECT EXISTS (SELECT 1 FROM removals)"
            ).fetchone()
            seen = "added <= :commit"
            if has_removals:
                seen += (
                    " AND row NOT IN (SELECT row FROM removals WHERE removed <= :commit)"
                )
            for table in _tables(connection):
                found = connection.execute(
                    f"SELECT {field}, count(*) FROM {table} WHERE {seen} GROUP BY {field}",
                    {"commit": commit},
                ).fetchall()
                check_columns(found, "Ti", self.location)
                total.update(dict(found))
        values = sorted(total, key=lambda one: (one is not None, one or ""))
        return {value: total[value] for value in values}


class SegmentWriter(_SegmentStore):
    """A store that writes new rows to a new segment in ``folder``.

    The new segment is no part of the store before :meth:`seal`. Nothing is synced to
    the disk; the caller does that before it commits.
    """

    def __init__(
        self, folder: Path, segments: Sequence[Path], *, identity: str | None = None
    ) -> None:
        """Open ``segments`` for reading; the new segment is numbered after them.

        All of them are of the store ``identity``; None for one without.

        Raises :class:`IndexDamagedError` for a file that is missing, not a segment, or
        of another store.
        """
        self._folder = folder
        self._identity = identity
        self.segments = list(segments)
        """The sealed segments, the oldest first."""

        names = segment_names(path.name for path in segments)
        self._last = int(_NAME.sub(r"\1", names[-1])) if names else 0
        connection = connect()
        self._steps = StepLimit(connection)
        super().__init__(
            connection,
            location=_location_of([folder, *segments]),
            target=_NEW,
            doing="written",
            limit=self._steps,
        )
        with close_on_error(self._connection):
            self._attach_segments()

    def begin(self, commit: int) -> None:  # noqa: ARG002 - aborted changes went with their file
        """Begin a new segment for the changes of ``commit``."""
        with self._translated() as connection:
            self._begin_segment(connection)
            connection.execute("BEGIN")

    def seal(self) -> None:
        """Seal the new segment, and merge it with the small ones before it.

        The files that were merged stay in the folder, but leave :attr:`segments`.
        """
        self.commit()
        self._end_segment()
        count = count_to_merge([path.stat().st_size for path in self.segments])
        if count > 1:
            self._attach_segments()
            self._merge(count)
        self._attach_segments()

    def abort(self) -> None:
        """Drop the changes since the last segment was sealed."""
        with self._lock:
            if not self._connection.in_transaction:
                return
            # Errors do not matter: the file is thrown away.
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            with suppress(sqlite3.Error):
                _detach_all(self._connection)
                self._attach_segments()
            self._next_path().unlink(missing_ok=True)

    def _next_path(self) -> Path:
        return self._folder / f"documents-{self._last + 1:06}.sqlite"

    def _attach_segments(self) -> None:
        schemas = _attach(self._connection, self.segments, self._steps, self._identity)
        _create_views(self._connection, schemas)

    def _begin_segment(self, connection: sqlite3.Connection) -> None:
        path = self._next_path()
        path.unlink(missing_ok=True)
        connection.execute(f"ATTACH ? AS {_NEW}", (path.absolute().as_uri(),))
        connection.execute(f"PRAGMA {_NEW}.page_size = {PAGE_BYTES}")
        connection.execute(f"PRAGMA {_NEW}.journal_mode = OFF")
        connection.execute(f"PRAGMA {_NEW}.synchronous = OFF")
        if self._identity is not None:
            write_identity(connection, _NEW, self._identity)
        create_tables(connection, _NEW)
        _create_views(connection, [*_schemas(len(self.segments)), _NEW])

    def _end_segment(self) -> None:
        with self._translated() as connection:
            _detach_all(connection)
        self.segments.append(self._next_path())
        self._last += 1

    def _merge(self, count: int) -> None:
        """Write the last ``count`` segments as one, without removed rows."""
        with self._translated() as connection:
            self._begin_segment(connection)
            connection.execute("BEGIN")
            for schema in _schemas(len(self.segments))[-count:]:
                connection.execute(
                    f"INSERT INTO {_NEW}.documents SELECT * FROM {schema}.documents AS old"
                    " WHERE NOT EXISTS (SELECT 1 FROM removals WHERE row = old.row)"
                )
                # All removals stay, so that a row number is never used again.
                connection.execute(
                    f"INSERT OR IGNORE INTO {_NEW}.removals SELECT * FROM {schema}.removals"
                )
            connection.execute("COMMIT")
        del self.segments[-count:]
        self._end_segment()


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables of documents of all attached files."""
    names = [one for _, one, _ in connection.execute("PRAGMA database_list")]
    return [f"{one}.documents" for one in names if one not in ("main", "temp")]


def _schemas(count: int) -> list[str]:
    return [f"segment{number}" for number in range(count)]


def _location_of(segments: Sequence[Path]) -> str:
    return str(segments[-1]) if segments else "the store"


def _attach(
    connection: sqlite3.Connection,
    segments: Sequence[Path],
    limit: StepLimit,
    identity: str | None,
    *,
    tolerance: int = 0,
) -> list[str]:
    """Attach ``segments`` for reading; return the names of their schemas.

    Raises :class:`IndexDamagedError` for a file that is missing, not a segment, or not
    of the store ``identity``.
    """
    schemas = _schemas(len(segments))
    if len(segments) > MOST_SEGMENTS:
        raise IndexDamagedError(
            f"{segments[-1].parent} has {len(segments)} segments instead of at most "
            f"{MOST_SEGMENTS}; rebuild the index"
        )
    size = 0
    for schema, path in zip(schemas, segments, strict=True):
        try:
            connection.execute(f"ATTACH ? AS {schema}", (read_only_uri(path),))
            refuse_other_tables(connection, schema, (SCRIPT,), path, tolerance=tolerance)
            if identity is not None:
                refuse_foreign(path, identity)
            size += file_state(path).st_size
        except FileNotFoundError:
            raise IndexDamagedError(f"{path} is missing; rebuild the index") from None
        except sqlite3.Error as error:
            raise IndexDamagedError(
                f"{path} cannot be read ({error}); allow reading it, or rebuild the index"
            ) from error
    limit.allow(size)
    return schemas


def _create_views(connection: sqlite3.Connection, schemas: Sequence[str]) -> None:
    """Replace the views that unite the tables of ``schemas``; no schemas, no views."""
    for table in _TABLES:
        connection.execute(f"DROP VIEW IF EXISTS temp.{table}")
        union = " UNION ALL ".join(f"SELECT * FROM {one}.{table}" for one in schemas)
        if schemas:
            connection.execute(f"CREATE TEMP VIEW {table} AS {union}")


def _detach_all(connection: sqlite3.Connection) -> None:
    _create_views(connection, ())
    for _, name, _ in connection.execute("PRAGMA database_list").fetchall():
        if name not in ("main", "temp"):
            connection.execute(f"DETACH {name}")


def count_to_merge(sizes: Sequence[int]) -> int:
    """Return how many of the last segments to merge by their sizes in bytes; 1 for none."""
    count, total = 1, sizes[-1]
    for size in reversed(sizes[:-1]):
        if size > total and len(sizes) - count < MOST_SEGMENTS:
            break
        count, total = count + 1, total + size
    return count
