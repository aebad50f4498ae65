"""What an engine in Python looks up in its own files or in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from .ordinals import Ordinals


class PostingSource(Protocol):
    """What an engine in Python looks up; passages go by numbers of its own."""

    @property
    def norms(self) -> Mapping[int, float] | Sequence[float]:
        """What a passage's length adds to BM25's denominator, by number."""
        ...

    def numbers(self) -> Iterable[int]:
        """Return the numbers of all passages."""
        ...

    def postings(self, field: str, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """Return the passages that hold ``term``, and how often each does."""
        ...

    def positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        """Return where ``term`` stands in each passage that holds it."""
        ...

    def holders(self, field: str, value: str) -> Iterable[int]:
        """Return the passages with ``value`` in a keyword field."""
        ...

    def values(self, field: str) -> Sequence[str]:
        """Return the values of a keyword field, sorted."""
        ...

    def ordinals(self, field: str) -> Ordinals:
        """Return which value of a keyword field each passage has."""
        ...

    def entities(self, number: int) -> Iterable[str]:
        """Return the ids in the entity field of a passage; some may come twice."""
        ...

    def key(self, number: int) -> int:
        """Return the key of a passage."""
        ...

    def count(self) -> int:
        """Return the number of passages."""
        ...

    @property
    def average_length(self) -> float:
        """The mean length of a passage in words; 0 when there is none."""
        ...

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        ...

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms that begin with ``prefix``, sorted, with frequency."""
        ...

    def close(self) -> None:
        """Let go of files; a second call does nothing."""
        ...
