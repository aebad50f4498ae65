"""SQLite files of an index, opened without trusting them.

A file may come from anybody. Views, triggers and virtual tables run what their author
wrote, so a file must have our tables and nothing else. A damaged tree of pages may have
more rows than the file has room for, so that a query would never end; the steps of a
statement are bounded by the size of the files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import IndexDamagedError
from .safe_files import file_state

_STEPS_OF_CALL = 100_000
"""Steps of SQLite's virtual machine between two looks at their number; a guess."""

_STEPS = 2_000_000
_STEPS_PER_BYTE = 10
"""Steps of a statement, beside which come some for each byte of the files. Measured: a scan
takes under one step a byte, a second is 50 to 100 million."""


@contextmanager
def close_on_error(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Yield ``connection``; close it if the block raises."""
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


class StepLimit:
    """Ends a statement that takes more steps than files of this size can ask for.

    It raises :class:`sqlite3.OperationalError`, as an interrupt does.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._most = self._left = _STEPS // _STEPS_OF_CALL
        connection.set_progress_handler(self._count, _STEPS_OF_CALL)

    def allow(self, size: int) -> None:
        """Allow steps for files of ``size`` bytes together."""
        self._most = (_STEPS + size * _STEPS_PER_BYTE) // _STEPS_OF_CALL
        self.restart()

    def restart(self) -> None:
        """Count from the beginning, for another statement."""
        self._left = self._most

    def _count(self) -> bool:
        self._left -= 1
        return self._left < 0


def distrust(connection: sqlite3.Connection) -> None:
    """Forbid what a schema does by itself; SQLite before 3.31 knows no such thing."""
    connection.execute("PRAGMA trusted_schema = OFF")


def read_only_uri(path: Path) -> str:
    """Return the URI by which SQLite reads the file ``path``, which never changes.

    Raises :class:`IndexDamagedError` for a link and for what is no regular file, and
    :class:`FileNotFoundError`.
    """
    file_state(path)
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def connect_file(
    path: Path, *scripts: str, tolerance: int = 0
) -> tuple[sqlite3.Connection, StepLimit]:
    """Return a connection that reads the file ``path``, and the limit of its statements.

    Raises :class:`IndexDamagedError` where its tables are not those of one of ``scripts``,
    and what :func:`read_only_uri` and SQLite raise.
    """
    connection = sqlite3.connect(
        read_only_uri(path), uri=True, check_same_thread=False, isolation_level=None
    )
    with close_on_error(connection):
        distrust(connection)
        limit = StepLimit(connection)
        limit.allow(file_state(path).st_size)
        refuse_other_tables(connection, "main", scripts, path, tolerance=tolerance)
    return connection, limit


def refuse_other_tables(
    connection: sqlite3.Connection,
    schema: str,
    scripts: Sequence[str],
    path: object,
    *,
    tolerance: int = 0,
) -> None:
    """Raise :class:`IndexDamagedError` unless one of ``scripts`` creates ``schema``.

    ``tolerance`` letters may differ, as in a file of which bits have flipped.
    """
    allowed = [_schema_of(script) for script in scripts]
    found = _read_schema(connection, schema, most=max(map(len, allowed)) + 1)
    if found in allowed:
        return
    wanted = allowed[0]
    if all(not 0 < _count_differences(found, one) <= tolerance for one in allowed):
        other = [one for one in found if one not in wanted] or wanted
        raise IndexDamagedError(
            f"{path} has other tables than those of an index ({other[0][:80]!r}), and "
            "nothing of it was run; rebuild the index: diplosearch rebuild"
        )


@lru_cache
def _schema_of(script: str) -> tuple[str, ...]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(script)
        return _read_schema(connection, "main", most=-1)
    finally:
        connection.close()


def _read_schema(
    connection: sqlite3.Connection, schema: str, *, most: int
) -> tuple[str, ...]:
    """Return what makes each table and index, as text."""
    rows = connection.execute(
        f"SELECT type, name, tbl_name, sql FROM {schema}.sqlite_master LIMIT ?", (most,)
    )
    return tuple(" ".join(" ".join(map(str, row)).split()) for row in rows)


def _count_differences(found: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """Return how many letters differ; -1 where the lengths do."""
    if list(map(len, found)) != list(map(len, wanted)):
        return -1
    pairs = zip("".join(found), "".join(wanted), strict=True)
    return sum(one != other for one, other in pairs)


def check_columns(rows: Iterable[tuple[Any, ...]], kinds: str, path: object) -> None:
    """Raise :class:`IndexDamagedError` for a value of another type than its column.

    ``kinds`` has a letter for each column: ``i`` for a number, ``t`` for text, ``b`` for
    bytes; a capital one allows NULL. SQLite compares them at writing alone.
    """
    for kind, column in zip(kinds, zip(*rows, strict=True), strict=False):
        wrong = set(map(type, column)) - _KINDS[kind]
        if wrong:
            raise IndexDamagedError(
                f"{path} holds {wrong.pop().__name__} where another type belongs; rebuild "
                "the index: diplosearch rebuild"
            )


_KINDS: dict[str, set[type]] = {
    "i": {int},
    "t": {str},
    "b": {bytes},
    "T": {str, type(None)},
}
