"""A timeline by months as rows of years, without the empty ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .base import BucketView

_MONTHS = 12
_LEAST_GAP = 2  # years: the row that stands for them takes one line


class Year(NamedTuple):
    """A year, with the number of documents of each month."""

    year: str
    months: list[int]


class Gap(NamedTuple):
    """Years without documents between others."""

    first: str
    last: str


def group_years(buckets: Sequence[BucketView]) -> Iterator[Year | Gap]:
    """Yield years in order; two or more in a row without documents are one gap."""
    years: dict[str, Year] = {}
    for one in buckets:
        year = years.setdefault(one.label[:4], Year(one.label[:4], [0] * _MONTHS))
        year.months[one.start.month - 1] = one.documents
    empty: list[Year] = []
    for year in years.values():
        if not any(year.months):
            empty.append(year)
            continue
        yield from _close(empty)
        empty = []
        yield year
    yield from _close(empty)


def _close(empty: list[Year]) -> Iterator[Year | Gap]:
    if len(empty) >= _LEAST_GAP:
        yield Gap(empty[0].year, empty[-1].year)
    else:
        yield from empty
