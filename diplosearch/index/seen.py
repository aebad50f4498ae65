"""What was seen in a run, and what could not be, in little memory."""

from __future__ import annotations

from collections import deque
from pathlib import PurePosixPath

from ..corpus.base import Skipped, SkippedFolder, SkippedRow

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


class Unread:
    """Files and folders of a corpus of which nobody knows what they hold now."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def __contains__(self, origin: str | None) -> bool:
        """Tell whether a document of the file ``origin`` may be there unread."""
        if origin is None:
            return False
        paths = origin, *map(str, PurePosixPath(origin).parents)
        return origin in self._files or not self._folders.isdisjoint(paths)

    def add(self, skipped: Skipped) -> None:
        """Note what could not be read."""
        if isinstance(skipped, SkippedFolder):
            self._folders.add(skipped.where)
        elif isinstance(skipped, SkippedRow):
            self._files.add(skipped.origin)
        else:
            self._files.add(skipped.where)
