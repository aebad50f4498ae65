"""A rebuild that was interrupted: what is known of it, and whether it can go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..storage.atomic_files import write_whole
from ..storage.checksummed_json import seal, unseal
from .manifest import FORMAT, FileRecord

DRAFT_NAME = "REBUILD.json"
_SEALED = "rebuild"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rebuild is made of; lies beside what it has saved until it is done.

    ``documents`` is how many there are to read, None where nobody knows; ``files``
    are the parts of the document store that it has saved.
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
        """Return why this rebuild cannot go on where ``earlier`` ended, in words."""
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
    """A generation without a commit, and what it was to become."""

    folder: Path
    draft: Draft

    @property
    def saved(self) -> tuple[Path, Mapping[str, FileRecord]]:
        """Where the documents lie that it has saved, and what they were then."""
        return self.folder, self.draft.files


def write_draft(folder: Path, draft: Draft) -> None:
    """Write the draft of the generation ``folder``; it is on the disk on return."""
    write_whole(folder / DRAFT_NAME, seal(_SEALED, asdict(draft)))


def read_draft(folder: Path) -> Draft | None:
    """Return the draft of a generation; None where there is none that can be read."""
    try:
        body, is_sound = unseal(_SEALED, (folder / DRAFT_NAME).read_bytes())
        if not is_sound:
            return None
        files = {name: FileRecord(**record) for name, record in body.pop("files").items()}
        return Draft(**body, files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
