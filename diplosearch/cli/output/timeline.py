"""Writes a timeline as rows of marks, or as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...export.bars import draw_bar
from ...export.years import Gap, Year, group_years
from ...highlighting.runs import faint
from ...messages import count, translate, write_number
from .screen import Screen

if TYPE_CHECKING:
    from ...search.aggregates.timeline import Bucket, Timeline

_BLOCKS = "▁▂▃▄▅▆▇█"
_DIGITS = "123456789"
_NONE = "·"
_NONE_PLAIN = "."
_BAR = 30
_GAP = "  "


def write_timeline(timeline: Timeline, screen: Screen) -> None:
    """Write how many documents there are from each month, year or day."""
    if not timeline.documents:
        screen.write(translate("No documents."))
        return
    if timeline.by == "month":
        _write_months(timeline, screen)
    else:
        _write_bars(timeline.buckets, screen)
    told = count(timeline.documents, timeline.group or "document")
    if timeline.undated_documents:
        undated = write_number(timeline.undated_documents)
        told += ", " + translate("{number} without a date", number=undated)
    screen.write(f"{told}; {count(timeline.passages, 'passage')}")


def _write_months(timeline: Timeline, screen: Screen) -> None:
    """Write a row a year with a mark a month, as high as there are documents."""
    buckets = timeline.buckets
    if not buckets:
        return
    most = max(one.documents for one in buckets)
    rows = list(group_years(buckets))
    totals = [sum(row.months) for row in rows if isinstance(row, Year)]
    width = len(write_number(max(totals)))
    screen.write(f"{'':>4}{_GAP}{' '.join(translate('JFMAMJJASOND'))}")
    for row in rows:
        if isinstance(row, Gap):
            none = translate("{first} to {last}: none", first=row.first, last=row.last)
            screen.write(faint(none))
            continue
        marks = " ".join(_mark(number, most, screen) for number in row.months)
        total = write_number(sum(row.months))
        screen.write(f"{row.year}{_GAP}{marks}{_GAP}{total:>{width}}")
    screen.write(
        translate(
            "the highest mark stands for {documents}, {sign} for none",
            documents=count(most, timeline.group or "document"),
            sign=_NONE if screen.look.has_blocks else _NONE_PLAIN,
        )
    )


def _mark(number: int, most: int, screen: Screen) -> str:
    marks = _BLOCKS if screen.look.has_blocks else _DIGITS
    if not number:
        return _NONE if screen.look.has_blocks else _NONE_PLAIN
    return marks[round((len(marks) - 1) * number / most)]


def _write_bars(buckets: Sequence[Bucket], screen: Screen) -> None:
    most = max((one.documents for one in buckets), default=0)
    width = len(write_number(most))
    empty: list[Bucket] = []
    for one in buckets:
        if not one.documents:
            empty.append(one)
            continue
        _write_empty(empty, width, screen)
        empty = []
        bar = draw_bar(one.documents, most, _BAR, screen.look)
        number = write_number(one.documents)
        screen.write(f"{one.label}{_GAP}{number:>{width}}{_GAP}{bar}".rstrip())


def _write_empty(empty: Sequence[Bucket], width: int, screen: Screen) -> None:
    """Write steps without documents between others: one as it is, more in one line."""
    if len(empty) > 1:
        first, last = empty[0].label, empty[-1].label
        screen.write(faint(translate("{first} to {last}: none", first=first, last=last)))
    elif empty:
        screen.write(f"{empty[0].label}{_GAP}{0:>{width}}")
