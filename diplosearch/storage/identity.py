"""Whose a segment is: the identity of its store, in the header of the SQLite file.

Two indexes have files of the same names and sizes. So each generation draws a number;
its manifests and its segments carry it. It is no secret: it tells a file that got into
the wrong folder, not one that was forged.
"""

from __future__ import annotations

import os
import re
import sqlite3
import struct
from pathlib import Path

from ..errors import IndexDamagedError
from .safe_files import open_file

UNKNOWN = "0" * 16
"""The identity of stores that were written before stores had one."""

_IDENTITY = re.compile("[0-9a-f]{16}")
_HEADER = struct.Struct(">60x4s4x4s")
"""SQLite's header with the user version and the application id, which are ours to set."""

_FLIPPED_BITS = 8
"""Bits of an identity that may be damaged. Of two random ones 32 differ; that 8 or fewer
do has a chance of one in four billion."""


def make_identity() -> str:
    """Return a new identity: 64 random bits in hexadecimal."""
    return os.urandom(8).hex()


def is_identity(text: object) -> bool:
    """Tell whether ``text`` is written like an identity."""
    return isinstance(text, str) and _IDENTITY.fullmatch(text) is not None


def write_identity(connection: sqlite3.Connection, schema: str, identity: str) -> None:
    """Write ``identity`` into the header of the new file that is attached as ``schema``."""
    version, application = struct.unpack(">ii", bytes.fromhex(identity))
    connection.execute(f"PRAGMA {schema}.user_version = {version}")
    connection.execute(f"PRAGMA {schema}.application_id = {application}")


def read_identity(path: Path) -> str:
    """Return the identity in the header of ``path``; ``UNKNOWN`` for a file without."""
    with open_file(path) as file:
        header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return UNKNOWN
    version, application = _HEADER.unpack(header)
    return bytes(version + application).hex()


def belongs_to(path: Path, identity: str) -> bool:
    """Tell whether the segment ``path`` is of the store ``identity``."""
    differing = int(read_identity(path), 16) ^ int(identity, 16)
    return differing.bit_count() <= _FLIPPED_BITS


def refuse_foreign(path: Path, identity: str) -> None:
    """Raise :class:`IndexDamagedError` where the segment ``path`` is of another store."""
    if not belongs_to(path, identity):
        raise IndexDamagedError(
            f"{path} is of another index; put back the file that belongs there, or rebuild "
            "the index: diplosearch rebuild"
        )
