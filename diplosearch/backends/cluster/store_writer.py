"""The documents of an index in a cluster, as their one writer sees them.

What it has written is not found in the cluster before a commit, so the keys of its
rows are kept beside, in a temporary file. Those of earlier commits are asked for
one by one, and fetched as a whole when many are.
"""

from __future__ import annotations

import base64
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...engines.opensearch.bulk import Bulk
from ...engines.opensearch.cluster import Cluster
from ...errors import IndexDamagedError
from ...storage.sqlite_store import SqliteStore, close_on_error, create_tables
from ...storage.store import DocumentStore, StoredBody, StoredRow, WritableStore
from .part import RebuildPart
from .store import ClusterStore, body_of

_MOST_LOOKUPS = 200
_PATIENCE = 600.0
_KEYS = ("row", "id", "given", "content", "root", "origin")


class ClusterWritingStore(ClusterStore, WritableStore):
    """Documents of one generation, as the writer of commit ``number`` changes them."""

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        bulk: Bulk,
        number: int,
        *,
        is_empty: bool,
        part: RebuildPart | None = None,
    ) -> None:
        """Begin on what is there, unless the index ``is_empty``.

        Of several writers at once each has a ``part`` of the rows: who gives
        documents to it counts from 1 on, and in the cluster they are spread out.
        """
        super().__init__(cluster, index)
        self._bulk = bulk
        self._number = number
        self._removed: set[int] = set()
        self._has_all_keys = is_empty
        self._lookups = 0
        self._added = 0
        self._part = part
        self._next_row = 1 if is_empty else self._last_row() + 1
        self._folder = tempfile.TemporaryDirectory(prefix="diplosearch-")
        self._own = _open_rows(Path(self._folder.name) / "rows.sqlite")

    def drop_leftovers(self) -> None:
        """Undo what a writer has begun and not committed."""
        self._refresh()
        earlier = self._number - 1
        self._by_query("_delete_by_query", {"query": {"range": {"added": {"gt": earlier}}}})
        restored = "ctx._source.remove('removed')"
        self._by_query(
            "_update_by_query",
            {
                "query": {"range": {"removed": {"gt": earlier}}},
                "script": {"source": restored, "lang": "painless"},
            },
        )

    def _by_query(self, how: str, body: dict[str, Any]) -> None:
        self._cluster.ask(
            "POST",
            f"{self._index}/{how}",
            body,
            timeout=_PATIENCE,
            conflicts="proceed",
            refresh=True,
        )

    def _last_row(self) -> int:
        self._refresh()
        body = {"size": 0, "aggs": {"last": {"max": {"field": "row"}}}}
        found = self._search(body)["aggregations"]["last"]["value"]
        return int(found or 0)

    def _refresh(self) -> None:
        self._cluster.ask("POST", f"{self._index}/_refresh", timeout=_PATIENCE)

    # Reading

    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document called ``id``, or None."""
        return self._look_up(lambda store: store.find(id, commit))

    def find_content(
        self, content: bytes, commit: int, *, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        """Return the first row, but for those ``ignored``, with this content, or None."""
        return self._look_up(
            lambda store: store.find_content(content, commit, ignored=ignored)
        )

    def _look_up(
        self, find: Callable[[DocumentStore], StoredRow | None]
    ) -> StoredRow | None:
        own = find(self._own)
        if own is not None or self._has_all_keys:
            return own
        self._lookups += 1
        if self._lookups > _MOST_LOOKUPS:
            self._fetch_keys()
            return find(self._own)
        earlier = find(ClusterStore(self._cluster, self._index))
        if earlier is None or earlier.row not in self._removed:
            return earlier
        self._fetch_keys()  # another version may stand behind the one that is removed
        return find(self._own)

    def _fetch_keys(self) -> None:
        """Take the keys of all earlier rows into the file beside."""
        if self._has_all_keys:
            return
        self._has_all_keys = True
        for source in self.listing(self._number, fields=_KEYS):
            self._remember(source["row"], body_of(source))
        self._own.remove(self._removed, commit=self._number)

    def _remember(self, row: int, stored: StoredBody) -> None:
        self._own.add_body(row, stored, commit=self._number)

    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the row of each document, by row; of one ``root`` where it is given."""
        self._fetch_keys()
        return self._own.rows(commit, root=root)

    def next_row(self) -> int:
        """Return the number of the row that is added next."""
        return self._next_row

    def count(self, commit: int) -> int:
        """Return the number of documents; those of this commit once it is written."""
        self._refresh()
        return super().count(commit)

    # Writing

    def begin(self, commit: int) -> None:
        """Do nothing: a store is made for one commit."""

    def add_body(self, row: int, stored: StoredBody, *, commit: int) -> None:
        """Add a version of a document that is encoded already as ``row``."""
        part = self._part
        place = row if part is None else part.row_of(row)
        source = {
            "row": place,
            "id": stored.id,
            "given": stored.given.hex(),
            "content": stored.content.hex(),
            "root": stored.root,
            "origin": stored.origin,
            "date": stored.date,
            "source": stored.source,
            "language": stored.language,
            "body": base64.b64encode(stored.body).decode(),
            "checksum": stored.checksum(place),
            "added": commit,
            "part": None if part is None else part.number,
        }
        given = {name: value for name, value in source.items() if value is not None}
        self._bulk.index(self._index, place, given, row=place, routing=place)
        self._remember(row, replace(stored, body=b""))
        self._next_row = max(self._next_row, row + 1)
        self._added += 1

    def remove(self, rows: Iterable[int], *, commit: int) -> None:
        """Make ``rows`` invisible from ``commit`` on."""
        gone = list(rows)
        for row in gone:
            self._bulk.update(self._index, row, {"removed": commit})
        self._removed.update(gone)
        self._own.remove(gone, commit=commit)

    def names_of(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of rows, of this commit as well."""
        part = self._part
        if part is None:
            wanted = list(rows)
            return self.ids(wanted) | self._own.ids(wanted)
        own = {part.own_row(row): row for row in rows}
        return {own[row]: id for row, id in self._own.ids(own).items()}

    def save(self) -> None:
        """Return once the cluster has taken the changes so far."""
        self._bulk.flush()

    def commit(self) -> None:
        """Return once the changes can be read, by who asks for this commit.

        Raises :class:`IndexDamagedError` where not all that was sent has arrived.
        """
        self.save()
        self._refresh()
        filters: list[dict[str, Any]] = [{"term": {"added": self._number}}]
        if self._part is not None:
            filters.append({"term": {"part": self._part.number}})
        query = {"query": {"bool": {"filter": filters}}}
        found = int(self._cluster.ask("POST", f"{self._index}/_count", query)["count"])
        if found < self._added:
            raise IndexDamagedError(
                f"{self._cluster.address}: {found:,} of {self._added:,} documents have "
                "arrived; nothing was changed: look after the cluster, then try again"
            )

    def abort(self) -> None:
        """Do nothing: what no commit names is dropped by the next writer."""

    def close(self) -> None:
        """Remove the file beside; a second call does nothing."""
        super().close()
        self._own.close()
        self._folder.cleanup()


def _open_rows(path: Path) -> SqliteStore:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    with close_on_error(connection):
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        create_tables(connection, "main")
        connection.execute("BEGIN")
    return SqliteStore(connection, location=str(path))
