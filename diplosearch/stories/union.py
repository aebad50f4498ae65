"""The stories of several indexes that are read as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from ..storage.store import DocumentStore
from .candidates import Pair, pairs_with
from .fingerprints import Fingerprints
from .linking import Linker
from .segments import Segments
from .table import StoryTable, group_links

_COMPARED_AT_ONCE = 10_000
"""Documents of one index that are looked for in another one at once; a guess."""


class StoryPart(NamedTuple):
    """The stories of one of several indexes, and the row that its rows count from."""

    first: int
    stories: StoryTable


class UnionStoryTable(StoryTable):
    """The stories of several indexes: those of one index with all their documents.

    Each index has linked its own documents; those of two are compared when stories are
    first asked for. The tables stay open when this is closed.
    """

    def __init__(self, parts: Sequence[StoryPart], store: DocumentStore) -> None:
        """Take the stories of each index, and the store of the documents of all."""
        super().__init__(Segments([]))
        self._parts = parts
        self._store = store

    @cached_property
    def groups(self) -> dict[int, tuple[int, ...]]:
        """All documents of the story of each document that shares it with others."""
        linker = Linker(self._store)
        links = list(self._own_links())
        for row, other in links:
            linker.join(row, other)
        links += linker.link(self._pairs())
        return group_links(links)

    def _own_links(self) -> Iterator[Pair]:
        """Yield links that hold the stories of each index together."""
        for first, part in self._parts:
            for group in dict.fromkeys(part.groups.values()):
                for row, other in pairwise(group):
                    yield first + row, first + other

    def _pairs(self) -> Iterator[Pair]:
        """Yield the pairs of documents of two indexes that may tell one story.

        Those of the smaller one are looked for in the larger one.
        """
        sizes = {part: sum(part.stories.segments.sizes()) for part in self._parts}
        removed = {part: part.stories.segments.removed() for part in self._parts}
        for smaller, larger in combinations(sorted(self._parts, key=sizes.__getitem__), 2):
            segments = larger.stories.segments
            for found in _read_documents(smaller.stories.segments, removed[smaller]):
                for row, other in pairs_with(found, segments):
                    if other not in removed[larger]:
                        yield smaller.first + row, larger.first + other


def _read_documents(
    segments: Segments, removed: set[int]
) -> Iterator[dict[int, Fingerprints]]:
    """Yield the fingerprints of all documents by row, some documents at once."""
    read = [
        np.array(found, dtype=np.int64).reshape(-1, 2)
        for found in segments.all_fingerprints()
    ]
    table = np.concatenate([np.zeros((0, 2), dtype=np.int64), *read])
    hashes, rows = table[:, 0].astype(np.uint32), table[:, 1]
    if not len(rows):
        return
    order = np.lexsort((hashes, rows))
    hashes, rows = hashes[order], rows[order]
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    each = zip(rows[starts].tolist(), np.split(hashes, starts[1:]), strict=True)
    found = {}
    for row, fingerprints in each:
        if row not in removed:
            found[row] = fingerprints
        if len(found) == _COMPARED_AT_ONCE:
            yield found
            found = {}
    yield found
