"""The document store in a cluster implements the interface of a store, and no more.

A cluster of one document stands in for a server.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from diplosearch.backends.cluster.fence import Claim, Fence
from diplosearch.backends.cluster.store import ClusterStore
from diplosearch.backends.cluster.store_writer import ClusterWritingStore
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.bulk import Bulk
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.errors import IndexDamagedError
from diplosearch.model import Document
from diplosearch.storage.codec import encode_document
from diplosearch.storage.sqlite_store import SqliteStore
from diplosearch.storage.store import (
    DocumentStore,
    StoredBody,
    StoredRow,
    WritableStore,
)

ROW, COMMIT = 7, 1
NEXT_COMMIT = COMMIT + 1
DOCUMENT = Document(id="a", text="Ministers met.", source="Xinhua", language="en")
STORED = StoredBody(
    *("a", b"given", b"same", "/news", "a.txt", None, "Xinhua", "en"),
    encode_document(DOCUMENT),
)
FOUND = StoredRow(ROW, "a", b"given", "/news", "a.txt")
SOURCE: dict[str, Any] = {
    "row": ROW,
    "id": STORED.id,
    "given": STORED.given.hex(),
    "content": STORED.content.hex(),
    "root": STORED.root,
    "origin": STORED.origin,
    "source": STORED.source,
    "language": STORED.language,
    "body": base64.b64encode(STORED.body).decode(),
    "checksum": STORED.checksum(ROW),
    "added": COMMIT,
}


class OneDocument:
    """Answers as a cluster whose index holds one document."""

    address = read_address("opensearch://localhost:9200/news")

    def __init__(self, source: dict[str, Any] = SOURCE) -> None:
        self.source = source

    def ask(self, method: str, path: str, body: Any = None, **parameters: object) -> Any:
        """Return what a cluster would say."""
        del method, parameters
        if path.endswith("/_mget"):
            return {"docs": [self._document(id) for id in body["ids"]]}
        if path.endswith("/_search"):
            return self._search(body)
        return {}

    def _document(self, id: str) -> dict[str, Any]:
        if id != str(self.source["row"]):
            return {"_id": id, "found": False}
        return {"_id": id, "found": True, "_source": self.source}

    def _search(self, body: dict[str, Any]) -> dict[str, Any]:
        value = self.source["source"]
        buckets = [{"key": {"value": value}, "doc_count": 1}]
        hits = [{"_source": self.source, "sort": [self.source["row"]]}]
        is_found = all(
            self.source.get(name) == wanted
            for one in body.get("query", {}).get("bool", {}).get("filter", [])
            for name, wanted in one.get("term", {}).items()
        )
        return {
            "hits": {
                "hits": hits if is_found and "search_after" not in body else [],
                "total": {"value": 1},
            },
            "aggregations": {"by": {"buckets": buckets}, "last": {"value": ROW}},
        }


def make_store(source: dict[str, Any] = SOURCE) -> ClusterStore:
    """Return a store that reads a cluster of one document."""
    return ClusterStore(cast(Cluster, OneDocument(source)), "documents")


@pytest.fixture
def writing() -> Iterator[ClusterWritingStore]:
    """A store that the writer of the second commit has."""
    cluster = cast(Cluster, OneDocument())
    bulk = Bulk(cluster)
    claim = Claim(Fence(NEXT_COMMIT), lambda fence: None, first_row=ROW + 1)
    store = ClusterWritingStore(cluster, "documents", bulk, claim, is_empty=False)
    yield store
    bulk.close()
    store.close()


READING: dict[str, tuple[Callable[[DocumentStore], Any], Any]] = {
    "find": (lambda store: store.find("a", NEXT_COMMIT), FOUND),
    "find_rows": (lambda store: store.find_rows(["a", "a"], NEXT_COMMIT), [ROW]),
    "find_content": (lambda store: store.find_content(b"same", NEXT_COMMIT), FOUND),
    "rows": (lambda store: list(store.rows(NEXT_COMMIT, root="/news")), [FOUND]),
    "sample": (lambda store: store.sample(NEXT_COMMIT, 1), [ROW]),
    "refer_to": (lambda store: store.refer_to(FOUND), "a"),
    "ids": (lambda store: store.ids([ROW, 8]), {ROW: "a"}),
    "dates": (lambda store: store.dates([ROW]), {ROW: None}),
    "read": (lambda store: store.read([ROW]), {ROW: DOCUMENT}),
    "open": (lambda store: store.open([ROW])[ROW].document, DOCUMENT),
    "read_body": (lambda store: store.read_body(ROW), STORED),
    "count": (lambda store: store.count(NEXT_COMMIT), 1),
    "count_by": (lambda store: store.count_by("source", NEXT_COMMIT), {"Xinhua": 1}),
    "check": (lambda store: store.check(), []),
    "check_files": (lambda store: store.check_files(), []),
    "share": (lambda store: store.share().count(NEXT_COMMIT), 1),
    "close": (lambda store: store.close(), None),
}


def public(store: type[object]) -> set[str]:
    """Return the names of what users of a store call."""
    return {name for name in dir(store) if not name.startswith("_") and name != "listing"}


def test_every_method_of_a_store_is_tested() -> None:
    """The table below holds each method of a store, and a cluster's reader has no other."""
    assert public(DocumentStore) == set(READING)
    assert public(ClusterStore) == set(READING)


