"""The documents of several stores as those of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

from ..errors import UsageError
from ..model import refer_to
from .codec import MOST_PASSAGES, StoredDocument
from .store import DocumentStore, StoredBody, StoredRow

MOST_ROWS = (1 << 63) // MOST_PASSAGES
"""Rows that a store may number, since an engine keeps a passage's key in 64 bits."""

ROWS_OF_KEYS = MOST_PASSAGES
"""How many keys of passages a row has."""


class StorePart(NamedTuple):
    """A store among several: its documents as one commit sees them.

    ``name`` stands before the ids of its documents, and ``find_source`` gives the folder
    of a corpus by the name that the store recorded.
    """

    name: str
    store: DocumentStore
    commit: int
    find_source: Callable[[str], Path]


class UnionStore(DocumentStore):
    """The documents of several stores, those of the first one first.

    The commit that a look-up gives counts for nothing: each part has its own. A document
    is found by its id, and by ``NAME:ID`` as well. Parts stay open.
    """

    def __init__(self, parts: Sequence[StorePart], location: str) -> None:
        self.location = location
        self._parts = parts

    def find(self, id: str, commit: int) -> StoredRow | None:  # noqa: ARG002
        """Return the row of the document with this id; None where there is none.

        Raises :class:`UsageError` where several parts have one.
        """
        found = [
            self._from_part(number, row)
            for number, part in enumerate(self._parts)
            if (row := part.store.find(id, part.commit)) is not None
        ]
        if not found:
            return self._find_named(id)
        if len(found) > 1:
            names = [self._parts[self._split(one.row)[0]].name for one in found]
            references = " or ".join(refer_to(id, name) for name in names)
            raise UsageError(f"several indexes have a document {id!r}; give {references}")
        return found[0]

    def _find_named(self, reference: str) -> StoredRow | None:
        for number, part in enumerate(self._parts):
            start = refer_to("", part.name)
            if reference.startswith(start):
                row = part.store.find(reference.removeprefix(start), part.commit)
                if row is not None:
                    return self._from_part(number, row)
        return None

    def find_content(
        self,
        content: bytes,
        commit: int,  # noqa: ARG002
        *,
        ignored: Collection[int] = (),
    ) -> StoredRow | None:
        """Return the first row of this content digest but ``ignored`` ones, or None."""
        by_part = self._by_part(ignored)
        for number, part in enumerate(self._parts):
            row = part.store.find_content(content, part.commit, ignored=by_part[number])
            if row is not None:
                return self._from_part(number, row)
        return None

    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:  # noqa: ARG002
        """Yield the rows of all documents, those of the first part first."""
        for number, part in enumerate(self._parts):
            for row in part.store.rows(part.commit):
                found = self._from_part(number, row)
                if root is None or found.root == root:
                    yield found

    def refer_to(self, found: StoredRow) -> str:
        """Return the id of a document behind the name of its part."""
        return refer_to(found.id, self._parts[self._split(found.row)[0]].name)

    def ids(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of the documents in ``rows``; a missing row is left out."""
        return {
            number * MOST_ROWS + row: id
            for number, own in self._by_part(rows).items()
            for row, id in self._parts[number].store.ids(own).items()
        }

    def dates(self, rows: Iterable[int]) -> dict[int, str | None]:
        """Return the dates of the documents in ``rows`` in ISO 8601, or None."""
        return {
            number * MOST_ROWS + row: date
            for number, own in self._by_part(rows).items()
            for row, date in self._parts[number].store.dates(own).items()
        }

    def open(self, rows: Iterable[int]) -> dict[int, StoredDocument]:
        """Return the documents in ``rows`` as they are stored, with their index's name."""
        opened = {}
        for number, own in self._by_part(rows).items():
            part = self._parts[number]
            for row, document in part.store.open(own).items():
                document.index = part.name
                opened[number * MOST_ROWS + row] = document
        return opened

    def read_body(self, row: int) -> StoredBody:
        """Return the stored document in ``row`` without decoding it."""
        number, own = self._split(row)
        part = self._parts[number]
        stored = part.store.read_body(own)
        return replace(stored, root=_find_root(part, stored.root))

    def count(self, commit: int) -> int:  # noqa: ARG002
        """Return the number of documents of all parts."""
        return sum(part.store.count(part.commit) for part in self._parts)

    def count_by(
        self,
        field: Literal["date", "source", "language"],
        commit: int,  # noqa: ARG002
    ) -> dict[str | None, int]:
        """Return the number of documents by value of ``field``, None for no value."""
        counts: Counter[str | None] = Counter()
        for part in self._parts:
            counts.update(part.store.count_by(field, part.commit))
        return dict(counts)

    def check_files(self) -> list[str]:
        """Check the files of all parts; return the problems found, as messages."""
        return [one for part in self._parts for one in part.store.check_files()]

    def _altered_rows(self) -> Iterator[str]:
        for part in self._parts:
            yield from part.store._altered_rows()

    def share(self) -> UnionStore:
        """Return this store, whose ``close`` leaves the parts open."""
        return self

    def close(self) -> None:
        """Do nothing: whoever opened the parts closes them."""

    def _by_part(self, rows: Iterable[int]) -> dict[int, list[int]]:
        """Return the rows of each part, as it numbers them, by the part's number."""
        by_part: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            number, own = self._split(row)
            by_part[number].append(own)
        return by_part

    def _split(self, row: int) -> tuple[int, int]:
        return divmod(row, MOST_ROWS)

    def _from_part(self, number: int, row: StoredRow) -> StoredRow:
        part = self._parts[number]
        root = _find_root(part, row.root)
        return replace(row, row=number * MOST_ROWS + row.row, root=root)


def _find_root(part: StorePart, root: str | None) -> str | None:
    """Return the whole path of a corpus folder, which a store names by its own place."""
    return None if root is None else str(part.find_source(root))
