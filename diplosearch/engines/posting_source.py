"""The protocol of an engine that gives its postings, from files or from memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, Self

from .ordinals import Ordinals


class PostingSource(Protocol):
    """Postings of one committed state; it numbers the passages as it likes."""

    @property
    def norms(self) -> Mapping[int, float] | Sequence[float]:
        """The addend of each passage's length in BM25's denominator, by number."""
        ...

    def numbers(self) -> Iterable[int]:
        """Return the numbers of all passages."""
        ...

    def postings(self, field: str, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """Return the numbers of passages that hold ``term``, and how often each does."""
        ...

    def positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        """Return the positions of ``term`` in each passage that holds it, by number."""
        ...

    def holders(self, field: str, value: str) -> Iterable[int]:
        """Return the numbers of the passages with ``value`` in a keyword field."""
        ...

    def values(self, field: str) -> Sequence[str]:
        """Return the values of a keyword field, sorted."""
        ...

    def ordinals(self, field: str) -> Ordinals:
        """Return the ordinals of a keyword field."""
        ...

    def entities(self, number: int) -> Iterable[str]:
        """Return the ids in the entity field of a passage, maybe with doubles."""
        ...

    def key(self, number: int) -> int:
        """Return the key of a passage."""
        ...

    def row(self, number: int) -> int:
        """Return the row of the document of a passage."""
        ...

    def count(self) -> int:
        """Return the number of passages."""
        ...

    @property
    def average_length(self) -> float:
        """The mean length of a passage in words; 0 when there is none."""
        ...

    def with_average_length(self, average_length: float) -> Self:
        """Return the same postings with norms by another mean length.

        They are open as long as these, which are closed.
        """
        ...

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        ...

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms that begin with ``prefix``, sorted, with frequency."""
        ...

    def close(self) -> None:
        """Close files; a second call does nothing."""
        ...
