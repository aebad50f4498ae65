"""The headline of a page, if it has one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ...model import Span
from .dateline import agency_name, read_dateline
from .furniture import is_furniture
from .lines import Line
from .repeated_lines import line_key
from .timestamps import is_document_symbol, is_press_release_number

# All of these are guesses.
HEAD_LINES = 40  # among which a headline is looked for
_LONGEST_TITLE = 200  # characters
_SHORTEST_SENTENCE = 4  # words
_SHORTEST_QUESTION = 80  # characters of a sentence that ends in "?" or "!"
_LINES_TO_SENTENCE = 12  # within which a sentence must follow a headline

_SENTENCE_END = re.compile(
    r"(?P<mark>[.!?…])[\"”’'»]{0,2}(?: ?[(\[][^()\[\]]{2,30}[)\]]|\))?$"
)
_FULL_STOP = re.compile(r"(?<!\.)\.[\"”’'»)\]]{0,2}$")
_ABBREVIATED_END = re.compile(r"(?:\b[A-Z]\.){2}$|\b(?:Inc|Ltd|Corp|Co|Jr|Sr|Hk|vb|vs)\.$")
_OPEN_END = re.compile(r"[,;:–—-]$")
_INNER_STOP = re.compile(r"[^\W\d_]{5,40}\.[\"”]? [A-ZÇĞİÖŞÜ“\"]")
_SITE_SUFFIX = re.compile(r"^(?P<title>.{8,}?)\s(?:[-–—|»:]|::)\s(?P<site>[^|»]{2,40})$")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline and the spans of all lines that print it."""

    title: str
    spans: tuple[Span, ...]


def find_headline(
    text: str, lines: Sequence[Line], *, repeated: Collection[str] = ()
) -> Headline | None:
    """Return the headline among ``lines`` (all that are not empty), or None.

    It is the first line that is not boilerplate, if it is short, does not end like a
    sentence, and sentences follow.

    repeated: keys of lines that many documents of the source repeat.
    """
    story = (
        (index, line)
        for index, line in enumerate(lines[:HEAD_LINES])
        if not _is_page(line.text, repeated)
    )
    opening = next(story, None)
    if opening is None or not _may_be_title(opening[1].text):
        return None
    head = [opening, *story]
    first = _choose(text, head)
    if first is None:
        return None
    line = head[first][1]
    title, site = _without_site(line.text, [other.text for _, other in head])
    spans = _printings(title, lines)
    if site:
        spans = sorted({line.span, *spans})
    return Headline(title, tuple(spans))


def _is_page(line: str, repeated: Collection[str]) -> bool:
    if is_furniture(line) or is_document_symbol(line):
        return True
    return bool(repeated) and line_key(line) in repeated


def _choose(text: str, head: Sequence[tuple[int, Line]]) -> int | None:
    if not _leads_story(text, head, 0):
        return None
    if len(head[0][1].text.split()) > 2 or len(head) < 3:
        return 0
    # A word or two above a headline name the section, unless they are printed twice.
    key = _key(head[0][1].text)
    if any(_key(line.text) == key for _, line in head[1:]):
        return 0
    following = head[1][1].text
    is_better = len(following.split()) >= 4 and _may_be_title(following)
    return 1 if is_better and _leads_story(text, head, 1) else 0


def _may_be_title(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or len(line) < 8 or _OPEN_END.search(line) is not None:
        return False
    if is_press_release_number(line):
        return True
    if _FULL_STOP.search(line) is not None and _ABBREVIATED_END.search(line) is None:
        return False
    if line[0].islower() or _INNER_STOP.search(line) is not None:
        return False
    return read_dateline(line) is None


def _leads_story(text: str, head: Sequence[tuple[int, Line]], first: int) -> bool:
    following = [line for _, line in head[first + 1 :]]
    if not following:
        return False
    between = text[head[first][1].end : following[0].start]
    is_set_off = between.count("\n") > 1 or head[first + 1][0] != head[first][0] + 1
    if not is_set_off and (following[0].text[0].islower() or _is_wrapped(following)):
        return False
    return any(is_sentence(line.text) for line in following[:_LINES_TO_SENTENCE])


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Tell whether lines are wrapped at a width, so that sentences continue across them."""
    sample = [line.text for line in lines[:12]]
    return sum(line[0].islower() for line in sample) * 4 >= len(sample)


def is_sentence(line: str) -> bool:
    """Tell whether a line ends like a sentence and is long enough for one.

    A short line that ends in a question or exclamation mark is rather a headline.
    """
    if len(line.split(maxsplit=_SHORTEST_SENTENCE)) < _SHORTEST_SENTENCE:
        return False
    end = _SENTENCE_END.search(line[-40:])
    if end is None:
        return len(line) > 2 * _LONGEST_TITLE
    return end["mark"] == "." or len(line) >= _SHORTEST_QUESTION


def _without_site(line: str, head: Sequence[str]) -> tuple[str, bool]:
    match = _SITE_SUFFIX.match(line)
    if match is None:
        return line, False
    title = match["title"].strip()
    is_printed_alone = any(_key(other) == _key(title) for other in head)
    if is_printed_alone or agency_name(match["site"]) is not None:
        return title, True
    return line, False


def _printings(title: str, lines: Sequence[Line]) -> list[Span]:
    key = _key(title)
    longest = 2 * len(title) + 20
    return [
        line.span for line in lines if len(line.text) <= longest and _key(line.text) == key
    ]


def _key(line: str) -> str:
    return " ".join(line.casefold().replace("\u0307", "").split())
