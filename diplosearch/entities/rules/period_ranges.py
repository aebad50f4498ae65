"""Ranges of months and years: *Ocak-Mart 2024*, *from 2019 to 2023*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...analysis.word_rules import stop_words
from ...text.dates import month_number
from ..tokens import Form, Sentence
from ..word_lists import words_by_kind

_REACH = 4
"""Words between the beginning of a range and the year at its end."""

_DASHES = frozenset("-–—")
_FROM, _BETWEEN = "from", "between"
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
"""Years that a number of four digits may be; a guess."""


class _Period(NamedTuple):
    """A month or a year; the words ``first`` up to ``last``, and None for what is open."""

    first: int
    last: int
    year: int | None
    month: int | None


class PeriodRange(NamedTuple):
    """The words ``first`` up to ``last``, and the two ends in ISO 8601."""

    first: int
    last: int
    begin: str
    end: str


def find_period_ranges(sentence: Sentence) -> Iterator[PeriodRange]:
    """Yield the ranges of months and of years, from left to right."""
    years = [at for at in sentence.numbers if _read_year(sentence.forms[at]) is not None]
    if not years:
        return
    last = 0
    # A range ends with a year, a month before it at most, and a joining word before that.
    for position in range(max(0, years[0] - _REACH), years[-1]):
        found = _read_range(sentence, position) if position >= last else None
        if found is not None:
            yield found
            last = found.last


def _read_range(sentence: Sentence, first: int) -> PeriodRange | None:
    """Return the range that begins at a word, None for none."""
    one = _read_period(sentence, first)
    if one is None or one.last >= len(sentence):
        return None
    forms = sentence.forms
    joint = forms[one.last]
    words = words_by_kind("date-words")
    ablative = words_by_kind("endings")["Turkish ablative"]
    is_ablative = forms[one.last - 1].suffix in ablative
    second = one.last
    if joint.name in _DASHES or joint.folded in words["between two periods"]:
        second += 1
    elif not is_ablative:
        return None
    other = _read_period(sentence, second) if second < len(sentence) else None
    if other is None or (one.month is None) != (other.month is None):
        return None
    if other.year is None or (second == one.last and not forms[other.last - 1].suffix):
        return None
    before = forms[first - 1].folded if first else ""
    behind = forms[other.last] if other.last < len(forms) else None
    if joint.folded in words["and"] and not _is_between(before, behind):
        return None
    if one.month is None and not _are_years(sentence, one, other):
        return None
    year = one.year
    if year is None:
        year = other.year - ((one.month or 0) > (other.month or 0))
    if (year, one.month or 0) >= (other.year, other.month or 0):
        return None
    last = other.last
    if one.month is None and behind is not None and _is_word_for_year(behind):
        last += 1
    return PeriodRange(first, last, _iso(year, one.month), _iso(other.year, other.month))


def _read_period(sentence: Sentence, position: int) -> _Period | None:
    """Return the month, with its year or without, or the year that begins at a word."""
    form = sentence.forms[position]
    if (year := _read_year(form)) is not None:
        return _Period(position, position + 1, year, None)
    month = month_number(form.folded) if form.is_capitalised else None
    before = sentence.forms[position - 1] if position else None
    is_day = before is not None and before.is_number and _read_year(before) is None
    if month is None or is_day:
        return None
    behind = position + 1
    if behind < len(sentence) and not form.suffix:
        year = _read_year(sentence.forms[behind])
        if year is not None:
            return _Period(position, behind + 1, year, month)
    return _Period(position, behind, None, month)


def _read_year(form: Form) -> int | None:
    if not form.is_number or len(form.folded) != 4:
        return None
    if not form.folded.isdecimal() or not form.folded.isascii():
        return None
    year = int(form.folded)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _are_years(sentence: Sentence, one: _Period, other: _Period) -> bool:
    """Return whether the words around two numbers of four digits make them years."""
    forms = sentence.forms
    before = forms[one.first - 1].folded if one.first else ""
    behind = forms[other.last] if other.last < len(forms) else None
    words = words_by_kind("date-words")
    if behind is not None and (
        _is_word_for_year(behind) or behind.folded in words["behind two years"]
    ):
        return True
    if before in (_FROM, _BETWEEN) or before in words["before a year"]:
        is_counted = behind is not None and behind.name.islower()
        return behind is None or not is_counted or behind.folded in stop_words()
    return bool(forms[other.last - 1].suffix) and bool(forms[one.last - 1].suffix)


def _is_between(before: str, behind: Form | None) -> bool:
    """Return whether *and* joins the two ends of a range."""
    if before == _BETWEEN:
        return True
    behind_words = words_by_kind("date-words")["behind two years"]
    return behind is not None and behind.folded in behind_words


def _is_word_for_year(form: Form) -> bool:
    words = words_by_kind("date-words")
    return form.folded.startswith(tuple(words["beginning of a word for year"]))


def _iso(year: int, month: int | None) -> str:
    return str(year) if month is None else f"{year}-{month:02}"
