"""A stretch of a text as HTML: matches are marked, names are links."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from itertools import groupby

from markupsafe import Markup

from ..highlighting.control_characters import show_controls
from ..highlighting.marks import Mark, Piece, split

Link = Callable[[Mark], str]
"""Returns the address of the page of an entity, empty where it has none."""


def write_marked(
    text: str, start: int, end: int, marks: Iterable[Mark], link: Link
) -> Markup:
    """Return ``text[start:end]`` as phrasing content, all text escaped.

    A match is ``<mark class="exact">``, an entity ``<a class="entity person" href="…">``,
    or a ``<span>`` where it has no page. Links do not nest: of entities within each other
    the outermost is linked. Taking the tags away gives the text back.
    """
    written = []
    for entity, group in groupby(split(text, start, end, marks), key=_entity_of):
        inside = _write_matches(group)
        written.append(inside if entity is None else _write_entity(entity, inside, link))
    return Markup("".join(written))


def _entity_of(piece: Piece) -> Mark | None:
    for mark in piece.marks:
        if mark.layer == "entity":
            return mark
    return None


def _write_matches(pieces: Iterable[Piece]) -> str:
    """Return pieces with their matches marked; pieces of the same match are joined."""
    written: list[str] = []
    opened: Mark | None = None
    for text, marks in pieces:
        match = None
        for mark in marks:
            if mark.layer == "match":
                match = mark
                break
        if match != opened:
            if opened is not None:
                written.append("</mark>")
            if match is not None:
                label = f' title="{_escape(match.label)}"' if match.label else ""
                written.append(f'<mark class="{_escape(match.kind)}"{label}>')
            opened = match
        written.append(_escape(text))
    if opened is not None:
        written.append("</mark>")
    return "".join(written)


def _write_entity(entity: Mark, inside: str, link: Link) -> str:
    attributes = f'class="entity {_escape(entity.kind)}" title="{_escape(entity.label)}"'
    address = link(entity)
    if not address:
        return f"<span {attributes}>{inside}</span>"
    return f'<a {attributes} href="{_escape(address)}">{inside}</a>'


def _escape(value: str) -> str:
    return html.escape(show_controls(value))
