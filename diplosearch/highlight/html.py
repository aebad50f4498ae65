"""A passage for a page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter

from .controls import show_controls
from .spans import Mark, split

_MARKUP = re.compile("[&<>]")
_CACHED_TAGS = 1 << 12
_CLOSING_TAGS = {"match": "</mark>", "entity": "</span>"}

_by_start = attrgetter("start")


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
    shown = show_controls(text[start:end])
    inside = [mark for mark in marks if start < mark.end and mark.start < end]
    inside.sort(key=_by_start)
    written = _write_apart(shown, start, inside)
    if written is None:
        written = _write_nested(text, start, end, inside)
    return "".join(written)


def _write_apart(shown: str, start: int, marks: list[Mark]) -> list[str] | None:
    """Return the parts of ``shown`` and its tags, None where marks overlap.

    ``shown`` begins at the offset ``start``. Most passages need no more than this.
    """
    written: list[str] = []
    at = 0
    escape = _escape if _MARKUP.search(shown) else str
    for mark in marks:
        left, right = max(mark.start - start, 0), mark.end - start
        if left < at or right <= left:
            return None
        written += (
            escape(shown[at:left]),
            _opening_tag(mark.layer, mark.kind, mark.id, mark.label),
            escape(shown[left:right]),
            _CLOSING_TAGS[mark.layer],
        )
        at = right
    written.append(escape(shown[at:]))
    return written


def _write_nested(text: str, start: int, end: int, marks: list[Mark]) -> list[str]:
    """Return the parts of a passage and its tags, cut where marks overlap."""
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
