"""The document store in a cluster, for reading."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from ...engines.opensearch.cluster import Cluster
from ...errors import IndexDamagedError
from ...storage.codec import StoredDocument
from ...storage.store import DocumentStore, StoredBody, StoredRow

_PAGE_SIZE = 1_000
"""Rows of one request for keys; a guess."""

_BATCH_SIZE = 100
"""Documents of one request; a guess."""

_IDS_AT_ONCE = 1_000
"""Ids looked up in one request; a guess."""

KEYS = ("row", "id", "given", "root", "origin")
"""Fields that make a :class:`StoredRow`."""

_MOST_BUCKETS = 5_000
"""Values of one request for counts; a guess."""

Query = dict[str, Any]


class ClusterStore(DocumentStore):
    """The documents of one generation. Safe to share between threads.

    As on disk a row is a version of a document; it records the commits that added and
    removed it, so a reader of commit 7 sees what commit 7 saw.
    """

    def __init__(self, cluster: Cluster, index: str, void: Sequence[int] = ()) -> None:
        """Read the documents in the OpenSearch index ``index``.

        Those of the numbers in ``void`` belong to no commit; see :class:`Fence`.
        """
        self.location = str(cluster.address)
        self._cluster = cluster
        self._index = index
        self._void = tuple(void)
        self._upcoming: list[int] = []
        self._prefetched: dict[int, StoredDocument] = {}
        self._read: dict[int, dict[str, Any]] = {}

    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document with this id; None where there is none."""
        return self._find_first({"id": id}, commit)

    def find_rows(self, ids: Iterable[str], commit: int) -> list[int]:
        """Return the rows of the documents with these ids; unknown ids are left out."""
        wanted, rows = list(dict.fromkeys(ids)), []
        for start in range(0, len(wanted), _IDS_AT_ONCE):
            some = wanted[start : start + _IDS_AT_ONCE]
            found = self._list(commit, size=len(some), also=[{"terms": {"id": some}}])
            rows += [row_of(one["_source"]).row for one in found]
        return rows

    def find_content(
        self, content: bytes, commit: int, *, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        """Return the first row, but for those ``ignored``, with this content, or None."""
        wanted = {"content": content.hex()}
        if not ignored:
            return self._find_first(wanted, commit)
        rows = map(row_of, self.listing(commit, where=wanted))
        return next((row for row in rows if row.row not in ignored), None)

    def _find_first(self, wanted: dict[str, str], commit: int) -> StoredRow | None:
        found = self._list(commit, size=1, also=[{"term": wanted}])
        return row_of(found[0]["_source"]) if found else None

    def _list(
        self,
        commit: int,
        *,
        size: int,
        also: Sequence[Query] = (),
        after: int | None = None,
        fields: Sequence[str] = KEYS,
    ) -> list[Any]:
        body: dict[str, Any] = {
            "size": size,
            "query": self._visible(commit, also),
            "sort": [{"row": "asc"}],
            "_source": list(fields),
        }
        if after is not None:
            body["search_after"] = [after]
        hits: list[Any] = self._search(body)["hits"]["hits"]
        return hits

    def _visible(self, commit: int, also: Sequence[Query] = ()) -> Query:
        return visible(commit, also, self._void)

    def _search(self, body: dict[str, Any]) -> Any:
        return self._cluster.ask(
            "POST", f"{self._index}/_search", body, allow_partial_search_results=False
        )

    def listing(
        self,
        commit: int,
        *,
        where: Mapping[str, str | int] | None = None,
        fields: Sequence[str] = KEYS,
    ) -> Iterator[dict[str, Any]]:
        """Yield ``fields`` of the documents that match ``where``, in order of rows."""
        also: list[Query] = [
            {"term": {name: value}} for name, value in (where or {}).items()
        ]
        last: int | None = None
        while True:
            found = self._list(
                commit, size=_PAGE_SIZE, also=also, after=last, fields=fields
            )
            self._upcoming = [one["_source"]["row"] for one in found]
            for one in found:
                yield one["_source"]
            if len(found) < _PAGE_SIZE:
                return
            last = found[-1]["sort"][0]

    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the row of each document, by row; of one ``root`` where it is given."""
        where = None if root is None else {"root": root}
        return map(row_of, self.listing(commit, where=where))

    def sample(self, commit: int, count: int) -> list[int]:
        """Return the rows of about ``count`` documents, evenly spread; all of fewer."""
        ends = {how: {how: {"field": "row"}} for how in ("min", "max")}
        body = {"size": 0, "query": self._visible(commit), "aggs": ends}
        found = self._search({**body, "track_total_hits": True})
        if found["hits"]["total"]["value"] < 2 * count:
            return super().sample(commit, count)
        first, last = (found["aggregations"][how]["value"] for how in ("min", "max"))
        steps = {
            "histogram": {"field": "row", "interval": max(1, int(last - first) // count)},
            "aggs": {"row": {"min": {"field": "row"}}},
        }
        found = self._search({**body, "aggs": {"steps": steps}})
        steps_found = found["aggregations"]["steps"]["buckets"]
        return [int(one["row"]["value"]) for one in steps_found if one["doc_count"]]

    def ids(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of the documents in ``rows``; a missing row is left out.

        Few documents are prefetched entirely: a search opens them after their ids.
        """
        wanted = list(dict.fromkeys(rows))
        if len(wanted) > _BATCH_SIZE:
            found = self._get(wanted, ["id"], batch_size=_PAGE_SIZE)
        else:
            found = self._read = self._get(wanted)
        return {row: source["id"] for row, source in found.items()}

    def _get(
        self,
        rows: Sequence[int],
        fields: Sequence[str] = (),
        *,
        batch_size: int = _BATCH_SIZE,
    ) -> dict[int, dict[str, Any]]:
        """Return ``fields`` of the documents in ``rows`` by row; all fields by default.

        Measured: a cluster takes three times as long to leave fields out.
        """
        parameters: dict[str, Any] = {"_source": ",".join(fields)} if fields else {}
        sources: dict[int, dict[str, Any]] = {}
        for start in range(0, len(rows), batch_size):
            ids = [str(row) for row in rows[start : start + batch_size]]
            found = self._cluster.ask(
                "POST", f"{self._index}/_mget", {"ids": ids}, **parameters
            )
            for one in found["docs"]:
                if "error" in one:
                    # A shard is moving to another node: request the document alone.
                    one = self._cluster.ask(
                        "GET", f"{self._index}/_doc/{one['_id']}", **parameters
                    )
                if one.get("found"):
                    sources[int(one["_id"])] = one["_source"]
        return sources

    def open(self, rows: Iterable[int]) -> dict[int, StoredDocument]:
        """Return the documents in ``rows`` as they are stored.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        wanted = list(dict.fromkeys(rows))
        if len(wanted) == 1:
            return {wanted[0]: self._open_next(wanted[0])}
        return self._open(wanted)

    def _open_next(self, row: int) -> StoredDocument:
        """Return a document; prefetch those that follow it in the last listing."""
        cached = self._prefetched.get(row)
        if cached is not None:
            return cached
        listed = self._upcoming
        position = listed.index(row) if row in listed else None
        wanted = [row] if position is None else listed[position : position + _BATCH_SIZE]
        found = self._open(wanted)
        self._prefetched = found if len(wanted) > 1 else {}
        return found[row]

    def _open(self, wanted: Sequence[int]) -> dict[int, StoredDocument]:
        read, self._read = self._read, {}
        sources = read | self._get([row for row in wanted if row not in read])
        documents = {}
        for row in wanted:
            if row not in sources:
                raise self._make_missing_error(row)
            stored = self._verify_source(row, sources[row])
            documents[row] = StoredDocument(stored.id, stored.body)
        return documents

    def _verify_source(self, row: int, source: dict[str, Any]) -> StoredBody:
        return self._verify(row, body_of(source), source["checksum"])

    def read_body(self, row: int) -> StoredBody:
        """Return the stored document in ``row`` without decoding it.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        source = self._get([row]).get(row)
        if source is None:
            raise self._make_missing_error(row)
        return self._verify_source(row, source)

    def dates(self, rows: Iterable[int]) -> dict[int, str | None]:
        """Return the dates of the documents in ``rows`` in ISO 8601, or None.

        Raises :class:`IndexDamagedError` for a row that is missing.
        """
        wanted = list(dict.fromkeys(rows))
        found = self._get(wanted, ["date"], batch_size=_PAGE_SIZE)
        for row in wanted:
            if row not in found:
                raise self._make_missing_error(row)
        return {row: source.get("date") for row, source in found.items()}

    def count(self, commit: int) -> int:
        """Return the number of documents that ``commit`` sees."""
        body = {"size": 0, "track_total_hits": True, "query": self._visible(commit)}
        return int(self._search(body)["hits"]["total"]["value"])

    def count_by(
        self, field: Literal["date", "source", "language"], commit: int
    ) -> dict[str | None, int]:
        """Return the number of documents by value of ``field``, None for no value."""
        pages: dict[str, Any] = {
            "size": _MOST_BUCKETS,
            "sources": [{"value": {"terms": {"field": field, "missing_bucket": True}}}],
        }
        counts: dict[str | None, int] = {}
        while True:
            body = {
                "size": 0,
                "query": self._visible(commit),
                "aggs": {"by": {"composite": pages}},
            }
            found = self._search(body)["aggregations"]["by"]
            for one in found["buckets"]:
                counts[one["key"]["value"]] = one["doc_count"]
            if len(found["buckets"]) < _MOST_BUCKETS:
                return counts
            pages["after"] = found["after_key"]

    def check_files(self) -> list[str]:
        """Return an empty list: a cluster checks its files."""
        return []

    def _altered_rows(self) -> Iterator[str]:
        last: int | None = None
        while True:
            body: dict[str, Any] = {
                "size": _BATCH_SIZE,
                "query": {"match_all": {}},
                "sort": [{"row": "asc"}],
            }
            if last is not None:
                body["search_after"] = [last]
            hits = self._search(body)["hits"]["hits"]
            for one in hits:
                try:
                    self._verify_source(one["sort"][0], one["_source"])
                except IndexDamagedError as error:
                    yield str(error)
            if len(hits) < _BATCH_SIZE:
                return
            last = hits[-1]["sort"][0]

    def share(self) -> DocumentStore:
        """Return this store, which keeps nothing open."""
        return self

    def close(self) -> None:
        """Drop prefetched documents."""
        self._prefetched, self._read = {}, {}


def visible(commit: int, also: Sequence[Query] = (), void: Sequence[int] = ()) -> Query:
    """Return the query for the documents that ``commit`` sees and ``also`` matches.

    What writers of the numbers in ``void`` have added or removed counts for nothing.
    """
    filters = [{"range": {"added": {"lte": commit}}}, *also]
    gone = list(removed_by(commit, void))
    if void:
        gone.append({"terms": {"added": list(void)}})
    return {"bool": {"filter": filters, "must_not": gone}}


def removed_by(last: int, void: Sequence[int]) -> Iterator[Query]:
    """Yield queries that match what commits up to ``last`` and not in ``void`` removed.

    Several may have removed one row, of which one that counts is enough.
    """
    first: int | None = None
    for number in sorted({one for one in void if one <= last}):
        bounds = {"lt": number} if first is None else {"gte": first, "lt": number}
        if first is None or first < number:
            yield {"range": {"removed": bounds}}
        first = number + 1
    bounds = {"lte": last} if first is None else {"gte": first, "lte": last}
    if first is None or first <= last:
        yield {"range": {"removed": bounds}}


def row_of(source: dict[str, Any]) -> StoredRow:
    """Return the row of a document, of which ``source`` has the keys."""
    return StoredRow(
        source["row"],
        source["id"],
        bytes.fromhex(source["given"]),
        source.get("root"),
        source.get("origin"),
    )


def body_of(source: dict[str, Any]) -> StoredBody:
    """Return the stored document of ``source``; fields that are missing there are empty."""
    return StoredBody(
        source["id"],
        bytes.fromhex(source["given"]),
        bytes.fromhex(source["content"]),
        source.get("root"),
        source.get("origin"),
        source.get("date"),
        source.get("source"),
        source.get("language"),
        base64.b64decode(source.get("body", "")),
    )
