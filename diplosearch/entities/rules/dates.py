"""Dates that a text names: days, months, years, weekdays, *last week*.

What is named in relation to the day of publication is worked out where that
day is known. Lengths of time and times of day are no dates.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ...analysis.word_rules import stop_words
from ...text.dates import find, month_number
from ..base import Mention
from ..gazetteer.ids import slug
from ..tokens import Form, Sentence
from .relative_dates import (
    Expression,
    expression_at,
    expression_before,
    relatives,
    resolve,
)
from .weekdays import WEEKDAY_WORDS, read_weekday

_BEFORE_YEAR = frozenset({"in", "since", "until", "till", "during"})
_PERHAPS_BEFORE_YEAR = frozenset(
    {"by", "from", "of", "before", "after", "between", "to", "and", "late", "early", "mid"}
)
"""Words that may stand before a number of things as well as before a year."""

_YEAR_WORDS = ("yil", "sene")
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_DECADE = "s"
_ABLATIVES = ("dan", "den", "tan", "ten")
_NO_ABLATIVES = frozenset(
    {"tarafindan", "yuzunden", "neden", "zaten", "yeniden", "birden", "aniden"}
)
"""Words that end like an ablative and say nothing of when."""

_BEFORE_OR_AFTER = ("once", "onceki", "sonra", "sonraki")


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
    weekdays: list[Mention] = []
    others: list[Mention] = []
    for place, folded in enumerate(sentence.folded):
        if folded in WEEKDAY_WORDS:
            weekdays += _weekday(sentence, place, published)
        if folded in expressions:
            others += _relative(sentence, place, published)
    found = weekdays
    for one in others:
        if not any(other.start <= one.start and one.end <= other.end for other in found):
            found.append(one)
    yield from found


def _full_dates(
    text: str, sentence: Sentence, published: datetime.date | None
) -> Iterator[Mention]:
    first, last = sentence.start(0), sentence.end(len(sentence) - 1)
    for found in find(text[first:last]):
        day = found.date
        start, end = first + found.span.start, first + found.span.end
        if day is None and published is not None:
            year = _year_beside(sentence, start, end, published)
            day = _nearest(found.month, found.day, published, year)
        if day is None:
            id = f"date:--{found.month:02}-{found.day:02}"
            yield Mention(start, end, "DATE", id, id.removeprefix("date:--"))
        else:
            yield _mention(start, end, day.isoformat())


def _year_beside(
    sentence: Sentence, start: int, end: int, published: datetime.date
) -> int | None:
    """Return the year that words beside the day at ``start`` name, as *this year* does."""
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
) -> Iterator[Mention]:
    found = read_weekday(sentence, place, published)
    if found is not None:
        start, end = sentence.start(found.first), sentence.end(found.last - 1)
        yield _mention(start, end, found.value)


def _relative(
    sentence: Sentence, place: int, published: datetime.date | None
) -> Iterator[Mention]:
    found = expression_at(sentence.folded, place)
    if found is None:
        return
    start, end = sentence.start(place), sentence.end(found.last - 1)
    if published is None or found.away is None or _is_from_another_day(sentence, found):
        yield _mention(start, end, slug(" ".join(found.listed)))
    else:
        yield _mention(start, end, resolve(found.unit, found.away, published))


def _is_from_another_day(sentence: Sentence, found: Expression) -> bool:
    """Return whether a time is before or after what the word in front names."""
    if not found.first or not any(word in _BEFORE_OR_AFTER for word in found.listed):
        return False
    before = sentence.forms[found.first - 1]
    ending = before.suffix or before.folded
    return ending.endswith(_ABLATIVES) and ending not in _NO_ABLATIVES


def _mention(start: int, end: int, value: str) -> Mention:
    return Mention(start, end, "DATE", f"date:{value}", value)
