"""The draft of a rebuild: its inputs, by which an interrupted one can be resumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..storage.atomic_files import write_whole
from ..storage.bounded_json import MOST_BYTES, Types, check_fields
from ..storage.checksummed_json import seal, unseal
from ..storage.safe_files import read_file
from .manifest import FORMAT, FileRecord, check_lines, read_records

DRAFT_NAME = "REBUILD.json"
_SEALED = "rebuild"
_FIELDS: Types = {
    "source": str,
    "analyzer": str,
    "recognizer": str,
    "keep_duplicates": bool,
    "documents": (int, type(None)),
    "repeated_lines": dict,
    "files": dict,
    "format": int,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """The inputs of a rebuild; kept beside its saved documents until it is committed.

    ``documents`` is the number of documents to read, None where it is unknown;
    ``files`` are the segments of the document store that were saved.
    """

    source: str
    analyzer: str
    recognizer: str
    keep_duplicates: bool
    documents: int | None = None
    repeated_lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, FileRecord] = field(default_factory=dict)
    format: int = FORMAT

    def difference(self, earlier: Draft) -> str:
        """Return why this rebuild cannot resume ``earlier``; empty where it can."""
        if earlier.format != self.format:
            return f"was written in format {earlier.format}"
        if earlier.source != self.source:
            return f"was made of {earlier.source!r}"
        if earlier.analyzer != self.analyzer:
            return "was made by another analyzer"
        if earlier.recognizer != self.recognizer:
            return "was made by another recognizer"
        if earlier.keep_duplicates != self.keep_duplicates:
            return "treated duplicates in another way"
        return ""


class InterruptedRebuild(NamedTuple):
    """A generation without a commit, and the draft of its rebuild."""

    folder: Path
    draft: Draft

    @property
    def saved(self) -> tuple[Path, Mapping[str, FileRecord]]:
        """The folder of the saved segments, and their records by name."""
        return self.folder, self.draft.files


def write_draft(folder: Path, draft: Draft) -> None:
    """Write the draft of the generation ``folder`` in one step, and sync it."""
    write_whole(folder / DRAFT_NAME, seal(_SEALED, asdict(draft)))


def read_draft(folder: Path) -> Draft | None:
    """Return the draft of the generation ``folder``; None if missing or altered."""
    try:
        data = read_file(folder / DRAFT_NAME, most=MOST_BYTES)
        body, is_sound = unseal(_SEALED, data)
        if not is_sound:
            return None
        check_fields(body, _FIELDS)
        check_lines(body["repeated_lines"])
        return Draft(**{**body, "files": read_records(body["files"])})
    except (OSError, ValueError):
        return None
