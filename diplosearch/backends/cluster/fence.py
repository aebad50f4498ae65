"""The fence between writers: numbers and rows that no two of them share.

A writer that is paused longer than its lock lasts goes on when another one has taken
over, and what it sent before may arrive later still. So each writer takes a number,
which is recorded with the commit that it begins on. What it writes carries the number;
rows come from blocks that it reserves in the same record. The record is replaced under
the version that was read, so whoever begins shuts out all that began before: they can
neither commit nor reserve, and readers leave out what carries their number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

_FIRST_BLOCK = 1_000
_LARGEST_BLOCK = 1_000_000
"""Rows that are reserved at once, doubled each time up to the largest; guesses."""


@dataclass(frozen=True, slots=True)
class Fence:
    """The last writer that began.

    ``number`` is its number. Writers with the numbers in ``void`` were lost before they
    committed, and what carries one of these belongs to no state. ``next_row`` is the
    first row that nobody has reserved, 0 where that is unknown. ``is_ended`` tells
    whether the writer has committed, or removed what it had written.
    """

    number: int
    void: tuple[int, ...] = ()
    next_row: int = 0
    is_ended: bool = False

    def next(self, commit: int) -> Fence:
        """Return the fence of the writer that begins on ``commit``."""
        is_lost = self.number > commit and not self.is_ended
        void = (*self.void, self.number) if is_lost else self.void
        return Fence(max(commit, self.number) + 1, void, self.next_row)

    def end(self) -> Fence:
        """Return the fence after its writer has ended."""
        return replace(self, is_ended=True)

    def to_body(self) -> dict[str, Any]:
        """Return the fence as values for JSON."""
        return {**asdict(self), "void": list(self.void)}


def read_fence(body: dict[str, Any]) -> Fence:
    """Return the fence of its values.

    Raises :class:`KeyError` or :class:`TypeError` where they are none of a fence.
    """
    return Fence(**{**body, "void": tuple(body["void"])})


class Claim:
    """The number and the rows of one writer."""

    def __init__(
        self, fence: Fence, save: Callable[[Fence], None], *, first_row: int
    ) -> None:
        """Begin as the writer of ``fence``, with a block of rows from ``first_row`` on.

        ``save`` records a fence. It raises :class:`IndexLockedError` where another
        writer has begun.
        """
        self.first_row = first_row
        self._save = save
        self._block = _FIRST_BLOCK
        self.fence = replace(fence, next_row=first_row + self._block)
        save(self.fence)

    @property
    def number(self) -> int:
        """The number of the writer, and of its commit."""
        return self.fence.number

    def reserve(self, row: int) -> None:
        """Make sure that ``row`` is reserved.

        Raises :class:`IndexLockedError` where another writer has begun.
        """
        while row >= self.fence.next_row:
            self._block = min(2 * self._block, _LARGEST_BLOCK)
            fence = replace(self.fence, next_row=self.fence.next_row + self._block)
            self._save(fence)
            self.fence = fence

    def end(self) -> None:
        """Record that nothing is left of what was written.

        Raises :class:`IndexLockedError` where another writer has begun.
        """
        self._save(self.fence.end())
