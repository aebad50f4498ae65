"""Hits as a person reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, get_args

from rich.text import Text

from ..export.parts import list_origin
from ..highlight.controls import show_controls
from ..highlight.spans import LAYERS, Layer, Mark
from ..model import ENTITY_TYPES, EntityType, MatchKind
from ..results import marks_of
from .bars import draw_bar, write_bars
from .counts import count
from .errors import one_line
from .marking import faint, flatten, mark, shorten, strong
from .screen import Screen

if TYPE_CHECKING:
    from ..results import Hit, Results

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
_KINDS: dict[MatchKind, str] = {
    "exact": "as typed",
    "stem": "inflected",
    "prefix": "begins alike",
    "phrase": "phrase",
    "entity": "by name",
    "translation": "translated or respelt",
}
"""How a match was found; all but a word as typed have a style of their own."""

_TYPES: dict[EntityType, str] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "country or city",
    "LOC": "region",
    "FAC": "building",
    "NORP": "people",
    "EVENT": "event",
    "TITLE": "office",
    "DATE": "date",
    "MONEY": "money",
}


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


def write_legend(
    hits: Iterable[Hit], screen: Screen, layers: Collection[Layer] = LAYERS
) -> None:
    """Write which style and sign stands for what, of what is shown."""
    shown = list(hits)
    if "match" in layers:
        found = {match.kind for hit in shown for match in hit.matches}
        kinds = [kind for kind in get_args(MatchKind) if kind in found]
        if screen.is_styled:
            _write_marks("found", [(_KINDS[kind], kind, "match") for kind in kinds], screen)
    if "entity" in layers:
        named = {one.type for hit in shown for one in hit.passage.entities}
        types = [type for type in ENTITY_TYPES if type in named]
        if screen.is_styled or screen.has_blocks:
            _write_marks(
                "named", [(_TYPES[type], type.lower(), "entity") for type in types], screen
            )


def _write_marks(
    title: str, samples: Sequence[tuple[str, str, Layer]], screen: Screen
) -> None:
    """Write each sample as text of its kind in a layer is marked."""
    if not samples:
        return
    text = ", ".join(name for name, _, _ in samples)
    marks, start = [], 0
    for name, kind, layer in samples:
        marks.append(Mark(start, start + len(name), kind, layer))
        start += len(name) + 2
    marked = mark(
        text,
        0,
        len(text),
        marks,
        is_styled=screen.is_styled,
        has_signs=screen.has_blocks,
    )
    lead = f"{title}: "
    screen.write(marked, first=lead, indent=" " * len(lead))


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
