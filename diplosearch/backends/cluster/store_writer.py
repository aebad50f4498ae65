"""The document store in a cluster, for its writer.

The cluster finds new documents only after a refresh, so the writer keeps the keys of the
rows that it wrote last in a temporary SQLite file. When they are many it has the cluster
refresh, and forgets them. Rows of earlier commits, and those, are looked up for many
documents in two requests.
"""

from __future__ import annotations

import base64
import sqlite3
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...engines.opensearch.bulk import Bulk
from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.schema import PART
from ...errors import IndexDamagedError
from ...storage.sqlite_files import close_on_error
from ...storage.sqlite_store import SqliteStore, create_tables
from ...storage.store import StoredBody, StoredRow, WritableStore
from .fence import Claim
from .part import RebuildPart
from .store import KEYS, ClusterStore, Query, row_of, visible
from .versions import change_by_query, drop_numbers

_LOOKED_UP = 500
"""Documents that are looked up together; a guess."""

_MOST_KEPT = 20_000
"""Ids, and digests, whose rows are remembered: more than documents wait. A guess."""

_MOST_OWN = 50_000
"""Rows of this writer that are kept at the client; a guess: some 15 MB of disk."""

_TIMEOUT = 3600.0
"""Seconds for requests whose time grows with the index; a guess."""

