"""Reads the lists of a damaged segment as far as SQLite still offers them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def read_ids(path: Path) -> tuple[dict[int, str], bool]:
    """Return the readable ids by row, and whether they are complete.

    The ids are in the table and in its index; each is read from both ends, because a
    scan stops at the first damaged page.
    """
    ids: dict[int, str] = {}
    is_whole = False
    for index in ("INDEXED BY documents_by_id", "NOT INDEXED"):
        for order in ("ASC", "DESC"):
            query = f"SELECT row, id FROM documents {index} ORDER BY id {order}"
            if index == "NOT INDEXED":
                query = f"SELECT row, id FROM documents NOT INDEXED ORDER BY row {order}"
            rows, is_end = _rows_of(path, query)
            ids.update((row, id) for row, id in rows if isinstance(id, str))
            is_whole |= is_end
    return ids, is_whole


def read_removals(path: Path) -> tuple[set[int], bool]:
    """Return the readable rows that were deleted, and whether they are complete."""
    rows: set[int] = set()
    for order in ("ASC", "DESC"):
        found, is_end = _rows_of(path, f"SELECT row FROM removals ORDER BY row {order}")
        rows.update(row for (row,) in found)
        if is_end:
            return rows, True
    return rows, False


def _rows_of(path: Path, query: str) -> tuple[list[Any], bool]:
    """Return the rows of a query before the first error, and whether there was none."""
    rows: list[Any] = []
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            for row in connection.execute(query):
                rows.append(row)
    except sqlite3.Error:
        return rows, False
    return rows, True
