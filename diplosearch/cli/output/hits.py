"""Hits as a person reads them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from rich.text import Text

from ...export.phrases import list_origin
from ...highlight.control_characters import show_controls
from ...highlight.marks import LAYERS, Layer
from ...search.results import marks_of
from ..errors import one_line
from .bars import draw_bar, write_bars
from .counts import count
from .marks import faint, flatten, mark, shorten, strong
from .screen import Screen

if TYPE_CHECKING:
    from ...search.results import Hit, Results

NOTHING_SHOWN = "No passages."
NOTHING_FOUND = (
    "No passage matches; try other or fewer words, or the start of one (minist*)"
)

_INDENT = "    "
_EXPLANATION_INDENT = " " * 15  # past the score
_TITLE_LENGTH = 70
_SHOWN_VALUES = 10
_BAR_LENGTH = 8
_SHOWN_TRANSLATIONS = 8


def write_hit(
    hit: Hit,
    screen: Screen,
    *,
    layers: Collection[Layer] = LAYERS,
    is_explained: bool = False,
    best: float | None = None,
) -> None:
    """Write a passage with its rank, its document and what matched.

    Where a person looks at it, a bar shows its score beside the ``best`` one.
    """
    screen.write(_title(hit, screen), first=f"{hit.rank:>2}. ", indent=_INDENT)
    origin = faint(describe_origin(hit), screen)
    if best and screen.has_blocks:
        bar = draw_bar(hit.score, best, _BAR_LENGTH, screen)
        origin = Text(f"{bar:<{_BAR_LENGTH}} ").append_text(origin)
    screen.write(origin, indent=_INDENT)
    passage, text = hit.passage, hit.document.text
    screen.write(
        mark(
            text,
            passage.start,
            passage.end,
            hit.marks(layers),
            is_styled=screen.is_styled,
            has_signs=screen.has_blocks,
        ),
        indent=_INDENT,
    )
    if hit.translations:
        screen.write(faint(describe_translations(hit), screen), indent=_INDENT)
    if is_explained:
        screen.write()
        write_explanation(hit, screen)
    screen.write()


def write_facets(results: Results, screen: Screen) -> None:
    """Write the values of each facet that was asked for, with bars."""
    for name, values in results.facets.items():
        if not values:
            continue
        screen.write(strong(name, screen))
        write_bars([(value.name, value.count) for value in values[:_SHOWN_VALUES]], screen)
        if len(values) > _SHOWN_VALUES:
            screen.write(
                faint(f"and {len(values) - _SHOWN_VALUES:,} more", screen), indent="    "
            )


def write_explanation(hit: Hit, screen: Screen) -> None:
    """Write why the passage was found."""
    for line in str(hit.explain()).split("\n"):
        screen.write(show_controls(line), first=_INDENT, indent=_EXPLANATION_INDENT)


def describe_origin(hit: Hit) -> str:
    """Return date, source, language, document and score in one line."""
    return "  ".join(list_origin(hit))


def describe_translations(hit: Hit) -> str:
    """Return the words found through translation: ``ceasefire ← ateşkes``."""
    pairs = [f"{found} ← {asked}" for found, asked in hit.translations.items()]
    more = len(pairs) - _SHOWN_TRANSLATIONS
    rest = f" and {more} more" if more > 0 else ""
    return f"found as: {one_line(', '.join(pairs[:_SHOWN_TRANSLATIONS]))}{rest}"


def list_notes(results: Results) -> list[str]:
    """Return what was passed over in the query, and what could have been meant."""
    notes = [f"note: {one_line(warning)}" for warning in results.warnings]
    if results.suggestion:
        notes.append(f"Did you mean: {one_line(results.suggestion)}")
    return notes


def summarize(results: Results, *, limit: int) -> str:
    """Return how many passages there are, which of them are shown, and the time.

    Fewer than ``limit`` are shown at the end, which comes before the last
    passage where a document has more of them than it may show.
    """
    first, last = results[0].rank, results[-1].rank
    shown = f"; shown: {first}-{last}" if last > first else f"; shown: {first}"
    folded = results.total - last if len(results) < limit else 0
    if first == 1 and last == results.total:
        shown = ""
    elif folded:
        shown += f", {folded:,} more in the same documents"
    return f"{count(results.total, 'passage')}{shown} ({results.took:.3f} s)"


def _title(hit: Hit, screen: Screen) -> Text:
    if not hit.document.title:
        return strong(shorten(hit.title, _TITLE_LENGTH), screen)
    title, marks = flatten(hit.document.title), marks_of(hit.title_matches)
    return strong(mark(title, 0, len(title), marks, is_styled=screen.is_styled), screen)
