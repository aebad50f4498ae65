"""Engines whose libraries' errors have a name of diplosearch's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import named
from ..query.tree import Node
from .base import Entry, Order, Ranking, Reader, Writer


class GuardedReader:
    """A reader of the index at ``location``, which may be damaged."""

    def __init__(self, reader: Reader, location: str) -> None:
        self._reader = reader
        self._location = location
        self.passages = reader.passages
        self.average_length = reader.average_length

    def search(
        self,
        node: Node,
        *,
        limit: int,
        order: Order = "score",
        deadline: float | None = None,
    ) -> Ranking:
        """Return the ``limit`` best passages that match ``node``."""
        with named(self._location, "read"):
            return self._reader.search(node, limit=limit, order=order, deadline=deadline)

    def count_by(self, node: Node, field: str) -> dict[str, int]:
        """Return, for each value of a keyword field, the passages that match."""
        with named(self._location, "read"):
            return self._reader.count_by(node, field)

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        with named(self._location, "read"):
            return self._reader.frequency(field, term)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield the terms of ``field`` from ``prefix`` on, sorted, with frequency."""
        with named(self._location, "read"):
            yield from self._reader.terms(field, prefix)

    def close(self) -> None:
        """Let go of files and memory; a second call does nothing."""
        with named(self._location, "read"):
            self._reader.close()


class GuardedWriter:
    """A writer of the index at ``location``, whose disk may fail."""

    def __init__(self, writer: Writer, location: str) -> None:
        self._writer = writer
        self._location = location

    def add(self, entry: Entry) -> None:
        """Add a passage."""
        with named(self._location, "written"):
            self._writer.add(entry)

    def delete(self, rows: Iterable[int]) -> None:
        """Delete the passages of documents that earlier commits hold."""
        with named(self._location, "written"):
            self._writer.delete(rows)

    def commit(self) -> None:
        """Make the changes the state that the next reader opens."""
        with named(self._location, "written"):
            self._writer.commit()

    def abort(self) -> None:
        """Drop the changes."""
        with named(self._location, "written"):
            self._writer.abort()
