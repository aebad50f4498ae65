"""Filters by language, source and date, from a query or from keyword options."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..model import Language
from ..schema import DATE, LANGUAGE, SOURCE
from ..text.language import LANGUAGE_NAMES
from ..text.letters import normalize
from . import tree
from .tree import Node

if TYPE_CHECKING:
    from ..text.dates import DateSpan

FILTERS = ("lang", "source", "date")
"""Fields that filter passages and add no score."""


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


def expand_filter(node: tree.Field, warnings: list[str]) -> Node | None:
    """Return the filter that a field of a query stands for, None if its value is invalid.

    Why it is invalid is added to ``warnings``.
    """
    return _expand(node.name, node.child, warnings)


def _expand(name: str, child: Node, warnings: list[str]) -> Node | None:
    match child:
        case tree.Range():
            return _expand_dates(child, warnings)
        case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
            return _expand_value(name, child.text, warnings)
        case tree.Boolean():
            clauses = (
                tuple(
                    made
                    for one in nodes
                    if (made := _expand(name, one, warnings)) is not None
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


def _expand_dates(node: tree.Range, warnings: list[str]) -> Node | None:
    from ..text.dates import parse  # its patterns are slow to compile

    spans = []
    for typed in (node.low, node.high):
        span = None if typed is None else parse(typed)
        if typed is not None and span is None:
            warnings.append(
                f"date:{typed}: no date; write 2025, 2025-01 or 2025-01-29; passed over"
            )
            return None
        spans.append(span)
    low, high = spans
    if low and high and low.low > high.high:
        warnings.append(f"date:{node.low}..{node.high}: the later date first; turned round")
        low, high = high, low
    return filter_dates(low, high)
