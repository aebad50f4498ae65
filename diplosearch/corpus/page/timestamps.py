"""Timestamps: lines that say when a page was published or updated."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from ...text import dates
from ...text.letters import normalize
from .word_lists import sections, words_pattern

LONGEST_STAMP = 200
"""Characters of a line that may be a timestamp: a guess."""


class StampKind(IntEnum):
    """What the date of a timestamp means; the surest date of publication comes first."""

    PUBLISHED = 0
    TIMED = 1
    BARE = 2
    UPDATED = 3


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date on a line that belongs to the page and not to the story."""

    date: datetime.date
    kind: StampKind


_YEAR = re.compile(r"[12][0-9]{3}")
_CLOCK = re.compile(
    r"^[ ,\-–—|/•·T]{0,4}(?:at |saat |@ ?)?[0-2]?[0-9][:.][0-5][0-9](?![0-9])"
)
_SYMBOL = (
    r"(?:[A-ZÇĞİÖŞÜ]{1,4}-(?=[0-9])[0-9]{1,5}(?:/[0-9]{1,4})?"
    r"|(?=[A-Z/.()-]*[0-9])[A-Z]{1,6}(?:/[A-Z0-9]{1,8}(?:[.()-][A-Z0-9]{1,8})*){1,5})"
)
"""The symbol of a document: ``QA-15``, ``SG/SM/22345``."""

_SYMBOLS = re.compile(rf"{_SYMBOL}(?:\s?[,;–-]\s?{_SYMBOL}){{0,3}}")
_NO_AND_DATE = re.compile(
    rf"^\W{{0,3}}(?:(?:No|NO|Sayı|Number)\s?[:.]?\s?[0-9/-]{{1,9}}|{_SYMBOL})"
    r"\s?[,;:–-]?\s{0,3}$"
)
_COMMA_PLACE = re.compile(r"^,\s(?:[^\W\d_]\w{1,20}[ /-]?){1,3}$")
_PLACE_COMMA = re.compile(r"^(?:[^\W\d_]\w{1,20}[ /-]?){1,3},\s?$")


def read_stamps(line: str) -> Sequence[Stamp]:
    """Return the timestamps in a line; none where it belongs to the story.

    A line is a timestamp when there are only stamp words beside its date, when it
    begins with such a word, when a time of day follows the date, when a bar separates
    it from names, or when it is the number and date of a press release.
    """
    if len(line) > LONGEST_STAMP or _YEAR.search(line) is None:
        return ()
    found = [date for date in dates.find(line) if date.date is not None]
    if not found or not _is_stamp(line, found):
        return ()
    stamps = []
    start = 0
    for index, date in enumerate(found):
        label = normalize(line[start : date.span.start])
        start = date.span.end
        following = found[index + 1].span.start if index + 1 < len(found) else len(line)
        is_timed = _CLOCK.match(line[start:following]) is not None
        if date.date is not None:
            stamps.append(Stamp(date.date, _kind(label, is_timed=is_timed)))
    return stamps


def _kind(label: str, *, is_timed: bool) -> StampKind:
    if words_pattern("boilerplate", "updated").search(label):
        return StampKind.UPDATED
    if words_pattern("boilerplate", "published").search(label):
        return StampKind.PUBLISHED
    return StampKind.TIMED if is_timed else StampKind.BARE


def is_press_release_number(line: str) -> bool:
    """Tell whether a line begins with a number or symbol and a date: ``No: 226, 14 ...``.

    Ministries print their headline after it, on the same line.
    """
    if _YEAR.search(line, 0, 60) is None:
        return False
    first = next(dates.find(line[:60]), None)
    return first is not None and _NO_AND_DATE.match(line[: first.span.start]) is not None


def is_document_symbol(line: str) -> bool:
    """Tell whether a line is nothing but symbols of documents: ``SG/SM/22345``."""
    return len(line) <= LONGEST_STAMP and _SYMBOLS.fullmatch(line.strip()) is not None


def _is_stamp(line: str, found: Sequence[dates.FoundDate]) -> bool:
    first, last = found[0].span, found[-1].span
    before, after = line[: first.start], line[last.end :]
    if _NO_AND_DATE.match(before):
        return True
    rest = _words_beside(line, found)
    if not rest:
        return True
    if line.endswith((".", "!", "?", "…", '"', "”")) and not _CLOCK.match(after):
        return False
    label = normalize(before)
    if len(rest) <= 6 and (_opens("published", label) or _opens("updated", label)):
        return True
    if len(rest) <= 8 and (_CLOCK.match(after) or label.startswith("by ")):
        return True
    if len(rest) <= 6 and re.search(r"[|•·丨]", line):
        return True
    if len(rest) > 2:
        return False
    if not before.strip() and _COMMA_PLACE.match(after) is not None:
        return True
    return not after.strip() and _PLACE_COMMA.match(before) is not None


def _opens(section: str, label: str) -> bool:
    pattern = words_pattern("boilerplate", section)
    return pattern.match(label.lstrip("-*|([ ")) is not None


def _words_beside(line: str, found: Sequence[dates.FoundDate]) -> list[str]:
    pieces = []
    start = 0
    for date in found:
        pieces.append(line[start : date.span.start])
        start = date.span.end
    pieces.append(line[start:])
    words = re.findall(r"[^\W\d_]+", normalize(" ".join(pieces)))
    return [word for word in words if word not in _stamp_words()]


@cache
def _stamp_words() -> frozenset[str]:
    return frozenset(sections("boilerplate")["stamps"])
