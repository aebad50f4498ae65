"""The documents of an index in a cluster, as their readers see them."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from ...engines.opensearch.cluster import Cluster
from ...errors import IndexDamagedError
from ...storage.codec import StoredDocument
from ...storage.store import DocumentStore, StoredBody, StoredRow

_PAGE = 1_000
_FETCHED = 100
_KEYS = ("row", "id", "given", "root", "origin")
_PAGE_SIZE = 5_000

Query = dict[str, Any]


class ClusterStore(DocumentStore):
    """Documents of one generation. Safe to share between threads.

    As in a file, rows are versions: each says which commit added it, and which one
    removed it, so a reader of commit 7 sees what commit 7 saw.
    """

    def __init__(self, cluster: Cluster, index: str) -> None:
        """Ask ``cluster`` for the documents in ``index``."""
        self.location = str(cluster.address)
        self._cluster = cluster
        self._index = index
        self._upcoming: list[int] = []
        self._prefetched: dict[int, StoredDocument] = {}
        self._read: dict[int, dict[str, Any]] = {}

    def find(self, id: str, commit: int) -> StoredRow | None:
        """Return the row of the document called ``id``, or None."""
        return self._find_first({"id": id}, commit)

    def find_content(
        self, content: bytes, commit: int, *, ignored: Collection[int] = ()
    ) -> StoredRow | None:
        """Return the first row, but for those ``ignored``, with this content, or None."""
        wanted = {"content": content.hex()}
        if not ignored:
            return self._find_first(wanted, commit)
        rows = map(_row_of, self.listing(commit, where=wanted))
        return next((row for row in rows if row.row not in ignored), None)

    def _find_first(self, wanted: dict[str, str], commit: int) -> StoredRow | None:
        found = self._list(commit, size=1, also=[{"term": wanted}])
        return _row_of(found[0]["_source"]) if found else None

    def _list(
        self,
        commit: int,
        *,
        size: int,
        also: Sequence[Query] = (),
        after: int | None = None,
        fields: Sequence[str] = _KEYS,
    ) -> list[Any]:
        body: dict[str, Any] = {
            "size": size,
            "query": visible(commit, also),
            "sort": [{"row": "asc"}],
            "_source": list(fields),
        }
        if after is not None:
            body["search_after"] = [after]
        hits: list[Any] = self._search(body)["hits"]["hits"]
        return hits

    def _search(self, body: dict[str, Any]) -> Any:
        return self._cluster.ask(
            "POST", f"{self._index}/_search", body, allow_partial_search_results=False
        )

    def listing(
        self,
        commit: int,
        *,
        where: Mapping[str, str] | None = None,
        fields: Sequence[str] = _KEYS,
    ) -> Iterator[dict[str, Any]]:
        """Yield some fields of each document, by row; of those that are as ``where``."""
        also: list[Query] = [{"term": dict(where)}] if where else []
        last: int | None = None
        while True:
            found = self._list(commit, size=_PAGE, also=also, after=last, fields=fields)
            self._upcoming = [one["_source"]["row"] for one in found]
            for one in found:
                yield one["_source"]
            if len(found) < _PAGE:
                return
            last = found[-1]["sort"][0]

    def rows(self, commit: int, *, root: str | None = None) -> Iterator[StoredRow]:
        """Yield the row of each document, by row; of one ``root`` where it is given."""
        where = None if root is None else {"root": root}
        return map(_row_of, self.listing(commit, where=where))

    def ids(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the ids of the documents in ``rows``; a missing row is left out.

        Few are read whole, for who asks for the ids of an answer opens it next.
        """
        wanted = list(dict.fromkeys(rows))
        if len(wanted) > _FETCHED:
            found = self._get(wanted, ["id"], at_once=_PAGE)
        else:
            found = self._read = self._get(wanted)
        return {row: source["id"] for row, source in found.items()}

    def _get(
        self, rows: Sequence[int], fields: Sequence[str] = (), *, at_once: int = _FETCHED
    ) -> dict[int, dict[str, Any]]:
        """Return the ``fields`` of the documents in ``rows``, all where none are named.

        To leave fields out takes a cluster three times as long as to send them.
        """
        asked: dict[str, Any] = {"_source": ",".join(fields)} if fields else {}
        sources: dict[int, dict[str, Any]] = {}
        for start in range(0, len(rows), at_once):
            part = [str(row) for row in rows[start : start + at_once]]
            found = self._cluster.ask(
                "POST", f"{self._index}/_mget", {"ids": part}, **asked
            )
            for one in found["docs"]:
                if "error" in one:
                    # A shard is on its way to another node: ask for each alone.
                    one = self._cluster.ask(
                        "GET", f"{self._index}/_doc/{one['_id']}", **asked
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
        """Return a document; with it come those that a listing will ask for next."""
        held = self._prefetched.get(row)
        if held is not None:
            return held
        listed = self._upcoming
        place = listed.index(row) if row in listed else None
        wanted = [row] if place is None else listed[place : place + _FETCHED]
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
            stored = self._checked(row, sources[row])
            documents[row] = StoredDocument(stored.id, stored.body)
        return documents

    def _checked(self, row: int, source: dict[str, Any]) -> StoredBody:
        return self._verify(row, body_of(source), source["checksum"])

    def read_body(self, row: int) -> StoredBody:
        """Return what lies in ``row``, without decoding it.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        source = self._get([row]).get(row)
        if source is None:
            raise self._make_missing_error(row)
        return self._checked(row, source)

    def dates(self, rows: Iterable[int]) -> dict[int, str | None]:
        """Return the dates of the documents in ``rows`` in ISO 8601, or None."""
        wanted = list(dict.fromkeys(rows))
        found = self._get(wanted, ["date"], at_once=_PAGE)
        for row in wanted:
            if row not in found:
                raise self._make_missing_error(row)
        return {row: source.get("date") for row, source in found.items()}

    def count(self, commit: int) -> int:
        """Return the number of documents."""
        body = {"size": 0, "track_total_hits": True, "query": visible(commit)}
        return int(self._search(body)["hits"]["total"]["value"])

    def count_by(
        self, field: Literal["date", "source", "language"], commit: int
    ) -> dict[str | None, int]:
        """Return how many documents have each value of a field."""
        pages: dict[str, Any] = {
            "size": _PAGE_SIZE,
            "sources": [{"value": {"terms": {"field": field, "missing_bucket": True}}}],
        }
        counts: dict[str | None, int] = {}
        while True:
            body = {
                "size": 0,
                "query": visible(commit),
                "aggs": {"by": {"composite": pages}},
            }
            found = self._search(body)["aggregations"]["by"]
            for one in found["buckets"]:
                counts[one["key"]["value"]] = one["doc_count"]
            if len(found["buckets"]) < _PAGE_SIZE:
                return counts
            pages["after"] = found["after_key"]

    def check_files(self) -> list[str]:
        """Return nothing: files are the cluster's, which checks them itself."""
        return []

    def _altered_rows(self) -> Iterator[str]:
        last: int | None = None
        while True:
            body: dict[str, Any] = {
                "size": _FETCHED,
                "query": {"match_all": {}},
                "sort": [{"row": "asc"}],
            }
            if last is not None:
                body["search_after"] = [last]
            hits = self._search(body)["hits"]["hits"]
            for one in hits:
                try:
                    self._checked(one["sort"][0], one["_source"])
                except IndexDamagedError as error:
                    yield str(error)
            if len(hits) < _FETCHED:
                return
            last = hits[-1]["sort"][0]

    def share(self) -> DocumentStore:
        """Return the same store."""
        return self

    def close(self) -> None:
        """Let go of what was fetched ahead."""
        self._prefetched, self._read = {}, {}


def visible(commit: int, also: Sequence[Query] = ()) -> Query:
    """Return what finds the documents that ``commit`` sees."""
    filters = [{"range": {"added": {"lte": commit}}}, *also]
    gone = {"range": {"removed": {"lte": commit}}}
    return {"bool": {"filter": filters, "must_not": [gone]}}


def _row_of(source: dict[str, Any]) -> StoredRow:
    return StoredRow(
        source["row"],
        source["id"],
        bytes.fromhex(source["given"]),
        source.get("root"),
        source.get("origin"),
    )


def body_of(source: dict[str, Any]) -> StoredBody:
    """Return the row that ``source`` says; what was not asked for is left empty."""
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
