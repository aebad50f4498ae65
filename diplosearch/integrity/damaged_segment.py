"""Reads the lists of a damaged segment as far as SQLite still offers them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from ..storage.safe_files import file_state
from ..storage.segments import SCRIPT
from ..storage.sqlite_files import connect_file

_LEAST_BYTES = 4
"""Bytes of the shortest row of a table."""

DAMAGED_LETTERS = 8
"""Letters that may be damaged in what makes the tables of a segment; a guess."""


def read_ids(path: Path) -> tuple[dict[int, str], bool]:
    """Return the readable ids by row, and whether they are complete.

    The ids are in the table and in its index; each is read from both ends, because a
    scan stops at the first damaged page.
    """
    ids: dict[int, str] = {}
    is_whole = False
    for index in ("INDEXED BY documents_by_id", "NOT INDEXED"):
        for order in ("ASC", "DESC"):
            column = "row" if index == "NOT INDEXED" else "id"
            query = f"SELECT row, id FROM documents {index} ORDER BY {column} {order}"
            rows, is_end = _rows_of(path, query)
            ids.update((row, id) for row, id in rows if isinstance(id, str))
            is_whole |= is_end
    return ids, is_whole


def read_removals(path: Path) -> tuple[set[int], bool]:
    """Return the readable rows that were deleted, and whether they are complete."""
    rows: set[int] = set()
    for order in ("ASC", "DESC"):
        found, is_end = _rows_of(path, f"SELECT row FROM removals ORDER BY row {order}")
        rows.update(row for (row,) in found if isinstance(row, int))
        if is_end:
            return rows, True
    return rows, False


def _rows_of(path: Path, query: str) -> tuple[list[Any], bool]:
    """Return the rows of a query before the first error, and whether there was none.

    They are no more than the file has room for.
    """
    rows: list[Any] = []
    try:
        connection, _ = connect_file(path, SCRIPT, tolerance=DAMAGED_LETTERS)
        most = file_state(path).st_size // _LEAST_BYTES
        with closing(connection):
            for row in connection.execute(f"{query} LIMIT {most + 1}"):
                rows.append(row)
        return rows[:most], len(rows) <= most
    except (sqlite3.Error, OSError):
        return rows, False
