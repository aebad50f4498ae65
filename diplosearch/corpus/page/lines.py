"""A text as lines without the white space around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...model import Span
from ...text.letters import normalize

_LINE = re.compile(r"\S[^\n\r\x0b\x0c\x85\u2028\u2029]*")
_LONGEST_KEPT = 10_000
_HEADER = re.compile(
    r"\s{0,20}date:?[ \t]{1,8}(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?Z?)?(?:\s{1,20}|$)",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A line that is not empty; ``text`` is what stands in its span."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Return where the line stands."""
        return Span(self.start, self.end)


def lines_of(text: str, *, start: int = 0) -> Iterator[Line]:
    """Yield the lines of ``text`` from ``start`` that are not empty."""
    for match in _LINE.finditer(text, start):
        line = match.group().rstrip()
        yield Line(match.start(), match.start() + len(line), line)


def plain_line(line: str) -> str:
    """Return a line cased and folded; each is asked for several times in a row."""
    # A page on one line is not kept in memory for long.
    return _kept(line) if len(line) <= _LONGEST_KEPT else normalize(line)


@lru_cache(maxsize=256)
def _kept(line: str) -> str:
    return normalize(line)


def find_header(text: str) -> tuple[Span, str] | None:
    """Return the span of a leading machine header and the date in it.

    Corpora of news put ``date 2024-04-25`` before the first line. The span
    takes the white space around it in, so that the story begins where it ends.
    """
    match = _HEADER.match(text)
    if match is None:
        return None
    return Span(match.start(), match.end()), match["date"]
