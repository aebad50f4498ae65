"""Dates in Turkish and English, as typed in a query and as printed in a text.

:func:`parse` reads one whole expression, :func:`find` finds dates in running text. In
numbers the day comes first; months may lack diacritics and capitals; years are 1000 to
2999, or two digits where nothing else can be meant.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Span
from .letters import COMBINING_DOT_ABOVE, fold

_MONTHS = (
    ("ocak", "oca", "january", "jan"),
    ("subat", "sub", "february", "feb"),
    ("mart", "mar", "march"),
    ("nisan", "nis", "april", "apr"),
    ("mayis", "may"),
    ("haziran", "haz", "june", "jun"),
    ("temmuz", "tem", "july", "jul"),
    ("agustos", "agu", "august", "aug"),
    ("eylul", "eyl", "september", "sept", "sep"),
    ("ekim", "eki", "october", "oct"),
    ("kasim", "kas", "november", "nov"),
    ("aralik", "ara", "december", "dec"),
)
_NUMBER_OF_MONTH = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names
}
MONTHS = frozenset(_NUMBER_OF_MONTH)
"""The folded names of months in both languages, short ones too."""

_LONE_WORDS = frozenset(
    {"oca", "sub", "nis", "haz", "tem", "agu", "eyl", "eki", "kas", "ara"}
)
"""Short months that, without a year, are rather words or pieces of words."""

_COMBINING_MARKS = "\u0306\u0308\u0327"  # breve, diaeresis, cedilla
_LETTER_VARIANTS = {"c": "cç", "g": "gğ", "o": "oö", "s": "sş", "u": "uü"}


def _month_pattern(name: str) -> str:
    """Return a pattern for a folded month in any case, with or without diacritics."""
    pieces = []
    for letter in name:
        if letter == "i":
            pieces.append(f"[iıIİ]{COMBINING_DOT_ABOVE}?")
        else:
            variants = _LETTER_VARIANTS.get(letter, letter)
            mark = f"[{_COMBINING_MARKS}]?" if letter in _LETTER_VARIANTS else ""
            pieces.append(f"[{variants}{variants.upper()}]{mark}")
    return "".join(pieces)


_MONTH = (
    "(?:"
    + "|".join(_month_pattern(name) for name in sorted(_NUMBER_OF_MONTH, key=len)[::-1])
    + ")"
)
_GAP = r"[ \t\u00a0\u202f]{1,3}"
_YEAR = r"[12][0-9]{3}"
_DAY = r"[0-3]?[0-9]"
_ORDINAL = r"(?:st|nd|rd|th|ST|ND|RD|TH|\.)?"
_END = r"(?![^\W_]|[.,/-]?[0-9])"
_SHORT_YEAR = r"[0-9]{2}"
# Without an apostrophe a number behind a month counts something unless all ends there.
_SHORT_YEAR_BEHIND = (
    rf"{_GAP}(?:['’‘]{_SHORT_YEAR}|{_SHORT_YEAR}(?=[ \t]*(?:$|[)\]\r\n]|[.;](?:\s|$))))"
)
_NUMERIC = (
    rf"(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>[01]?[0-9])(?P=s1)(?P<d1>{_DAY})(?=T[0-9]|{_END})"
    rf"|(?P<d2>{_DAY})(?P<s2>[-/.])(?P<m2>[01]?[0-9])(?P=s2)(?P<y2>{_YEAR})(?![^\W_])"
    rf"|(?P<d5>[0-3][0-9])(?P<s5>[/.])(?P<m5>[01][0-9])(?P=s5)(?P<y5>{_SHORT_YEAR}){_END}"
)
_WORDED = (
    rf"(?P<d3>{_DAY}){_ORDINAL}(?:{_GAP}(?:of{_GAP})?|(?=[^\W\d_]))(?P<m3>{_MONTH})(?![^\W_])"
    rf"(?:(?:(?:\.?,?{_GAP}|[.,])(?P<y3>{_YEAR})|\.?(?P<q3>{_SHORT_YEAR_BEHIND}))(?![^\W_]))?"
    rf"|(?P<m4>{_MONTH})\.?{_GAP}(?P<d4>{_DAY})(?:st|nd|rd|th)?(?![^\W_]|[.,:/][0-9])"
    rf"(?:,?(?:{_GAP}(?P<y4>{_YEAR})|{_GAP}['’‘](?P<q4>{_SHORT_YEAR}))(?![^\W_]))?"
    rf"|(?P<d6>{_DAY})(?P<s6>[-/.])(?P<m6>{_MONTH})(?P=s6)"
    rf"(?P<y6>{_YEAR}|{_SHORT_YEAR})(?![^\W_])"
)
_DATE = re.compile(rf"(?<![\w/])(?<![0-9][.,:])(?:{_NUMERIC}|{_WORDED})")
_FIRST_SHORT_YEAR = 69
"""The two-digit year that is the first of the last century, as in POSIX."""

_WEEKDAY = (
    r"(?:[Mm]on|[Tt]ues?|[Ww]ed(?:nes)?|[Tt]hu(?:rs)?|[Ff]ri|[Ss]at(?:ur)?|[Ss]un)(?:day)?"
    r"|[Pp]azartesi|[Pp]azar|[Ss]al[ıi]|[ÇçCc]ar[şs]amba|[Pp]er[şs]embe|[Cc]umartesi|[Cc]uma"
)
_CLOCK = (
    r"[0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"(?: ?(?:[AaPp]\.?[Mm]\.?))?"
    r"(?: ?(?:Z|UTC|GMT|TS[İI])?(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?)?"
)
_BEFORE = re.compile(rf"(?:(?:{_WEEKDAY})[.,]? )?")
_AFTER = re.compile(
    rf"(?:,? (?:{_WEEKDAY}))?(?:(?:,? (?:- |– |at |saat )?|T){_CLOCK})?"
    rf"(?:,? (?:{_WEEKDAY}))?"
)
_YEAR_ALONE = re.compile(_YEAR)
_YEAR_AND_MONTH = re.compile(rf"(?P<y>{_YEAR})[-/.](?P<m>[01]?[0-9])")
_MONTH_AND_YEAR = re.compile(rf"(?P<m>{_MONTH})\.?,? (?P<y>{_YEAR})")
_NUMBERS = re.compile(rf"(?P<m>[01]?[0-9])[/.](?P<y>{_YEAR})")


def month_number(folded: str) -> int | None:
    """Return the number (1 to 12) of the month that a folded word names, or None."""
    return _NUMBER_OF_MONTH.get(folded)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """The days from ``low`` to ``high``, both included."""

    low: datetime.date
    high: datetime.date


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day printed in a text; ``date`` is None where it names no year."""

    span: Span
    day: int
    month: int
    date: datetime.date | None


