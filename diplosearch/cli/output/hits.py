"""Writes the hits of a search."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ...export import phrases
from ...export.text import render_hit, render_legend
from ...highlighting.marks import Layer
from ...messages import translate, write_number
from .screen import Screen

if TYPE_CHECKING:
    from ...search.results import Results

NOTHING_FOUND = (
    "No passage matches; try other or fewer words, or the start of one (minist*)"
)


def write_hits(
    results: Results,
    screen: Screen,
    *,
    layers: Collection[Layer],
    is_explained: bool = False,
    room: int | None = None,
    best: float | None = None,
) -> int:
    """Write passages one below the other; return how many.

    Bars show their scores beside the ``best`` one, that of the first unless given.

    Where they have ``room`` for so many lines, those are left out that would not leave
    the best one on the screen.
    """
    if best is None:
        best = max((hit.score for hit in results), default=0.0)
    for number, hit in enumerate(results):
        lines = list(
            render_hit(
                hit,
                screen.look,
                layers=layers,
                is_explained=is_explained,
                best=best,
                known=results.missing,
            )
        )
        if room is not None:
            room -= screen.count_lines(lines)
            if number and room < 0:
                return number
        screen.write_lines(lines)
    return len(results)


def write_end(
    results: Results,
    screen: Screen,
    *,
    layers: Collection[Layer],
    limit: int,
    hint: str = "",
) -> None:
    """Write the legend and the summary below passages, with a hint how to go on."""
    screen.write_lines(render_legend(results, screen.look, layers))
    screen.write(f"{summarize(results, limit=limit)}{hint}")


def summarize(results: Results, *, limit: int) -> str:
    """Return how many passages there are, which of them are shown, and the time.

    Fewer than ``limit`` are shown at the end, which comes before the last
    passage where a document has more of them than it may show.
    """
    told = phrases.summarize(results)
    folded = results.total - results[-1].rank if len(results) < limit else 0
    if folded:
        number = write_number(folded)
        if results.group is None:
            hidden = translate("{number} more in the same documents", number=number)
        else:
            hidden = translate("{number} more in the same stories", number=number)
        told += f", {hidden}"
    return f"{told} ({results.took:.3f} s)"
