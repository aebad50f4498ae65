"""The arrangements of near words, each a phrase with fixed positions.

Tantivy's own slop counts moves of words and matches other passages than ours does;
so a near phrase is searched as the union of its arrangements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

Words = tuple[tuple[int, str], ...]
"""Positions, the first 0, and the term at each."""


def find_arrangements(
    texts: Sequence[str], width: int, occurs: Callable[[Words], bool]
) -> Iterator[Words]:
    """Yield the arrangements of ``texts`` in a window of ``width`` positions.

    ``occurs`` tells whether some passage holds the beginning of an arrangement; where
    none does, its continuations are skipped. So the rarest texts should come first.
    A text that comes twice takes two positions.

    Example: ``"ab"`` in 3 positions is ``a b``, ``a _ b``, ``b a`` and ``b _ a``.
    """
    if len(texts) <= width:
        yield from _extend(((0, texts[0]),), texts[1:], width, occurs)


def spread(texts: Sequence[str], gap: int) -> Iterator[Words]:
    """Yield ``texts`` in their order, with up to ``gap`` positions left free between.

    Example: ``"abc"`` with a gap of 1 is ``a b c``, ``a b _ c`` and ``a _ b c``.
    """
    last = len(texts) - 1
    for width in range(last, last + gap + 1):
        for inner in combinations(range(1, width), last - 1):
            yield tuple(zip((0, *inner, width), texts, strict=True))


def _extend(
    words: Words, left: Sequence[str], width: int, occurs: Callable[[Words], bool]
) -> Iterator[Words]:
    if not left:
        yield _from_zero(words)
        return
    text, *others = left
    taken = [position for position, _ in words]
    same = max((position for position, one in words if one == text), default=None)
    lowest = max(taken) - width + 1
    if same is not None:
        lowest = max(lowest, same + 1)
    for position in range(lowest, min(taken) + width):
        if position in taken:
            continue
        longer = (*words, (position, text))
        if not others or occurs(_from_zero(longer)):
            yield from _extend(longer, others, width, occurs)


def _from_zero(words: Words) -> Words:
    lowest = min(position for position, _ in words)
    return tuple(sorted((position - lowest, text) for position, text in words))
