"""One committed state of the passages in a cluster."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """The passages of an index that belong to a commit, and how many they are.

    Each passage has the number of the commit that added it. Those of the rows in
    ``removed`` do not belong to the state, though the index may still have them, nor
    do those of the numbers in ``void``, whose writers were lost before they committed.
    ``length`` is the sum of all lengths, in words.
    """

    commit: int = 0
    passages: int = 0
    length: int = 0
    removed: tuple[int, ...] = ()
    void: tuple[int, ...] = ()

    @property
    def average_length(self) -> float:
        """The mean length of a passage in words; 0 if there is none."""
        return self.length / self.passages if self.passages else 0.0
