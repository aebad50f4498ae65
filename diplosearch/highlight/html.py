"""A passage for a page."""

from __future__ import annotations

import html
from collections.abc import Iterable

from .controls import show_controls
from .spans import Mark, split


def to_html(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """Return ``text[start:end]`` as phrasing content, properly nested.

    A match is ``<mark class="exact">``, an entity ``<span class="entity
    person">``; an id is kept as ``data-id`` and a label as ``title``. All text
    is escaped, and line breaks stay line breaks: the style sheet shows them
    with ``white-space: pre-line``.
    """
    written = []
    opened: tuple[Mark, ...] = ()
    for piece in split(text, start, end, marks):
        kept = _count_shared(opened, piece.marks)
        written += [_closing_tag(mark) for mark in reversed(opened[kept:])]
        written += [_opening_tag(mark) for mark in piece.marks[kept:]]
        written.append(html.escape(show_controls(piece.text), quote=False))
        opened = piece.marks
    written += [_closing_tag(mark) for mark in reversed(opened)]
    return "".join(written)


def _count_shared(left: tuple[Mark, ...], right: tuple[Mark, ...]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _opening_tag(mark: Mark) -> str:
    if mark.layer == "match":
        tag = f"<mark{_attribute('class', mark.kind)}"
    else:
        tag = f"<span{_attribute('class', 'entity ' + mark.kind.lower())}"
    if mark.id:
        tag += _attribute("data-id", mark.id)
    if mark.label:
        tag += _attribute("title", mark.label)
    return tag + ">"


def _closing_tag(mark: Mark) -> str:
    return "</mark>" if mark.layer == "match" else "</span>"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{html.escape(show_controls(value))}"'
