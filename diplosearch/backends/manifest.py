"""What a committed state consists of: counts, versions, files with checksums."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..errors import IndexDamagedError, IndexFormatError
from ..storage.atomic_files import write_whole
from ..storage.checksummed_json import seal, unseal
from ..storage.segments import segment_names

FORMAT = 3
"""Version of everything that lies in an index; stepped when old ones no longer fit."""

MANIFEST_NAME = "manifest.json"
_SEALED = "manifest"

Verify = Literal["sizes", "full"]

_READ_AT_ONCE = 1 << 20
_READ_IN_ANY_CASE = 1 << 20


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was committed: its size in bytes and its BLAKE2b checksum."""

    size: int
    checksum: str


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one commit holds."""

    engine: str
    fingerprint: str
    recognizer: str
    """The fingerprint of what found the entities; empty where nothing did."""

    commit: int
    documents: int
    passages: int
    repeated_lines: Mapping[str, Any] = field(default_factory=dict)
    """Lines that came back in many documents of a source, as learnt by a rebuild."""

    files: Mapping[str, FileRecord] = field(default_factory=dict)
    created: str = field(default_factory=_now)
    """When the commit was made: ISO 8601, with the zone."""

    format: int = FORMAT

    def segments(self, folder: Path) -> list[Path]:
        """Return the files of the document store of the commit in ``folder``."""
        return [folder / name for name in segment_names(self.files)]


def describe_file(path: Path) -> FileRecord:
    """Return the record of the file ``path`` as it is now."""
    digest = hashlib.blake2b(digest_size=16)
    size = 0
    with path.open("rb") as file:
        while data := file.read(_READ_AT_ONCE):
            digest.update(data)
            size += len(data)
    return FileRecord(size, digest.hexdigest())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of ``folder``, with a checksum of its own."""
    write_whole(folder / MANIFEST_NAME, seal(_SEALED, asdict(manifest)))


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of ``folder``.

    Raises :class:`IndexFormatError` when it is of another format version,
    :class:`IndexDamagedError` when it was altered, and
    :class:`FileNotFoundError` when there is none.
    """
    path = folder / MANIFEST_NAME
    try:
        body, is_sound = unseal(_SEALED, path.read_bytes())
        version = body["format"]
    except (ValueError, KeyError) as error:
        raise IndexDamagedError(f"{path} cannot be read; rebuild the index") from error
    # Another format may be sealed in another way, so this comes first.
    if version != FORMAT:
        raise IndexFormatError(
            f"{path} is of format {version}, this diplosearch reads format {FORMAT}; "
            "rebuild the index: diplosearch rebuild"
        )
    if not is_sound:
        raise IndexDamagedError(f"{path} was altered; rebuild the index")
    files = {name: FileRecord(**record) for name, record in body.pop("files").items()}
    return Manifest(**body, files=files)


def find_damage(folder: Path, files: Mapping[str, FileRecord], verify: Verify) -> list[str]:
    """Return what is wrong with ``files`` of ``folder``, in words.

    Small files are read in any case: a bit of theirs weighs more, and to read them
    costs next to nothing.
    """
    problems = []
    left = _READ_IN_ANY_CASE
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
