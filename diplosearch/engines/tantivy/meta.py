"""Tantivy's list of segments, verified before Tantivy reads it.

It may come from anybody: a number of documents that the files have no room for has Tantivy
loop for minutes, and it is nested as its author likes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import IndexDamagedError
from ...schema import ROW, TEXT_FIELDS
from ...storage.bounded_json import read_json
from ...storage.safe_files import file_state, read_file
from .schema import KEY, LENGTH, value_fields

META_NAME = "meta.json"
SEGMENT_FILE = re.compile(r"(?P<segment>[0-9a-f]{32})\.(?:[a-z]+|(?P<deletion>\d+)\.del)")

_MOST_BYTES = 4 << 20
"""Bytes of the list; more than 10,000 segments take."""

_MOST_SEGMENTS = 1_000
"""Segments of an index; Tantivy merges them from eight on."""

_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
_TYPES: Mapping[str, str] = {
    **dict.fromkeys((*TEXT_FIELDS, *value_fields().values(), ROW), "text"),
    KEY: "u64",
    LENGTH: "u64",
}
_TEXTS = sum(kind == "text" for kind in _TYPES.values())
_MOST_NUMBER = (1 << 64) - 1


def read_meta(folder: Path) -> dict[str, Any]:
    """Return Tantivy's list of the segments in ``folder``.

    Raises :class:`IndexDamagedError` where it cannot be read, or is none of an index.
    """
    path = folder / META_NAME
    try:
        meta = read_json(read_file(path, most=_MOST_BYTES))
        _check_schema(meta)
        segments = meta["segments"]
        if type(segments) is not list or len(segments) > _MOST_SEGMENTS:
            raise ValueError("its segments are no list, or too many")
        for segment in segments:
            _check_segment(segment)
        ids = [segment_id(segment) for segment in segments]
        if len(set(ids)) < len(ids):
            raise ValueError("it lists a segment twice")
        for segment, id in zip(segments, ids, strict=True):
            _check_size(folder / f"{id}.fieldnorm", segment["max_doc"])
    except IndexDamagedError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(path, error) from error
    return dict(meta)


def segment_id(segment: Mapping[str, Any]) -> str:
    """Return the common stem of a segment's files."""
    return str(segment["segment_id"]).replace("-", "")


def segment_files(folder: Path, meta: Mapping[str, Any]) -> list[str]:
    """Return the names of the files of the segments of ``meta`` in ``folder``."""
    ids = {segment_id(segment) for segment in meta["segments"]}
    matches = (SEGMENT_FILE.fullmatch(path.name) for path in folder.iterdir())
    return sorted(found[0] for found in matches if found and found["segment"] in ids)


def _check_schema(meta: Mapping[str, Any]) -> None:
    fields = {field["name"]: field["type"] for field in meta["schema"]}
    if fields != _TYPES or len(meta["schema"]) != len(_TYPES):
        raise ValueError("its fields are not those of an index")


def _check_segment(segment: Mapping[str, Any]) -> None:
    if not _ID.fullmatch(segment["segment_id"]):
        raise ValueError("a segment has no id")
    _check_number(segment["max_doc"])
    deletes = segment["deletes"]
    if deletes is not None:
        _check_number(deletes["opstamp"])
        _check_number(deletes["num_deleted_docs"], most=segment["max_doc"])


def _check_number(number: object, *, most: int = _MOST_NUMBER) -> None:
    if type(number) is not int or not 0 <= number <= most:
        raise ValueError(f"{str(number)[:80]!r} is out of range")


def _check_size(path: Path, documents: int) -> None:
    """Refuse a segment of more documents than there are lengths of their fields."""
    if documents * _TEXTS > file_state(path).st_size:
        raise ValueError(f"{path.name} has no room for {documents:,} documents")


def damaged(path: Path, error: Exception) -> IndexDamagedError:
    """Return the error that says that ``path`` cannot be read."""
    return IndexDamagedError(
        f"{path} cannot be read ({error}); rebuild the index: diplosearch rebuild"
    )
