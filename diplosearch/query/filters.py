"""Filters by language, source and date, from a query or from keyword options."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..model import Language
from ..schema import DATE, LANGUAGE, SOURCE
from ..text.language import LANGUAGE_NAMES
from ..text.letters import normalize
from . import tree
from .lexer import FIELDS
from .tree import Node

if TYPE_CHECKING:
    from ..text.dates import DateSpan

FILTERS = ("lang", "source", "date", "tag")
"""Built-in fields that filter passages and add no score."""

FindOwn = Callable[[str, str, bool], "Node"]
"""Returns the filter for a tag or a field of one's own: its name, what was typed, and
whether that is the beginning of a value."""


class Note(str):
    """A warning that only says how something was understood."""

    __slots__ = ()


def filters(name: str) -> bool:
    """Tell whether a field filters by whole values: built in, or one of the index's own."""
    return name in FILTERS or name not in FIELDS


def read_language(typed: str) -> Language | None:
    """Return the language that ``typed`` names in either language, or None."""
    return LANGUAGE_NAMES.get(normalize(typed))


def filter_language(language: Language) -> Node:
    """Return a filter for passages in ``language``."""
    return tree.Keyword(LANGUAGE, (language,))


def filter_sources(sources: Iterable[str]) -> Node:
    """Return a filter for documents from any of ``sources``."""
    return tree.Keyword(SOURCE, tuple(normalize(source) for source in sources))


def filter_dates(low: DateSpan | None, high: DateSpan | None) -> Node:
    """Return a filter for documents from the first day of ``low`` to the last of ``high``.

    None leaves a side open.
    """
    return tree.Between(
        DATE,
        low.low.isoformat() if low else None,
        high.high.isoformat() if high else None,
    )


def read_period(
    typed: str, today: datetime.date | None = None, *, is_end: bool = False
) -> tuple[DateSpan | None, bool]:
    """Return the days that a date or *geçen hafta* names, and whether ``today`` counted.

    None for the days where it is no date; ``today`` is the day of the clock by default.
    ``is_end`` tells that the last of the days will count: then ``-7d``, which reaches up
    to today, is the day a week ago.
    """
    from ..text import dates, periods  # their patterns are slow to compile

    span = dates.parse(typed)
    if span is not None:
        return span, False
    span = periods.parse(typed, today or datetime.date.today())
    if span is not None and is_end and typed.lstrip().startswith("-"):
        span = replace(span, high=span.low)
    return span, True


def describe_days(low: DateSpan | None, high: DateSpan | None) -> str:
    """Return the days from one date to another in words, one of which may be None."""
    if low and high:
        return f"{low.low} to {high.high}" if low.low != high.high else str(low.low)
    return f"from {low.low} on" if low else f"up to {high.high}" if high else ""


def expand_filter(
    node: tree.Field,
    warnings: list[str],
    today: datetime.date | None = None,
    find_own: FindOwn | None = None,
) -> Node | None:
    """Return the filter that a field of a query stands for, None if its value is invalid.

    Why it is invalid is added to ``warnings``, and what days a date means that is counted
    from ``today``. ``find_own`` finds tags and fields of one's own; without it there are
    none.
    """
    return _expand(node.name, node.child, warnings, today, find_own)


def _expand(
    name: str,
    child: Node,
    warnings: list[str],
    today: datetime.date | None,
    find_own: FindOwn | None,
) -> Node | None:
    match child:
        case tree.Range():
            return _expand_dates(child, warnings, today)
        case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
            if name in ("source", "lang"):
                return _expand_value(name, child.text, warnings)
            if find_own is None:
                return tree.Nothing()
            return find_own(name, child.text, isinstance(child, tree.Prefix))
        case tree.Boolean():
            clauses = (
                tuple(
                    made
                    for one in nodes
                    if (made := _expand(name, one, warnings, today, find_own)) is not None
                )
                for nodes in (child.must, child.should, child.must_not)
            )
            expanded = tree.Boolean(*clauses)
            return None if expanded == tree.Boolean() else expanded
    return None


def _expand_value(name: str, typed: str, warnings: list[str]) -> Node | None:
    if name == "source":
        return filter_sources([typed])
    language = read_language(typed)
    if language is None:
        warnings.append(f"lang:{typed}: no such language; use tr or en; passed over")
        return None
    return filter_language(language)


def _expand_dates(
    node: tree.Range, warnings: list[str], today: datetime.date | None
) -> Node | None:
    spans, is_counted = [], False
    is_range = node.low != node.high
    for typed, is_end in ((node.low, False), (node.high, is_range)):
        span = None
        if typed is not None:
            span, is_relative = read_period(typed, today, is_end=is_end)
            is_counted |= is_relative
            if span is None:
                warnings.append(
                    f"date:{typed}: no date; write 2025, 2025-01, 2025-01-29 or "
                    f'"last month"; passed over'
                )
                return None
        spans.append(span)
    low, high = spans
    if low and high and low.low > high.high:
        warnings.append(f"date:{node.low}..{node.high}: the later date first; turned round")
        low, high = high, low
    if is_counted:
        typed = f"{node.low or ''}..{node.high or ''}" if is_range else node.low
        note = Note(f"date:{typed} is {describe_days(low, high)}")
        if note not in warnings:
            warnings.append(note)
    return filter_dates(low, high)
