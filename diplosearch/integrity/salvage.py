"""Reads the documents of a commit whose files are damaged, as far as they are readable."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..backends.manifest import MANIFEST_NAME, Manifest
from ..engines.registry import DEFAULT_ENGINE, DISK_ENGINES
from ..errors import IndexDamagedError
from ..storage.bounded_json import MOST_BYTES
from ..storage.checksummed_json import unseal
from ..storage.codec import StoredDocument
from ..storage.identity import UNKNOWN, belongs_to
from ..storage.safe_files import file_state, read_file
from ..storage.segments import SCRIPT, open_segments, segment_names
from ..storage.sqlite_files import connect_file
from ..storage.store import DocumentStore, StoredBody, StoredRow
from .documents import find_misfits, read_whole
from .findings import describe

_TRIED_BEYOND = 100_000
_LEAST_ROW = 64
"""Rows tried before and after those that a damaged table still lists, but not more than
there is room for in the file, of rows of so many bytes; both are guesses."""

_LEAST_BYTES = 4
"""Bytes of the shortest row of a table."""

_MOST_TRIED = 1_000_000
"""Rows tried between the first and the last that are listed; a guess."""

_DAMAGED_LETTERS = 8
"""Letters that may be damaged in what makes the tables of a segment; a guess."""

_STORE = re.compile(rb'"store": "([0-9a-f]{16})"')


@dataclass(frozen=True, slots=True)
class Lost:
    """A document that could not be read, or a whole file, with an ``id`` of None."""

    id: str | None
    path: str
    reason: str


@dataclass(slots=True)
class Salvage:
    """The documents of one commit that can be read, by row, and those that are lost."""

    segments: list[DocumentStore] = field(default_factory=list)
    rows: dict[int, tuple[DocumentStore, StoredRow]] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)

    def by_id(self) -> dict[str, tuple[DocumentStore, StoredRow]]:
        """Return the readable documents by id; of two versions the later one."""
        return {found[1].id: found for _, found in sorted(self.rows.items())}

    def close(self) -> None:
        """Close all files."""
        for segment in self.segments:
            segment.close()


class SalvagedDocuments:
    """Readable documents of several damaged stores as one, to build an index of."""

    def __init__(self, found: Iterable[tuple[DocumentStore, StoredRow]]) -> None:
        """Take documents as the stores and rows to read them from."""
        self._found = list(found)

    def rows(self, commit: int) -> Iterator[StoredRow]:  # noqa: ARG002 - the rows of no commit
        """Yield the row of each document, numbered from 0."""
        for number, (_, row) in enumerate(self._found):
            yield StoredRow(number, row.id, row.given, row.root, row.origin)

    def read_body(self, row: int) -> StoredBody:
        """Return the stored document in ``row``, still encoded."""
        store, found = self._found[row]
        return store.read_body(found.row)


def read_damaged_manifest(folder: Path) -> Manifest:
    """Return a manifest of the fields that can be read; guess the engine if needed."""
    body: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        body = unseal("manifest", read_file(folder / MANIFEST_NAME, most=MOST_BYTES)).body
    engine = body.get("engine")
    return Manifest(
        engine=engine if engine in DISK_ENGINES else _guess_engine(folder),
        fingerprint=str(body.get("fingerprint", "")),
        recognizer=str(body.get("recognizer", "")),
        commit=0,
        documents=0,
        passages=0,
        repeated_lines=_read_lines(body.get("repeated_lines")),
    )


def _guess_engine(folder: Path) -> str:
    if (folder / "meta.json").exists():
        return "tantivy"
    return "whoosh" if any(folder.glob("*.toc")) else DEFAULT_ENGINE


def _read_lines(lines: object) -> dict[str, list[str]]:
    """Return a table of repeated lines without the entries that are malformed."""
    if not isinstance(lines, dict):
        return {}
    return {
        name: values
        for name, values in lines.items()
        if isinstance(values, list) and all(isinstance(value, str) for value in values)
    }


def salvage(folder: Path) -> Salvage:
    """Return the documents of the commit in ``folder`` that can be read.

    A segment of another index counts as lost: its documents are not this one's.
    """
    found = Salvage()
    identity = _find_identity(folder)
    removed: set[int] = set()
    listed: dict[int, tuple[str, Path]] = {}
    for name in segment_names(path.name for path in folder.iterdir()):
        path = folder / name
        try:
            segment = open_segments([path], tolerance=_DAMAGED_LETTERS)
        except IndexDamagedError as error:
            reason = describe(error).partition(";")[0]
            found.lost.append(Lost(None, name, f"cannot be read at all: {reason}"))
            continue
        found.segments.append(segment)
        if identity is not None and not belongs_to(path, identity):
            found.lost.append(Lost(None, name, "is of another index"))
            continue
        ids, is_whole = _ids_of(path)
        removed |= _removed_in(path)
        listed |= {row: (id, path) for row, id in ids.items()}
        if not is_whole:
            reason = "the list of its documents is damaged: some may be lost without a name"
            found.lost.append(Lost(None, name, reason))
        for row in _candidates(path, ids, is_whole=is_whole):
            stored = _read(segment, row)
            if stored is not None:
                found.rows[row] = (segment, stored)
    for row in removed:
        found.rows.pop(row, None)
    saved = {row.id for _, row in found.rows.values()}
    for row, (id, path) in sorted(listed.items()):
        if row not in found.rows and row not in removed and id not in saved:
            found.lost.append(Lost(id, path.name, "its row is damaged"))
    return found


def _find_identity(folder: Path) -> str | None:
    """Return the identity of the store of the commit in ``folder``; None if unknown.

    A manifest that is damaged may still tell it; else another commit of the generation.
    """
    for path in (folder, *sorted(folder.parent.glob("commit-*"))):
        with suppress(OSError):
            data = read_file(path / MANIFEST_NAME, most=MOST_BYTES)
            found = _STORE.findall(data)
            if found:
                return str(found[-1], "ascii")
            if b'"store"' not in data:
                return UNKNOWN
    return None


def _candidates(path: Path, ids: dict[int, str], *, is_whole: bool) -> Iterable[int]:
    """Return the rows to try: those listed, with their neighbours unless ``is_whole``."""
    if is_whole or not ids:
        return sorted(ids)
    beyond = min(_TRIED_BEYOND, file_state(path).st_size // _LEAST_ROW)
    first, last = max(1, min(ids) - beyond), max(ids) + beyond
    if last - first <= _MOST_TRIED:
        return range(first, last)
    near = {row + step for row in ids for step in (-1, 0, 1)}
    return sorted(near.union(range(first, first + beyond), range(last - beyond, last)))


def _read(store: DocumentStore, row: int) -> StoredRow | None:
    """Return what identifies the document in ``row``; None where it is damaged."""
    try:
        body = store.read_body(row)
        document = read_whole(StoredDocument(body.id, body.body))
        if any(find_misfits(document)):
            return None
    # Decoders may raise anything for a damaged row.
    except Exception:
        return None
    return StoredRow(row, body.id, body.given, body.root, body.origin)


def _ids_of(path: Path) -> tuple[dict[int, str], bool]:
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


def _removed_in(path: Path) -> set[int]:
    rows: set[int] = set()
    for order in ("ASC", "DESC"):
        found, is_end = _rows_of(path, f"SELECT row FROM removals ORDER BY row {order}")
        rows.update(row for (row,) in found if isinstance(row, int))
        if is_end:
            break
    return rows


def _rows_of(path: Path, query: str) -> tuple[list[Any], bool]:
    """Return the rows of a query before the first error, and whether there was none.

    They are no more than the file has room for.
    """
    rows: list[Any] = []
    try:
        connection, _ = connect_file(path, SCRIPT, tolerance=_DAMAGED_LETTERS)
        most = file_state(path).st_size // _LEAST_BYTES
        with closing(connection):
            for row in connection.execute(f"{query} LIMIT {most + 1}"):
                rows.append(row)
        return rows[:most], len(rows) <= most
    except (sqlite3.Error, OSError):
        return rows, False