@pytest.mark.parametrize("method", READING)
def test_reading(method: str) -> None:
    """Each method of a store answers."""
    ask, expected = READING[method]
    assert ask(make_store()) == expected


@pytest.mark.parametrize("method", READING)
def test_reading_by_a_writer(method: str, writing: ClusterWritingStore) -> None:
    """Each method answers for a writer too, with its own changes."""
    ask, expected = READING[method]
    assert ask(writing) == expected


def test_ignored_rows() -> None:
    """A duplicate is found among all rows except those ignored."""
    store = make_store()
    assert store.find_content(b"same", COMMIT, ignored={8}) == FOUND
    assert store.find_content(b"same", COMMIT, ignored={ROW}) is None


@pytest.mark.parametrize(
    "ask", [lambda store: store.read([8]), lambda store: store.dates([8])]
)
def test_missing_row(ask: Callable[[DocumentStore], Any]) -> None:
    """A missing row is damage; the message names the cluster."""
    with pytest.raises(IndexDamagedError, match=r"localhost.*lacks row 8"):
        ask(make_store())


def test_altered_row() -> None:
    """A row that was altered is not read, and found by a check."""
    store = make_store({**SOURCE, "language": "tr"})
    with pytest.raises(IndexDamagedError, match=r"'a' in .*localhost.* was altered"):
        store.read([ROW])
    (problem,) = store.check()
    assert "'a'" in problem


def test_reader_of_a_cluster_cannot_write() -> None:
    """The reading store inherits nothing of a store in files, and cannot write."""
    assert not issubclass(ClusterStore, SqliteStore | WritableStore)
    for name in public(WritableStore) - public(DocumentStore):
        assert not hasattr(ClusterStore, name)


def test_writer_of_a_cluster_can_do_all(writing: ClusterWritingStore) -> None:
    """A writer adds after the last row, and finds and removes what it has written."""
    assert isinstance(writing, WritableStore)
    assert not isinstance(writing, SqliteStore)
    number = NEXT_COMMIT
    writing.begin(number)
    row = writing.next_row()
    assert row == ROW + 1
    new = Document(id="b", text="They met again.")
    writing.add(row, new, commit=number, given=b"new", content=b"other")
    assert writing.next_row() == row + 1
    assert writing.find("b", number) == StoredRow(row, "b", b"new", None, None)
    assert writing.find_content(b"other", number, ignored={row}) is None
    writing.remove([row], commit=number)
    assert writing.find("b", number) is None
    assert [one.id for one in writing.rows(number)] == ["a"]
    writing.abort()
