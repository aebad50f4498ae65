"""Fingerprints of a text: hashes of some runs of words, chosen by what they are alone.

Of all runs of four words, those are kept whose hash is the lowest of five neighbours
(MinHash in a window, known as winnowing). Two texts that share eight words in a row share
a fingerprint, however much of one was cut; bands of MinHash over whole texts miss a text
that was cut to a third.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

_WORDS = 4
"""Words of a run. Measured on 13,014 short articles: runs of three lead to five times as
many comparisons, those of five miss one in thirty of the rewritten stories."""

_WINDOW = 5
"""Neighbours of which the lowest hash is kept; a third of all hashes remain."""

FEWEST_WORDS = 14
"""Words of a text that can be part of a story. Measured: shorter ones that share theirs are
mostly formulas, such as who spoke at the meeting of a party."""

_KEPT_WORDS = 1 << 16
"""Words whose hashes are kept, before all are forgotten; some 8 MB."""

_BYTES = "<u4"
"""How fingerprints are written: numbers of four bytes, the lowest first."""

_FACTORS = tuple(
    map(
        np.uint64,
        (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F),
    )
)
"""Odd numbers without a pattern, from MurmurHash3 and xxHash."""

_HALF = np.uint64(32)

_hashes: dict[str, int] = {}

Fingerprints = NDArray[np.uint32]


def make_fingerprints(texts: Iterable[str]) -> bytes:
    """Return the fingerprints of a document, the lowest first, four bytes each.

    ``texts`` are the terms of its passages, with spaces between. A text that is too short
    has none.
    """
    words = " ".join(texts).split()
    if len(words) < FEWEST_WORDS:
        return b""
    chosen = sorted(set(_choose(_hash_runs(words)).tolist()))
    return np.array(chosen, dtype=_BYTES).tobytes()


def read_fingerprints(data: bytes) -> Fingerprints:
    """Return fingerprints as :func:`make_fingerprints` wrote them."""
    return np.frombuffer(data, dtype=_BYTES).astype(np.uint32)


def _choose(runs: Fingerprints) -> Fingerprints:
    """Return the lowest hash of each window."""
    count = len(runs) - _WINDOW + 1
    lowest = runs[:count]
    for place in range(1, _WINDOW):
        lowest = np.minimum(lowest, runs[place : place + count])
    return lowest


def _hash_runs(words: list[str]) -> Fingerprints:
    """Return a hash of each run of words, in their order."""
    if len(_hashes) > _KEPT_WORDS:
        _hashes.clear()
    hashes = np.fromiter(map(_hash_word, words), dtype=np.uint64, count=len(words))
    count = len(words) - _WORDS + 1
    runs = hashes[:count] * _FACTORS[0]
    for place in range(1, _WORDS):
        runs += hashes[place : place + count] * _FACTORS[place]
    return (_mix(runs) >> _HALF).astype(np.uint32)


def _hash_word(word: str) -> int:
    found = _hashes.get(word)
    if found is None:
        found = _hashes[word] = zlib.crc32(word.encode("utf-8", "surrogatepass"))
    return found


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return hashes whose upper half depends on all bits (a step of MurmurHash3)."""
    return (values ^ (values >> _HALF)) * _FACTORS[0]