def parse(text: str) -> DateSpan | None:
    """Return the first and last day of a date expression, or None if it is none.

    A year or a month covers all its days. A time of day, a time zone and a weekday
    beside a full date are ignored.

    >>> parse("Ocak 2026")
    DateSpan(low=datetime.date(2026, 1, 1), high=datetime.date(2026, 1, 31))
    """
    typed = " ".join(text.split())
    if not typed or len(typed) > 80:
        return None
    return _parse_month_or_year(typed) or _parse_day(typed)


def find(text: str) -> Iterator[FoundDate]:
    """Yield every full date and every day with its month, from left to right.

    Spans do not include a weekday, a time or a suffix after an apostrophe. Days that
    the calendar does not have are left out. Without a year the month must have a
    capital, and Turkish short months do not count.
    """
    for match in _DATE.finditer(text):
        found = _read(match)
        if found is not None:
            yield found


def _read(match: re.Match[str]) -> FoundDate | None:
    # The last group that matched ends in the number of its form.
    form = (match.lastgroup or "")[-1]
    groups = match.groupdict()
    day, word = int(match["d" + form]), match["m" + form]
    written = groups["y" + form] or groups.get("q" + form)
    if word.isdecimal():
        month = int(word)
    else:
        folded = fold(word)
        month = _NUMBER_OF_MONTH[folded]
        if written is None and (folded in _LONE_WORDS or not word[0].isupper()):
            return None
    span = Span(match.start(), match.end())
    if written is None:
        is_day = _day(2000, month, day) is not None
        return FoundDate(span, day, month, None) if is_day else None
    date = _day(_read_year(written), month, day)
    return FoundDate(span, day, month, date) if date is not None else None


def _read_year(written: str) -> int:
    """Return the year of four or two digits; of two it is 1969 to 2068."""
    digits = written.lstrip(" \t\u00a0\u202f'’‘")
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= _FIRST_SHORT_YEAR else 2000)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _parse_day(typed: str) -> DateSpan | None:
    before = _BEFORE.match(typed)
    start = before.end() if before else 0
    match = _DATE.match(typed, start)
    if match is None:
        return None
    found = _read(match)
    if found is None or found.date is None:
        return None
    if _AFTER.fullmatch(typed, match.end()) is None:
        return None
    return DateSpan(found.date, found.date)


def _parse_month_or_year(typed: str) -> DateSpan | None:
    if _YEAR_ALONE.fullmatch(typed):
        year = int(typed)
        return DateSpan(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    match = _YEAR_AND_MONTH.fullmatch(typed) or _NUMBERS.fullmatch(typed)
    if match is not None:
        return _month(int(match["y"]), int(match["m"]))
    match = _MONTH_AND_YEAR.fullmatch(typed)
    if match is not None:
        return _month(int(match["y"]), _NUMBER_OF_MONTH[fold(match["m"])])
    return None


def _month(year: int, month: int) -> DateSpan | None:
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return DateSpan(datetime.date(year, month, 1), datetime.date(year, month, last))
