"""What watches tell: the values that a run of them returns."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from ..search.results import Hit

Digests = tuple[str, str]
"""What a watch knows a document by: digests of its id, and of its title with its text."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A query that is kept, with its filters and a note of its owner.

    ``options`` are keywords of :meth:`diplosearch.Index.search`. ``added`` and
    ``last_run`` are times in UTC, the latter None before the first run. ``documents``
    counts those that it has found so far. ``warnings`` are those of the query, where the
    watch has just been added.
    """

    name: str
    query: str
    options: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    added: datetime.datetime | None = None
    last_run: datetime.datetime | None = None
    documents: int = 0
    warnings: tuple[str, ...] = field(default=(), compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the watch as values that JSON can carry."""
        return {
            "name": self.name,
            "query": self.query,
            "options": dict(self.options),
            "note": self.note,
            "added": to_iso(self.added),
            "last_run": to_iso(self.last_run),
            "documents": self.documents,
        }


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A document that is new to one watch or several.

    ``hit`` is its best passage for the first of ``watches``; where that tells of each story
    once, ``hit.others`` are the other documents of the story. ``is_changed`` tells that a
    document of this id was found before, with another text.
    """

    hit: Hit
    watches: tuple[str, ...]
    is_changed: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the item as values that JSON can carry."""
        return {
            "watches": list(self.watches),
            "is_changed": self.is_changed,
            **self.hit.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class News(Sequence[NewsItem]):
    """What is new to watches, each document once, the latest first.

    ``run`` is the time of the run in UTC, ``watches`` are those that were run, and
    ``warnings`` what was passed over in their queries. ``learnt`` is what
    :meth:`Watches.remember` keeps of it, by the name of the watch: digests of ids and of
    contents.
    """

    items: tuple[NewsItem, ...]
    watches: tuple[Watch, ...]
    run: datetime.datetime
    warnings: tuple[str, ...] = ()
    learnt: Mapping[str, Sequence[Digests]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> NewsItem: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[NewsItem, ...]: ...

    def __getitem__(self, index: int | slice) -> NewsItem | tuple[NewsItem, ...]:
        return self.items[index]

    def to_dict(self) -> dict[str, Any]:
        """Return the news as values that JSON can carry."""
        return {
            "run": to_iso(self.run),
            "watches": [one.to_dict() for one in self.watches],
            "warnings": list(self.warnings),
            "documents": [one.to_dict() for one in self.items],
        }


def to_iso(time: datetime.datetime | None) -> str | None:
    """Return a time in ISO 8601, None for none."""
    return None if time is None else time.isoformat()
