"""Nodes of a cluster of three that are lost while it is searched and written.

``make cluster`` runs these; DIPLOSEARCH_OPENSEARCH_DOCUMENTS says how many documents
are written meanwhile.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.cluster.backend import ClusterBackend
from diplosearch.backends.cluster.generations import remove_all
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.errors import IndexUnreachableError
from diplosearch.ingest.report import Progress
from tools.opensearch_server import Node, Server

pytestmark = pytest.mark.cluster

DOCUMENTS = int(os.environ.get("DIPLOSEARCH_OPENSEARCH_DOCUMENTS", "3000"))
NODES = 3


@pytest.fixture
def server(cluster_server: Server) -> Server:
    """A cluster of three nodes, all of them at work."""
    if len(cluster_server.nodes) != NODES:
        pytest.skip("needs three nodes; run: make cluster")
    return cluster_server


@pytest.fixture
def location(server: Server) -> Iterator[str]:
    """An empty location in the cluster: one replica, a shard a node."""
    location = f"{server.url}/test-nodes?shards=3&replicas=1"
    yield location
    cluster = Cluster(read_address(location))
    remove_all(cluster)
    cluster.close()


@contextmanager
def without(server: Server, node: Node) -> Iterator[None]:
    """Start a node again that is stopped within the block, and wait for it."""
    try:
        yield
    finally:
        node.stop()
        node.start()
        node.wait(NODES)
        wait_until_green(server)


def wait_until_green(server: Server) -> None:
    """Wait until every shard has its copy again."""
    cluster = Cluster(read_address(f"{server.url}/any"))
    cluster.ask("GET", "_cluster/health", wait_for_status="green", timeout=150, tries=20)
    cluster.close()


def make(number: int) -> Document:
    """Return one of many documents."""
    return Document(
        id=f"d{number}",
        text=f"Minister {number % 97} met President Tokayev in Baku on day {number}.",
    )


class Searcher:
    """Asks an index again and again, beside whatever else goes on."""

    def __init__(self, index: diplosearch.Index, query: str) -> None:
        self.totals: set[int] = set()
        self.searches = 0
        self.errors: list[Exception] = []
        self._index = index
        self._query = query
        self._is_ended = False
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not self._is_ended:
            try:
                self.totals.add(self._index.search(self._query).total)
            # Whatever it is, the test says so.
            except Exception as error:
                self.errors.append(error)
            self.searches += 1
            time.sleep(0.02)

    def __enter__(self) -> Searcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_ended = True
        self._thread.join()


@pytest.mark.parametrize("number", range(NODES))
def test_node_lost_while_searching(server: Server, location: str, number: int) -> None:
    """Whichever node is lost, every search gets the whole answer, without an error."""
    node = server.nodes[number]
    with (
        diplosearch.rebuild([make(n) for n in range(300)], location) as index,
        without(server, node),
        Searcher(index, "Tokayev") as searcher,
    ):
        time.sleep(0.5)
        node.stop()
        give_up = time.monotonic() + 120
        done = searcher.searches + 20
        while searcher.searches < done and time.monotonic() < give_up:
            time.sleep(0.1)
    assert searcher.errors == []
    assert searcher.totals == {300}
    assert searcher.searches >= done


@pytest.mark.parametrize("number", [0, 1])
def test_node_lost_while_rebuilding(server: Server, location: str, number: int) -> None:
    """All documents are there that were sent, though a node was lost half-way; until the
    switch the old index answered.
    """
    node = server.nodes[number]
    sent: list[str] = []

    def documents() -> Iterator[Document]:
        for number in range(DOCUMENTS):
            document = make(number)
            sent.append(document.id)
            yield document

    def stop(progress: Progress) -> None:
        if progress.done == DOCUMENTS // 2:
            # Its indices stand already, and some documents are in them.
            assert len(ClusterBackend(read_address(location)).find_others().unfinished) == 1
            node.stop()

    old = diplosearch.rebuild([make(0)], location)
    with (
        old,
        without(server, node),
        Searcher(old, "Tokayev") as searcher,
        diplosearch.rebuild(
            documents(), location, progress=stop, entities=False, jobs=1
        ) as new,
    ):
        assert new.report.documents == len(sent) == DOCUMENTS
        assert new.stats().passages == new.report.passages
        assert new.ids() == sent
        assert new.search("Tokayev").total == DOCUMENTS
    assert searcher.errors == []
    assert searcher.totals == {1}
    assert searcher.searches > 0


def test_rolling_restart(server: Server, location: str) -> None:
    """Node after node is stopped and started again, as for an upgrade: every search gets
    the whole answer, and documents can be added while each of them is away.
    """
    with (
        diplosearch.rebuild([make(n) for n in range(100)], location, jobs=1) as index,
        diplosearch.open(location) as writer,
        Searcher(index, "Tokayev") as searcher,
    ):
        for number, node in enumerate(server.nodes):
            with without(server, node):
                node.stop()
                assert writer.add(make(100 + number)).documents == 1
        writer.refresh()
        assert writer.search("Tokayev").total == 100 + NODES
        assert writer.check(full=True).findings == ()
    assert searcher.errors == []
    assert searcher.totals == {100}


def test_shard_without_a_node(server: Server) -> None:
    """Where a shard's only node is lost, the index is not available, and never damaged:
    nothing advises a rebuild, and with the node all is there again.
    """
    location = f"{server.url}/test-shards?shards=3&replicas=0&timeout=5"
    try:
        diplosearch.rebuild([make(n) for n in range(60)], location, jobs=1).close()
        for number in range(NODES):
            with without(server, server.nodes[number]):
                server.nodes[number].stop()
                told = []
                for use in (search, lambda place: diplosearch.recover(place)):
                    with pytest.raises(IndexUnreachableError) as raised:
                        use(location)
                    assert not isinstance(
                        raised.value, diplosearch.errors.IndexDamagedError
                    )
                    told.append(str(raised.value))
                report = diplosearch.check(location)
                told += map(str, report.unavailable)
                assert report.damage == ()
                assert not report.ok
                assert not [one for one in told if "diplosearch rebuild" in one]
            assert diplosearch.check(location, full=True).findings == ()
            assert search(location) == 60
    finally:
        wait_until_green(server)
        cluster = Cluster(read_address(location))
        remove_all(cluster)
        cluster.close()


def search(location: str) -> int:
    """Return the number of hits of a query that all documents answer."""
    with diplosearch.open(location) as index:
        return index.search("Tokayev").total


@pytest.mark.parametrize("number", range(NODES))
def test_node_that_hangs(server: Server, location: str, number: int) -> None:
    """Whichever node hangs, a search with a timeout keeps to it and says what is missing;
    one without is answered once the other nodes have given the node up.
    """
    with (
        diplosearch.rebuild([make(n) for n in range(300)], location, jobs=1) as index,
        without(server, server.nodes[number]),
    ):
        assert index.search("Tokayev").total == 300
        server.nodes[number].pause()
        for word in ("Tokayev", "Baku", "minister"):
            begun = time.monotonic()
            results = index.search(word, timeout=2)
            assert time.monotonic() - begun < 4
            assert results.total == 300 or "stopped after 2 s" in results.warnings[-1]
        begun = time.monotonic()
        assert index.search("President").total == 300
        assert time.monotonic() - begun < 100


def test_full_restart_with_readers(server: Server, location: str) -> None:
    """After a restart of all nodes readers go on, also one of an older commit, whose
    passages are still there, and so do writers.
    """
    documents = [make(n) for n in range(50)]
    with (
        diplosearch.rebuild(documents, location, jobs=1) as older,
        diplosearch.open(location) as writer,
    ):
        writer.delete(documents[0].id)
        with diplosearch.open(location) as newer:
            restart(server)
            assert newer.search("Tokayev").total == 49
            assert len(list(newer.documents())) == 49
            assert older.search("Baku").total == 50
            older.refresh()
            assert older.search("Baku").total == 49
            assert writer.add(documents[0]).documents == 1
            newer.refresh()
            assert newer.search("Tokayev").total == 50
            assert newer.check(full=True).findings == ()


def restart(server: Server) -> None:
    """Kill all nodes and start them again."""
    for node in server.nodes:
        node.stop()
    for node in server.nodes:
        node.start()
    for node in server.nodes:
        node.wait(NODES)
    wait_until_green(server)


def test_all_nodes_lost(server: Server, location: str) -> None:
    """Without a cluster there is an error that names it; with it, answers come again."""
    with diplosearch.rebuild([make(n) for n in range(50)], location) as index:
        for node in server.nodes:
            node.stop()
        try:
            with pytest.raises(IndexUnreachableError, match="test-nodes"):
                index.search("Tokayev")
        finally:
            for node in server.nodes:
                node.start()
            for node in server.nodes:
                node.wait(NODES)
            wait_until_green(server)
        assert index.search("Tokayev").total == 50
