"""The document store in a cluster, for its writer.

The cluster does not find new documents before a commit, so the writer keeps the keys
of its rows in a temporary SQLite file. It looks the keys of earlier commits up one by
one, and fetches all of them after many lookups.
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
from ...storage.sqlite_files import close_on_error
from ...storage.sqlite_store import SqliteStore, create_tables
from ...storage.store import DocumentStore, StoredBody, StoredRow, WritableStore
from .fence import Claim
from .part import RebuildPart
from .store import ClusterStore, body_of

_MOST_LOOKUPS = 200
"""Lookups one by one before all keys are fetched; a guess."""

_TIMEOUT = 3600.0
"""Seconds for requests whose time grows with the index; a guess."""

_KEYS = ("row", "id", "given", "content", "root", "origin")

_TAKE_OVER = (
    "ctx._source.added = params.number;"
    " if (ctx._source.removed != null) { ctx._source.removed = params.number }"
)
"""Makes what earlier writers have added and removed that of another one."""

_RESTORE = (
    "if (ctx._source.removed instanceof List) {"
    " ctx._source.removed.removeIf(one -> params.numbers.contains(one));"
    " if (ctx._source.removed.isEmpty()) { ctx._source.remove('removed') } }"
    " else { ctx._source.remove('removed') }"
)
"""Takes numbers away from the commits that remove a document."""


class ClusterWritingStore(ClusterStore, WritableStore):
    """The documents of one generation, as the writer of the next commit sees them."""

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        bulk: Bulk,
        claim: Claim,
        *,
        is_empty: bool,
        part: RebuildPart | None = None,
    ) -> None:
        """Begin on the documents in ``index``, or on none if it ``is_empty``.

        Number and rows are those of ``claim``. Of several writers at once each has a
        ``part``: callers count its rows from 1, and the store translates them to rows
        of the index.
        """
        super().__init__(cluster, index, claim.fence.void)
        self._bulk = bulk
        self._claim = claim
        self._number = claim.number
        self._removed: set[int] = set()
        self._has_all_keys = is_empty
        self._lookups = 0
        self._added = 0
        self._part = part
        self._next_row = claim.first_row
        self._folder = tempfile.TemporaryDirectory(prefix="diplosearch-")
        self._own = _open_rows(Path(self._folder.name) / "rows.sqlite")

    def drop(self, numbers: Collection[int]) -> None:
        """Undo what writers of these numbers, who never committed, have changed."""
        if not numbers:
            return
        self._refresh()
        self._change_by_query(
            "_delete_by_query", {"query": {"terms": {"added": list(numbers)}}}
        )
        script = {"source": _RESTORE, "params": {"numbers": list(numbers)}}
        self._change_by_query(
            "_update_by_query",
            {
                "query": {"terms": {"removed": list(numbers)}},
                "script": {**script, "lang": "painless"},
            },
        )

    def take_over(self) -> None:
        """Make the documents that earlier writers of a rebuild have saved one's own.

        What they send from now on belongs to no commit.
        """
        self._refresh()
        script = {"source": _TAKE_OVER, "params": {"number": self._number}}
        self._change_by_query(
            "_update_by_query",
            {
                "query": {"range": {"added": {"lt": self._number}}},
                "script": {
                    **script,
                    "lang": "painless",
                    "params": {"number": self._number},
                },
            },
        )
        self._added = self._count_added()

    def _change_by_query(self, operation: str, body: dict[str, Any]) -> None:
        self._cluster.ask(
            "POST",
            f"{self._index}/{operation}",
            body,
            timeout=_TIMEOUT,
            conflicts="proceed",
            refresh=True,
        )

    def _refresh(self) -> None:
        self._cluster.ask("POST", f"{self._index}/_refresh", timeout=_TIMEOUT)

    # Reading

    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document with this id; None where there is none."""
        return self._look_up(lambda store: store.find(id, commit))

    def find_content(
        self, content: bytes, commit: int, *, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        """Return the first row of this content digest but ``ignored`` ones, or None."""
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
        earlier = find(ClusterStore(self._cluster, self._index, self._void))
        if earlier is None or earlier.row not in self._removed:
            return earlier
        self._fetch_keys()  # a row after the removed one may match as well
        return find(self._own)

    def _fetch_keys(self) -> None:
        """Copy the keys of all earlier rows into the temporary file."""
        if self._has_all_keys:
            return
        self._has_all_keys = True
        for source in self.listing(self._number, fields=_KEYS):
            self._remember(source["row"], body_of(source))
        self._own.remove(self._removed, commit=self._number)

    def _remember(self, row: int, stored: StoredBody) -> None:
        self._own.add_body(row, stored, commit=self._number)

    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the rows of all documents in order; of one ``root`` alone if given."""
        self._fetch_keys()
        return self._own.rows(commit, root=root)

    def next_row(self) -> int:
        """Return the number of the next new row; numbers are never used again."""
        return self._next_row

    def count(self, commit: int) -> int:
        """Return the number of documents that ``commit`` sees; new ones once written."""
        self._refresh()
        return super().count(commit)

    # Writing

    def begin(self, commit: int) -> None:
        """Do nothing: this store is made for one commit."""

    def add_body(self, row: int, stored: StoredBody, *, commit: int) -> None:
        """Add a version of a document that is already encoded as ``row``."""
        part = self._part
        self._claim.reserve(row)
        stored_row = row if part is None else part.row_of(row)
        source = {
            "row": stored_row,
            "id": stored.id,
            "given": stored.given.hex(),
            "content": stored.content.hex(),
            "root": stored.root,
            "origin": stored.origin,
            "date": stored.date,
            "source": stored.source,
            "language": stored.language,
            "body": base64.b64encode(stored.body).decode(),
            "checksum": stored.checksum(stored_row),
            "added": commit,
            "part": None if part is None else part.number,
        }
        fields = {name: value for name, value in source.items() if value is not None}
        self._bulk.create(
            self._index, stored_row, fields, row=stored_row, routing=stored_row
        )
        self._remember(row, replace(stored, body=b""))
        self._next_row = max(self._next_row, row + 1)
        self._added += 1

    def remove(self, rows: Iterable[int], *, commit: int) -> None:
        """Hide ``rows`` from ``commit`` on."""
        gone = list(rows)
        for row in gone:
            self._bulk.remove(self._index, row, number=commit)
        self._removed.update(gone)
        self._own.remove(gone, commit=commit)

    def names_of(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of the documents in ``rows``, new ones included."""
        part = self._part
        if part is None:
            wanted = list(rows)
            return self.ids(wanted) | self._own.ids(wanted)
        own = {part.own_row(row): row for row in rows}
        return {own[row]: id for row, id in self._own.ids(own).items()}

    def save(self) -> None:
        """Send the changes so far, and wait until the cluster has stored them."""
        self._bulk.flush()

    def commit(self) -> None:
        """Make the changes readable for those who read this commit.

        Raises :class:`IndexDamagedError` where documents that were sent are missing.
        """
        self.save()
        self._refresh()
        found = self._count_added()
        if found < self._added:
            raise IndexDamagedError(
                f"{self._cluster.address}: {found:,} of {self._added:,} documents have "
                "arrived; nothing was changed: look after the cluster, then try again"
            )

    def _count_added(self) -> int:
        query = {"term": {"added": self._number}}
        found = self._search({"size": 0, "track_total_hits": True, "query": query})
        return int(found["hits"]["total"]["value"])

    def abort(self) -> None:
        """Do nothing: the next writer drops uncommitted changes."""

    def close(self) -> None:
        """Remove the temporary file; a second call does nothing."""
        super().close()
        self._own.close()
        self._folder.cleanup()


def last_row(cluster: Cluster, index: str) -> int:
    """Return the last row of the documents in ``index``; 0 where there is none."""
    cluster.ask("POST", f"{index}/_refresh", timeout=_TIMEOUT)
    body = {"size": 0, "aggs": {"last": {"max": {"field": "row"}}}}
    found = cluster.ask(
        "POST", f"{index}/_search", body, allow_partial_search_results=False
    )
    return int(found["aggregations"]["last"]["value"] or 0)


def _open_rows(path: Path) -> SqliteStore:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    with close_on_error(connection):
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        create_tables(connection, "main")
        connection.execute("BEGIN")
    return SqliteStore(connection, location=str(path))
