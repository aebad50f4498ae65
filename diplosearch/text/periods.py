"""Dates as one says them: *geçen hafta*, *son 30 gün*, *last month*, *Q2 2025*, *-7d*.

A week begins on Monday. What is on its way, such as *this month*, is the whole of it; what
is counted back, such as *the last 30 days*, ends today.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Literal, NamedTuple

from . import dates
from .dates import DateSpan
from .letters import fold

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "year"]

_MOST_CHARACTERS = 80
_MOST_BACK = 99_999

_UNITS: dict[Unit, tuple[str, ...]] = {
    "day": ("d", "day", "days", "gun"),
    "week": ("w", "week", "weeks", "hafta"),
    "weekend": ("weekend", "weekends", "hafta sonu"),
    "month": ("m", "month", "months", "ay"),
    "quarter": ("q", "quarter", "quarters", "ceyrek"),
    "half": ("half", "halves", "yariyil"),
    "year": ("y", "year", "years", "yil", "sene"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_NUMBERS = {
    word: number
    for number, words in {
        1: ("one", "a", "an", "bir"),
        2: ("two", "iki"),
        3: ("three", "uc"),
        4: ("four", "dort"),
        5: ("five", "bes"),
        6: ("six", "alti"),
        7: ("seven", "yedi"),
        8: ("eight", "sekiz"),
        9: ("nine", "dokuz"),
        10: ("ten", "on"),
        11: ("eleven", "on bir"),
        12: ("twelve", "on iki"),
        14: ("fourteen", "on dort"),
        15: ("fifteen", "on bes"),
        20: ("twenty", "yirmi"),
        30: ("thirty", "otuz"),
        60: ("sixty", "altmis"),
        90: ("ninety", "doksan"),
        100: ("a hundred", "yuz"),
    }.items()
    for word in words
}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "ilk": 1,
    "birinci": 1,
    "ikinci": 2,
    "ucuncu": 3,
    "dorduncu": 4,
    "son": -1,
    "last": -1,
}
"""Which part of a year; the last one is -1."""

_AWAY = {
    **dict.fromkeys(("this", "current", "bu", "icinde bulundugumuz"), 0),
    **dict.fromkeys(
        ("last", "previous", "gecen", "gectigimiz", "bir onceki", "onceki"), -1
    ),
    **dict.fromkeys(("next", "coming", "gelecek", "onumuzdeki"), 1),
}
_DAYS = {
    "today": 0,
    "bugun": 0,
    "yesterday": -1,
    "dun": -1,
    "tomorrow": 1,
    "yarin": 1,
    "day before yesterday": -2,
    "onceki gun": -2,
    "evvelki gun": -2,
    "evvelsi gun": -2,
}
_WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            ("monday", "pazartesi"),
            ("tuesday", "sali"),
            ("wednesday", "carsamba"),
            ("thursday", "persembe"),
            ("friday", "cuma"),
            ("saturday", "cumartesi"),
            ("sunday", "pazar"),
        )
    )
    for word in words
}


def _one_of(words: Mapping[str, object]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


_YEAR = r"(?P<year>[12][0-9]{3})"
_OF_YEAR = rf"{_YEAR}(?:[a-z]{{1,4}})?"
_COUNT = rf"(?P<count>[0-9]{{1,5}}|{_one_of(_NUMBERS)})"
_UNIT = rf"(?P<unit>{_one_of(_UNIT_OF)})"
_PARTS = r"(?P<unit>quarter|half|ceyrek|ceyregi|yari|yarisi|yariyil)"


class _Found(NamedTuple):
    """An expression that was recognised, and the day from which it is counted."""

    match: re.Match[str]
    today: datetime.date

    def unit(self) -> Unit:
        word = self.match["unit"]
        if word in ("ceyregi", "ceyrek"):
            return "quarter"
        if word in ("yari", "yarisi"):
            return "half"
        return _UNIT_OF[word]

    def number(self) -> int:
        written = self.match["count"]
        return int(written) if written.isdecimal() else _NUMBERS[written]


def parse(text: str, today: datetime.date) -> DateSpan | None:
    """Return the first and last day of an expression for a time, or None if it is none.

    Dates that need no day to be counted from are read by :mod:`diplosearch.text.dates`. A
    month, a day without a year and a weekday alone are the latest that have begun. What is
    counted back by a minus sign (``-7d``, ``-2w``, ``-3m``, ``-1y``) reaches up to today.

    >>> parse("geçen hafta", datetime.date(2026, 11, 30)).low
    datetime.date(2026, 11, 23)
    """
    typed = " ".join(text.split())
    if not typed or len(typed) > _MOST_CHARACTERS:
        return None
    folded = " ".join(map(fold, typed.split(" "))).removeprefix("the ")
    for pattern, read in _FORMS:
        match = pattern.fullmatch(folded)
        if match is not None:
            # No such month or quarter, or a day before the calendar's first.
            with suppress(ValueError, OverflowError):
                return read(_Found(match, today))
    return _parse_since(folded, today)


def _parse_since(folded: str, today: datetime.date) -> DateSpan | None:
    """Read *since January*, *geçen haftadan beri*: from the first day up to today."""
    match = _SINCE.fullmatch(folded)
    if match is None:
        return None
    begun = match["english"] or match["turkish"]
    span = dates.parse(begun) or parse(begun, today)
    return DateSpan(span.low, today) if span and span.low <= today else None


def _read_named_day(found: _Found) -> DateSpan:
    return _days(found.today, _DAYS[found.match["day"]], 1)


def _read_near(found: _Found) -> DateSpan:
    """Read *last week*, *bu ay*, *next quarter*."""
    return _unit_away(found.unit(), _AWAY[found.match["away"]], found.today)


def _read_back(found: _Found) -> DateSpan:
    """Read *the last 30 days*, *son üç ay*, *-7d*: up to today."""
    return _back(found.number(), found.unit(), found.today)


def _read_back_one(found: _Found) -> DateSpan:
    """Read *son hafta*, *the past year*: one unit up to today."""
    return _back(1, found.unit(), found.today)


def _read_ago(found: _Found) -> DateSpan:
    """Read *3 days ago*, *iki hafta önce*: the day, week, month or year of then."""
    return _unit_away(found.unit(), -found.number(), found.today)


def _read_part(found: _Found) -> DateSpan:
    """Read *Q2 2025*, *the second quarter of 2025*, *2025'in ilk yarısı*."""
    groups = found.match.groupdict()
    year = int(groups["year"]) if groups.get("year") else found.today.year
    unit: Unit
    if groups.get("part"):
        unit, number = (
            ("quarter" if groups["letter"] == "q" else "half"),
            int(groups["part"]),
        )
    else:
        unit = found.unit()
        written = groups["ordinal"].rstrip(".")
        number = int(written) if written.isdecimal() else _ORDINALS[written]
    months = 3 if unit == "quarter" else 6
    parts = 12 // months
    number = parts if number == -1 else number
    if not 1 <= number <= parts:
        raise ValueError(f"a year has {parts} of these")
    return _months(year * 12 + (number - 1) * months, months)


