"""The documents that can still be read in commits some of whose files are damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..backends.manifest import MANIFEST_NAME, Manifest
from ..engines.registry import DEFAULT_ENGINE, DISK_ENGINES
from ..errors import IndexDamagedError
from ..storage.checksummed_json import unseal
from ..storage.codec import StoredDocument
from ..storage.segments import open_segments, segment_names
from ..storage.store import DocumentStore, StoredBody, StoredRow
from .documents import find_misfits, read_whole
from .findings import describe

_TRIED_BEYOND = 100_000
"""Rows that are tried before and behind those that a damaged list still names."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What could not be saved: a document, or with an id of None a whole file."""

    id: str | None
    path: str
    reason: str


@dataclass(slots=True)
class Salvage:
    """The documents of one commit that can be read, by row, and those that cannot."""

    parts: list[DocumentStore] = field(default_factory=list)
    rows: dict[int, tuple[DocumentStore, StoredRow]] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)

    def by_id(self) -> dict[str, tuple[DocumentStore, StoredRow]]:
        """Return what can be read; of two versions the later one."""
        return {held[1].id: held for _, held in sorted(self.rows.items())}

    def close(self) -> None:
        """Close all files."""
        for part in self.parts:
            part.close()


class SalvagedDocuments:
    """Documents of several damaged stores as one, to make an index of."""

    def __init__(self, held: Iterable[tuple[DocumentStore, StoredRow]]) -> None:
        self._held = list(held)

    def rows(self, commit: int) -> Iterator[StoredRow]:  # noqa: ARG002 - all is shown
        """Yield the row of each document, by its place in this store."""
        for number, (_, row) in enumerate(self._held):
            yield StoredRow(number, row.id, row.given, row.root, row.origin)

    def read_body(self, row: int) -> StoredBody:
        """Return what lies at a place."""
        store, found = self._held[row]
        return store.read_body(found.row)


def read_what_is_left(folder: Path) -> Manifest:
    """Return what can be told of a commit, be its manifest damaged or missing."""
    body: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        body = unseal("manifest", (folder / MANIFEST_NAME).read_bytes()).body
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
    """Return a table of repeated lines as far as it is one."""
    if not isinstance(lines, dict):
        return {}
    return {
        name: values
        for name, values in lines.items()
        if isinstance(values, list) and all(isinstance(value, str) for value in values)
    }


def salvage(folder: Path) -> Salvage:
    """Return the documents of the commit in ``folder`` that can be read."""
    found = Salvage()
    removed: set[int] = set()
    named: dict[int, tuple[str, Path]] = {}
    for name in segment_names(path.name for path in folder.iterdir()):
        path = folder / name
        try:
            part = open_segments([path])
        except IndexDamagedError as error:
            reason = describe(error).partition(";")[0]
            found.lost.append(Lost(None, name, f"cannot be read at all: {reason}"))
            continue
        found.parts.append(part)
        ids, is_whole = _ids_of(path)
        removed |= _removed_in(path)
        named |= {row: (id, path) for row, id in ids.items()}
        if not is_whole:
            told = "the list of its documents is damaged: some may be lost without a name"
            found.lost.append(Lost(None, name, told))
        for row in _candidates(ids, is_whole=is_whole):
            held = _read(part, row)
            if held is not None:
                found.rows[row] = (part, held)
    for row in removed:
        found.rows.pop(row, None)
    saved = {row.id for _, row in found.rows.values()}
    for row, (id, path) in sorted(named.items()):
        if row not in found.rows and row not in removed and id not in saved:
            found.lost.append(Lost(id, path.name, "its row is damaged"))
    return found


def _candidates(ids: dict[int, str], *, is_whole: bool) -> Iterable[int]:
    """Return the rows that may hold documents, besides those that are named."""
    if is_whole or not ids:
        return sorted(ids)
    return range(max(1, min(ids) - _TRIED_BEYOND), max(ids) + _TRIED_BEYOND)


def _read(part: DocumentStore, row: int) -> StoredRow | None:
    """Return what identifies a document that can be read whole; None otherwise."""
    try:
        body = part.read_body(row)
        document = read_whole(StoredDocument(body.id, body.body))
        if any(find_misfits(document)):
            return None
    # Whatever a damaged row makes its readers raise, it is lost.
    except Exception:
        return None
    return StoredRow(row, body.id, body.given, body.root, body.origin)


def _ids_of(path: Path) -> tuple[dict[int, str], bool]:
    """Return the ids by row as far as they can be read, and whether that is all.

    The table and its index are two ways to them; each is gone from both ends, since
    what is damaged in between ends the way.
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


def _removed_in(path: Path) -> set[int]:
    rows: set[int] = set()
    for order in ("ASC", "DESC"):
        found, is_end = _rows_of(path, f"SELECT row FROM removals ORDER BY row {order}")
        rows.update(row for (row,) in found)
        if is_end:
            break
    return rows


def _rows_of(path: Path, query: str) -> tuple[list[Any], bool]:
    """Return the rows of a query up to where it fails, and whether it came to its end."""
    rows: list[Any] = []
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            for row in connection.execute(query):
                rows.append(row)
    except sqlite3.Error:
        return rows, False
    return rows, True
