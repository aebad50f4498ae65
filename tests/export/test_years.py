"""A timeline by months as rows of years."""

from __future__ import annotations

import datetime

from diplosearch.export.html_tables import write_timeline
from diplosearch.export.years import Gap, Year, group_years
from diplosearch.search.aggregates.timeline import Bucket, Timeline


def bucket(year: int, month: int, documents: int) -> Bucket:
    """Return a month of a timeline."""
    label = f"{year}-{month:02}"
    return Bucket(label, datetime.date(year, month, 1), documents, documents)


def months(*years: tuple[int, int]) -> list[Bucket]:
    """Return years of months, each with so many documents in its March."""
    return [
        bucket(year, month, number if month == 3 else 0)
        for year, number in years
        for month in range(1, 13)
    ]


def test_runs_of_empty_years_are_one_row() -> None:
    """Two or more years without documents are one gap, and a single one is itself."""
    rows = list(group_years(months((2010, 1), (2011, 0), (2012, 2), (2013, 0), (2014, 0))))
    assert [row.year for row in rows if isinstance(row, Year)] == ["2010", "2011", "2012"]
    assert rows[3] == Gap("2013", "2014")
    assert rows[2] == Year("2012", [0, 0, 2, *[0] * 9])


def test_timeline_as_a_table() -> None:
    """A page shows a row a year with a bar a month, and how many have no date."""
    timeline = Timeline("", "month", tuple(months((2010, 4), (2011, 2))), 3)
    written = "\n".join(write_timeline(timeline))
    assert 'title="2010-03: 4"><i style="height:100%"></i>' in written
    assert 'title="2011-03: 2"><i style="height:50%"></i>' in written
    assert "9 documents, 3 without a date" in written
    assert "No documents." in "".join(write_timeline(Timeline("", "month", ())))
