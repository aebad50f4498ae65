"""What the reader of an engine on other machines can do besides.

A query needs the frequencies of hundreds of terms. Where each look-up is a request
over the network, they are read together before they are looked up one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

FieldTerm = tuple[str, str]
"""A field and a term, or the beginning of one, in it."""


@runtime_checkable
class RemoteReader(Protocol):
    """A :class:`~diplosearch.engines.base.Reader` that reads ahead and keeps what it read.

    What was not read ahead is requested when it is looked up, so reading ahead
    changes how many requests are made and never an answer.
    """

    def prefetch_terms(self, prefixes: Iterable[FieldTerm]) -> None:
        """Read what ``Reader.terms`` gives for each field and prefix, in one request."""
        ...

    def prefetch_frequencies(self, terms: Iterable[FieldTerm]) -> None:
        """Read the frequency of each term of each field, in one request."""
        ...
