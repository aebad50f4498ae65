"""The value of a keyword field that each passage has, as an ordinal.

The ordinal of a value is its index among all values of the field, sorted. A filter
by dates lets through a range of ordinals: to look up those of the passages that the
words found is far cheaper than to collect all passages of every day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

NO_ORDINAL = -1
"""The ordinal of a passage without a value."""


@dataclass(frozen=True, slots=True)
class Ordinals:
    """The sorted ``values`` of a field, and each passage's ordinal by its number."""

    values: Sequence[str]
    by_number: Mapping[int, int] | Sequence[int]

    def among(self, values: Iterable[str]) -> Container[int]:
        """Return the ordinals of ``values``; those that no passage has are left out."""
        found = set()
        for value in values:
            ordinal = bisect_left(self.values, value)
            if self.values[ordinal : ordinal + 1] == [value]:
                found.add(ordinal)
        return found

    def between(self, low: str | None, high: str | None) -> Container[int]:
        """Return the ordinals of values from ``low`` to ``high``, both included.

        None leaves that end open.
        """
        first = 0 if low is None else bisect_left(self.values, low)
        last = len(self.values) if high is None else bisect_right(self.values, high)
        return range(first, last)


def fill(
    by_number: dict[int, int] | list[int],
    values: Sequence[str],
    holders: Callable[[str], Iterable[int]],
) -> Ordinals:
    """Return ordinals, filled into ``by_number``, which is all ``NO_ORDINAL`` so far.

    ``holders`` gives the numbers of the passages with a value.
    """
    for ordinal, value in enumerate(values):
        for number in holders(value):
            by_number[number] = ordinal
    return Ordinals(list(values), by_number)
