"""The lines of a text, without the white space around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...model import Span
from ...text.letters import normalize

_LINE = re.compile(r"\S[^\n\r\x0b\x0c\x85\u2028\u2029]*")
_LONGEST_CACHED = 10_000
"""Characters of a line that is cached: a guess, so that no page on one line is kept."""
_HEADER = re.compile(
    r"\s{0,20}date:?[ \t]{1,8}(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z?)?(?:\s{1,20}|$)",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A line that is not empty: its offsets in the text, and ``text`` itself."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The offsets of the line."""
        return Span(self.start, self.end)


def lines_of(text: str, *, start: int = 0) -> Iterator[Line]:
    """Yield the lines of ``text`` from ``start`` that are not empty."""
    for match in _LINE.finditer(text, start):
        line = match.group().rstrip()
        yield Line(match.start(), match.start() + len(line), line)


def plain_line(line: str) -> str:
    """Return a line in normal form; cached, as each is read several times in a row."""
    return _normalize_cached(line) if len(line) <= _LONGEST_CACHED else normalize(line)


@lru_cache(maxsize=256)
def _normalize_cached(line: str) -> str:
    return normalize(line)


def find_header(text: str) -> tuple[Span, str] | None:
    """Return the span of a leading machine header and the date in it, or None.

    Corpora of news put ``date 2024-04-25`` before the first line. The span includes
    the white space around it, so that the story begins at its end.
    """
    match = _HEADER.match(text)
    if match is None:
        return None
    return Span(match.start(), match.end()), match["date"]
