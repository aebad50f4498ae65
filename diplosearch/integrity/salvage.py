"""Reads the documents of a commit whose files are damaged, as far as they are readable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..backends.manifest import (
    MANIFEST_NAME,
    Manifest,
    find_damage,
    read_kept,
    read_manifest,
)
from ..engines.registry import DEFAULT_ENGINE, DISK_ENGINES
from ..errors import DiplosearchError, IndexDamagedError, UsageError
from ..storage.bounded_json import MOST_BYTES
from ..storage.checksummed_json import unseal
from ..storage.codec import StoredDocument
from ..storage.identity import UNKNOWN, belongs_to
from ..storage.safe_files import file_state, read_file
from ..storage.segments import open_segments, segment_names
from ..storage.store import DocumentStore, StoredBody, StoredRow
from .damaged_segment import DAMAGED_LETTERS, read_ids, read_removals
from .documents import find_misfits, read_whole
from .findings import describe
from .live_rows import read_live_rows

_TRIED_BEYOND = 100_000
_LEAST_ROW = 64
"""Rows tried before and after those that a damaged table still lists, but not more than
there is room for in the file, of rows of so many bytes; both are guesses."""

_MOST_TRIED = 1_000_000
"""Rows tried between the first and the last that are listed; a guess."""

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
        corrections=_read_corrections(body.get("corrections")),
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


def _read_corrections(lines: object) -> tuple[str, ...]:
    """Return the lines of corrections if all are sound, else none."""
    found = _read_lines({"": lines}).get("", [])
    try:
        return read_kept(found).lines
    except UsageError:
        return ()


def salvage(folder: Path) -> Salvage:
    """Return the documents of the commit in ``folder`` that can be read.

    A segment of another index counts as lost: its documents are not this one's. Where a
    segment is not as it was committed, the engine tells which documents there were, if
    its own files are whole.
    """
    manifest = _read_sound_manifest(folder)
    altered = _find_altered(folder, manifest)
    live = read_live_rows(folder, manifest) if manifest is not None and altered else None
    salvaging = _Salvaging(folder, altered, live)
    names = {path.name for path in folder.iterdir()} if manifest is None else manifest.files
    for name in segment_names(names):
        salvaging.read_segment(name)
    return salvaging.finish()


class _Salvaging:
    """Reads one segment after the other.

    ``live`` are the rows that a sound engine holds, None where that is unknown.
    """

    def __init__(self, folder: Path, altered: list[str], live: set[int] | None) -> None:
        self._folder = folder
        self._identity = _find_identity(folder)
        self._altered = altered
        self._live = live
        self._found = Salvage()
        self._removed: set[int] = set()
        self._listed: dict[int, tuple[str, str]] = {}
        self._lost: list[Lost] = []
        self._doubts: list[Lost] = []

    def read_segment(self, name: str) -> None:
        """Read the documents of a segment, and the list of those that it deleted."""
        path = self._folder / name
        try:
            segment = open_segments([path], tolerance=DAMAGED_LETTERS)
        except IndexDamagedError as error:
            reason = describe(error).partition(";")[0]
            self._lost.append(Lost(None, name, f"cannot be read at all: {reason}"))
            return
        self._found.segments.append(segment)
        if self._identity is not None and not belongs_to(path, self._identity):
            self._lost.append(Lost(None, name, "is of another index"))
            return
        ids, is_whole = read_ids(path)
        removed, is_every_removal = read_removals(path)
        self._removed |= removed
        self._listed |= {row: (id, name) for row, id in ids.items()}
        if not is_whole:
            reason = "the list of its documents is damaged: some may be lost without a name"
            self._lost.append(Lost(None, name, reason))
        if not is_every_removal:
            reason = "the list of what was deleted is damaged: some of it may be back"
            self._doubts.append(Lost(None, name, reason))
        for row in _candidates(path, ids, is_whole=is_whole):
            stored = _read(segment, row)
            if stored is not None:
                self._found.rows[row] = (segment, stored)

    def finish(self) -> Salvage:
        """Leave out what was deleted, and name what is lost."""
        found, listed = self._found, self._listed
        if self._live is None:
            found.lost += self._lost + self._doubts
        else:
            self._removed = {*found.rows, *listed} - self._live
            unnamed = self._live - found.rows.keys() - listed.keys()
            found.lost += self._name_unnamed(len(unnamed))
        for row in self._removed:
            found.rows.pop(row, None)
        saved = {row.id for _, row in found.rows.values()}
        for row, (id, name) in sorted(listed.items()):
            if row not in found.rows and row not in self._removed and id not in saved:
                found.lost.append(Lost(id, name, "its row is damaged"))
        return found

    def _name_unnamed(self, count: int) -> list[Lost]:
        """Return the loss of documents of which nothing but their number is known."""
        if not count or self._lost:
            return self._lost if count else []
        reason = f"documents that are lost without a name: {count:,}"
        return [Lost(None, ", ".join(self._altered), reason)]


def _read_sound_manifest(folder: Path) -> Manifest | None:
    with suppress(DiplosearchError, OSError):
        return read_manifest(folder)
    return None


def _find_altered(folder: Path, manifest: Manifest | None) -> list[str]:
    """Return the names of the segments that are not as they were committed."""
    if manifest is None:
        return []
    return [
        name
        for name in segment_names(manifest.files)
        if find_damage(folder, {name: manifest.files[name]}, "full")
    ]


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
