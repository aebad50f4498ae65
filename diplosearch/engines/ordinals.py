"""Which value of a keyword field each passage has, by the value's place among all.

A filter by dates lets through what lies in a range of places. To ask that of the
passages that the words found is far cheaper than to collect all passages of every day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

NOWHERE = -1
"""The place of a passage that has no value."""


@dataclass(frozen=True, slots=True)
class Ordinals:
    """The ``values`` of a field, sorted, and the place of each passage's, by number."""

    values: Sequence[str]
    places: Mapping[int, int] | Sequence[int]

    def among(self, values: Iterable[str]) -> Container[int]:
        """Return the places of some values."""
        found = set()
        for value in values:
            place = bisect_left(self.values, value)
            if self.values[place : place + 1] == [value]:
                found.add(place)
        return found

    def between(self, low: str | None, high: str | None) -> Container[int]:
        """Return the places of the values from ``low`` to ``high``; None is no border."""
        first = 0 if low is None else bisect_left(self.values, low)
        last = len(self.values) if high is None else bisect_right(self.values, high)
        return range(first, last)


def fill(
    places: dict[int, int] | list[int],
    values: Sequence[str],
    holders: Callable[[str], Iterable[int]],
) -> Ordinals:
    """Return ordinals whose ``places``, all ``NOWHERE`` so far, are filled in."""
    for place, value in enumerate(values):
        for number in holders(value):
            places[number] = place
    return Ordinals(list(values), places)
