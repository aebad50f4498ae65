"""Dates in a sentence: days, months, years, weekdays, *last week*.

Relative dates (*yesterday*) are resolved where the day of publication is known.
Durations and times of day are no dates.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ...analysis.word_rules import stop_words
from ...text.dates import MONTHS, FoundDate, find, month_number
from ..base import Mention
from ..gazetteer.ids import slug
from ..tokens import Form, Sentence
from ..word_lists import words_by_kind
from .date_ranges import find_listed, find_ranges
from .period_ranges import find_period_ranges
from .relative_dates import (
    Expression,
    expression_at,
    expression_before,
    relatives,
    resolve,
)
from .weekdays import read_weekday, weekdays

_FIRST_YEAR, _LAST_YEAR = 1000, 2199
"""Years that a number of four digits may be; a guess."""

_DATE_SIGNS = frozenset("-/.")
"""Signs between the numbers of a day, a month and a year."""

_SEPARATORS, _SIGNS = (".", ","), ("$", "€", "£")
"""Signs between two numbers that make the second one no year."""

_DECADE = "s"
"""The suffix of a decade, which is no year: ``1990's``."""


def find_dates(
    text: str, sentence: Sentence, published: datetime.date | None
) -> Iterator[Mention]:
    """Yield the dates in a sentence; they may overlap, the surest come first.

    Where ``published`` is None, the id of a relative date is made of its words, and a
    day without a year is ``date:--01-29``.
    """
    if not len(sentence):
        return
    if sentence.numbers:
        if may_have_days(sentence):
            yield from _find_full_dates(text, sentence, published)
        yield from _find_period_ranges(sentence)
        yield from _find_months_and_years(sentence)
    expressions, weekday_numbers = relatives(), weekdays().numbers
    found: list[Mention] = []
    others: list[Mention] = []
    words = sentence.folded
    if not weekday_numbers.keys().isdisjoint(words):
        for position, folded in enumerate(words):
            if folded in weekday_numbers:
                found += _find_weekday(sentence, position, published)
    if not expressions.keys().isdisjoint(words):
        for position, folded in enumerate(words):
            if folded in expressions:
                others += _find_relative(sentence, position, published)
    for one in others:
        if not any(other.start <= one.start and one.end <= other.end for other in found):
            found.append(one)
    yield from found


def may_have_days(sentence: Sentence) -> bool:
    """Return whether a month, or a sign between two numbers, is in a sentence.

    Words with letters behind digits or with other signs in them may hide one.
    """
    if not MONTHS.isdisjoint(sentence.folded):
        return True
    forms, surfaces = sentence.forms, sentence.surfaces
    last = len(forms) - 2
    if any(
        not surfaces[at].isdecimal()
        or (at < last and surfaces[at + 1] in _DATE_SIGNS and forms[at + 2].is_number)
        for at in sentence.numbers
    ):
        return True
    unusual = [at for at, one in enumerate(surfaces) if len(one) > 1 and not one.isalnum()]
    return any(not forms[at].suffix for at in unusual)


def _find_full_dates(
    text: str, sentence: Sentence, published: datetime.date | None
) -> Iterator[Mention]:
    """Yield ranges of days, and days with their month, with or without a year."""
    first, last = sentence.start(0), sentence.end(len(sentence) - 1)
    part = text[first:last]
    days = list(find(part))
    if not days:
        return
    for range in find_ranges(part, days):
        start, end = first + range.span.start, first + range.span.end
        year = _year_beside(sentence, start, end, published) if published else None
        values = [_value_of_day(day, published, year) for day in (range.first, range.last)]
        yield _mention(start, end, "/".join(values))
    for found in (*find_listed(part, days), *days):
        start, end = first + found.span.start, first + found.span.end
        year = _year_beside(sentence, start, end, published) if published else None
        yield _mention(start, end, _value_of_day(found, published, year))


def _value_of_day(
    found: FoundDate, published: datetime.date | None, year: int | None
) -> str:
    """Return a day in ISO 8601, ``--01-29`` where no year is known."""
    day = found.date
    if day is None and published is not None:
        day = _nearest(found.month, found.day, published, year)
    return f"--{found.month:02}-{found.day:02}" if day is None else day.isoformat()


def _year_beside(
    sentence: Sentence, start: int, end: int, published: datetime.date
) -> int | None:
    """Return the year that an expression beside a day stands for, such as *this year*.

    ``start`` and ``end`` are the offsets of the day; None without such an expression.
    """
    folded = sentence.folded
    first, last = bisect_left(sentence.starts, start), bisect_left(sentence.starts, end)
    has_on = first > 0 and folded[first - 1] == "on"
    has_of = last < len(folded) and folded[last] == "of"
    for found in (
        expression_before(folded, first - has_on),
        expression_at(folded, last + has_of),
    ):
        if found is not None and found.unit == "year" and found.away is not None:
            return published.year + found.away
    return None


