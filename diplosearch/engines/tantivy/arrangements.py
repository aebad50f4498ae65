"""The ways in which words can stand near each other, as places of a phrase.

Tantivy's own slop counts moves of words and allows other passages than ours
does; so each way is asked for as a phrase with fixed places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

Words = tuple[tuple[int, str], ...]
"""Places, counted from 0 on, and what stands there."""


def find_arrangements(
    texts: Sequence[str], width: int, occurs: Callable[[Words], bool]
) -> Iterator[Words]:
    """Yield the ways in which ``texts`` can stand in a window of ``width`` places.

    ``occurs`` tells whether some passage holds a part of a way; ways without it
    are passed over. So the rarest texts should come first. The same text twice
    stands in two places.
    """
    if len(texts) <= width:
        yield from _extend(((0, texts[0]),), texts[1:], width, occurs)


def _extend(
    words: Words, left: Sequence[str], width: int, occurs: Callable[[Words], bool]
) -> Iterator[Words]:
    if not left:
        yield _from_zero(words)
        return
    text, *others = left
    taken = [place for place, _ in words]
    same = max((place for place, one in words if one == text), default=None)
    lowest = max(taken) - width + 1
    if same is not None:
        lowest = max(lowest, same + 1)
    for place in range(lowest, min(taken) + width):
        if place in taken:
            continue
        longer = (*words, (place, text))
        if not others or occurs(_from_zero(longer)):
            yield from _extend(longer, others, width, occurs)


def _from_zero(words: Words) -> Words:
    lowest = min(place for place, _ in words)
    return tuple(sorted((place - lowest, text) for place, text in words))
