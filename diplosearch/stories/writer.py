"""Link the documents of a commit with those that tell the same story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from ..errors import translate_errors
from ..storage.segments import count_to_merge
from ..storage.store import DocumentStore
from .candidates import Pair, pairs_with, pairs_within, sort_fingerprints
from .fingerprints import Fingerprints, make_fingerprints, read_fingerprints
from .linking import Linker
from .segments import TABLES, Segments, create_segment
from .table import connected

_READ_AT_ONCE = 100
"""Documents that are read from the store at once; a guess."""


class StoryWriter:
    """Writes the segment of the next commit.

    Which documents are linked depends on the two of them alone. Of two that are one story
    through others, no link is needed; where one goes that held a story together, those that
    remain are compared again.

    Args:
        path: the file to write; None to keep the segment in memory.
        base: the segments of the commit before, which the caller closes; None for none.
        merges_all: whether the new segment takes the place of all of ``base``.

    Raises:
        UnusableIndexError: the file cannot be written.
    """

    def __init__(
        self,
        path: Path | None = None,
        base: Segments | None = None,
        *,
        merges_all: bool = False,
    ) -> None:
        self._path = path or ":memory:"
        self._base = base or Segments([])
        self._merges_all = merges_all
        self.merged = 0
        """How many segments, the last ones of the base, the new one takes the place of."""

        self._added: dict[int, Fingerprints] = {}
        self._removed: set[int] = set()
        self._links: list[Pair] = []
        with translate_errors(self._path, "written"):
            self.connection = create_segment(path)

    def add(self, row: int, fingerprints: bytes) -> None:
        """Add a document, with what :func:`.make_fingerprints` made of it."""
        self._added[row] = read_fingerprints(fingerprints)

    def remove(self, rows: Iterable[int]) -> None:
        """Remove documents of earlier commits, or of this one."""
        for row in rows:
            if self._added.pop(row, None) is None:
                self._removed.add(row)

    def merge(self, segments: Segments) -> None:
        """Add the documents of ``segments``, which know of no links, as new ones."""
        found: dict[int, list[int]] = {
            int(row): [] for row, _ in segments.rows("documents")
        }
        for fingerprint, row in segments.rows("fingerprints"):
            found[row].append(fingerprint)
        for row, fingerprints in found.items():
            self._added[row] = np.array(sorted(fingerprints), dtype=np.uint32)

    def finish(self, store: DocumentStore | None) -> None:
        """Link documents, whose texts are read from ``store``, and write the segment.

        Without a store no documents are linked: the segment is one to be merged.
        """
        if store is not None:
            self._link(store)
        with translate_errors(self._path, "written"):
            self._write()

    def close(self) -> None:
        """Close the segment; one in memory is gone."""
        self.connection.close()

    # Linking

    def _link(self, store: DocumentStore) -> None:
        removed = self._base.removed() | self._removed if self._base.connections else set()
        loaded: set[int] = set()

        def load_links(row: int) -> None:
            """Join the documents that earlier commits have linked with ``row``."""
            if row in loaded or row in self._added or not self._base.connections:
                return
            waiting = {row}
            while waiting:
                loaded.update(waiting)
                found = [
                    pair for pair in self._base.links_of(waiting) if pair[1] not in removed
                ]
                for one, other in found:
                    linker.join(one, other)
                waiting = {other for _, other in found} - loaded

        linker = Linker(store, load_links)
        found = chain(
            self._pairs_left(store),
            pairs_within(self._added),
            pairs_with(self._added, self._base) if self._base.connections else (),
        )
        self._links = list(
            linker.link((row, other) for row, other in found if other not in removed)
        )

    def _pairs_left(self, store: DocumentStore) -> Iterator[Pair]:
        """Yield the pairs among those whose story has lost a document."""
        lost = self._removed
        if not lost or not self._base.connections:
            return
        links: dict[int, list[int]] = defaultdict(list)
        waiting, known = set(lost), set(lost)
        while waiting:
            found = list(self._base.links_of(waiting))
            for row, other in found:
                links[row].append(other)
            waiting = {other for _, other in found} - known
            known |= waiting
        gone = self._base.removed() | lost
        seen: set[int] = set()
        for row in sorted(lost & links.keys()):
            if row in seen:
                continue
            story = connected(row, links)
            seen |= story
            left = sorted(story - gone)
            found_again = {
                one: read_fingerprints(
                    make_fingerprints(
                        stored.words(ordinal).exact for ordinal in range(stored.size)
                    )
                )
                for start in range(0, len(left), _READ_AT_ONCE)
                for one, stored in store.open(left[start : start + _READ_AT_ONCE]).items()
            }
            yield from pairs_within(found_again)

    # Writing

    def _write(self) -> None:
        """Write the segment, merged with those before it that are no larger."""
        execute, insert = self.connection.execute, self.connection.executemany
        execute("BEGIN")
        added = sorted(self._added.items())
        insert(
            "INSERT INTO documents VALUES (?, ?)", ((row, len(one)) for row, one in added)
        )
        for rows in sort_fingerprints(self._added):
            insert("INSERT INTO fingerprints VALUES (?, ?)", rows)
        both = chain(self._links, ((other, row) for row, other in self._links))
        insert(
            "INSERT OR IGNORE INTO links VALUES (?, ?)",
            sorted(both),
        )
        insert("INSERT INTO removals VALUES (?)", ((row,) for row in sorted(self._removed)))
        execute("COMMIT")
        size = sum(Segments([self.connection], owns=False).sizes())
        sizes = [*self._base.sizes(), size]
        self.merged = len(sizes) - 1 if self._merges_all else count_to_merge(sizes) - 1
        if self.merged:
            self._merge_base()

    def _merge_base(self) -> None:
        """Copy the last segments of the base, without documents that were removed."""
        count = len(self._base.connections)
        numbers = range(count - self.merged, count)
        removed = self._base.removed() | self._removed
        execute, insert = self.connection.execute, self.connection.executemany
        execute("BEGIN")
        for number in numbers:
            gone = [
                (row,)
                for (row, _) in self._base.rows_of(number, "documents")
                if row in removed
            ]
            for table, columns in TABLES.items():
                marks = ", ".join("?" * columns)
                insert(
                    f"INSERT OR IGNORE INTO {table} VALUES ({marks})",
                    self._rows_left(number, table, removed),
                )
            insert("DELETE FROM removals WHERE row = ?", gone)
        execute("COMMIT")

    def _rows_left(
        self, number: int, table: str, removed: set[int]
    ) -> Iterator[Sequence[int]]:
        rows = self._base.rows_of(number, table)
        if table == "removals":
            return rows
        if table == "fingerprints":
            return (one for one in rows if one[1] not in removed)
        if table == "links":
            return (one for one in rows if removed.isdisjoint(one))
        return (one for one in rows if one[0] not in removed)
