"""Look up the stories of one commit: which documents are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from .segments import Segments


class StoryTable:
    """The stories of one commit. Thread-safe.

    Documents are given by the row of the document store. One that is a story by itself is
    in no group.

    Its methods raise :class:`IndexDamagedError` for a file that cannot be read.
    """

    def __init__(self, segments: Segments) -> None:
        self.segments = segments

    @cached_property
    def groups(self) -> dict[int, tuple[int, ...]]:
        """All documents of the story of each document that shares it with others."""
        removed = self.segments.removed()
        return group_links(
            (row, other)
            for row, other in self.segments.rows("links")
            if row < other and row not in removed and other not in removed
        )

    def members(self, row: int) -> tuple[int, ...]:
        """Return the rows of all documents of the story of a document, itself included."""
        return self.groups.get(row, (row,))

    def story_of(self, row: int) -> int:
        """Return the row that stands for the story of a document: that of its first one."""
        return self.members(row)[0]

    @property
    def repeats(self) -> int:
        """The number of documents that tell a story once more."""
        return len(self.groups) - len(set(self.groups.values()))

    def close(self) -> None:
        """Close the files."""
        self.segments.close()


def group_links(links: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """Return all documents of the story of each that has links, by row, sorted."""
    both: dict[int, list[int]] = defaultdict(list)
    for row, other in links:
        both[row].append(other)
        both[other].append(row)
    groups: dict[int, tuple[int, ...]] = {}
    for row in sorted(both):
        if row not in groups:
            group = tuple(sorted(connected(row, both)))
            groups.update(dict.fromkeys(group, group))
    return groups


def connected(row: int, links: dict[int, list[int]]) -> set[int]:
    """Return all that links connect with ``row``, itself included."""
    found, waiting = {row}, [row]
    while waiting:
        for other in links.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
