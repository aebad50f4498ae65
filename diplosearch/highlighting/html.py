"""A passage as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .control_characters import show_controls
from .marks import Mark, split

_MARKUP = re.compile("[&<>]")
_QUOTED = re.compile("[&<>\"']")
_CACHED_TAGS = 1 << 12  # more than the kinds, types and names of an answer (a guess)
_CLOSING_TAGS = {"match": "</mark>", "entity": "</span>"}


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
    inside = sorted(
        mark
        for mark in marks
        if start < mark.end and mark.start < end and mark.start < mark.end
    )
    shown = show_controls(text[start:end])
    escape = _escape if _MARKUP.search(shown) else str
    written: list[str] = []
    at, number, count = start, 0, len(inside)
    while number < count:
        mark = inside[number]
        if number + 1 == count or inside[number + 1].start >= mark.end:
            next_number, last = number + 1, min(mark.end, end)
        else:
            next_number, last = _overlapping(inside, number)
            last = min(last, end)
        first = max(mark.start, start)
        written.append(escape(shown[at - start : first - start]))
        if next_number == number + 1:
            written += (
                _opening_tag(mark.layer, mark.kind, mark.id, mark.label),
                escape(shown[first - start : last - start]),
                _CLOSING_TAGS[mark.layer],
            )
        elif next_number == number + 2 and (
            pair := _nest(mark, inside[number + 1], start, end)
        ):
            outer, inner = pair
            inner_start, inner_end = max(inner.start, start), min(inner.end, end)
            written += (
                _opening_tag(outer.layer, outer.kind, outer.id, outer.label),
                escape(shown[first - start : inner_start - start]),
                _opening_tag(inner.layer, inner.kind, inner.id, inner.label),
                escape(shown[inner_start - start : inner_end - start]),
                _CLOSING_TAGS[inner.layer],
                escape(shown[inner_end - start : last - start]),
                _CLOSING_TAGS[outer.layer],
            )
        else:
            written += _write_nested(text, first, last, inside[number:next_number])
        at, number = last, next_number
    written.append(escape(shown[at - start :]))
    return "".join(written)


def _overlapping(marks: Sequence[Mark], first: int) -> tuple[int, int]:
    """Return where the marks that overlap with ``first`` end: in ``marks``, in the text."""
    end = marks[first].end
    number = first + 1
    while number < len(marks) and marks[number].start < end:
        end = max(marks[number].end, end)
        number += 1
    return number, end


def _nest(one: Mark, other: Mark, start: int, end: int) -> tuple[Mark, Mark] | None:
    """Return the outer and the inner of two marks, None unless one holds the other.

    One of each layer, as nearly all that overlap are: a match within a name. What of them
    lies in a stretch counts; where that is the same, the entity stands outside.
    """
    if one.layer == other.layer:
        return None
    span = max(one.start, start), min(one.end, end)
    others = max(other.start, start), min(other.end, end)
    if span == others:
        return (one, other) if one.layer == "entity" else (other, one)
    if span[0] <= others[0] and others[1] <= span[1]:
        return one, other
    return (other, one) if others[0] <= span[0] and span[1] <= others[1] else None


def _write_nested(text: str, start: int, end: int, marks: list[Mark]) -> list[str]:
    """Return a stretch as text and tags, cut where marks overlap."""
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
    shown = show_controls(value)
    return f' {name}="{html.escape(shown) if _QUOTED.search(shown) else shown}"'
