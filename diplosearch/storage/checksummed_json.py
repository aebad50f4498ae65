"""JSON with a checksum of its own: not one bit of it can change without being told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple


class Unsealed(NamedTuple):
    """What a file holds, and whether that is to the last bit what was written."""

    body: dict[str, Any]
    is_sound: bool


def seal(name: str, body: Mapping[str, Any]) -> bytes:
    """Return ``body`` as JSON under ``name``, with its checksum before it."""
    told = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    content = {"checksum": checksum(told), name: body}
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def unseal(name: str, data: bytes) -> Unsealed:
    """Return what :func:`seal` was given, or what has become of it.

    Raises :class:`ValueError` where there is nothing of the kind.
    """
    content = json.loads(data.decode())
    body = content.get(name) if isinstance(content, dict) else None
    if not isinstance(body, dict):
        raise ValueError(f"it holds no {name}")
    return Unsealed(body, data == seal(name, body))


def checksum(data: bytes) -> str:
    """Return the BLAKE2b checksum of ``data`` in 32 digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
