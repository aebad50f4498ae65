"""What was seen in a run, in little memory however long the run is."""

from __future__ import annotations

from collections import deque

_KEPT_DIGESTS = 20_000


class SeenRows:
    """Rows of the store that were given in this run: all new ones, and some old."""

    def __init__(self, first_new: int) -> None:
        self._first_new = first_new
        self._old = bytearray(first_new)

    def __contains__(self, row: int) -> bool:
        return row >= self._first_new or bool(self._old[row])

    def add(self, row: int) -> None:
        """Note a row; new ones are known without it."""
        if row < self._first_new:
            self._old[row] = 1


class RecentDigests:
    """The digests of the last documents, those that are on their way among them."""

    def __init__(self) -> None:
        self._digests: set[bytes] = set()
        self._order: deque[bytes] = deque()

    def has(self, digest: bytes) -> bool:
        """Tell whether a digest came lately."""
        return digest in self._digests

    def add(self, digest: bytes) -> None:
        """Note a digest; the oldest is forgotten."""
        self._digests.add(digest)
        self._order.append(digest)
        if len(self._order) > _KEPT_DIGESTS:
            self._digests.discard(self._order.popleft())
