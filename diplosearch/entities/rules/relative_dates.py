"""Words that name a time as seen from a text's day of publication: *geçen hafta*."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple, get_args

from ...resources import split_column
from ..gazetteer.gazetteer import bases_of, key_of
from ..word_lists import entries_of

Unit = Literal["day", "week", "weekend", "month", "year"]

_LONGEST = 4
_SATURDAY = 5
_UNKNOWN = "?"


class Relative(NamedTuple):
    """A unit of time, and how many of it away from the day of publication.

    A weekend that is 1 away is the first that has not begun. ``away`` is None for what
    is counted from another day, which only the text tells (*ertesi gün*).
    """

    unit: Unit
    away: int | None


class Expression(NamedTuple):
    """The words of a sentence from ``first`` up to ``last`` that name a relative time.

    ``listed`` is how the table has them: without a suffix of the last one.
    """

    first: int
    last: int
    listed: tuple[str, ...]
    unit: Unit
    away: int | None


@cache
def relatives() -> dict[str, dict[tuple[str, ...], Relative]]:
    """Return the relative expressions by their first word, folded."""
    known: dict[str, dict[tuple[str, ...], Relative]] = {}
    for line in entries_of("dates"):
        unit, count, english, turkish = (column.strip() for column in line.split("|"))
        away = None if count == _UNKNOWN else int(count)
        relative = Relative(next(one for one in get_args(Unit) if one == unit), away)
        for name in (*split_column(english), *split_column(turkish)):
            words = tuple(key_of(name).split())
            known.setdefault(words[0], {})[words] = relative
    return known


def expression_at(folded: Sequence[str], first: int) -> Expression | None:
    """Return the longest expression that begins at word ``first``."""
    for last in range(min(first + _LONGEST, len(folded)), first, -1):
        found = _expression(folded, first, last)
        if found is not None:
            return found
    return None


def expression_before(folded: Sequence[str], last: int) -> Expression | None:
    """Return the longest expression that ends before word ``last``."""
    for first in range(max(last - _LONGEST, 0), last):
        found = _expression(folded, first, last)
        if found is not None:
            return found
    return None


def _expression(folded: Sequence[str], first: int, last: int) -> Expression | None:
    """Return the expression that these words make; the last of several may be inflected."""
    known = relatives().get(folded[first])
    if known is None:
        return None
    *head, tail = folded[first:last]
    for base in (tail, *bases_of(tail)) if head else (tail,):
        listed = (*head, base)
        if listed in known:
            return Expression(first, last, listed, *known[listed])
    return None


def resolve(unit: Unit, away: int, published: datetime.date) -> str:
    """Return the day, week, month or year so many units away, as ISO 8601 writes it."""
    if unit == "day":
        return shift(published, away).isoformat()
    if unit in ("week", "weekend"):
        weeks = weeks_to(unit, away, published)
        year, week, _ = shift(published, 7 * weeks).isocalendar()
        return f"{year}-W{week:02}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + away
        return f"{months // 12}-{months % 12 + 1:02}"
    return str(published.year + away)


def weeks_to(unit: Unit, away: int, published: datetime.date) -> int:
    """Return how many weeks, which begin on Monday, a week or a weekend is away."""
    has_begun = published.weekday() >= _SATURDAY
    return away - 1 if unit == "weekend" and away > 0 and not has_begun else away


def shift(day: datetime.date, days: int) -> datetime.date:
    """Return the day so many days away, or the last that the calendar has."""
    try:
        return day + datetime.timedelta(days)
    except OverflowError:
        return datetime.date.max if days > 0 else datetime.date.min
