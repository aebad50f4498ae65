"""What a piece of work asks an engine in another place, in a few turns.

A query asks after hundreds of terms, one by one. Where each question is a journey,
the work is done on guesses first: what it asks is collected, fetched at once, and
the work is done again, until it asks nothing new.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar, cast, runtime_checkable

from .base import Reader

Outcome = TypeVar("Outcome")

_MOST_TURNS = 8


@runtime_checkable
class FarReader(Protocol):
    """What a reader of an engine in another place can do besides."""

    def guessing(self) -> AbstractContextManager[set[tuple[str, str, str]]]:
        """Answer this thread by guesses within the block; give what was asked."""
        ...

    def fetch(self, asked: set[tuple[str, str, str]]) -> None:
        """Look up what was asked, so that it is known from now on."""
        ...


def foresee(reader: Reader, work: Callable[[], Outcome]) -> Outcome:
    """Return the outcome of ``work``, which asks ``reader`` and changes nothing."""
    if not hasattr(reader, "guessing"):  # quicker than to ask for the protocol
        return work()
    far = cast(FarReader, reader)
    for _ in range(_MOST_TURNS):
        with far.guessing() as asked:
            outcome = work()
        if not asked:
            return outcome
        far.fetch(asked)
    return work()
