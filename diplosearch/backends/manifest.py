"""The manifest of a commit: counts, versions, and files with checksums."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..analysis.analyzer import fingerprint
from ..errors import IndexAnalyzerError, IndexDamagedError, IndexFormatError
from ..storage.atomic_files import write_whole
from ..storage.checksummed_json import seal, unseal
from ..storage.segments import segment_names

FORMAT = 3
"""Version of the format of an index; raised by every incompatible change."""

MANIFEST_NAME = "manifest.json"
_SEALED = "manifest"

Verify = Literal["sizes", "full"]

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

    def segments(self, folder: Path) -> list[Path]:
        """Return the segments of the document store, for a commit in ``folder``."""
        return [folder / name for name in segment_names(self.files)]


def describe_file(path: Path) -> FileRecord:
    """Return the size and the checksum of the file ``path`` as it is now."""
    digest = hashlib.blake2b(digest_size=16)
    size = 0
    with path.open("rb") as file:
        while data := file.read(_READ_BYTES):
            digest.update(data)
            size += len(data)
    return FileRecord(size, digest.hexdigest())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of the commit in ``folder`` in one step, and sync it."""
    write_whole(folder / MANIFEST_NAME, seal(_SEALED, asdict(manifest)))


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the commit in ``folder``.

    Raises :class:`IndexFormatError` where it is of another format version,
    :class:`IndexDamagedError` where it was altered or cannot be read, and
    :class:`FileNotFoundError` where it is missing.
    """
    path = folder / MANIFEST_NAME
    try:
        body, is_sound = unseal(_SEALED, path.read_bytes())
        version = body["format"]
    except (ValueError, KeyError) as error:
        raise IndexDamagedError(f"{path} cannot be read; rebuild the index") from error
    # The version is compared first: another format may compute its checksum differently.
    if version != FORMAT:
        raise IndexFormatError(
            f"{path} is of format {version}, this diplosearch reads format {FORMAT}; "
            "rebuild the index: diplosearch rebuild"
        )
    if not is_sound:
        raise IndexDamagedError(f"{path} was altered; rebuild the index")
    files = {name: FileRecord(**record) for name, record in body.pop("files").items()}
    return Manifest(**body, files=files)


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
        path = folder / name
        try:
            size = path.stat().st_size
        except OSError:
            problems.append(f"{path} is missing")
            continue
        left -= size
        if size != record.size:
            problems.append(f"{path} has {size} bytes instead of {record.size}")
        elif (verify == "full" or left >= 0) and describe_file(path) != record:
            problems.append(f"{path} was altered")
    return problems
