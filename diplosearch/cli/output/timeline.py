"""Writes a timeline as rows of marks, or as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...export.bars import draw_bar
from ...messages import count
from .screen import Screen

if TYPE_CHECKING:
    from ...search.timeline import Bucket, Timeline

_BLOCKS = "▁▂▃▄▅▆▇█"
_DIGITS = "123456789"
_NONE = "·"
_NONE_PLAIN = "."
_MONTHS = 12
_BAR = 30
_GAP = "  "


def write_timeline(timeline: Timeline, screen: Screen) -> None:
    """Write how many documents there are from each month, year or day."""
    if not timeline.documents:
        screen.write("No documents.")
        return
    if timeline.by == "month":
        _write_months(timeline.buckets, screen)
    else:
        _write_bars(timeline.buckets, screen)
    undated = timeline.undated_documents
    without = f", {undated:,} without a date" if undated else ""
    screen.write(
        f"{count(timeline.documents, 'document')}{without}; "
        f"{count(timeline.passages, 'passage')}"
    )


def _write_months(buckets: Sequence[Bucket], screen: Screen) -> None:
    """Write a row a year with a mark a month, as high as there are documents."""
    if not buckets:
        return
    most = max(one.documents for one in buckets)
    years: dict[str, list[int]] = {}
    for one in buckets:
        months = years.setdefault(one.label[:4], [0] * _MONTHS)
        months[one.start.month - 1] = one.documents
    width = len(f"{max(map(sum, years.values())):,}")
    screen.write(f"{'':>4}{_GAP}{' '.join('JFMAMJJASOND')}")
    for year, months in years.items():
        marks = " ".join(_mark(number, most, screen) for number in months)
        screen.write(f"{year}{_GAP}{marks}{_GAP}{sum(months):>{width},}")
    screen.write(
        f"the highest mark stands for {count(most, 'document')}, "
        f"{_NONE if screen.look.has_blocks else _NONE_PLAIN} for none"
    )


def _mark(number: int, most: int, screen: Screen) -> str:
    marks = _BLOCKS if screen.look.has_blocks else _DIGITS
    if not number:
        return _NONE if screen.look.has_blocks else _NONE_PLAIN
    return marks[round((len(marks) - 1) * number / most)]


def _write_bars(buckets: Sequence[Bucket], screen: Screen) -> None:
    most = max((one.documents for one in buckets), default=0)
    width = len(f"{most:,}")
    for one in buckets:
        bar = draw_bar(one.documents, most, _BAR, screen.look)
        screen.write(f"{one.label}{_GAP}{one.documents:>{width},}{_GAP}{bar}".rstrip())
