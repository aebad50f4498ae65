"""Where the words of a phrase stand together, from their positions alone."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Series
from heapq import merge


def find_sequences(
    texts: Series[str], positions: Mapping[str, Series[int]], slop: int | None
) -> list[tuple[int, ...]]:
    """Return the positions of each occurrence, in order, none sharing a word.

    ``positions`` holds the ascending positions of every text. With ``slop``
    None the texts follow each other in their order; with a number they stand
    in any order with at most that many other words between them.
    """
    if not texts or not all(positions.get(text) for text in texts):
        return []
    if slop is None:
        return _find_adjacent(texts, positions)
    return _find_near(texts, positions, slop)


def _find_adjacent(
    texts: Series[str], positions: Mapping[str, Series[int]]
) -> list[tuple[int, ...]]:
    places = [frozenset(positions[text]) for text in texts]
    found: list[tuple[int, ...]] = []
    free_from = -1
    for first in positions[texts[0]]:
        if first < free_from:
            continue
        if all(first + offset in place for offset, place in enumerate(places)):
            free_from = first + len(texts)
            found.append(tuple(range(first, free_from)))
    return found


def _find_near(
    texts: Series[str], positions: Mapping[str, Series[int]], slop: int
) -> list[tuple[int, ...]]:
    needed = {text: texts.count(text) for text in texts}
    width = len(texts) + slop
    stream = merge(*([(place, text) for place in positions[text]] for text in needed))
    found: list[tuple[int, ...]] = []
    window: dict[str, list[int]] = {text: [] for text in needed}
    for place, text in stream:
        held = window[text]
        held.append(place)
        if len(held) > needed[text]:
            del held[0]
        if all(len(window[text]) == count for text, count in needed.items()):
            places = sorted(place for held in window.values() for place in held)
            if places[-1] - places[0] < width:
                found.append(tuple(places))
                window = {text: [] for text in needed}
    return found
