"""The protocols of an engine: a Reader of one committed state, a Writer of the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from ..query.tree import Node

Order = Literal["score", "date"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as an engine keeps it.

    ``key`` identifies the passage and ``row`` its document; both are positive and
    never used again. ``terms`` holds, by text field, the term at each position, or
    several with ``STACK`` between (an empty string leaves the position free);
    ``keywords`` the values by keyword field. ``length`` is the number of words that
    BM25 counts, whatever the number of terms.
    """

    key: int
    row: int
    length: int
    terms: Mapping[str, Sequence[str]]
    keywords: Mapping[str, Sequence[str]]


class Ranked(NamedTuple):
    """The key of a passage that matches, and its score."""

    key: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best passages, and how many match in all.

    ``is_complete`` is False where the deadline passed or the query is more than the
    engine can do; then ``hits`` are those found until then, which all match, or none.
    ``whole`` is the number of passages that hold all concepts of the tree, where the
    engine has counted them on its way.
    """

    total: int
    hits: tuple[Ranked, ...]
    is_complete: bool = True
    whole: int | None = field(default=None, compare=False)


class Reader(Protocol):
    """One committed state; never changes. Safe to share between threads."""

    @property
    def passages(self) -> int:
        """The number of passages."""
        ...

    @property
    def average_length(self) -> float:
        """The mean of ``Entry.length``; 0 for an empty index."""
        ...

    @property
    def pool(self) -> int:
        """The most passages before and behind a page that our scorer may find to be on it.

        0 where the scores of ``search`` are those of :mod:`.scorer`; more where an
        engine's own only come near them.
        """
        ...

    def search(
        self,
        node: Node,
        *,
        limit: int,
        order: Order = "score",
        deadline: float | None = None,
    ) -> Ranking:
        """Return the ``limit`` best passages that match ``node``.

        By score, the best first; or by date, the newest first, undated last
        and equal dates by score. Passages equal in both come by key.
        ``deadline`` is a time of ``time.monotonic()``.
        """
        ...

    def count_by(self, node: Node, field: str) -> dict[str, int]:
        """Return the number of matching passages by value of a keyword field."""
        ...

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        ...

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield the terms that begin with ``prefix``, sorted, with their frequency.

        The terms of a keyword field are its values.
        """
        ...

    def close(self) -> None:
        """Release files and memory; a second call does nothing."""
        ...


@runtime_checkable
class Walkable(Protocol):
    """A reader that lists its postings, so that a check can compare them."""

    def walk(self, field: str) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield the terms of ``field`` in stored order, with the keys of their passages."""
        ...


class Writer(Protocol):
    """Collects changes; readers see them after ``commit``, all or none.

    One of ``commit`` and ``abort`` ends a writer; an ``abort`` after the end does
    nothing.
    """

    def add(self, entry: Entry) -> None:
        """Add a passage."""
        ...

    def delete(self, rows: Iterable[int]) -> None:
        """Delete the passages of documents that earlier commits hold."""
        ...

    def commit(self) -> None:
        """Make the changes the state that the next reader opens."""
        ...

    def abort(self) -> None:
        """Discard the changes."""
        ...


class Engine(Protocol):
    """Opens readers and writers of one kind of index."""

    name: str

    def open_reader(self, folder: Path) -> Reader:
        """Return a reader of the state in ``folder``."""
        ...

    def open_writer(self, folder: Path) -> Writer:
        """Return a writer of ``folder``, which may be empty.

        Existing files are never changed in place, only added, renamed over or
        removed: a folder of hard links to them stays sound.
        """
        ...
