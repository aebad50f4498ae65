"""One committed state of the passages in a cluster."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """Which passages of an index belong to a commit, and how many there are.

    Passages carry the number of the commit that added them. Those of the rows in
    ``removed`` do not belong to it, though they may still lie there. ``length`` is
    the sum of all lengths.
    """

    commit: int = 0
    passages: int = 0
    length: int = 0
    removed: tuple[int, ...] = ()

    @property
    def average_length(self) -> float:
        """The mean length of a passage; 0 when there is none."""
        return self.length / self.passages if self.passages else 0.0
