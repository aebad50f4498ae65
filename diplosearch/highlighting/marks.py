"""Marks on a text, and the text cut at their borders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

Layer = Literal["match", "entity"]
"""Why a span is marked: the query asked for it, or it names something."""

LAYERS: tuple[Layer, ...] = get_args(Layer)


class Mark(NamedTuple):
    """A span of a text to be highlighted.

    ``start`` and ``end`` are offsets into the whole text, not into the passage
    shown. ``kind`` is a match kind (``exact``, ``translation`` …) or an entity
    type (``person``, ``gpe`` …). ``label`` is for a reader, ``id`` for a program;
    both may be empty.
    """

    start: int
    end: int
    kind: str
    layer: Layer = "match"
    label: str = ""
    id: str = ""


class Piece(NamedTuple):
    """A stretch of text under the same ``marks``, outermost first."""

    text: str
    marks: tuple[Mark, ...]


def split(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Piece]:
    """Return ``text[start:end]`` cut at the borders of ``marks``.

    The joined pieces are exactly ``text[start:end]``. In each, the mark that is
    longer within the stretch stands further out, then the one that starts
    earlier, then the entity. A mark that overlaps another without holding it is
    thus spread over pieces in which both nest. Marks that are empty or outside
    are dropped, and of equal marks one is kept.
    """
    start, end, _ = slice(start, end).indices(len(text))
    if start >= end:
        return []
    inside = {mark for mark in marks if max(mark.start, start) < min(mark.end, end)}
    ranked = sorted(inside, key=lambda mark: _outermost_first(mark, start, end))
    starting: dict[int, list[int]] = defaultdict(list)
    for rank, mark in enumerate(ranked):
        starting[max(mark.start, start)].append(rank)
    borders = sorted({start, end, *starting, *(min(mark.end, end) for mark in ranked)})
    pieces = []
    active: list[int] = []
    for left, right in pairwise(borders):
        # Two sorted runs: sorting them is one merge.
        active = sorted(
            [rank for rank in active if ranked[rank].end > left] + starting.get(left, [])
        )
        pieces.append(Piece(text[left:right], tuple(ranked[rank] for rank in active)))
    return pieces


def _outermost_first(
    mark: Mark, start: int, end: int
) -> tuple[int, int, Layer, str, str, str, int, int]:
    left, right = max(mark.start, start), min(mark.end, end)
    # "entity" sorts before "match"; the rest only makes the order certain.
    return (
        left - right,
        left,
        mark.layer,
        mark.kind,
        mark.label,
        mark.id,
        mark.start,
        mark.end,
    )
