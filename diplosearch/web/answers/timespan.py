"""A timeline whose steps suit its length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...index.index import Index
from ...search.timeline import Timeline
from ..parameters import restrict

_MONTHS_IN_VIEW = 36
"""Months up to which a timeline is drawn by month (a guess)."""


def find_span(index: Index, query: str, values: Mapping[str, Any]) -> Timeline:
    """Return a timeline by years, months, or days."""
    restrictions = restrict(values)
    timeline = index.timeline(query, by="month", **restrictions)
    if len(timeline) > _MONTHS_IN_VIEW:
        return index.timeline(query, by="year", **restrictions)
    if 0 < len(timeline) <= 2:
        return index.timeline(query, by="day", **restrictions)
    return timeline
