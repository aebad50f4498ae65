"""Dates that a text names: days, months, years, weekdays, *last week*.

What is named in relation to the day of publication is worked out where that
day is known. Lengths of time and times of day are no dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple, get_args

from ..analysis.base import stop_words
from ..dates import find, month_number
from ..lists import split_column
from .base import Mention
from .gazetteer import bases_of, key_of
from .ids import slug
from .word_lists import entries_of
from .words import Form, Sentence

Unit = Literal["day", "week", "month", "year"]

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
_DAY_WORDS = frozenset({"gunu", "gunku", "gunune", "gununden", "gununde"})
_LAST = frozenset({"last", "past", "gecen", "gectigimiz"})
_NEXT = frozenset({"next", "coming", "gelecek", "onumuzdeki"})
# Turkish weekdays that are words or names as well count only beside "day".
_DOUBTFUL_WEEKDAYS = frozenset({"sali", "pazar", "cuma"})
_BEFORE_YEAR = frozenset({"in", "since", "until", "till", "during"})
_PERHAPS_BEFORE_YEAR = frozenset(
    {"by", "from", "of", "before", "after", "between", "to", "and", "late", "early", "mid"}
)
"""Words that may stand before a number of things as well as before a year."""

_YEAR_WORDS = ("yil", "sene")
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_DECADE = "s"
_LONGEST_YEAR = 20


class Relative(NamedTuple):
    """A unit of time, and how many of it away from the day of publication."""

    unit: Unit
    away: int


@cache
def relatives() -> dict[str, dict[tuple[str, ...], Relative]]:
    """Return the relative expressions by their first word, folded."""
    known: dict[str, dict[tuple[str, ...], Relative]] = {}
    for line in entries_of("dates"):
        unit, count, english, turkish = (column.strip() for column in line.split("|"))
        relative = Relative(next(one for one in get_args(Unit) if one == unit), int(count))
        for name in (*split_column(english), *split_column(turkish)):
            words = tuple(key_of(name).split())
            known.setdefault(words[0], {})[words] = relative
    return known


def find_dates(
    text: str, sentence: Sentence, published: datetime.date | None
) -> Iterator[Mention]:
    """Yield the dates in a sentence; they may overlap, the sure ones come first."""
    if not len(sentence):
        return
    if sentence.has_number:
        yield from _full_dates(text, sentence, published)
        yield from _months_and_years(sentence)
    expressions = relatives()
    for place, folded in enumerate(sentence.folded):
        if folded in _WEEKDAYS:
            found = _weekday(sentence, place, published)
            if found is not None:
                yield found
        if folded in expressions:
            found = _relative(sentence, place, published)
            if found is not None:
                yield found


def _full_dates(
    text: str, sentence: Sentence, published: datetime.date | None
) -> Iterator[Mention]:
    first, last = sentence.start(0), sentence.end(len(sentence) - 1)
    for found in find(text[first:last]):
        day = found.date
        start, end = first + found.span.start, first + found.span.end
        if day is None and published is not None:
            year = _year_behind(text[end : end + _LONGEST_YEAR], published)
            day = _nearest(found.month, found.day, published, year)
        if day is None:
            id = f"date:--{found.month:02}-{found.day:02}"
            yield Mention(start, end, "DATE", id, id.removeprefix("date:--"))
        else:
            yield _mention(start, end, day.isoformat())


def _year_behind(text: str, published: datetime.date) -> int | None:
    """Return the year that words behind a day name, such as *this year*."""
    words = tuple(key_of(text).split()[:2])
    relative = relatives().get(words[0], {}).get(words) if len(words) > 1 else None
    if relative is None or relative.unit != "year":
        return None
    return published.year + relative.away


def _nearest(
    month: int, day: int, published: datetime.date, year: int | None
) -> datetime.date | None:
    """Return the day of ``year``, or where that is None, the one nearest to the text's."""
    near = []
    beside = (published.year - 1, published.year, published.year + 1)
    for one in beside if year is None else (year,):
        try:
            near.append(datetime.date(one, month, day))
        except ValueError:
            continue  # 29 February
    return min(near, key=lambda one: abs(one - published), default=None)


