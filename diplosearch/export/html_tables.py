"""Counts, facts and timelines as tables of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..highlighting.control_characters import one_line
from ..messages import count, translate, write_number
from .base import BucketView, TimelineView
from .html_frame import escape
from .years import Gap, group_years

SHOWN_COUNTS = 8
"""Rows of a table of counts."""


def write_counts(caption: str, counts: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Yield a table of names with bars, the greatest first; nothing for no names."""
    if not counts:
        return
    most = max(number for _, number in counts)
    yield f"<table><caption>{escape(caption)}</caption>"
    for name, number in counts[:SHOWN_COUNTS]:
        yield (
            f'<tr><td class="number">{write_number(number)}</td>'
            f'<td class="bar"><i style="width:{_share(number, most)}"></i></td>'
            f"<td><bdi>{escape(one_line(name))}</bdi></td></tr>"
        )
    if (more := len(counts) - SHOWN_COUNTS) > 0:
        told = translate("and {number} more", number=write_number(more))
        yield f"<tr><td></td><td></td><td>{escape(told)}</td></tr>"
    yield "</table>"


def write_facts(facts: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a table of names and values, without those that are empty."""
    yield '<table class="facts">'
    for name, value in facts:
        if value:
            shown = f"<td><bdi>{escape(one_line(value))}</bdi></td>"
            yield f'<tr><th scope="row">{escape(name)}</th>{shown}</tr>'
    yield "</table>"


def write_timeline(timeline: TimelineView) -> Iterator[str]:
    """Yield a table of when documents were published, without runs of empty years."""
    if not timeline.documents:
        yield f'<p class="faint">{escape(translate("No documents."))}</p>'
        return
    if timeline.by == "month":
        yield from _write_months(timeline.buckets)
    else:
        yield from _write_bars(timeline.buckets)
    told = [count(timeline.documents, timeline.group or "document")]
    if timeline.undated_documents:
        without = write_number(timeline.undated_documents)
        told.append(translate("{number} without a date", number=without))
    yield f'<p class="faint">{escape(", ".join(told))}</p>'


def _write_months(buckets: Sequence[BucketView]) -> Iterator[str]:
    most = max((one.documents for one in buckets), default=0)
    yield f'<table class="months"><caption>{escape(translate("By month"))}</caption>'
    for row in group_years(buckets):
        if isinstance(row, Gap):
            yield f'<tr><td class="faint" colspan="14">{row.first}–{row.last}: 0</td></tr>'
            continue
        bars = "".join(
            f'<td title="{row.year}-{month:02}: {number}">'
            + (f'<i style="height:{_share(number, most)}"></i>' if number else "")
            + "</td>"
            for month, number in enumerate(row.months, 1)
        )
        total = write_number(sum(row.months))
        yield (
            f'<tr><th scope="row">{row.year}</th>{bars}<td class="number">{total}</td></tr>'
        )
    yield "</table>"


def _write_bars(buckets: Sequence[BucketView]) -> Iterator[str]:
    most = max((one.documents for one in buckets), default=0)
    yield "<table>"
    for one in buckets:
        if one.documents:
            yield (
                f'<tr><th scope="row">{one.label}</th>'
                f'<td class="bar"><i style="width:{_share(one.documents, most)}"></i></td>'
                f'<td class="number">{write_number(one.documents)}</td></tr>'
            )
    yield "</table>"


def _share(number: int, most: int) -> str:
    return f"{number / most if most else 0:.0%}"
