"""Link documents that may tell one story: compare those that links do not make one yet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from ..storage.store import DocumentStore
from .candidates import Pair
from .same_story import Outline, is_same_story, make_outline

_KEPT_OUTLINES = 1_000
"""Documents whose words are kept while they are compared; some 50 MB of articles."""

_READ_AT_ONCE = 100
"""Pairs whose documents are read from the store at once; a guess."""


class Linker:
    """Compares documents, given by row, unless links make them one story already.

    Args:
        store: where their texts are read.
        load_links: is called with a row before it is first compared, and may :meth:`join`
            it with others.
    """

    def __init__(
        self, store: DocumentStore, load_links: Callable[[int], None] | None = None
    ) -> None:
        self._store = store
        self._load_links = load_links
        self._outlines: OrderedDict[int, Outline] = OrderedDict()
        self._stories: dict[int, int] = {}

    def link(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield those of ``pairs`` that are one story, but for what is one by others."""
        waiting = iter(pairs)
        while batch := list(islice(waiting, _READ_AT_ONCE)):
            batch = [pair for pair in batch if not self._are_one(*pair)]
            self._read(chain.from_iterable(batch))
            for row, other in batch:
                if not self._are_one(row, other) and is_same_story(
                    self._outlines[row], self._outlines[other]
                ):
                    self.join(row, other)
                    yield row, other

    def join(self, row: int, other: int) -> None:
        """Take two documents for one story."""
        first, second = self._find(row), self._find(other)
        self._stories[max(first, second)] = min(first, second)

    def _are_one(self, row: int, other: int) -> bool:
        if self._load_links is not None:
            self._load_links(row)
            self._load_links(other)
        return self._find(row) == self._find(other)

    def _find(self, row: int) -> int:
        """Return the document that stands for the story of ``row`` so far."""
        path = []
        while (parent := self._stories.get(row, row)) != row:
            path.append(row)
            row = parent
        for one in path:
            self._stories[one] = row
        return row

    def _read(self, rows: Iterable[int]) -> None:
        """Keep the outlines of documents, and forget those that were not used for long."""
        wanted = dict.fromkeys(rows)
        missing = [row for row in wanted if row not in self._outlines]
        for row in wanted:
            if row in self._outlines:
                self._outlines.move_to_end(row)
        for row, stored in self._store.open(missing).items() if missing else ():
            self._outlines[row] = make_outline(stored)
        while len(self._outlines) > max(_KEPT_OUTLINES, len(wanted)):
            self._outlines.popitem(last=False)