def _nearest(
    month: int, day: int, published: datetime.date, year: int | None
) -> datetime.date | None:
    """Return the day in ``year``; where that is None, in the year nearest to publication.

    None for 29 February in years that have none.
    """
    near = []
    beside = (published.year - 1, published.year, published.year + 1)
    for one in beside if year is None else (year,):
        try:
            near.append(datetime.date(one, month, day))
        except ValueError:
            continue
    return min(near, key=lambda one: abs(one - published), default=None)


def _find_period_ranges(sentence: Sentence) -> Iterator[Mention]:
    """Yield ranges of months and of years."""
    for found in find_period_ranges(sentence):
        start, end = sentence.start(found.first), sentence.end(found.last - 1)
        yield _mention(start, end, f"{found.begin}/{found.end}")


def _find_months_and_years(sentence: Sentence) -> Iterator[Mention]:
    """Yield months with a year, and years alone."""
    forms = sentence.forms
    for position in sentence.numbers:
        year = _read_year(forms[position])
        if year is None:
            continue
        before = forms[position - 1] if position else None
        month = month_number(before.folded) if before and before.is_capitalised else None
        if month is not None and not (before and before.suffix):
            start, end = sentence.start(position - 1), sentence.end(position)
            yield _mention(start, end, f"{year}-{month:02}")
        elif _is_year(forms, position):
            start, end = sentence.start(position), _year_end(sentence, position)
            yield _mention(start, end, str(year))


def _read_year(form: Form) -> int | None:
    """Return the year that a word may be, None for what is not four digits."""
    if len(form.folded) != 4 or not form.folded.isdecimal() or not form.folded.isascii():
        return None
    year = int(form.folded)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _is_year(forms: Sequence[Form], position: int) -> bool:
    """Return whether the words around a number of four digits make it a year."""
    words = words_by_kind("date-words")
    form = forms[position]
    after = forms[position + 1].folded if position + 1 < len(forms) else ""
    before = forms[position - 1].folded if position else ""
    if after in _SEPARATORS and position + 2 < len(forms) and forms[position + 2].is_number:
        return False
    is_behind_sign = before in _SEPARATORS or before in _SIGNS
    if is_behind_sign and position > 1 and forms[position - 2].is_number:
        return False
    return (
        (bool(form.suffix) and form.suffix != _DECADE)
        or before in words["before a year"]
        or (before in words["before a year or a number"] and not _is_countable(after))
        or _is_word_for_year(after)
        or month_number(before) is not None
    )


def _is_countable(folded: str) -> bool:
    """Return whether a word may be what the number before it counts."""
    return folded.isalpha() and folded not in stop_words()


def _is_word_for_year(folded: str) -> bool:
    """Return whether a word means year, in any form."""
    words = words_by_kind("date-words")
    return folded.startswith(tuple(words["beginning of a word for year"]))


def _year_end(sentence: Sentence, position: int) -> int:
    """Return the offset at which a year ends, with the word for year behind it."""
    after = position + 1
    if after < len(sentence) and _is_word_for_year(sentence.forms[after].folded):
        return sentence.end(after)
    return sentence.end(position)


def _find_weekday(
    sentence: Sentence, position: int, published: datetime.date | None
) -> Iterator[Mention]:
    found = read_weekday(sentence, position, published)
    if found is not None:
        start, end = sentence.start(found.first), sentence.end(found.last - 1)
        yield _mention(start, end, found.value)


def _find_relative(
    sentence: Sentence, position: int, published: datetime.date | None
) -> Iterator[Mention]:
    found = expression_at(sentence.folded, position)
    if found is None:
        return
    start, end = sentence.start(position), sentence.end(found.last - 1)
    if published is None or found.away is None or _is_from_another_day(sentence, found):
        yield _mention(start, end, slug(" ".join(found.listed)))
    else:
        yield _mention(start, end, resolve(found.unit, found.away, published))


def _is_from_another_day(sentence: Sentence, found: Expression) -> bool:
    """Return whether a time is counted from a word in front: *seçimden bir gün önce*."""
    words = words_by_kind("date-words")
    if not found.first or words["before or after"].isdisjoint(found.listed):
        return False
    before = sentence.forms[found.first - 1]
    word = before.suffix or before.folded
    is_ablative = word.endswith(tuple(words_by_kind("endings")["Turkish ablative"]))
    return is_ablative and word not in words["ends like an ablative"]


def _mention(start: int, end: int, value: str) -> Mention:
    return Mention(start, end, "DATE", f"date:{value}", value.removeprefix("--"))
