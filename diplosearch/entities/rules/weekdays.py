"""Weekdays as days: *last Monday*, *bu cuma günü*, *Friday of next week*."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ...text.letters import fold
from ..tokens import Sentence
from ..word_lists import rows_of, words_by_kind
from .relative_dates import Expression, expression_at, expression_before, shift, weeks_to

_AMBIGUOUS_MARK = "?"
_NEAR = 3
"""How many days ago *this Monday* may be, a guess: on Saturday it is the next one."""


class Weekdays(NamedTuple):
    """The names of weekdays, folded.

    ``numbers`` has the days after Monday by name in either language, ``english`` the
    English name by number; ``ambiguous`` names are other words as well and count only
    with the word for day behind them.
    """

    numbers: Mapping[str, int]
    english: Mapping[int, str]
    ambiguous: frozenset[str]


class Weekday(NamedTuple):
    """Words ``first`` up to ``last``, and the date or weekday that they stand for."""

    first: int
    last: int
    value: str


class _WeekdayInWeek(NamedTuple):
    """The words of a weekday and its week, and how many weeks away that week is."""

    first: int
    last: int
    weeks: int


@cache
def weekdays() -> Weekdays:
    """Return the names of the weekdays in both languages."""
    numbers, english, ambiguous = {}, {}, set()
    for number, english_name, turkish_name in rows_of("weekdays"):
        english[int(number)] = fold(english_name)
        for name in (english_name, turkish_name):
            folded = fold(name.removesuffix(_AMBIGUOUS_MARK))
            numbers[folded] = int(number)
            if name.endswith(_AMBIGUOUS_MARK):
                ambiguous.add(folded)
    return Weekdays(numbers, english, frozenset(ambiguous))


def read_weekday(
    sentence: Sentence, position: int, published: datetime.date | None
) -> Weekday | None:
    """Return the date of the weekday at ``position``, with the words that say which one.

    A weekday alone is today or a day of the week that has passed. Without the day of
    publication, the weekday's English name stands for the date. None for a word that is
    no weekday here, such as *Pazar* without *günü*.
    """
    names, words = weekdays(), words_by_kind("date-words")
    form = sentence.forms[position]
    folded = sentence.folded
    number = names.numbers[form.folded]
    is_english = form.folded == names.english[number]
    first, last = position, position + 1
    has_day = last < len(folded) and folded[last] in words["day, behind a weekday"]
    if has_day:
        last += 1
    elif form.folded in names.ambiguous or (is_english and not form.is_capitalised):
        return None
    before = folded[position - 1] if position else ""
    if any(before in words[kind] for kind in ("last", "next", "this")):
        first = position - 1
    if published is None or before in words["counted from another day"]:
        return Weekday(first, last, names.english[number])
    in_week = None
    if first == position:
        in_week = _read_week(sentence, first, last, published, is_english=is_english)
    if in_week is None:
        days = _days_to(number, published, before)
    else:
        first, last = in_week.first, in_week.last
        days = 7 * in_week.weeks + number - published.weekday()
    return Weekday(first, last, shift(published, days).isoformat())


def _days_to(weekday: int, published: datetime.date, before: str) -> int:
    """Return how many days after publication a weekday is, by the word ``before`` it."""
    words = words_by_kind("date-words")
    days = (weekday - published.weekday()) % 7
    if before in words["next"]:
        return days or 7
    if before in words["this"]:
        ago = published.weekday() - weekday
        return -ago if 0 < ago <= _NEAR else days
    if before in words["last"]:
        return days - 7
    return days - 7 if days else 0


def _read_week(
    sentence: Sentence, first: int, last: int, published: datetime.date, *, is_english: bool
) -> _WeekdayInWeek | None:
    """Return the weekday in the words ``first`` up to ``last`` with the week beside it.

    The week stands before it (*geçen hafta pazartesi*, *last week on Monday*) or, in
    English, behind it (*Monday of last week*). None where no week stands there.
    """
    folded = sentence.folded
    has_on = first > 0 and folded[first - 1] == "on"
    week = expression_before(folded, first - has_on)
    if week is not None and (weeks := _weeks_to(week, published)) is not None:
        return _WeekdayInWeek(week.first, last, weeks)
    if is_english:
        has_of = last < len(folded) and folded[last] == "of"
        week = expression_at(folded, last + has_of)
        if week is not None and (weeks := _weeks_to(week, published)) is not None:
            is_genitive = bool(sentence.forms[week.last - 1].suffix)
            return None if is_genitive else _WeekdayInWeek(first, week.last, weeks)
    return None


def _weeks_to(expression: Expression, published: datetime.date) -> int | None:
    """Return how many weeks away a week is, None for an expression that is no week."""
    unit, away = expression.unit, expression.away
    if unit not in ("week", "weekend") or away is None:
        return None
    return weeks_to(unit, away, published)
