"""Timelines: matching documents and passages, counted by date of publication."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, overload

from ...engines.deadline import OutOfTimeError
from ...model import Step
from ...query import tree
from ...schema import DATE
from ..options import Group, SearchOptions
from ..searcher import NO_ANSWER, Searcher

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...stories.table import StoryTable

_LETTERS: dict[Step, int] = {"year": 4, "month": 7, "day": 10}
"""Characters of an ISO date that name its bucket."""

_LEAST_MONTHS, _MOST_MONTHS = 2, 36
"""Months up to which a timeline is by day, and from which on it is by year (guesses)."""

MOST_BUCKETS = 40_000
"""Buckets up to which gaps are filled: a century of days, and a guess."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A year, month or day, with the matching documents and passages from it.

    ``label`` is its ISO date as far as it goes (``2025``, ``2025-01``,
    ``2025-01-29``), and ``start`` its first day.
    """

    label: str
    start: datetime.date
    documents: int
    passages: int


@dataclass(frozen=True, slots=True, repr=False)
class Timeline(Sequence[Bucket]):
    """Buckets of matching documents and passages, the earliest first.

    A document counts once if any of its passages matches; where one of each story was
    asked for, only the first of those that match. Between the first and the last
    date every bucket is there; one without matches holds zeros. Documents without a date
    are counted apart. ``group`` is what was asked for. A slice is a ``Timeline``.
    """

    query: str
    by: Step
    buckets: tuple[Bucket, ...]
    undated_documents: int = 0
    undated_passages: int = 0
    warnings: tuple[str, ...] = ()
    group: Group | None = None

    @property
    def documents(self) -> int:
        """The number of all matching documents, undated ones included."""
        return sum(one.documents for one in self.buckets) + self.undated_documents

    @property
    def passages(self) -> int:
        """The number of all matching passages, undated ones included."""
        return sum(one.passages for one in self.buckets) + self.undated_passages

    def __len__(self) -> int:
        return len(self.buckets)

    def __iter__(self) -> Iterator[Bucket]:
        return iter(self.buckets)

    @overload
    def __getitem__(self, index: int) -> Bucket: ...

    @overload
    def __getitem__(self, index: slice) -> Timeline: ...

    def __getitem__(self, index: int | slice) -> Bucket | Timeline:
        if isinstance(index, slice):
            return replace(self, buckets=self.buckets[index])
        return self.buckets[index]

    def __repr__(self) -> str:
        return (
            f"<Timeline {self.query!r}, {self.documents} documents"
            f" in {len(self)} {self.by}s>"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the timeline as values that JSON can carry."""
        return {
            "query": self.query,
            "by": self.by,
            "documents": self.documents,
            "passages": self.passages,
            "undated_documents": self.undated_documents,
            "undated_passages": self.undated_passages,
            "warnings": list(self.warnings),
            "buckets": [
                {**asdict(one), "start": one.start.isoformat()} for one in self.buckets
            ],
        }

    def _repr_html_(self) -> str:
        """Return the timeline as HTML for a notebook."""
        from ...export.html_tables import write_timeline
        from ...highlighting.style import make_fragment

        return make_fragment(write_timeline(self))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the documents over time with matplotlib, and return the axes.

        ``ax`` are the axes to draw on, those of a new figure by default. Raises
        :class:`MissingExtraError` without the extra ``plot``.
        """
        from ...export.plots import plot_dates

        counts = [(one.start, _end(one, self.by), one.documents) for one in self]
        subject = f"“{self.query}”" if self.query.strip() else "All documents"
        return plot_dates(counts, ax, title=f"{subject} by {self.by}", label="documents")


def make_timeline(
    searcher: Searcher, query: str, by: Step | None, options: SearchOptions
) -> Timeline:
    """Return the timeline of what matches ``query``, of all documents if it is empty.

    That of a query that is more than the engine can do is empty, with a warning.
    """
    node, warnings = searcher.select(query, options)
    try:
        return count_timeline(searcher, node, query, by, warnings, group=options.group)
    except OutOfTimeError:
        return Timeline(query, by or "month", (), warnings=(*warnings, NO_ANSWER))


def count_timeline(
    searcher: Searcher,
    node: tree.Node,
    query: str,
    by: Step | None,
    warnings: Sequence[str] = (),
    *,
    group: Group | None = None,
) -> Timeline:
    """Return the timeline of what matches ``node``; its step suits its length if None.

    With ``group`` only the first document of each story that matches is counted.
    """
    if group is not None and searcher.stories is not None:
        documents, passages = _count_stories(searcher, searcher.stories, node)
    elif node == tree.Everything():
        documents, passages = _count_all(searcher)
    else:
        documents, passages = _count_matching(searcher, node)
    by = by or _choose_step(documents)
    documents_by, passages_by = _sum_by_bucket(documents, by), _sum_by_bucket(passages, by)
    undated = documents_by.pop("", 0), passages_by.pop("", 0)
    labels, warning = _fill_gaps(documents_by, by)
    buckets = tuple(
        Bucket(label, _first_day(label), documents_by[label], passages_by[label])
        for label in labels
    )
    is_grouped = group is not None and searcher.stories is not None
    return Timeline(
        query,
        by,
        buckets,
        *undated,
        warnings=(*warnings, *warning),
        group=group if is_grouped else None,
    )


def _choose_step(documents: Counts) -> Step:
    """Return the step in which a timeline is neither long nor a bar or two."""
    dates = [date for date in documents if date]
    if not dates:
        return "month"
    months = _number(max(dates)[:7], "month") - _number(min(dates)[:7], "month") + 1
    if months > _MOST_MONTHS:
        return "year"
    return "day" if months <= _LEAST_MONTHS else "month"


Counts = Mapping[str, int]
"""Counts by ISO date; "" stands for no date."""


def _count_all(searcher: Searcher) -> tuple[Counts, Counts]:
    """Return the counts of all documents and of all passages."""
    found = searcher.documents_by_date
    documents = {date or "": count for date, count in found.items()}
    passages = searcher.reader.count_by(tree.Everything(), DATE)
    undated = searcher.reader.passages - sum(passages.values())
    return documents, {**passages, "": undated} if undated else passages


def _count_matching(searcher: Searcher, node: tree.Node) -> tuple[Counts, Counts]:
    """Return the counts of matching documents and of matching passages.

    An engine cannot count documents. So the dates of the matching passages' documents
    are read from the store, without decoding any document.
    """
    rows = searcher.count_rows(node)
    documents: Counter[str] = Counter()
    passages: Counter[str] = Counter()
    for row, date in searcher.dates(rows).items():
        documents[date or ""] += 1
        passages[date or ""] += rows[row]
    return documents, passages


def _count_stories(
    searcher: Searcher, stories: StoryTable, node: tree.Node
) -> tuple[Counts, Counts]:
    """Return the counts of stories, by their first matching document, and of passages."""
    rows = searcher.count_rows(node)
    first: dict[int, str] = {}
    passages: Counter[str] = Counter()
    for row, date in searcher.dates(rows).items():
        passages[date or ""] += rows[row]
        known = first.setdefault(stories.story_of(row), date or "")
        if date and (not known or date < known):
            first[stories.story_of(row)] = date
    return Counter(first.values()), passages


def _sum_by_bucket(counts: Counts, by: Step) -> Counter[str]:
    summed: Counter[str] = Counter()
    for date, count in counts.items():
        summed[date[: _LETTERS[by]]] += count
    return summed


def _fill_gaps(counts: Mapping[str, int], by: Step) -> tuple[list[str], list[str]]:
    """Return the labels of all buckets, and a warning where gaps are not filled."""
    if not counts:
        return [], []
    first, last = min(counts), max(counts)
    if _number(last, by) - _number(first, by) >= MOST_BUCKETS:
        warning = (
            f"from {first} to {last} there are too many {by}s; empty ones are left out"
        )
        return sorted(counts), [warning]
    numbers = range(_number(first, by), _number(last, by) + 1)
    return [_label(number, by) for number in numbers], []


def _number(label: str, by: Step) -> int:
    """Return the number of a bucket; numbers of adjacent buckets differ by 1."""
    first = _first_day(label)
    if by == "day":
        return first.toordinal()
    return first.year if by == "year" else first.year * 12 + first.month - 1


def _end(bucket: Bucket, by: Step) -> datetime.date:
    """Return the first day after a bucket, or the last day of the calendar."""
    try:
        return _first_day(_label(_number(bucket.label, by) + 1, by))
    except ValueError:
        return datetime.date.max


def _label(number: int, by: Step) -> str:
    if by == "day":
        return datetime.date.fromordinal(number).isoformat()
    if by == "year":
        return f"{number:04}"
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _first_day(label: str) -> datetime.date:
    return datetime.date.fromisoformat(label + "-01-01"[len(label) - 4 :])