def _read_weekday(found: _Found) -> DateSpan:
    """Read *Monday*, *geçen cuma*, *next Friday*."""
    number, word = _WEEKDAYS[found.match["weekday"]], found.match["away"]
    away = _AWAY[word.strip()] if word else None
    ahead = (number - found.today.weekday()) % 7
    if away == 1:
        return _days(found.today, ahead or 7, 1)
    if away == 0:  # of this week
        return _days(found.today, number - found.today.weekday(), 1)
    if away == -1 or ahead:
        ahead -= 7
    return _days(found.today, ahead, 1)


def _read_month(found: _Found) -> DateSpan:
    """Read a month without a year: the latest that has begun, and the one before."""
    number = dates.month_number(found.match["month"])
    if number is None:
        raise ValueError("no month")
    year = found.today.year - (number > found.today.month)
    if found.match["away"] and _AWAY[found.match["away"].strip()] == -1:
        year -= number == found.today.month
    elif found.match["away"] and _AWAY[found.match["away"].strip()] == 1:
        year += 1
    return _months(year * 12 + number - 1, 1)


def _read_day(found: _Found) -> DateSpan:
    """Read a day and a month without a year: the latest that has come."""
    groups = found.match.groupdict()
    month = dates.month_number(groups["month"] or groups["month_first"])
    if month is None:
        raise ValueError("no month")
    day = int(groups["day"] or groups["day_behind"])
    year = found.today.year
    while True:  # the 29th of February may be years ago
        if day <= calendar.monthrange(year, month)[1]:
            date = datetime.date(year, month, day)
            if date <= found.today:
                return DateSpan(date, date)
        if found.today.year - year > 8:
            raise ValueError("no such day")
        year -= 1


def _read_week(found: _Found) -> DateSpan:
    first = datetime.date.fromisocalendar(
        int(found.match["year"]), int(found.match["week"]), 1
    )
    return _days(first, 0, 7)


