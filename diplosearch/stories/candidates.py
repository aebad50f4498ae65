"""Find pairs of documents that may tell one story, by the fingerprints that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from .fingerprints import Fingerprints
from .segments import Segments

_LEAST_SHARED, _LEAST_SHARE = 0.7, 0.2
"""A pair shares so many fingerprints, and this share of those of the shorter document.
Measured: 0.995 of the rewritten stories, for one comparison in three short articles."""

_MOST_AT_ONCE = 1 << 22
"""Shared fingerprints that are counted at once; some 100 MB."""

_WRITTEN_AT_ONCE = 100_000
"""Fingerprints that are written at once; a guess."""

_LOOKED_UP_AT_ONCE = 100
"""New documents whose fingerprints are looked up at once; a guess."""

Rows = NDArray[np.int64]
Counts = Mapping[int, int]
Pair = tuple[int, int]


def sort_fingerprints(found: Mapping[int, Fingerprints]) -> Iterator[list[Pair]]:
    """Yield each fingerprint with each document that has it, sorted, in lists."""
    rows, hashes, order = _sort(found)
    for start in range(0, len(order), _WRITTEN_AT_ONCE):
        part = order[start : start + _WRITTEN_AT_ONCE]
        yield list(zip(hashes[part].tolist(), rows[part].tolist(), strict=True))


def _sort(found: Mapping[int, Fingerprints]) -> tuple[Rows, Fingerprints, Rows]:
    """Return the document and the hash of all fingerprints, and the order of these."""
    rows = np.repeat(
        np.fromiter(found, dtype=np.int64, count=len(found)),
        np.fromiter(map(len, found.values()), dtype=np.int64, count=len(found)),
    )
    empty = np.zeros(0, dtype=np.uint32)
    hashes = np.concatenate([empty, *found.values()])
    return rows, hashes, np.lexsort((rows, hashes))


def pairs_within(found: Mapping[int, Fingerprints]) -> Iterator[Pair]:
    """Yield the pairs among new documents, given by row, the later one first.

    They come sorted by the later document.
    """
    rows, hashes, order = _sort(found)
    if not len(rows):
        return
    sorted_hashes, sorted_rows = hashes[order], rows[order]
    # For each fingerprint of each document, those before it that are the same.
    lefts = np.searchsorted(sorted_hashes, hashes, side="left")
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    counts = {row: len(one) for row, one in found.items()}
    for start, end in _slices(places - lefts, rows):
        sizes = (places - lefts)[start:end]
        firsts = np.repeat(lefts[start:end], sizes)
        offsets = np.arange(len(firsts)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        yield from _select(
            np.repeat(rows[start:end], sizes), sorted_rows[firsts + offsets], counts, counts
        )


def pairs_with(found: Mapping[int, Fingerprints], segments: Segments) -> Iterator[Pair]:
    """Yield the pairs of a new document with one of ``segments``, the new one first."""
    rows = list(found)
    for start in range(0, len(rows), _LOOKED_UP_AT_ONCE):
        own = {row: found[row] for row in rows[start : start + _LOOKED_UP_AT_ONCE]}
        holders: dict[int, list[int]] = defaultdict(list)
        for row, fingerprints in own.items():
            for one in fingerprints.tolist():
                holders[one].append(row)
        shared = [
            (row, other) for one, other in segments.find(holders) for row in holders[one]
        ]
        if shared:
            pairs = np.array(shared, dtype=np.int64)
            counts = segments.counts({other for _, other in shared})
            sizes = {row: len(one) for row, one in own.items()}
            yield from _select(pairs[:, 0], pairs[:, 1], sizes, counts)


def _slices(sizes: Rows, rows: Rows) -> Iterator[tuple[int, int]]:
    """Yield the ends of slices of whole documents with about ``_MOST_AT_ONCE`` pairs."""
    ends = np.flatnonzero(np.diff(rows)) + 1
    sums = np.concatenate(([0], np.cumsum(sizes)))
    start = 0
    for end in (*ends.tolist(), len(rows)):
        if end == len(rows) or sums[end] - sums[start] >= _MOST_AT_ONCE:
            yield start, end
            start = end


def _select(rows: Rows, others: Rows, own: Counts, counts: Counts) -> Iterator[Pair]:
    """Yield those of the pairs that occur often enough for their documents' fingerprints.

    A pair occurs once for each fingerprint that its documents share.
    """
    pairs, shared = np.unique(np.stack((rows, others)), axis=1, return_counts=True)
    for row, other, count in zip(*pairs.tolist(), shared.tolist(), strict=True):
        least = _LEAST_SHARE * min(own[row], counts[other])
        if count >= least + _LEAST_SHARED:
            yield row, other
