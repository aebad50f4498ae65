"""An answer as plain text, and in the styles of a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ..highlight.ansi import to_ansi as mark_ansi
from ..highlight.marks import Layer, Mark
from ..highlight.text import bracket
from .base import Answer, Counted, Found
from .phrases import (
    TYPE_NAMES,
    describe_notes,
    describe_translations,
    explain,
    list_origin,
    one_line,
    summarize,
    title_of,
    types_in,
)

_INDENT = "    "
_SHOWN_VALUES = 10
_BAR = 12
_FAINT = "\x1b[2m"
_BOLD = "\x1b[1m"
_RESET = "\x1b[0m"


def to_text(
    answer: Answer, *, layers: Collection[Layer], is_explained: bool, is_styled: bool
) -> str:
    """Return an answer as lines; matches stand in brackets where there are no styles."""
    style = _Style(is_styled=is_styled)
    lines = list(describe_notes(answer))
    if lines:
        lines.append("")
    for hit in answer:
        lines += [*_hit(hit, layers, style, is_explained=is_explained), ""]
    for name, values in answer.facets.items():
        if values:
            lines += [style.strong(name), *_bars(values), ""]
    if is_styled and "entity" in layers:
        lines += _legend(answer, style)
    return "\n".join([*lines, summarize(answer)]) + "\n"


class _Style:
    """Styles, or what stands in for them."""

    def __init__(self, *, is_styled: bool) -> None:
        self._is_styled = is_styled

    def mark(self, text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
        """Return ``text[start:end]`` with marks."""
        written = mark_ansi if self._is_styled else bracket
        return written(text, start, end, marks)

    def strong(self, text: str) -> str:
        """Return ``text`` in bold."""
        return f"{_BOLD}{text}{_RESET}" if self._is_styled else text

    def faint(self, text: str) -> str:
        """Return ``text`` dimmed."""
        return f"{_FAINT}{text}{_RESET}" if self._is_styled else text


def _hit(
    hit: Found, layers: Collection[Layer], style: _Style, *, is_explained: bool
) -> Iterator[str]:
    title = title_of(hit)
    marked = style.mark(title, 0, len(title), hit.title_marks())
    yield style.strong(f"{hit.rank:>2}.") + f" {marked}"
    yield _INDENT + style.faint("  ".join(list_origin(hit)))
    passage = hit.passage
    shown = style.mark(hit.document.text, passage.start, passage.end, hit.marks(layers))
    yield from (f"{_INDENT}{line}".rstrip() for line in shown.split("\n"))
    if hit.translations:
        yield _INDENT + style.faint(describe_translations(hit))
    if is_explained:
        yield ""
        yield from (f"{_INDENT}{line}" for line in explain(hit))


def _bars(values: Sequence[Counted]) -> Iterator[str]:
    most, width = values[0].count, len(f"{values[0].count:,}")
    for value in values[:_SHOWN_VALUES]:
        bar = "#" * max(1, round(_BAR * value.count / most))
        yield f"{_INDENT}{value.count:>{width},} {bar:<{_BAR}} {one_line(value.name)}"
    if len(values) > _SHOWN_VALUES:
        yield f"{_INDENT}and {len(values) - _SHOWN_VALUES:,} more"


def _legend(answer: Answer, style: _Style) -> Iterator[str]:
    types = types_in(answer)
    if types:
        names = (
            style.mark(name, 0, len(name), [Mark(0, len(name), type.lower(), "entity")])
            for type in types
            for name in [TYPE_NAMES[type]]
        )
        yield f"names: {', '.join(names)}"