def _months_and_years(sentence: Sentence) -> Iterator[Mention]:
    forms = sentence.forms
    for place, form in enumerate(forms):
        year = _year(form)
        if year is None:
            continue
        before = forms[place - 1] if place else None
        month = month_number(before.folded) if before and before.is_capitalised else None
        if month is not None and not (before and before.suffix):
            start, end = sentence.start(place - 1), sentence.end(place)
            yield _mention(start, end, f"{year}-{month:02}")
        elif _is_year(forms, place):
            yield _mention(sentence.start(place), _year_end(sentence, place), str(year))


def _year(form: Form) -> int | None:
    if len(form.folded) != 4 or not form.folded.isdecimal() or not form.folded.isascii():
        return None
    year = int(form.folded)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _is_year(forms: Sequence[Form], place: int) -> bool:
    """Return whether what stands about a number of four digits makes it a year."""
    form = forms[place]
    after = forms[place + 1].folded if place + 1 < len(forms) else ""
    before = forms[place - 1].folded if place else ""
    if after in (".", ",") and place + 2 < len(forms) and forms[place + 2].is_number:
        return False
    if before in (".", ",", "$", "€", "£") and place > 1 and forms[place - 2].is_number:
        return False
    return (
        (bool(form.suffix) and form.suffix != _DECADE)
        or before in _BEFORE_YEAR
        or (before in _PERHAPS_BEFORE_YEAR and not _is_thing(after))
        or after.startswith(_YEAR_WORDS)
        or month_number(before) is not None
    )


def _is_thing(folded: str) -> bool:
    """Return whether a word may be what a number counts."""
    return folded.isalpha() and folded not in stop_words()


def _year_end(sentence: Sentence, place: int) -> int:
    """Return where a year ends, with the word for year behind it."""
    after = place + 1
    if after < len(sentence) and sentence.forms[after].folded.startswith(_YEAR_WORDS):
        return sentence.end(after)
    return sentence.end(place)


def _weekday(
    sentence: Sentence, place: int, published: datetime.date | None
) -> Mention | None:
    forms = sentence.forms
    form = forms[place]
    has_day = place + 1 < len(forms) and forms[place + 1].folded in _DAY_WORDS
    is_english = form.folded.endswith("day")
    if not has_day and (
        form.folded in _DOUBTFUL_WEEKDAYS or (is_english and not form.is_capitalised)
    ):
        return None
    first = place
    before = forms[place - 1].folded if place else ""
    if before in _LAST or before in _NEXT:
        first = place - 1
    start = sentence.start(first)
    end = sentence.end(place + 1 if has_day else place)
    if published is None:
        english = next(
            name for name, day in _WEEKDAYS.items() if day == _WEEKDAYS[form.folded]
        )
        return _mention(start, end, english)
    days = (_WEEKDAYS[form.folded] - published.weekday()) % 7
    if before not in _NEXT and days:
        days -= 7
    if before in _NEXT and not days:
        days = 7
    return _mention(start, end, _shift(published, days).isoformat())


def _relative(
    sentence: Sentence, place: int, published: datetime.date | None
) -> Mention | None:
    folded = [form.folded for form in sentence.forms[place : place + 4]]
    expressions = relatives()[folded[0]]
    for count in range(len(folded), 0, -1):
        *head, tail = folded[:count]
        for last in (tail, *bases_of(tail)):
            relative = expressions.get((*head, last))
            if relative is not None and (last == tail or count > 1):
                start, end = sentence.start(place), sentence.end(place + count - 1)
                if published is None:
                    return _mention(start, end, slug(" ".join((*head, last))))
                return _mention(start, end, _resolve(relative, published))
    return None


def _resolve(relative: Relative, published: datetime.date) -> str:
    unit, away = relative
    if unit == "day":
        return _shift(published, away).isoformat()
    if unit == "week":
        year, week, _ = _shift(published, 7 * away).isocalendar()
        return f"{year}-W{week:02}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + away
        return f"{months // 12}-{months % 12 + 1:02}"
    return str(published.year + away)


def _shift(day: datetime.date, days: int) -> datetime.date:
    """Return the day so many days away, or the last that the calendar has."""
    try:
        return day + datetime.timedelta(days)
    except OverflowError:
        return datetime.date.max if days > 0 else datetime.date.min


def _mention(start: int, end: int, value: str) -> Mention:
    return Mention(start, end, "DATE", f"date:{value}", value)
