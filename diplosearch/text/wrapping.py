"""Wrapped text: line breaks within a paragraph, and those that are borders.

Pages put a paragraph, a headline or an item of a list on a line; mail, wires and old
files wrap paragraphs at a width. No break says which it is, but the lines around do.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ..resources import read_list

LINE_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\\s*")

_LONGEST_LINE = 120
"""Characters of a line of wrapped text; a guess."""

_SHORTEST_WIDTH = 40
"""Characters of the longest line of wrapped text, below which it may be a list or poem.

A guess: columns of newspapers have 40 and more.
"""

_SHORTEST_SURE_WIDTH = 25
"""The same where a line shows that it is prose. A guess."""

_LINES = 4
"""Lines before and after a break that are compared, to bound the time."""

_FEWEST_FILLED = 3
"""Lines of a paragraph that shows a width by itself. A guess."""

_ITEM = re.compile(r"[-–—•*▪·>|]|[0-9]{1,3}[.)]\s|[a-zA-Z][.)]\s")
_INNER_STOP = re.compile(r"[^\W\d_]{2}[.!?][\"'”’»)]?\s+[^\W\d_]")
_STOPS = (".", "!", "?", "…", ":", ";")
_CLOSERS = "\"'”’»)]"


def is_wrapped(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Tell whether the paragraph from ``begin`` goes on behind the break in ``match``.

    A single break between a small letter or comma and a small letter is within a
    paragraph, except among short lines of which none ends a sentence. Before other
    characters the lines around have to show a width: the next word did not fit on its
    line, and the text is prose.
    """
    if match.end() >= end or match.start() <= begin or not _is_single(text, match):
        return False
    before, after = text[match.start() - 1], text[match.end()]
    if after.islower() and (before.islower() or before == ","):
        return not _is_list(*_lines_around(text, match))
    first = match.start() - _LONGEST_LINE - 1
    if first > begin and text.find("\n", first, match.start()) < 0:
        return False  # a whole paragraph, as on most pages
    return _is_filled(*_lines_around(text, match))


def _is_single(text: str, match: re.Match[str]) -> bool:
    """Tell whether a break is one, and leaves the next line as far in as the one before."""
    gap = match.group().replace("\r\n", "\n")
    if len(gap.rstrip(" \t").splitlines()) != 1:
        return False
    indent = gap[1:]
    if not indent:
        return True
    first = max(0, match.start() - _LONGEST_LINE - len(indent))
    line = text[first : match.start()].splitlines()[-1]
    return line.startswith(indent) and not line[len(indent) : len(indent) + 1].isspace()


def _lines_around(text: str, match: re.Match[str]) -> tuple[list[str], list[str]]:
    """Return the lines before and after a break up to the next empty line, cut if long."""
    most = _LINES * (_LONGEST_LINE + 2)
    head = text[max(0, match.start() - most) : match.start()].splitlines()[-_LINES:]
    tail = text[match.end() : match.end() + most].splitlines()[:_LINES]
    for number, line in enumerate(reversed(head)):
        if not line.strip():
            head = head[len(head) - number :]
            break
    for number, line in enumerate(tail):
        if not line.strip():
            tail = tail[:number]
            break
    return [line.strip() for line in head], [line.strip() for line in tail]


def _is_list(before: list[str], after: list[str]) -> bool:
    """Tell whether lines are short and end no sentence, as items and verses do."""
    lines = before + after
    return len(lines) > 2 and all(
        len(line) < _SHORTEST_WIDTH and not _ends_sentence(line) for line in lines
    )


def _is_filled(before: list[str], after: list[str]) -> bool:
    """Tell whether the line before a break is full, and the lines around are prose."""
    if not before or not after:
        return False
    line, following = before[-1], after[0].strip()
    lines = before + after
    width = max(map(len, lines))
    is_prose = any(map(_INNER_STOP.search, lines))
    shortest = _SHORTEST_SURE_WIDTH if is_prose else _SHORTEST_WIDTH
    if not shortest <= width <= _LONGEST_LINE or _ITEM.match(following):
        return False
    if len(line) + 1 + len(following.split()[0]) <= width or line.endswith((":", ";")):
        return False
    if _goes_on(line) or (is_prose and _are_filled(lines, width)):
        return True
    return any(
        one[-1:].isalpha() and other.lstrip()[:1].islower()
        for part in (before, after)
        for one, other in pairwise(part)
    )


def _are_filled(lines: list[str], width: int) -> bool:
    """Tell whether no line but the last of three or more had room for the next word."""
    return len(lines) >= _FEWEST_FILLED and all(
        len(line) + 1 + len(following.split()[0]) > width
        for line, following in pairwise(lines)
    )


def _goes_on(line: str) -> bool:
    """Tell whether the last sentence of a line has no end, by the line alone."""
    if _ends_sentence(line):
        return False
    last = line.split()[-1]
    return (
        line.endswith(",")
        or _INNER_STOP.search(line) is not None
        or last in joining_words()
    )


def _ends_sentence(line: str) -> bool:
    return line.rstrip(_CLOSERS).endswith(_STOPS)


@cache
def joining_words() -> frozenset[str]:
    """Return the words that end no line of its own, as they are written."""
    return frozenset(read_list(__spec__.parent, "joining_words.txt"))