def _read_decade(found: _Found) -> DateSpan:
    first = int(found.match["decade"])
    if first < 100:
        first += 1900 if first >= 30 else 2000
    return DateSpan(datetime.date(first, 1, 1), datetime.date(first + 9, 12, 31))


def _read_since_new_year(found: _Found) -> DateSpan:
    return DateSpan(datetime.date(found.today.year, 1, 1), found.today)


def _unit_away(unit: Unit, away: int, today: datetime.date) -> DateSpan:
    """Return the unit that is ``away`` from that of today."""
    if unit == "day":
        return _days(today, away, 1)
    if unit in ("week", "weekend"):
        monday = today - datetime.timedelta(today.weekday())
        first, length = (5, 2) if unit == "weekend" else (0, 7)
        return _days(monday, 7 * away + first, length)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    this = (today.year * 12 + today.month - 1) // months
    return _months((this + away) * months, months)


def _back(count: int, unit: Unit, today: datetime.date) -> DateSpan:
    """Return the days from ``count`` units ago up to today."""
    if not 1 <= count <= _MOST_BACK:
        raise ValueError("nothing to count")
    if unit in ("day", "week", "weekend"):
        days = count * (1 if unit == "day" else 7)
        return DateSpan(today - datetime.timedelta(days), today)
    months = count * {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    first = today.year * 12 + today.month - 1 - months
    year, month = first // 12, first % 12 + 1
    day = min(today.day, calendar.monthrange(year, month)[1])
    return DateSpan(datetime.date(year, month, day), today)


def _days(day: datetime.date, away: int, length: int) -> DateSpan:
    first = day + datetime.timedelta(away)
    return DateSpan(first, first + datetime.timedelta(length - 1))


def _months(first: int, length: int) -> DateSpan:
    """Return ``length`` months from the one of a number counted from year 0."""
    last = first + length - 1
    day = calendar.monthrange(last // 12, last % 12 + 1)[1]
    return DateSpan(
        datetime.date(first // 12, first % 12 + 1, 1),
        datetime.date(last // 12, last % 12 + 1, day),
    )


_SINCE = re.compile(r"since (?P<english>.+)|(?P<turkish>.+?)'?[dt][ae]n (?:beri|bu yana)")

_MONTH_WORD = r"[a-z]{3,9}"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[_Found], DateSpan]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?P<day>{_one_of(_DAYS)})", _read_named_day),
        (rf"(?P<away>{_one_of(_AWAY)}) {_UNIT}", _read_near),
        (rf"(?:last|past|previous|son|gectigimiz) {_COUNT} {_UNIT}", _read_back),
        (r"-(?P<count>[0-9]{1,5}) ?(?P<unit>[dwmqy])", _read_back),
        (rf"(?:past|son) {_UNIT}", _read_back_one),
        (rf"{_COUNT} {_UNIT} (?:ago|once|oncesi)", _read_ago),
        (rf"(?P<letter>[qh])(?P<part>[1-4])(?:[ /-]?{_YEAR})?", _read_part),
        (rf"{_YEAR}[ /-]?(?P<letter>[qh])(?P<part>[1-4])", _read_part),
        (
            rf"(?P<ordinal>[1-4]\.?|{_one_of(_ORDINALS)}|[1-4](?:st|nd|rd|th)) {_PARTS}"
            rf"(?: (?:of )?(?:the )?(?:year )?{_YEAR})?",
            _read_part,
        ),
        (rf"{_OF_YEAR} (?P<ordinal>[1-4]\.|{_one_of(_ORDINALS)}) {_PARTS}", _read_part),
        (
            rf"(?P<away>{_one_of(_AWAY)} )?(?P<weekday>{_one_of(_WEEKDAYS)})(?: gunu)?",
            _read_weekday,
        ),
        (rf"(?P<away>{_one_of(_AWAY)} )?(?P<month>{_MONTH_WORD})(?: ayi)?", _read_month),
        (
            rf"(?P<day>[0-9]{{1,2}}) (?P<month>{_MONTH_WORD})"
            rf"|(?P<month_first>{_MONTH_WORD}) (?P<day_behind>[0-9]{{1,2}})",
            _read_day,
        ),
        (rf"{_YEAR}-?w(?P<week>[0-5]?[0-9])", _read_week),
        (r"(?P<decade>(?:[12][0-9])?[0-9]0)(?:s|l[ae]r|l[iu] yillar)", _read_decade),
        (r"ytd|year to date|yilbasindan (?:beri|bu yana)", _read_since_new_year),
    )
)
