"""Ranges and lists of days: *15-17 Kasım 2022*, *15 and 16 November*."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...model import Span
from ...text.dates import FoundDate

_LONGEST_RANGE = datetime.timedelta(days=366)
"""Days that lie further apart are the ends of a life, not one date; a guess."""

_DASH = r"\s?[-–—]\s?"
_ABLATIVE = r"['’][dt][ea]n(?:\s+itibaren)?\s"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|\.)?"
_OPEN = r"(?<![\w.,:/+-])"
_JOINT = re.compile(
    rf"{_DASH}|\s(?:to|through|until|till|ile|ila)\s(?:the\s)?|{_ABLATIVE}", re.IGNORECASE
)
_AND = re.compile(r"\s(?:and|ve)\s(?:the\s)?", re.IGNORECASE)
_BETWEEN_BEFORE = re.compile(r"\bbetween\s(?:the\s)?$", re.IGNORECASE)
_BETWEEN_BEHIND = re.compile(r"\s(?:tarihleri\s)?aras[ıi]", re.IGNORECASE)
_DAY_BEFORE = re.compile(
    rf"{_OPEN}{_DAY}(?P<joint>{_DASH}|{_ABLATIVE}|\s(?:to|through|ile|ila|and|ve|&)\s"
    r"(?:the\s)?)$",
    re.IGNORECASE,
)
_DAY_LISTED = re.compile(rf"{_OPEN}{_DAY},\s$")
_DAY_BEHIND = re.compile(
    rf"(?P<joint>{_DASH}|\s(?:to|through|and|&)\s){_DAY}"
    r"(?:,?\s(?P<year>[12][0-9]{3})(?![^\W_])|(?P<end>\s?(?=[.,;:)\]]|$))|(?![^\W_]|[.,:/%][0-9]))",
    re.IGNORECASE,
)
_REACH = 24
"""Characters beside a day in which another one is looked for."""


class DayRange(NamedTuple):
    """The days from ``first`` to ``last``; ``span`` holds both."""

    span: Span
    first: FoundDate
    last: FoundDate


def find_ranges(text: str, found: Sequence[FoundDate]) -> Iterator[DayRange]:
    """Yield the ranges of days in a text; ``found`` are its days, in order."""
    for position, one in enumerate(found):
        if position + 1 < len(found):
            other = found[position + 1]
            if _is_joint(text, one, other) and (whole := _between(one, other)):
                yield whole
        before = _day_before(text, one)
        if before is not None and _is_range(text, before, one):
            yield DayRange(Span(before.span.start, one.span.end), before, one)
        behind = (
            _DAY_BEHIND.match(text, one.span.end) if _is_month_first(text, one) else None
        )
        if (
            behind is not None
            and "and" not in behind["joint"]
            and "&" not in behind["joint"]
        ):
            first, last = _with_day_behind(one, behind)
            if last is not None and last.day > one.day:
                yield DayRange(Span(one.span.start, last.span.end), first, last)


def find_listed(text: str, found: Sequence[FoundDate]) -> Iterator[FoundDate]:
    """Yield the days that share the month of another one: the 15th of *15 and 16 May*."""
    for one in found:
        last = one
        before = _day_before(text, one)
        while before is not None and not _is_range(text, before, last):
            yield before
            last = before
            before = _listed_before(text, before)
        if _is_month_first(text, one):
            behind = _DAY_BEHIND.match(text, one.span.end)
            if behind is None or not ("and" in behind["joint"] or "&" in behind["joint"]):
                continue
            if behind["year"] is None and behind["end"] is None:
                continue  # "May 5 and 12 people": the number counts something
            first, other = _with_day_behind(one, behind)
            if other is not None:
                yield first
                yield other


def _is_joint(text: str, one: FoundDate, other: FoundDate) -> bool:
    """Return whether the words between two days make them a range."""
    start, end = one.span.end, other.span.start
    if _JOINT.fullmatch(text, start, end):
        return True
    return bool(_AND.fullmatch(text, start, end)) and _is_between(text, one, other)


def _is_between(text: str, one: FoundDate, other: FoundDate) -> bool:
    return bool(
        _BETWEEN_BEFORE.search(text[max(0, one.span.start - _REACH) : one.span.start])
        or _BETWEEN_BEHIND.match(text, other.span.end)
    )


def _between(one: FoundDate, other: FoundDate) -> DayRange | None:
    """Return the range of two days, None where the first does not come before."""
    if one.date is None and other.date is not None:
        year = other.date.year - ((one.month, one.day) > (other.month, other.day))
        one = _in_year(one, year)
    if one.date is None or other.date is None:
        if one.date is not other.date:
            return None
    elif not datetime.timedelta(0) < other.date - one.date <= _LONGEST_RANGE:
        return None
    return DayRange(Span(one.span.start, other.span.end), one, other)


def _in_year(found: FoundDate, year: int) -> FoundDate:
    """Return a day in a year; one that the year does not have stays without."""
    try:
        return replace(found, date=datetime.date(year, found.month, found.day))
    except ValueError:
        return found


def _is_range(text: str, before: FoundDate, one: FoundDate) -> bool:
    """Return whether a day and the full one behind it are the ends of a range."""
    joint = text[before.span.end : one.span.start]
    is_list = "," in joint or bool(re.search(r"(?:and|ve|&)\s", joint, re.IGNORECASE))
    return before.day < one.day and (not is_list or _is_between(text, before, one))


def _day_before(text: str, one: FoundDate) -> FoundDate | None:
    """Return the day before a full one whose month it shares, None without one."""
    if not text[one.span.start].isdecimal():
        return None
    return _read_before(_DAY_BEFORE, text, one)


def _listed_before(text: str, one: FoundDate) -> FoundDate | None:
    return _read_before(_DAY_LISTED, text, one)


def _read_before(pattern: re.Pattern[str], text: str, one: FoundDate) -> FoundDate | None:
    start = max(0, one.span.start - _REACH)
    match = pattern.search(text, start, one.span.start)
    if match is None or not 1 <= int(match["day"]) < one.day:
        return None
    end = match.end("joint") if "joint" in pattern.groupindex else match.end()
    day = int(match["day"])
    span = Span(match.start("day"), match.end("day"))
    date = one.date.replace(day=day) if one.date is not None else None
    return FoundDate(span, day, one.month, date) if end == one.span.start else None


def _is_month_first(text: str, one: FoundDate) -> bool:
    return one.date is None and text[one.span.start].isalpha()


def _with_day_behind(
    one: FoundDate, behind: re.Match[str]
) -> tuple[FoundDate, FoundDate | None]:
    """Return a day and the one behind it, with the year that stands at their end."""
    day = int(behind["day"])
    if not one.day < day <= 31:
        return one, None
    end = behind.end("year") if behind["year"] else behind.end("day")
    other = FoundDate(Span(behind.start("day"), end), day, one.month, None)
    if behind["year"] is None:
        return one, other
    year = int(behind["year"])
    first, last = _in_year(one, year), _in_year(other, year)
    return first, last if last.date is not None else None
