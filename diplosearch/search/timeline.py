"""When what was found was published: matching documents and passages by date."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, overload

from ..engines.base import Reader
from ..model import Step
from ..query import tree
from ..schema import DATE
from ..storage.codec import split_key
from ..storage.store import DocumentStore

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LETTERS: dict[Step, int] = {"year": 4, "month": 7, "day": 10}
"""How much of an ISO date tells the part that it is in."""

MOST_BUCKETS = 40_000
"""Parts of a timeline, a century of days, up to which gaps in it are filled."""


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
    """Matching documents and passages by their date, the earliest first.

    A document counts once where any of its passages matches. Between the first
    and the last date no part is left out; one without hits holds zeros. The
    documents without a date are counted apart.
    """

    query: str
    by: Step
    buckets: tuple[Bucket, ...]
    undated_documents: int = 0
    undated_passages: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def documents(self) -> int:
        """All matching documents, the undated ones too."""
        return sum(one.documents for one in self.buckets) + self.undated_documents

    @property
    def passages(self) -> int:
        """All matching passages, those without a date too."""
        return sum(one.passages for one in self.buckets) + self.undated_passages

    def __len__(self) -> int:
        return len(self.buckets)

    def __iter__(self) -> Iterator[Bucket]:
        return iter(self.buckets)

    @overload
    def __getitem__(self, place: int) -> Bucket: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Bucket, ...]: ...

    def __getitem__(self, place: int | slice) -> Bucket | tuple[Bucket, ...]:
        return self.buckets[place]

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

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the documents over time with matplotlib, and return where.

        ``ax`` is where to draw; a new figure unless given. Needs the extra
        ``plot``; raises :class:`MissingExtraError` without it.
        """
        from ..export.plots import plot_dates

        counts = [(one.start, _end(one, self.by), one.documents) for one in self]
        asked = f"“{self.query}”" if self.query.strip() else "All documents"
        return plot_dates(counts, ax, title=f"{asked} by {self.by}", label="documents")


def make_timeline(
    node: tree.Node,
    by: Step,
    *,
    query: str,
    reader: Reader,
    store: DocumentStore,
    commit: int,
    warnings: Sequence[str] = (),
) -> Timeline:
    """Return the timeline of what matches ``node``."""
    if node == tree.Everything():
        documents, passages = _count_all(reader, store, commit)
    else:
        documents, passages = _count_matching(node, reader, store)
    documents_by, passages_by = _by_part(documents, by), _by_part(passages, by)
    undated = documents_by.pop("", 0), passages_by.pop("", 0)
    labels, warning = _without_gaps(documents_by, by)
    buckets = tuple(
        Bucket(label, _first_day(label), documents_by[label], passages_by[label])
        for label in labels
    )
    return Timeline(query, by, buckets, *undated, (*warnings, *warning))


Counts = Mapping[str, int]
"""Numbers by ISO dates; "" is for no date."""


def _count_all(reader: Reader, store: DocumentStore, commit: int) -> tuple[Counts, Counts]:
    """Return all documents and all passages by date, counted where they lie."""
    found = store.count_by("date", commit)
    documents = {date or "": count for date, count in found.items()}
    passages = reader.count_by(tree.Everything(), DATE)
    undated = reader.passages - sum(passages.values())
    return documents, {**passages, "": undated} if undated else passages


def _count_matching(
    node: tree.Node, reader: Reader, store: DocumentStore
) -> tuple[Counts, Counts]:
    """Return matching documents and passages by date.

    An engine knows the dates of passages but not which of them are of one
    document, and the store the dates of documents; so the rows of what matches
    are looked up there, without opening any.
    """
    rows: Counter[int] = Counter()
    for key, _ in reader.search(node, limit=max(1, reader.passages)).hits:
        rows[split_key(key)[0]] += 1
    documents: Counter[str] = Counter()
    passages: Counter[str] = Counter()
    for row, date in store.dates(rows).items():
        documents[date or ""] += 1
        passages[date or ""] += rows[row]
    return documents, passages


def _by_part(counts: Counts, by: Step) -> Counter[str]:
    summed: Counter[str] = Counter()
    for date, count in counts.items():
        summed[date[: _LETTERS[by]]] += count
    return summed


def _without_gaps(counts: Mapping[str, int], by: Step) -> tuple[list[str], list[str]]:
    """Return the labels from the first to the last, and a warning where gaps stay."""
    if not counts:
        return [], []
    first, last = min(counts), max(counts)
    if _place(last, by) - _place(first, by) >= MOST_BUCKETS:
        warning = (
            f"from {first} to {last} there are too many {by}s; empty ones are left out"
        )
        return sorted(counts), [warning]
    places = range(_place(first, by), _place(last, by) + 1)
    return [_label(place, by) for place in places], []


def _place(label: str, by: Step) -> int:
    """Return the number of a part, which is one more than that of the part before."""
    first = _first_day(label)
    if by == "day":
        return first.toordinal()
    return first.year if by == "year" else first.year * 12 + first.month - 1


def _end(bucket: Bucket, by: Step) -> datetime.date:
    """Return the first day behind a part; its last one where the calendar ends."""
    try:
        return _first_day(_label(_place(bucket.label, by) + 1, by))
    except ValueError:
        return datetime.date.max


def _label(place: int, by: Step) -> str:
    if by == "day":
        return datetime.date.fromordinal(place).isoformat()
    if by == "year":
        return f"{place:04}"
    return f"{place // 12:04}-{place % 12 + 1:02}"


def _first_day(label: str) -> datetime.date:
    return datetime.date.fromisoformat(label + "-01-01"[len(label) - 4 :])
