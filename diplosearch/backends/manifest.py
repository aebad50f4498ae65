"""The manifest of a commit: counts, versions, and files with checksums."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from ..analysis.fingerprint import fingerprint
from ..engines.registry import DISK_ENGINES, UNREAD_FILES
from ..entity_index.corrections.corrections import Corrections
from ..errors import IndexAnalyzerError, IndexDamagedError, IndexFormatError
from ..storage.atomic_files import write_whole
from ..storage.bounded_json import MOST_BYTES, check_fields
from ..storage.checksummed_json import seal, unseal
from ..storage.format3 import FORMAT_3
from ..storage.identity import UNKNOWN, is_identity
from ..storage.safe_files import file_state, is_plain_name, open_file, read_file
from ..storage.segments import segment_names

FORMAT = 4
"""Version of the format of an index; raised by every incompatible change."""

OLDER_FORMATS = (FORMAT_3,)
"""Formats of which a rebuild can read the documents and the corrections by hand."""

MANIFEST_NAME = "manifest.json"
IN_USE_NAME = "IN-USE"
_UNLISTED = (MANIFEST_NAME, IN_USE_NAME, "-journal", "-wal", "-shm")
"""Ends of names that no manifest lists: of our own files beside it, and of those by which
SQLite goes on with what another process began."""

_SEALED = "manifest"

Verify = Literal["sizes", "full"]

_FIELDS: Mapping[str, type] = {
    "engine": str,
    "fingerprint": str,
    "recognizer": str,
    "commit": int,
    "documents": int,
    "passages": int,
    "repeated_lines": dict,
    "files": dict,
    "created": str,
    "format": int,
    "store": str,
    "corrections": list,
}
_LAST_COMMIT = 10**9 - 2
"""The last commit that another one can follow, by the nine digits of a folder's name."""

_RECORD_FIELDS: Mapping[str, type] = {"size": int, "checksum": str}
_CHECKSUM = re.compile(r"[0-9a-f]{32}")

_READ_BYTES = 1 << 20
"""Bytes of one read for a checksum; a guess."""

_ALWAYS_VERIFIED_BYTES = 1 << 20
"""Bytes, of the smallest files first, whose checksums are always verified; a guess."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A committed file: its size in bytes and its BLAKE2b checksum in hexadecimal."""

    size: int
    checksum: str


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents and the origin of one commit."""

    engine: str
    fingerprint: str
    """The fingerprint of the analyzer that made the terms."""

    recognizer: str
    """The fingerprint of the recognizer; empty where entities were not recognized."""

    commit: int
    documents: int
    passages: int
    repeated_lines: Mapping[str, Any] = field(default_factory=dict)
    """Lines that many documents of a source repeat, as learnt by a rebuild."""

    files: Mapping[str, FileRecord] = field(default_factory=dict)
    created: str = field(default_factory=_now)
    """The time of the commit: ISO 8601 with the zone."""

    format: int = FORMAT
    store: str = UNKNOWN
    """The identity of the document store, which all its segments carry."""

    corrections: Sequence[str] = ()
    """Corrections by hand, as lines; they hold in the table of entities."""

    def segments(self, folder: Path) -> list[Path]:
        """Return the segments of the document store, for a commit in ``folder``."""
        return [folder / name for name in segment_names(self.files)]


def describe_file(path: Path) -> FileRecord:
    """Return the size and the checksum of the file ``path`` as it is now."""
    digest = hashlib.blake2b(digest_size=16)
    size = 0
    with open_file(path) as file:
        while data := file.read(_READ_BYTES):
            digest.update(data)
            size += len(data)
    return FileRecord(size, digest.hexdigest())


def read_records(files: Mapping[str, Any]) -> dict[str, FileRecord]:
    """Return the records of a sealed file by name.

    Raises :class:`ValueError` for a name that is a path, and for malformed records.
    """
    records = {}
    for name, record in files.items():
        if not is_plain_name(name) or name.endswith(_UNLISTED):
            raise ValueError(f"it lists {name[:80]!r}, which is no file of a commit")
        if not isinstance(record, dict):
            raise ValueError(f"its record of {name} is malformed")
        check_fields(record, _RECORD_FIELDS)
        if not _CHECKSUM.fullmatch(record["checksum"]):
            raise ValueError(f"its record of {name} is malformed")
        records[name] = FileRecord(**record)
    return records


def check_lines(lines: Mapping[str, Any]) -> None:
    """Raise :class:`ValueError` for values that are no lists of lines."""
    for values in lines.values():
        if type(values) is not list or any(type(value) is not str for value in values):
            raise ValueError("its repeated lines or corrections are malformed")


def read_kept(lines: Sequence[str]) -> Corrections:
    """Return the corrections that a manifest keeps.

    Raises :class:`UsageError`, a :class:`ValueError`, for lines that none was made of.
    """
    return _parse_kept(tuple(lines))


@lru_cache(maxsize=2)
def _parse_kept(lines: tuple[str, ...]) -> Corrections:
    """Return the corrections in ``lines``: a change reads those of a commit four times."""
    return Corrections.parse(lines, origin="correction")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of the commit in ``folder`` in one step, and sync it."""
    write_whole(folder / MANIFEST_NAME, seal(_SEALED, to_body(manifest)))


