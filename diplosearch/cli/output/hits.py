"""Writes the hits of a search."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ...export import phrases
from ...export.text import render_hit, render_legend
from ...highlighting.marks import Layer
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
) -> None:
    """Write passages one below the other."""
    best = max((hit.score for hit in results), default=0.0)
    for hit in results:
        screen.write_lines(
            render_hit(
                hit,
                screen.look,
                layers=layers,
                is_explained=is_explained,
                best=best,
                known=results.missing,
            )
        )


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
    folded = results.total - results[-1].rank if len(results) < limit else 0
    more = f", {folded:,} more in the same documents" if folded else ""
    return f"{phrases.summarize(results)}{more} ({results.took:.3f} s)"
