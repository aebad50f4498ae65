"""JSON with its own checksum: a change of a single bit is detected."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from .bounded_json import read_json


class Unsealed(NamedTuple):
    """The body of a sealed file, and whether the file is bit for bit what was written."""

    body: dict[str, Any]
    is_sound: bool


def seal(name: str, body: Mapping[str, Any]) -> bytes:
    """Return a JSON object of ``checksum``, that of ``body``, and ``name``, the body."""
    encoded = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    content = {"checksum": checksum(encoded), name: body}
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def unseal(name: str, data: bytes) -> Unsealed:
    """Return the body that :func:`seal` was given, and whether ``data`` is unaltered.

    Raises :class:`ValueError` where ``data`` is not JSON, is out of bounds
    (:mod:`~diplosearch.storage.bounded_json`) or has no object ``name``.
    """
    content = read_json(data)
    body = content.get(name) if isinstance(content, dict) else None
    if not isinstance(body, dict):
        raise ValueError(f"it holds no {name}")
    return Unsealed(body, data == seal(name, body))


def checksum(data: bytes) -> str:
    """Return the BLAKE2b checksum of ``data``: 16 bytes as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
