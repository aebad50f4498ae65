"""A passage for a page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import attrgetter

from .controls import show_controls
from .spans import Mark, split

_MARKUP = re.compile("[&<>]")
_CACHED_TAGS = 1 << 12
_CLOSING_TAGS = {"match": "</mark>", "entity": "</span>"}

_by_start = attrgetter("start")
_by_end = attrgetter("end")


def to_html(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """Return ``text[start:end]`` as phrasing content, properly nested.

    A match is ``<mark class="exact">``, an entity ``<span class="entity
    person">``; an id is kept as ``data-id`` and a label as ``title``. All text
    is escaped, and line breaks stay line breaks: the style sheet shows them
    with ``white-space: pre-line``.
    """
    start, end, _ = slice(start, end).indices(len(text))
    if start >= end:
        return ""
    inside = [mark for mark in marks if max(mark.start, start) < min(mark.end, end)]
    inside.sort(key=_by_start)
    shown = show_controls(text[start:end])
    escape = _escape if _MARKUP.search(shown) else str
    written: list[str] = []
    at = start
    for group in _overlapping(inside):
        first, last = max(group[0].start, start), min(max(map(_by_end, group)), end)
        written.append(escape(shown[at - start : first - start]))
        if len(group) == 1:
            (mark,) = group
            written += (
                _opening_tag(mark.layer, mark.kind, mark.id, mark.label),
                escape(shown[first - start : last - start]),
                _CLOSING_TAGS[mark.layer],
            )
        else:
            written += _write_nested(text, first, last, group)
        at = last
    written.append(escape(shown[at - start :]))
    return "".join(written)


def _overlapping(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """Yield ``marks``, which come by their starts, those that overlap together."""
    group: list[Mark] = []
    end = 0
    for mark in marks:
        if group and mark.start >= end:
            yield group
            group = []
        end = max(mark.end, end) if group else mark.end
        group.append(mark)
    if group:
        yield group


def _write_nested(text: str, start: int, end: int, marks: list[Mark]) -> list[str]:
    """Return the parts of a stretch and its tags, cut where marks overlap."""
    written = []
    opened: tuple[Mark, ...] = ()
    for piece in split(text, start, end, marks):
        kept = _count_shared(opened, piece.marks)
        written += [_CLOSING_TAGS[mark.layer] for mark in reversed(opened[kept:])]
        written += [
            _opening_tag(mark.layer, mark.kind, mark.id, mark.label)
            for mark in piece.marks[kept:]
        ]
        written.append(_escape(show_controls(piece.text)))
        opened = piece.marks
    written += [_CLOSING_TAGS[mark.layer] for mark in reversed(opened)]
    return written


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def _count_shared(left: tuple[Mark, ...], right: tuple[Mark, ...]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


@lru_cache(_CACHED_TAGS)
def _opening_tag(layer: str, kind: str, id: str, label: str) -> str:
    if layer == "match":
        tag = f"<mark{_attribute('class', kind)}"
    else:
        tag = f"<span{_attribute('class', 'entity ' + kind.lower())}"
    if id:
        tag += _attribute("data-id", id)
    if label:
        tag += _attribute("title", label)
    return tag + ">"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{html.escape(show_controls(value))}"'
