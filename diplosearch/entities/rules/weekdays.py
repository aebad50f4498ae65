"""Weekdays as days: *last Monday*, *bu cuma günü*, *Friday of next week*."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from ..tokens import Sentence
from .relative_dates import Expression, expression_at, expression_before, shift, weeks_to

_WEEKDAYS = {
    "monday": 0,
    "pazartesi": 0,
    "tuesday": 1,
    "sali": 1,
    "wednesday": 2,
    "carsamba": 2,
    "thursday": 3,
    "persembe": 3,
    "friday": 4,
    "cuma": 4,
    "saturday": 5,
    "cumartesi": 5,
    "sunday": 6,
    "pazar": 6,
}
WEEKDAY_WORDS = frozenset(_WEEKDAYS)
_ENGLISH = {day: name for name, day in _WEEKDAYS.items() if name.endswith("day")}
_DAY_WORDS = frozenset({"gunu", "gunku", "gunune", "gununden", "gununde"})
_LAST = frozenset({"last", "past", "gecen", "gectigimiz"})
_NEXT = frozenset({"next", "coming", "gelecek", "onumuzdeki"})
_THIS = frozenset({"this", "bu"})
_SEEN_FROM_NOW = _LAST | _NEXT | _THIS
_SEEN_FROM_THEN = frozenset(
    {"previous", "preceding", "following", "onceki", "sonraki", "ertesi"}
)
# Turkish weekdays that are words or names as well count only beside "day".
_DOUBTFUL = frozenset({"sali", "pazar", "cuma"})
_NEAR = 3
"""How many days ago *this Monday* may be, a guess: on Saturday it is the next one."""


class Weekday(NamedTuple):
    """The words from ``first`` up to ``last``, and the date or the weekday they name."""

    first: int
    last: int
    value: str


class _InWeek(NamedTuple):
    """The words of a weekday and of its week, and how many weeks away that is."""

    first: int
    last: int
    weeks: int


def read_weekday(
    sentence: Sentence, place: int, published: datetime.date | None
) -> Weekday | None:
    """Return what the weekday at ``place`` names, with the words that say which one.

    That is a date where the day of publication is known, else the weekday's English name.
    A weekday alone is today or a day of the week that has passed. None for what only
    looks like a weekday.
    """
    form = sentence.forms[place]
    folded = sentence.folded
    first, last = place, place + 1
    has_day = last < len(folded) and folded[last] in _DAY_WORDS
    if has_day:
        last += 1
    is_english = form.folded.endswith("day")
    if not has_day and (
        form.folded in _DOUBTFUL or (is_english and not form.is_capitalised)
    ):
        return None
    before = folded[place - 1] if place else ""
    if before in _SEEN_FROM_NOW:
        first = place - 1
    weekday = _WEEKDAYS[form.folded]
    if published is None or before in _SEEN_FROM_THEN:
        return Weekday(first, last, _ENGLISH[weekday])
    in_week = _in_named_week(sentence, first, last, published) if first == place else None
    if in_week is None:
        days = _days_to(weekday, published, before)
    else:
        first, last = in_week.first, in_week.last
        days = 7 * in_week.weeks + weekday - published.weekday()
    return Weekday(first, last, shift(published, days).isoformat())


def _days_to(weekday: int, published: datetime.date, before: str) -> int:
    """Return how far a weekday is from the day of publication, by the word before it."""
    ahead = (weekday - published.weekday()) % 7
    if before in _NEXT:
        return ahead or 7
    if before in _THIS:
        ago = published.weekday() - weekday
        return -ago if 0 < ago <= _NEAR else ahead
    if before in _LAST:
        return ahead - 7
    return ahead - 7 if ahead else 0


def _in_named_week(
    sentence: Sentence, first: int, last: int, published: datetime.date
) -> _InWeek | None:
    """Return what the words ``first`` to ``last`` make with the week that stands beside.

    That is before them (*geçen hafta pazartesi*, *last week on Monday*) or, in English,
    behind them (*Monday of last week*).
    """
    folded = sentence.folded
    has_on = first > 0 and folded[first - 1] == "on"
    week = expression_before(folded, first - has_on)
    if week is not None and (weeks := _weeks_to(week, published)) is not None:
        return _InWeek(week.first, last, weeks)
    if folded[first] in _ENGLISH.values():
        has_of = last < len(folded) and folded[last] == "of"
        week = expression_at(folded, last + has_of)
        if week is not None and (weeks := _weeks_to(week, published)) is not None:
            is_genitive = bool(sentence.forms[week.last - 1].suffix)
            return None if is_genitive else _InWeek(first, week.last, weeks)
    return None


def _weeks_to(expression: Expression, published: datetime.date) -> int | None:
    unit, away = expression.unit, expression.away
    if unit not in ("week", "weekend") or away is None:
        return None
    return weeks_to(unit, away, published)
