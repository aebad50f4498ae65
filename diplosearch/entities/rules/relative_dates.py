"""Expressions for a time counted from a text's day of publication: *geçen hafta*."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple, get_args

from ...resources import split_column
from ..gazetteer.gazetteer import bases_of, key_of
from ..word_lists import rows_of

Unit = Literal["day", "week", "weekend", "month", "year"]

_MOST_WORDS = 4
"""Words of the longest expression in the table."""

_CACHED_WORDS = 1 << 12
"""A guess."""

_SATURDAY = 5
_UNKNOWN = "?"


class Relative(NamedTuple):
    """A unit of time, and how many of it away from the day of publication.

    A weekend that is 1 away is the first that has not begun. ``away`` is None where the
    time is counted from another day, which only the text has (*ertesi gün*).
    """

    unit: Unit
    away: int | None


class Expression(NamedTuple):
    """The words ``first`` up to ``last`` of a sentence, which express a relative time.

    ``listed`` are the words as the table has them: without a suffix of the last one.
    """

    first: int
    last: int
    listed: tuple[str, ...]
    unit: Unit
    away: int | None


@cache
def relatives() -> dict[str, dict[tuple[str, ...], Relative]]:
    """Return the expressions of the table by first word, then by all words, folded."""
    known: dict[str, dict[tuple[str, ...], Relative]] = {}
    for unit, count, english, turkish in rows_of("relative-dates"):
        away = None if count == _UNKNOWN else int(count)
        relative = Relative(next(one for one in get_args(Unit) if one == unit), away)
        for name in (*split_column(english), *split_column(turkish)):
            words = tuple(key_of(name).split())
            known.setdefault(words[0], {})[words] = relative
    return known


def expression_at(folded: Sequence[str], first: int) -> Expression | None:
    """Return the longest expression that begins at word ``first``, None without one."""
    if first >= len(folded):
        return None
    following = folded[first + 1] if first + 1 < len(folded) else ""
    if not _may_begin(folded[first], following):
        return None
    for last in range(min(first + _MOST_WORDS, len(folded)), first, -1):
        found = _read_expression(folded, first, last)
        if found is not None:
            return found
    return None


@lru_cache(_CACHED_WORDS)
def _may_begin(word: str, following: str) -> bool:
    """Return whether an expression may begin with these two words or the first alone."""
    known = relatives().get(word, {})
    if (word,) in known:
        return True
    second = {words[1] for words in known}
    return not second.isdisjoint((following, *bases_of(following)))


def expression_before(folded: Sequence[str], last: int) -> Expression | None:
    """Return the longest expression that ends before word ``last``, None without one."""
    for first in range(max(last - _MOST_WORDS, 0), last):
        found = _read_expression(folded, first, last)
        if found is not None:
            return found
    return None


def _read_expression(folded: Sequence[str], first: int, last: int) -> Expression | None:
    """Return the expression that words are; the last of several may be inflected."""
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
    """Return the time ``away`` units after publication, in ISO 8601: ``2026-W05``."""
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
    """Return how many weeks a week or a weekend is away; weeks begin on Monday."""
    has_begun = published.weekday() >= _SATURDAY
    return away - 1 if unit == "weekend" and away > 0 and not has_begun else away


def shift(day: datetime.date, days: int) -> datetime.date:
    """Return ``day`` moved by ``days``, or the first or last day that Python can hold."""
    try:
        return day + datetime.timedelta(days)
    except OverflowError:
        return datetime.date.max if days > 0 else datetime.date.min
