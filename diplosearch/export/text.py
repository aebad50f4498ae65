"""An answer as text and in the styles of a terminal: one renderer for both.

The functions yield lines; :func:`to_text` joins them for the library, and the command
line writes them to its screen, wrapped to the width.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ..highlighting.marks import Layer, Mark
from ..highlighting.pieces import find_gaps
from ..highlighting.runs import Run, Runs, faint, mark_runs, strong
from ..model import EntityType
from .bars import draw_bar, render_bars
from .base import HitView, ResultsView
from .lines import Line, Look, join_lines, write_line
from .phrases import (
    KIND_NAMES,
    TYPE_NAMES,
    describe_missing,
    describe_notes,
    describe_translations,
    explain,
    kinds_in,
    list_origin,
    shorten,
    sort_types,
    summarize,
    title_of,
    types_in,
)

_INDENT = "    "
_EXPLANATION_INDENT = " " * 15  # past the score
_TITLE_LENGTH = 70  # a line of 80 cells with its number
_SHOWN_VALUES = 10  # of a facet
_BAR_LENGTH = 8  # cells


def to_text(
    results: ResultsView,
    *,
    layers: Collection[Layer],
    is_explained: bool,
    is_styled: bool,
) -> str:
    """Return an answer as lines; matches stand in brackets where there are no styles."""
    look = Look(is_styled=is_styled)
    lines = [write_line(note) for note in describe_notes(results)]
    if lines:
        lines.append(Line())
    for hit in results:
        lines += render_hit(
            hit, look, layers=layers, is_explained=is_explained, known=results.missing
        )
    lines += render_facets(results, look)
    lines += render_legend(results, look, layers)
    lines.append(write_line(summarize(results)))
    return join_lines(lines, is_styled=is_styled)


def render_hit(
    hit: HitView,
    look: Look,
    *,
    layers: Collection[Layer],
    is_explained: bool,
    best: float | None = None,
    known: Collection[str] = (),
) -> Iterator[Line]:
    """Yield a hit: rank and title, where it is from, the passage, what matched.

    ``known`` are the concepts that no passage holds, which a note has named. Where
    ``look`` has blocks, a bar shows its score beside the ``best`` one.
    """
    yield Line(_render_title(hit, look), f"{hit.rank:>2}. ", _INDENT)
    origin = faint("  ".join(list_origin(hit)))
    if best and look.has_blocks:
        bar = draw_bar(hit.score, best, _BAR_LENGTH, look)
        origin = (Run(f"{bar:<{_BAR_LENGTH}} "), *origin)
    yield Line(origin, indent=_INDENT)
    yield Line(tuple(_render_excerpt(hit, look, layers)), indent=_INDENT)
    if hit.translations:
        yield Line(faint(describe_translations(hit)), indent=_INDENT)
    if missing := describe_missing(hit, known):
        yield Line(faint(missing), indent=_INDENT)
    if is_explained:
        yield Line()
        yield from render_explanation(hit)
    yield Line()


def render_explanation(hit: HitView) -> Iterator[Line]:
    """Yield why a hit was found, a line for each word of the query."""
    for line in explain(hit):
        yield write_line(line, first=_INDENT, indent=_EXPLANATION_INDENT)


def render_facets(results: ResultsView, look: Look) -> Iterator[Line]:
    """Yield the most frequent values of each facet that was asked for, with bars."""
    for name, values in results.facets.items():
        if values:
            yield Line(strong(name))
            shown = [(value.name, value.count) for value in values[:_SHOWN_VALUES]]
            yield from render_bars(shown, look)
            if len(values) > _SHOWN_VALUES:
                more = f"and {len(values) - _SHOWN_VALUES:,} more"
                yield Line(faint(more), indent=_INDENT)


def render_legend(
    hits: Iterable[HitView], look: Look, layers: Collection[Layer]
) -> Iterator[Line]:
    """Yield which style and letter stands for what, of what ``hits`` show."""
    shown = list(hits)
    if look.is_styled:
        kinds = kinds_in(shown, layers)
        yield from _render_samples(
            "found", [(KIND_NAMES[kind], kind, "match") for kind in kinds], look
        )
    if "entity" in layers:
        yield from render_types(types_in(shown), look)


def render_types(types: Collection[EntityType], look: Look) -> Iterator[Line]:
    """Yield which colour and letter stands for which type of entity."""
    if look.is_styled or look.has_letters:
        yield from _render_samples(
            "named",
            [(TYPE_NAMES[type], type.lower(), "entity") for type in sort_types(types)],
            look,
        )


def _render_title(hit: HitView, look: Look) -> Runs:
    if not hit.document.title:
        return strong(shorten(hit.title, _TITLE_LENGTH))
    title, marks = title_of(hit), hit.title_marks()
    return strong(mark_runs(title, 0, len(title), marks, is_styled=look.is_styled))


def _render_excerpt(hit: HitView, look: Look, layers: Collection[Layer]) -> Iterator[Run]:
    """Yield the pieces of a passage that are shown, with dots for what is left out."""
    text, passage, marks = hit.document.text, hit.passage, hit.marks(layers)
    *gaps, ending = find_gaps(text, passage.start, passage.end, hit.excerpt)
    for gap, (start, end) in zip(gaps, hit.excerpt, strict=True):
        yield Run(gap)
        yield from mark_runs(
            text,
            start,
            end,
            marks,
            is_styled=look.is_styled,
            has_letters=look.has_letters,
        )
    yield Run(ending)


def _render_samples(
    heading: str, samples: Sequence[tuple[str, str, Layer]], look: Look
) -> Iterator[Line]:
    """Yield names, each marked as text of its kind in its layer is."""
    if not samples:
        return
    text = ", ".join(name for name, _, _ in samples)
    marks, start = [], 0
    for name, kind, layer in samples:
        marks.append(Mark(start, start + len(name), kind, layer))
        start += len(name) + len(", ")
    marked = mark_runs(
        text,
        0,
        len(text),
        marks,
        is_styled=look.is_styled,
        has_letters=look.has_letters,
    )
    lead = f"{heading}: "
    yield Line(marked, lead, " " * len(lead))
