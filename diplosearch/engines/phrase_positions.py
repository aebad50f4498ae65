"""Occurrences of a phrase, from the positions of its words alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from collections.abc import Sequence as Series
from heapq import merge


def find_sequences(
    texts: Series[str],
    positions: Mapping[str, Series[int]],
    slop: int | None,
    gap: int = 0,
) -> list[tuple[int, ...]]:
    """Return the sorted positions of each occurrence; no two occurrences overlap.

    Args:
        texts: the terms of the phrase; one that comes twice has to occur twice.
        positions: the ascending positions of every term in one passage.
        slop: None for terms that follow each other in their order; a number for
            terms in any order with at most that many others between them.
        gap: the most other terms between the first and the last of those in order.

    Example::

        find_sequences(("a", "b"), {"a": [1, 7], "b": [2]}, None)  # [(1, 2)]
    """
    if not texts or not all(positions.get(text) for text in texts):
        return []
    if slop is None:
        if gap:
            return _find_in_order(texts, positions, gap)
        return _find_adjacent(texts, positions)
    return _find_near(texts, positions, slop)


def _find_adjacent(
    texts: Series[str], positions: Mapping[str, Series[int]]
) -> list[tuple[int, ...]]:
    position_sets = [frozenset(positions[text]) for text in texts]
    found: list[tuple[int, ...]] = []
    free_from = -1
    for first in positions[texts[0]]:
        if first < free_from:
            continue
        if all(first + offset in one for offset, one in enumerate(position_sets)):
            free_from = first + len(texts)
            found.append(tuple(range(first, free_from)))
    return found


def _find_in_order(
    texts: Series[str], positions: Mapping[str, Series[int]], gap: int
) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    free_from = -1
    for first in positions[texts[0]]:
        if first < free_from:
            continue
        occurrence = [first]
        for text in texts[1:]:
            later = positions[text]
            at = bisect_right(later, occurrence[-1])
            if at == len(later):
                return found
            occurrence.append(later[at])
        if occurrence[-1] - first < len(texts) + gap:
            free_from = occurrence[-1] + 1
            found.append(tuple(occurrence))
    return found


def _find_near(
    texts: Series[str], positions: Mapping[str, Series[int]], slop: int
) -> list[tuple[int, ...]]:
    needed = {text: texts.count(text) for text in texts}
    width = len(texts) + slop
    stream = merge(*([(position, text) for position in positions[text]] for text in needed))
    found: list[tuple[int, ...]] = []
    window: dict[str, list[int]] = {text: [] for text in needed}
    for position, text in stream:
        latest = window[text]
        latest.append(position)
        if len(latest) > needed[text]:
            del latest[0]
        if all(len(window[text]) == count for text, count in needed.items()):
            occurrence = sorted(
                position for latest in window.values() for position in latest
            )
            if occurrence[-1] - occurrence[0] < width:
                found.append(tuple(occurrence))
                window = {text: [] for text in needed}
    return found
