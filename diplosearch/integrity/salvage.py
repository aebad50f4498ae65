"""Reads the documents of a commit whose files are damaged, as far as they are readable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ..backends.manifest import MANIFEST_NAME, Manifest, find_damage, read_manifest
from ..engines.registry import DEFAULT_ENGINE, DISK_ENGINES
from ..errors import DiplosearchError, IndexDamagedError
from ..model import Document
from ..storage.checksummed_json import unseal
from ..storage.codec import StoredDocument
from ..storage.segments import open_segments, segment_names
from ..storage.store import DocumentStore, StoredBody, StoredRow
from .damaged_segment import read_ids, read_removals
from .documents import find_misfits, read_whole
from .findings import describe
from .live_rows import LiveRows, read_live_rows

_TRIED_BEYOND = 100_000
"""Rows tried before and after those that a damaged table still lists; a guess."""


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

    Where a segment is not as it was committed, the engine tells which documents there
    were, if its own files are whole.
    """
    manifest = _read_sound_manifest(folder)
    altered = _find_altered(folder, manifest)
    live = read_live_rows(folder, manifest) if manifest is not None and altered else None
    salvaging = _Salvaging(folder, live, altered)
    names = {path.name for path in folder.iterdir()} if manifest is None else manifest.files
    for name in segment_names(names):
        salvaging.read_segment(name)
    return salvaging.finish()


class _Salvaging:
    """Reads one segment after the other; ``live`` is what a sound engine tells."""

    def __init__(self, folder: Path, live: LiveRows | None, altered: list[str]) -> None:
        self._folder = folder
        self._live = live
        self._altered = altered
        self._found = Salvage()
        self._removed: set[int] = set()
        self._listed: dict[int, tuple[str, str]] = {}
        self._problems: list[Lost] = []

    def read_segment(self, name: str) -> None:
        """Read the documents of a segment, and the list of those that it deleted."""
        path = self._folder / name
        try:
            segment = open_segments([path])
        except IndexDamagedError as error:
            reason = describe(error).partition(";")[0]
            self._problems.append(Lost(None, name, f"cannot be read at all: {reason}"))
            return
        self._found.segments.append(segment)
        ids, is_whole = read_ids(path)
        removed, is_every_removal = read_removals(path)
        self._removed |= removed
        self._listed |= {row: (id, name) for row, id in ids.items()}
        if not is_whole:
            reason = "the list of its documents is damaged: some may be lost without a name"
            self._problems.append(Lost(None, name, reason))
        if not is_every_removal:
            reason = "the list of what was deleted is damaged: some of it may be back"
            self._problems.append(Lost(None, name, reason))
        for row in _candidates(ids, is_whole=is_whole):
            read = _read(segment, row)
            if read is None:
                continue
            if name in self._altered and not self._is_own(row, read.document):
                self._listed.pop(row, None)  # the id is another index's as well
            else:
                self._found.rows[row] = (segment, read.stored)

    def _is_own(self, row: int, document: Document) -> bool:
        """Tell whether a document may be of this index, and not of another one."""
        live = self._live
        return live is None or row not in live.rows or live.holds(row, document)

    def finish(self) -> Salvage:
        """Leave out what was deleted, and name what is lost."""
        found, listed, live = self._found, self._listed, self._live
        if live is not None:
            self._removed = {*found.rows, *listed} - live.rows
            unlisted = live.rows - found.rows.keys() - listed.keys()
            self._problems = _name_unlisted(len(unlisted), self._altered)
        for row in self._removed:
            found.rows.pop(row, None)
        found.lost += self._problems
        saved = {row.id for _, row in found.rows.values()}
        for row, (id, name) in sorted(listed.items()):
            if row not in found.rows and row not in self._removed and id not in saved:
                found.lost.append(Lost(id, name, "its row is damaged"))
        return found


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


def _name_unlisted(count: int, altered: list[str]) -> list[Lost]:
    """Return the loss of documents of which nothing but their number is known."""
    reason = f"documents that are lost without a name: {count:,}"
    return [Lost(None, ", ".join(altered), reason)] if count else []


def _candidates(ids: dict[int, str], *, is_whole: bool) -> Iterable[int]:
    """Return the rows to try: those listed, with their neighbours unless ``is_whole``."""
    if is_whole or not ids:
        return sorted(ids)
    return range(max(1, min(ids) - _TRIED_BEYOND), max(ids) + _TRIED_BEYOND)


class _Read(NamedTuple):
    stored: StoredRow
    document: Document


def _read(store: DocumentStore, row: int) -> _Read | None:
    """Return the document in ``row``, and what identifies it; None where it is damaged."""
    try:
        body = store.read_body(row)
        document = read_whole(StoredDocument(body.id, body.body))
        if any(find_misfits(document)):
            return None
    # Decoders may raise anything for a damaged row.
    except Exception:
        return None
    return _Read(StoredRow(row, body.id, body.given, body.root, body.origin), document)
