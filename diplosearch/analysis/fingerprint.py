"""The fingerprint of the analyzer, by which an index tells whether it still fits.

It is a hash of the terms of a fixed text. To work it out takes a tenth of the time of a
process that answers one query; so ``data/fingerprint.txt`` has it, with digests of what it
was worked out from (:func:`digest_sources`), for processes in which these are the same.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..resources import read_list
from .analyzer import hash_terms

_FILE = "fingerprint.txt"
_PACKAGE = Path(__file__).parent.parent
_FOLDERS = ("analysis", "analysis/data", "analysis/turkish", "analysis/turkish/data")
_OTHERS = (
    "packed_table.py",
    "resources.py",
    "text/letters.py",
    "text/phonetics.py",
    "text/data/english_sounds.txt",
)
"""What the analyzer reads beside its own folders."""

_LIBRARIES = ("pystemmer-", "regex-", "snowballstemmer-", "unidecode-")


@cache
def fingerprint() -> str:
    """Return a hash of the terms of a fixed text in both languages, in hexadecimal.

    It changes when the analysis changes, and not with every release of the stemmer, so
    that it shows whether an index still fits.
    """
    recorded = dict(line.split() for line in read_list(__spec__.parent, _FILE))
    return recorded.get(digest_sources()) or hash_terms()


def digest_sources(unicode_version: str = unicodedata.unidata_version) -> str:
    """Return a digest of all that the analyzer is made of; empty where it is no folder.

    That are its files, the libraries that it uses, by their versions, and Python's table
    of letters, of which another version than that of this Python can be given.
    """
    digest = hashlib.blake2b(digest_size=16)
    try:
        for path in _find_sources():
            data = (_PACKAGE / path).read_bytes()
            digest.update(b"%s %d\n" % (path.encode(), len(data)) + data)
        libraries = sorted(_find_libraries())
    except OSError:
        return ""
    digest.update(repr((unicode_version, libraries)).encode())
    return digest.hexdigest()


def _find_sources() -> Iterator[str]:
    """Yield the files whose contents make the terms, as paths in the package."""
    for folder in _FOLDERS:
        for name in sorted(os.listdir(_PACKAGE / folder)):
            if name.endswith((".py", ".txt", ".gz")) and name != _FILE:
                yield f"{folder}/{name}"
    yield from _OTHERS


def _find_libraries() -> Iterator[str]:
    """Yield names and versions of libraries, as their metadata's folders are called."""
    import regex
    import snowballstemmer
    import unidecode

    modules = (regex, snowballstemmer, unidecode)
    for folder in {Path(str(one.__file__)).parent.parent for one in modules}:
        for name in os.listdir(folder):
            stem, _, ending = name.lower().rpartition(".")
            if ending in ("dist-info", "egg-info") and stem.startswith(_LIBRARIES):
                yield stem
