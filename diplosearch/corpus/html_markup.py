"""The markup of a web page, in time that grows with its length alone.

``html.parser`` of the standard library reads on to the end of a page for each tag or
comment that is not closed: 80 kB of ``<a `` take it 54 seconds (Python 3.11.7).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

RAW_ELEMENTS = ("iframe", "script", "style", "textarea", "title")
"""Elements in which a tag is text, by the HTML standard."""

_RAW_END = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW_ELEMENTS
}
_MARKUP = re.compile(r"<(?:(/?)([A-Za-z][^\s/>]*)(>?)|(!--)|[!?/])")
# A quotation mark that is never closed belongs to the value. It can only be the last one
# of its kind in the page, so the search for its end fails once.
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(>)|([^\s/>][^\s/>=]*)"""
    r"""(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?)"""
)
_HUGE_NUMBER = re.compile(r"&#(?:0*[0-9]{8,}|[xX]0*[0-9A-Fa-f]{7,});?")


class Text(NamedTuple):
    """Text between tags, its character references resolved."""

    text: str


class StartTag(NamedTuple):
    """A start tag; ``is_empty`` when it closes itself (``<br/>``)."""

    name: str
    attributes: dict[str, str]
    is_empty: bool


class EndTag(NamedTuple):
    """An end tag."""

    name: str


class Comment(NamedTuple):
    """A comment, declaration or processing instruction, without its content."""


Token = Text | StartTag | EndTag | Comment


def unescape(text: str) -> str:
    """Return ``text`` with its character references resolved.

    A reference to no character gives U+FFFD. ``html.unescape`` raises ValueError at
    one of thousands of digits.
    """
    if "&" not in text:
        return text
    return html.unescape(_HUGE_NUMBER.sub("\ufffd", text))


def read_markup(page: str) -> Iterator[Token]:
    """Yield the tags of a page and the text between them; names are in small letters.

    A comment that is never closed ends at its first ``>``, and a tag that is never
    closed ends the page.
    """
    position = 0
    unclosed: set[str] = set()
    while found := _MARKUP.search(page, position):
        if found.start() > position:
            yield Text(unescape(page[position : found.start()]))
        name = found[2]
        if name is None:
            position = _end_of_comment(page, found, unclosed)
            yield Comment()
            continue
        attributes: dict[str, str] = {}
        position = found.end()
        if not found[3]:
            attributes, position = _read_attributes(page, position)
            if position < 0:
                return
        name = name.lower()
        if found[1]:
            yield EndTag(name)
            continue
        yield StartTag(name, attributes, page[position - 2] == "/")
        if name not in _RAW_END or name in unclosed:
            continue
        end = _RAW_END[name].search(page, position)
        if end is None:
            unclosed.add(name)
        elif end.start() > position:
            content = page[position : end.start()]
            yield Text(content if name in ("script", "style") else unescape(content))
            position = end.start()
    if position < len(page):
        yield Text(unescape(page[position:]))


def _end_of_comment(page: str, found: re.Match[str], unclosed: set[str]) -> int:
    """Return the offset behind a comment or declaration; those not closed are noted."""
    for start, end in (("!--", "-->"), ("", ">")):
        if (start and not found[4]) or end in unclosed:
            continue
        # ``<!-->`` and ``<!--->`` are whole comments.
        closed = page.find(end, found.end() - 2 if start else found.end())
        if closed >= 0:
            return closed + len(end)
        unclosed.add(end)
    return len(page)


def _read_attributes(page: str, position: int) -> tuple[dict[str, str], int]:
    """Return the attributes of a tag and the offset behind it, -1 if it has no end.

    The first of each name counts, as in the HTML standard.
    """
    attributes: dict[str, str] = {}
    while found := _ATTRIBUTE.match(page, position):
        position = found.end()
        if found[1]:
            return attributes, position
        value = found[3] or found[4] or found[5] or ""
        attributes.setdefault(found[2].lower(), unescape(value))
    return attributes, -1
