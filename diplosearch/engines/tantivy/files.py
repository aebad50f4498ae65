"""The files of an index: Tantivy's, and one of ours with the state of the commit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...errors import IndexDamagedError
from ...storage.bounded_json import check_fields, read_json
from ...storage.safe_files import create_file, read_file
from .meta import META_NAME, SEGMENT_FILE, damaged, read_meta, segment_id

STATE_NAME = "passages.json"
_LOCKS = (".tantivy-meta.lock", ".tantivy-writer.lock")
_MANAGED_NAME = ".managed.json"
_STATE_BYTES = 4096
"""Bytes of a state; more than it has."""

_STATE_FIELDS: Mapping[str, type] = {
    "passages": int,
    "total_length": int,
    "padding": int,
    "positions": int,
    "is_ordered": bool,
}
_MOST_PADDING = 1_000_000
"""Tokens of padding and positions at most; a passage has at most some thousand words."""


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
        body = read_json(read_file(path, most=_STATE_BYTES))
        if type(body) is not dict:
            raise ValueError("it is no state")
        check_fields(body, _STATE_FIELDS)
        if max(body["padding"], body["positions"]) > _MOST_PADDING:
            raise ValueError("its numbers are out of range")
        return State(**body)
    except IndexDamagedError:
        raise
    except (OSError, ValueError) as error:
        raise damaged(path, error) from error


def write_state(folder: Path, state: State) -> None:
    """Write ``state`` into a new file that then replaces the old one."""
    write_json(folder / STATE_NAME, asdict(state))


def write_json(path: Path, body: Mapping[str, Any]) -> None:
    """Write ``body`` into a new file that then replaces ``path``.

    The file is readable by whoever the user lets read files; Tantivy's own are not.
    """
    draft = path.with_name(f"{path.name}.new")
    with create_file(draft) as file:
        file.write(json.dumps(body).encode())
    draft.replace(path)


def read_segments(folder: Path) -> Segments:
    """Return Tantivy's list of segments.

    Raises :class:`IndexDamagedError` when it cannot be read.
    """
    listed: list[dict[str, Any]] = read_meta(folder)["segments"]
    deletes = [one["deletes"] or {} for one in listed]
    ids = map(segment_id, listed)
    return Segments(
        documents=sum(one["max_doc"] for one in listed),
        deleted=sum(gone.get("num_deleted_docs", 0) for gone in deletes),
        deletions={
            id: str(gone.get("opstamp")) for id, gone in zip(ids, deletes, strict=True)
        },
    )


def find_orphans(folder: Path) -> list[Path]:
    """Return the files of ``folder`` that belong to no state of the index."""
    if not (folder / META_NAME).exists():
        return []
    deletions = read_segments(folder).deletions
    orphans = []
    for path in folder.iterdir():
        found = SEGMENT_FILE.fullmatch(path.name)
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
    """Remove lock files: linked ones would lock the commit before as well.

    And Tantivy's list of files that it may remove, wherever they are: it does without,
    and what it leaves behind are orphans.
    """
    for name in (*_LOCKS, _MANAGED_NAME):
        (folder / name).unlink(missing_ok=True)
