"""The protocols of readers whose index, or a part of it, is on other machines.

A query looks up the frequencies of hundreds of terms. Where each would be a request
over the network, they are read together first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from ..query.tree import Node

FieldTerm = tuple[str, str]
"""A field, and a term or a prefix of terms in it."""


@runtime_checkable
class PrefetchingReader(Protocol):
    """A :class:`~diplosearch.engines.base.Reader` that prefetches into a cache.

    What was not prefetched is requested when it is looked up. So prefetching changes
    the number of requests, and never an answer.
    """

    def prefetch_terms(self, prefixes: Iterable[FieldTerm]) -> None:
        """Read the terms of each field and prefix with their frequencies, in one request.

        A field that was never listed before may take another request.
        """
        ...

    def prefetch_frequencies(self, terms: Iterable[FieldTerm]) -> None:
        """Read the frequency of each term of each field, in one request."""
        ...


@runtime_checkable
class RemoteReader(PrefetchingReader, Protocol):
    """A reader whose whole index is on other machines, which find and count there."""

    def near_terms(self, field: str, term: str, edits: int) -> list[tuple[str, int]]:
        """Return terms that ``edits`` edits, 1 or 2, lead to, with their frequency.

        Some may be farther; of very many the rarest may be left out.
        """
        ...

    def count_documents(self, node: Node, field: str) -> dict[str, int]:
        """Return the number of documents with a passage that matches, by a keyword field.

        Those without a value are counted under "".
        """
        ...

    def count_all(self, nodes: Sequence[Node]) -> list[int]:
        """Return the number of passages that match each of ``nodes``."""
        ...

    def count_each(self, node: Node, conditions: Mapping[str, Node]) -> dict[str, int]:
        """Return the number of passages that match ``node`` and each of the conditions."""
        ...