_TAKE_OVER = (
    "ctx._source.added = params.number;"
    " if (ctx._source.removed != null) { ctx._source.removed = params.number }"
)
"""Makes what earlier writers have added and removed that of another one."""


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
        self._is_empty = is_empty
        """Whether the cluster has nothing to be looked up."""

        self.looked_up_at_once = 1 if is_empty else _LOOKED_UP
        self._by_id: dict[str, StoredRow | None] = {}
        self._by_content: dict[bytes, StoredRow | None] = {}
        self._added = 0
        self._part = part
        self._next_row = claim.first_row
        self._first_kept = claim.first_row
        self._kept = 0
        self._refused: dict[int, str] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="diplosearch-")
        self._path = Path(self._folder.name) / "rows.sqlite"
        self._own = _open_rows(self._path)

    def drop(self, numbers: Collection[int]) -> None:
        """Undo what writers of these numbers, who never committed, have changed."""
        drop_numbers(self._cluster, self._index, numbers)

    def take_over(self) -> None:
        """Make the documents that earlier writers of a rebuild have saved one's own.

        What they send from now on belongs to no commit.
        """
        self._refresh()
        script = {"source": _TAKE_OVER, "params": {"number": self._number}}
        change_by_query(
            self._cluster,
            self._index,
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

    def _refresh(self) -> None:
        self._cluster.ask("POST", f"{self._index}/_refresh", timeout=_TIMEOUT)

    # Reading

    def look_up(self, ids: Collection[str], contents: Collection[bytes]) -> None:
        """Read what the cluster has of these ids and content digests."""
        self._by_id.update(dict.fromkeys(ids))
        self._by_content.update(dict.fromkeys(contents))
        if self._is_empty:
            ids, contents = (), ()
        for row, _ in self._find_first_of("id", ids):
            self._by_id[row.id] = row
        for row, content in self._find_first_of("content", [one.hex() for one in contents]):
            self._by_content[content] = row
        _forget(self._by_id)
        _forget(self._by_content)

    def _find_first_of(
        self, field: str, values: Collection[str]
    ) -> Iterator[tuple[StoredRow, bytes]]:
        """Yield the first earlier row with each value of a field, and its content."""
        if not values:
            return
        body = {
            "size": len(values),
            "query": self._earlier({"terms": {field: list(values)}}),
            "collapse": {"field": field},
            "sort": [{"row": "asc"}],
            "_source": [*KEYS, "content"],
        }
        for hit in self._search(body)["hits"]["hits"]:
            source = hit["_source"]
            yield self._row_of(source), bytes.fromhex(source["content"])

    def _row_of(self, source: Mapping[str, Any]) -> StoredRow:
        """Return the row of a document of the cluster, as callers count."""
        found = row_of(dict(source))
        part = self._part
        return found if part is None else replace(found, row=part.own_row(found.row))

    def _earlier(self, wanted: Query) -> Query:
        """Return the query for the rows that are not kept here."""
        part = self._part
        first = self._first_kept if part is None else part.row_of(self._first_kept)
        also: list[Query] = [wanted, {"range": {"row": {"lt": first}}}]
        if part is not None:
            also.append({"term": {PART: part.number}})
        return visible(self._number, also, self._void)

    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document with this id; None where there is none."""
        own = self._own.find(id, commit)
        if own is not None or self._is_empty:
            return own
        if id not in self._by_id:
            self.look_up([id], ())
        earlier = self._by_id[id]
        return None if earlier is None or earlier.row in self._removed else earlier

    def find_content(
        self, content: bytes, commit: int, *, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        """Return the first row of this content digest but ``ignored`` ones, or None."""
        own = self._own.find_content(content, commit, ignored=ignored)
        if own is not None or self._is_empty:
            return own
        if content not in self._by_content:
            self.look_up((), [content])
        earlier = self._by_content[content]
        if earlier is None or not self._is_gone(earlier.row, ignored):
            return earlier
        rows = self._rows_before({"content": content.hex()})
        return next((row for row in rows if not self._is_gone(row.row, ignored)), None)

    def _is_gone(self, row: int, ignored: Collection[int]) -> bool:
        return row in self._removed or row in ignored

    def _rows_before(self, where: Mapping[str, str] | None) -> Iterator[StoredRow]:
        """Yield the rows that are not kept here, and some that this commit removes."""
        matching: dict[str, str | int] = dict(where or {})
        if self._part is not None:
            matching[PART] = self._part.number
        for source in self.listing(self._number, where=matching):
            found = self._row_of(source)
            if found.row < self._first_kept:
                yield found

    def _remember(self, row: int, stored: StoredBody) -> None:
        if self._kept >= _MOST_OWN:
            self._forget_own(row)
        self._own.add_body(row, stored, commit=self._number)
        self._kept += 1
        if 2 * self._kept >= _MOST_OWN:
            # What waits when the rows are forgotten has been looked up by then.
            self.looked_up_at_once = _LOOKED_UP

    def _forget_own(self, next_row: int) -> None:
        """Have the cluster find the rows before ``next_row``, and keep them no longer."""
        self.save()
        self._refresh()
        self._refused.update(self._own_names(self._bulk.failed))
        self._own.close()
        self._path.unlink()
        self._own = _open_rows(self._path)
        self._kept, self._first_kept, self._is_empty = 0, next_row, False
        ids, contents = list(self._by_id), list(self._by_content)
        for start in range(0, max(len(ids), len(contents)), _LOOKED_UP):
            end = start + _LOOKED_UP
            self.look_up(ids[start:end], contents[start:end])

    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the rows of all documents in order; of one ``root`` alone if given."""
        if not self._is_empty:
            found = self._rows_before(None if root is None else {"root": root})
            yield from (one for one in found if one.row not in self._removed)
        yield from self._own.rows(commit, root=root)

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
        wanted = list(rows)
        known = {row: self._refused[row] for row in wanted if row in self._refused}
        return self.ids(wanted) | known | self._own_names(wanted)

    def _own_names(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of the documents in ``rows`` that are kept here."""
        part = self._part
        if part is None:
            return self._own.ids(rows)
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


def _forget(found: dict[Any, StoredRow | None]) -> None:
    """Drop what was looked up first, where it is too much."""
    for key in list(found)[: max(0, len(found) - _MOST_KEPT)]:
        del found[key]


def _open_rows(path: Path) -> SqliteStore:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    with close_on_error(connection):
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        create_tables(connection, "main")
        connection.execute("BEGIN")
    return SqliteStore(connection, location=str(path))
