"""The files of an index: Tantivy's, and one of ours with the state of the commit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...errors import IndexDamagedError

META_NAME = "meta.json"
STATE_NAME = "passages.json"
_LOCKS = (".tantivy-meta.lock", ".tantivy-writer.lock")
_SEGMENT_FILE = re.compile(r"(?P<segment>[0-9a-f]{32})\.(?:[a-z]+|(?P<deletion>\d+)\.del)")


@dataclass(frozen=True, slots=True)
class State:
    """The state of a commit beside Tantivy's files.

    ``total_length`` is in words, ``padding`` the tokens that fields are longer than
    their passages, ``positions`` the most that a passage has in a field;
    ``is_ordered`` tells whether Tantivy's order of passages is that of their keys.
    """

    passages: int = 0
    total_length: int = 0
    padding: int = 0
    positions: int = 0
    is_ordered: bool = False

    @property
    def average_length(self) -> float:
        """The mean length of a passage in words; 0 when there is none."""
        return self.total_length / self.passages if self.passages else 0.0


@dataclass(frozen=True, slots=True)
class Segments:
    """Tantivy's own list of its segments."""

    documents: int
    """All documents in the files, deleted ones and fillers included."""

    deleted: int
    deletions: Mapping[str, str]
    """The number of the last deletion of each segment, by its files' common stem."""


def read_state(folder: Path) -> State:
    """Return the state of the last commit; an empty one in a new folder.

    Raises :class:`IndexDamagedError` when it cannot be read.
    """
    path = folder / STATE_NAME
    if not path.exists() and not (folder / META_NAME).exists():
        return State()
    try:
        return State(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise damaged(path, error) from error


def write_state(folder: Path, state: State) -> None:
    """Write ``state`` into a new file that then replaces the old one."""
    draft = folder / f"{STATE_NAME}.new"
    draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
    draft.replace(folder / STATE_NAME)


def read_segments(folder: Path) -> Segments:
    """Return Tantivy's list of segments.

    Raises :class:`IndexDamagedError` when it cannot be read.
    """
    path = folder / META_NAME
    try:
        listed: list[dict[str, Any]] = json.loads(path.read_bytes())["segments"]
        deletes = [one["deletes"] or {} for one in listed]
        ids = [one["segment_id"].replace("-", "") for one in listed]
        return Segments(
            documents=sum(one["max_doc"] for one in listed),
            deleted=sum(gone.get("num_deleted_docs", 0) for gone in deletes),
            deletions={
                id: str(gone.get("opstamp")) for id, gone in zip(ids, deletes, strict=True)
            },
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(path, error) from error


def find_orphans(folder: Path) -> list[Path]:
    """Return the files of ``folder`` that belong to no state of the index."""
    if not (folder / META_NAME).exists():
        return []
    deletions = read_segments(folder).deletions
    orphans = []
    for path in folder.iterdir():
        found = _SEGMENT_FILE.fullmatch(path.name)
        if found is None:
            continue
        last = deletions.get(found["segment"])
        if last is None or found["deletion"] not in (None, last):
            orphans.append(path)
    return sorted(orphans)


def remove_leftovers(folder: Path) -> None:
    """Remove lock files, which are not held any more, and orphans."""
    for path in find_orphans(folder):
        path.unlink()
    remove_locks(folder)


def remove_locks(folder: Path) -> None:
    """Remove lock files: linked ones would lock the commit before as well."""
    for name in _LOCKS:
        (folder / name).unlink(missing_ok=True)


def damaged(path: Path, error: Exception) -> IndexDamagedError:
    """Return the error that says that ``path`` cannot be read."""
    return IndexDamagedError(
        f"{path} cannot be read ({error}); rebuild the index: diplosearch rebuild"
    )
