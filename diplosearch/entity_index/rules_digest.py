"""Compute a digest of the rules by which ids are linked: another one decides anew."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from ..entities.gazetteer.packed import default_gazetteer

_PACKAGE = Path(__file__).parent.parent
_FOLDERS = (
    "entity_index",
    "entities",
    "entities/data",
    "entities/gazetteer",
    "entities/people",
    "entities/tagger",
    "text",
    "text/data",
)
"""Folders whose code and lists of words have to do with names."""


@cache
def digest_rules() -> str:
    """Return a digest of the code, the lists and the gazetteer that decide of names.

    It may change where the rules stay the same. Where the package is no folder it is empty.
    """
    digest = hashlib.blake2b(default_gazetteer().fingerprint.encode(), digest_size=16)
    try:
        for folder in _FOLDERS:
            for path in sorted((_PACKAGE / folder).iterdir()):
                if path.suffix in (".py", ".txt"):
                    digest.update(f"{path.name} {path.stat().st_size}\n".encode())
                    digest.update(path.read_bytes())
    except OSError:
        return ""
    return digest.hexdigest()
