"""The protocol of a reader whose index is on other machines.

A query looks up the frequencies of hundreds of terms. Where each would be a request
over the network, they are read together first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

FieldTerm = tuple[str, str]
"""A field, and a term or a prefix of terms in it."""


@runtime_checkable
class RemoteReader(Protocol):
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