def to_body(manifest: Manifest) -> dict[str, Any]:
    """Return a manifest as values that JSON can carry.

    Without corrections it has no such field, so that versions that know of none read it.
    """
    body = asdict(manifest)
    if not manifest.corrections:
        del body["corrections"]
    return body


def read_manifest(folder: Path, *, older: Collection[int] = ()) -> Manifest:
    """Return the manifest of the commit in ``folder``, also of one of ``older`` formats.

    Raises :class:`IndexFormatError` where it is of another format version,
    :class:`IndexDamagedError` where it was altered or cannot be read, and
    :class:`FileNotFoundError` where it is missing.
    """
    path = folder / MANIFEST_NAME
    try:
        body, is_sound = unseal(_SEALED, read_file(path, most=MOST_BYTES))
        version = body["format"]
        if isinstance(version, (dict, list)):
            raise ValueError("its format is no number")
    except (ValueError, KeyError) as error:
        raise IndexDamagedError(f"{path} cannot be read; rebuild the index") from error
    # The version is compared first: another format may compute its checksum differently.
    if version != FORMAT and version not in older:
        raise IndexFormatError(describe_format(version, path))
    if not is_sound:
        raise IndexDamagedError(f"{path} was altered; rebuild the index")
    try:
        # The first of format 3 had neither.
        body = {"store": UNKNOWN, "corrections": [], **body}
        check_fields(body, _FIELDS)
        check_lines(body["repeated_lines"])
        check_lines({"corrections": body["corrections"]})
        corrections = read_kept(body["corrections"]).lines
        if body["commit"] > _LAST_COMMIT:
            raise ValueError("its commit is out of range")
        if not is_identity(body["store"]):
            raise ValueError("its store has no identity")
        if body["engine"] not in DISK_ENGINES:
            raise ValueError(f"it names the engine {body['engine'][:80]!r}")
        records = read_records(body["files"])
        return Manifest(**{**body, "files": records, "corrections": corrections})
    except ValueError as error:
        raise IndexDamagedError(
            f"{path} was not written by diplosearch ({error}); rebuild the index"
        ) from error


def describe_format(version: object, location: object) -> str:
    """Return the message for an index of another format, with the command that helps."""
    advice = "rebuild the index: diplosearch rebuild"
    if version in OLDER_FORMATS:
        advice = (
            "rebuild it from its own documents: diplosearch rebuild --from INDEX "
            "(from_index=INDEX)"
        )
    return (
        f"{location} is of format {str(version)[:80]}, this diplosearch reads format "
        f"{FORMAT}; {advice}"
    )


def refuse_other_analyzer(manifest: Manifest, location: str) -> None:
    """Raise :class:`IndexAnalyzerError` where another analyzer made the index."""
    if manifest.fingerprint != fingerprint():
        raise IndexAnalyzerError(
            f"index {location!r} was made by another analyzer (its terms differ); "
            "rebuild it: diplosearch rebuild"
        )


def find_damage(folder: Path, files: Mapping[str, FileRecord], verify: Verify) -> list[str]:
    """Compare the files in ``folder`` with their records; return problems as messages.

    Sizes are always compared, checksums of all files with ``full``. The smallest files
    are always read: each of their bits matters more, and reading them takes no time.
    """
    problems = []
    left = _ALWAYS_VERIFIED_BYTES
    for name, record in sorted(files.items(), key=lambda item: item[1].size):
        if name in UNREAD_FILES:
            continue
        path = folder / name
        try:
            size = file_state(path).st_size
        except IndexDamagedError as error:
            problems.append(str(error).partition(";")[0])
            continue
        except OSError:
            problems.append(f"{path} is missing")
            continue
        left -= size
        if size != record.size:
            problems.append(f"{path} has {size} bytes instead of {record.size}")
        elif (verify == "full" or left >= 0) and describe_file(path) != record:
            problems.append(f"{path} was altered")
    return problems
