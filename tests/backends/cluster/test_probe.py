"""What a cluster must be able to do is asked before a rebuild reads its documents."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from doorkeeper import PASSWORD, USER, doorkeeper

import diplosearch
from diplosearch import Document
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.errors import (
    IndexAccessError,
    IndexForeignError,
    IndexRefusedError,
    UnusableIndexError,
)

pytest.importorskip("opensearchpy")

ANSWERS: dict[str, Any] = {
    "Elasticsearch 8.13.4": {
        "name": "es01",
        "cluster_name": "docker-cluster",
        "version": {"number": "8.13.4", "build_flavor": "default", "lucene_version": "9"},
        "tagline": "You Know, for Search",
    },
    "Elasticsearch 7.10.2": {
        "version": {"number": "7.10.2", "build_flavor": "oss"},
        "tagline": "You Know, for Search",
    },
    "OpenSearch 1.3.20": {
        "version": {"distribution": "opensearch", "number": "1.3.20"},
        "tagline": "The OpenSearch Project: https://opensearch.org/",
    },
    "another service than OpenSearch": {"hello": "world"},
}


@contextmanager
def server(answer: Any) -> Iterator[str]:
    """Give the location of a server that says ``answer`` to whatever it is asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = json.dumps(answer).encode()
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - by http.server

        def log_message(self, format: str, *arguments: Any) -> None:
            """Log nothing."""

    found = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"opensearch://127.0.0.1:{found.server_address[1]}/news?retries=0"
    finally:
        found.shutdown()
        found.server_close()


class Unread:
    """Documents that nobody may ask for."""

    def __iter__(self) -> Iterator[Document]:
        """Fail the test."""
        raise AssertionError("documents were read before the cluster was asked")


@pytest.mark.parametrize("kind", ANSWERS)
def test_server_of_another_kind(kind: str) -> None:
    """A server that an index cannot live in is refused by name, before documents are
    read.
    """
    with server(ANSWERS[kind]) as location:
        for rebuild in (
            lambda: diplosearch.rebuild(Unread(), location, jobs=1),
            lambda: diplosearch.rebuild_part(Unread(), location, "1/2", jobs=1),
        ):
            with pytest.raises(IndexRefusedError, match=f"{kind}.*needs OpenSearch 2.4"):
                rebuild()


@pytest.mark.cluster
@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("point_in_time", "open a point in time"),
        ("_bulk", "write by an alias"),
        ("_aliases", "move an alias"),
        ("_delete_by_query", "delete by a query"),
    ],
)
def test_right_that_is_missing(
    location: str, cluster: Cluster, path: str, what: str
) -> None:
    """A right that a rebuild needs at its end is asked for at its beginning."""
    address = cluster.address
    with doorkeeper(*address.hosts[0]) as door:
        door.forbidden = path
        password = PASSWORD.replace("%", "%25")
        behind = f"opensearch://{USER}:{password}@{door.address}/{address.name}?retries=0"
        with pytest.raises(IndexAccessError, match=f"would not {what}"):
            diplosearch.rebuild(Unread(), behind, jobs=1)
    assert cluster.ask("GET", f"{address.name}-*/_mapping", expand_wildcards="all") == {}


@pytest.mark.cluster
def test_template_that_would_change_an_index(location: str, cluster: Cluster) -> None:
    """An index template that alters ours is named before documents are read."""
    name = cluster.address.name
    template = {
        "index_patterns": [f"{name}-*"],
        "template": {"mappings": {"properties": {"host": {"type": "keyword"}}}},
    }
    cluster.ask("PUT", f"_index_template/{name}", template)
    try:
        with pytest.raises(IndexRefusedError, match="template adds the fields host"):
            diplosearch.rebuild(Unread(), location, jobs=1)
    finally:
        cluster.ask("DELETE", f"_index_template/{name}")


@pytest.mark.cluster
def test_more_shards_than_the_cluster_takes(location: str) -> None:
    """Settings that the cluster refuses are told before documents are read."""
    with pytest.raises(UnusableIndexError, match=r"would not create an index.*shards"):
        diplosearch.rebuild(Unread(), f"{location}?shards=5000", jobs=1)


@pytest.mark.cluster
def test_name_that_is_taken(location: str, cluster: Cluster) -> None:
    """An alias that a rebuild would need and that somebody else has is named first."""
    name = cluster.address.name
    other = f"other-{name}"
    cluster.ask("PUT", other, {"aliases": {f"{name}-documents": {}}})
    try:
        with pytest.raises(IndexForeignError, match=f"{name}-documents"):
            diplosearch.rebuild(Unread(), location, jobs=1)
        assert f"{name}-documents" in cluster.ask("GET", other)[other]["aliases"]
    finally:
        cluster.ask("DELETE", other)
