"""An answer as text and in the styles of a terminal: one renderer for both.

The functions yield lines; :func:`to_text` joins them for the library, and the command
line writes them to its screen, wrapped to the width.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ..highlighting.marks import Layer, Mark
from ..highlighting.pieces import find_gaps
from ..highlighting.runs import Run, Runs, faint, mark_runs, strong
from ..messages import translate, write_number
from ..model import EntityType
from .bars import draw_bar, render_bars
from .base import HitView, ResultsView
from .lines import Line, Look, join_lines, write_line
from .names import GROUP_HEADINGS, NAME_GAP, group_names, pick_names
from .phrases import (
    KIND_NAMES,
    TYPE_NAMES,
    describe_missing,
    describe_notes,
    describe_others,
    describe_translations,
    explain,
    facet_heading,
    facet_value,
    heading_of,
    kinds_in,
    list_origin,
    sort_types,
    summarize,
    types_in,
)

_INDENT = "    "
_EXPLANATION_INDENT = " " * 15  # past the score
_LINE = 100  # cells, where lines are not wrapped
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
    """Yield a hit: rank and title, where it is from, the excerpt, its names, what matched.

    ``known`` are the concepts that no passage holds, which a note has named. Where
    ``look`` has blocks, a bar shows its score beside the ``best`` one.
    """
    heading = _render_heading(hit, look)
    facts = [*list_origin(hit), describe_missing(hit, known)]
    origin = faint("  ".join(filter(None, facts)))
    if best and look.has_blocks:
        bar = draw_bar(hit.score, best, _BAR_LENGTH, look)
        origin = (Run(f"{bar:<{_BAR_LENGTH}} "), *origin)
    yield Line(heading or origin, f"{hit.rank:>2}. ", _INDENT)
    if heading:
        yield Line(origin, indent=_INDENT)
    yield Line(tuple(_render_excerpt(hit, look, layers)), indent=_INDENT)
    if names := _render_names(hit, look, layers):
        yield Line(names, indent=_INDENT)
    if hit.translations:
        yield Line(faint(describe_translations(hit)), indent=_INDENT)
    if hit.others:
        yield Line(faint(describe_others(hit)), indent=_INDENT)
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
            yield Line(strong(facet_heading(name)))
            shown = [
                (facet_value(name, value), value.count) for value in values[:_SHOWN_VALUES]
            ]
            yield from render_bars(shown, look)
            if len(values) > _SHOWN_VALUES:
                more = write_number(len(values) - _SHOWN_VALUES)
                told = translate("and {number} more", number=more)
                yield Line(faint(told), indent=_INDENT)


def render_legend(
    hits: Iterable[HitView], look: Look, layers: Collection[Layer]
) -> Iterator[Line]:
    """Yield which style and letter stands for what, of what ``hits`` show."""
    shown = list(hits)
    legend: list[Run] = []
    if look.is_styled:
        kinds = kinds_in(shown, layers)
        samples: list[tuple[str, str, Layer]] = [
            (translate(KIND_NAMES[kind]), kind, "match") for kind in kinds
        ]
        legend += _render_samples(translate("found"), samples, look)
    if "entity" in layers:
        types = _render_types(types_in(shown), look)
        legend += (Run("   "), *types) if legend and types else types
    if legend:
        yield Line(tuple(legend))


def render_types(types: Collection[EntityType], look: Look) -> Iterator[Line]:
    """Yield which colour or letter stands for which type of entity."""
    if rendered := _render_types(types, look):
        yield Line(rendered)


def _render_types(types: Collection[EntityType], look: Look) -> Runs:
    if not (look.is_styled or look.has_letters):
        return ()
    samples: list[tuple[str, str, Layer]] = [
        (translate(TYPE_NAMES[type]), type.lower(), "entity") for type in sort_types(types)
    ]
    return _render_samples(translate("named"), samples, look)


def _render_heading(hit: HitView, look: Look) -> Runs:
    heading, marks = heading_of(hit), hit.title_marks()
    if not heading:
        return ()
    return strong(mark_runs(heading, 0, len(heading), marks, is_styled=look.is_styled))


def _render_excerpt(hit: HitView, look: Look, layers: Collection[Layer]) -> Iterator[Run]:
    """Yield the pieces of a passage that are shown, with dots for what is left out."""
    text, pieces, marks = hit.passage.text, hit.pieces, hit.passage_marks(layers)
    *gaps, ending = find_gaps(text, pieces)
    for gap, (start, end) in zip(gaps, pieces, strict=True):
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


def _render_names(hit: HitView, look: Look, layers: Collection[Layer]) -> Runs:
    """Return whom and what a passage names, in one line, as far as it has room."""
    found = group_names(hit.passage.entities)
    written: list[Run] = []
    room = (look.width or _LINE) - len(_INDENT)
    for group, shown in pick_names(found, room).items():
        heading = f"{translate(GROUP_HEADINGS[group])}: "
        written += faint(f"   {heading}" if written else heading)
        for number, (name, one) in enumerate(shown.names):
            written.append(Run(f" {NAME_GAP} " if number else ""))
            mark = Mark(0, len(name), one.type.lower(), "entity")
            marks = [mark] if "entity" in layers else []
            written += mark_runs(name, 0, len(name), marks, is_styled=look.is_styled)
        if shown.left_out:
            written += faint(f" +{shown.left_out}")
    return tuple(written)


def _render_samples(
    heading: str, samples: Sequence[tuple[str, str, Layer]], look: Look
) -> Runs:
    """Return names, each marked as text of its kind in its layer is."""
    if not samples:
        return ()
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
    return (Run(f"{heading}: "), *marked)
