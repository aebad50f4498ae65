"""What the formats read of an answer, a timeline and a profile.

``Results``, ``Hit``, ``Timeline`` and ``EntityProfile`` call the formats, so the formats
cannot import them; these protocols stand in for them.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

from ..highlighting.marks import LAYERS, Layer, Mark
from ..model import Document, EntityType, FacetValue, Passage, Span, Step


class HitView(Protocol):
    """A passage that answers a query; see :class:`~diplosearch.search.results.Hit`."""

    @property
    def rank(self) -> int:
        """Its number in the whole answer, from 1."""
        ...

    @property
    def score(self) -> float:
        """Its score."""
        ...

    @property
    def document(self) -> Document:
        """The document that holds it."""
        ...

    @property
    def passage(self) -> Passage:
        """The passage."""
        ...

    @property
    def pieces(self) -> Sequence[Span]:
        """The pieces of the passage that are shown, in its text."""
        ...

    @property
    def title(self) -> str:
        """The document's title, or its first sentence."""
        ...

    @property
    def translations(self) -> dict[str, str]:
        """Words found through translation, with the words of the query they answer."""
        ...

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of its document."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """The concepts of the query that it does not hold."""
        ...

    @property
    def others(self) -> Sequence[Document]:
        """The other documents of its story."""
        ...

    def title_marks(self) -> list[Mark]:
        """Return what is marked in ``title``."""
        ...

    def marks(self, layers: Collection[Layer] = LAYERS) -> list[Mark]:
        """Return what is marked in the passage, as offsets into the document."""
        ...

    def passage_marks(self, layers: Collection[Layer] = LAYERS) -> list[Mark]:
        """Return what is marked in the passage, as offsets into its text."""
        ...

    def explain(self) -> Any:
        """Return why it was found: a dataclass whose ``str()`` gives it in lines."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON can carry."""
        ...


class ResultsView(Protocol):
    """The hits of a search; see :class:`~diplosearch.search.results.Results`."""

    @property
    def query(self) -> str:
        """The query as it was typed."""
        ...

    @property
    def total(self) -> int:
        """The number of passages that match."""
        ...

    @property
    def whole(self) -> int:
        """The number of those that hold all concepts of the query."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """The concepts of the query that no passage holds."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was passed over."""
        ...

    @property
    def suggestion(self) -> str | None:
        """What could have been meant."""
        ...

    @property
    def facets(self) -> Mapping[str, Sequence[FacetValue]]:
        """The values of each facet that was asked for."""
        ...

    @property
    def group(self) -> str | None:
        """What each hit stands for: a story, or nothing but itself."""
        ...

    def __iter__(self) -> Iterator[HitView]: ...

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON can carry."""
        ...


class BucketView(Protocol):
    """A step of a timeline; see :class:`~diplosearch.search.aggregates.timeline.Bucket`."""

    @property
    def label(self) -> str:
        """Its ISO date as far as it goes."""
        ...

    @property
    def start(self) -> datetime.date:
        """Its first day."""
        ...

    @property
    def documents(self) -> int:
        """The number of documents from it."""
        ...


class TimelineView(Protocol):
    """Documents by date; see :class:`~diplosearch.search.aggregates.timeline.Timeline`."""

    @property
    def by(self) -> Step:
        """How long each step is."""
        ...

    @property
    def buckets(self) -> Sequence[BucketView]:
        """The steps, the earliest first."""
        ...

    @property
    def documents(self) -> int:
        """The number of all documents."""
        ...

    @property
    def undated_documents(self) -> int:
        """The number of those without a date."""
        ...

    @property
    def group(self) -> str | None:
        """``story`` where only the first document of each story is counted."""
        ...


class RelatedView(Protocol):
    """A related entity; see :class:`~diplosearch.search.aggregates.related.Related`."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def count(self) -> int:
        """The number of passages that name both."""
        ...


class ProfileView(Protocol):
    """An entity; see :class:`~diplosearch.EntityProfile`."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def type(self) -> EntityType:
        """What it is."""
        ...

    @property
    def name(self) -> str:
        """The name to show."""
        ...

    @property
    def documents(self) -> int:
        """The number of documents that name it."""
        ...

    @property
    def passages(self) -> int:
        """The number of passages that name it."""
        ...

    @property
    def forms(self) -> Sequence[tuple[str, int]]:
        """How it is written, and in how many passages."""
        ...

    @property
    def first(self) -> datetime.date | None:
        """The date of the first document that names it."""
        ...

    @property
    def last(self) -> datetime.date | None:
        """The date of the last one."""
        ...

    @property
    def related(self) -> Sequence[RelatedView]:
        """Who and what is named with it."""
        ...
