"""Snapshots of the cluster: what belongs together, and what comes back of it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.cluster.aliases import find_current
from diplosearch.backends.cluster.generations import find_generations, remove_all
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.errors import IndexDamagedError
from tools.opensearch_server import Server

pytestmark = pytest.mark.cluster

OLD = [Document(id=f"old{n}", text=f"The summit in Astana ended {n}.") for n in range(3)]
MANY = [Document(id=f"d{n}", text=f"Ministers met in Baku on day {n}.") for n in range(8)]
NEW = Document(id="new", text="The embassy reopened in Tiflis.")
LATER = Document(id="later", text="The consulate closed in Tiflis.")


class Repository:
    """A repository of snapshots on the disk of the cluster's machine."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.name = f"repository-{uuid.uuid4().hex[:8]}"
        settings = {"type": "fs", "settings": {"location": self.name}}
        cluster.ask("PUT", f"_snapshot/{self.name}", settings)

    def take(self, snapshot: str, indices: str) -> None:
        """Take a snapshot of indices, and wait for it."""
        body = {"indices": indices, "include_global_state": False}
        path = f"_snapshot/{self.name}/{snapshot}"
        found = self._cluster.ask("PUT", path, body, wait_for_completion=True, timeout=120)
        assert found["snapshot"]["state"] == "SUCCESS"

    def restore(self, snapshot: str, indices: str, **how: Any) -> None:
        """Restore indices of a snapshot, and wait for them."""
        body = {"indices": indices, "include_global_state": False, **how}
        path = f"_snapshot/{self.name}/{snapshot}/_restore"
        found = self._cluster.ask(
            "POST", path, body, wait_for_completion=True, timeout=120, tries=1
        )
        assert not found["snapshot"]["shards"]["failed"]

    def remove(self) -> None:
        """Remove the repository; its files go with the server."""
        self._cluster.ask("DELETE", f"_snapshot/{self.name}")


@pytest.fixture
def repository(cluster: Cluster, cluster_server: Server) -> Iterator[Repository]:
    """A repository in the folder for snapshots that a server of our own has."""
    assert cluster_server
    found = Repository(cluster)
    yield found
    found.remove()


@pytest.fixture
def location(location: str) -> str:
    """A location with an index in its second generation and second commit."""
    diplosearch.rebuild(OLD, location, jobs=1).close()
    with diplosearch.rebuild(MANY, location, jobs=1) as index:
        index.add(NEW)
        index.tag(["d1"], "kept")
    return location


def answers(location: str) -> dict[str, Any]:
    """Return what an index says, which a full check must find sound."""
    with diplosearch.open(location) as index:
        report = index.check(full=True)
        assert report.ok, [str(one) for one in report.damage]
        return {
            "ids": index.ids(),
            "texts": [one.text for one in index.documents()],
            "hits": [hit.document.id for hit in index.search("Baku")],
            "tagged": [hit.document.id for hit in index.search("tag:kept")],
            "entities": [(one.id, one.documents) for one in index.entities()],
        }


def test_index_comes_back(location: str, cluster: Cluster, repository: Repository) -> None:
    """The indices ``NAME-*`` are one set: all that was committed comes back with them, the
    generation before as well, and the index goes on being written.
    """
    name = cluster.address.name
    before = answers(location)
    repository.take("one", f"{name}-*")
    with diplosearch.open(location) as index:
        index.add(LATER)
    diplosearch.rebuild(OLD, location, jobs=1).close()
    remove_all(cluster)
    assert cluster.ask("GET", f"{name}-*", expand_wildcards="all") == {}
    repository.restore("one", f"{name}-*")
    assert answers(location) == before
    assert [one.number for one in find_generations(cluster)] == [1, 2]
    with diplosearch.open(location) as index:
        assert index.add(LATER).documents == 1
        assert index.search("Tiflis").total == 2
    with diplosearch.rebuild(MANY, location, jobs=1) as index:
        assert len(index.ids()) == 8
    assert answers(location)["ids"] == [one.id for one in MANY]


@pytest.mark.parametrize("kind", ["documents", "passages", "entities", "state"])
def test_one_index_comes_back(
    location: str, cluster: Cluster, repository: Repository, kind: str
) -> None:
    """An index of a set that was deleted is restored alone where nothing was committed
    after the snapshot.
    """
    before = answers(location)
    repository.take("one", f"{cluster.address.name}-*")
    index = f"{find_current(cluster)}-{kind}"
    cluster.ask("DELETE", index)
    assert not diplosearch.check(location).ok
    repository.restore("one", index)
    assert answers(location) == before


def test_index_of_an_older_commit_is_told(
    location: str, cluster: Cluster, repository: Repository
) -> None:
    """An index that is restored alone after a later commit does not go with the others: it
    is damage, and nothing is answered by it.
    """
    repository.take("one", f"{cluster.address.name}-*")
    with diplosearch.open(location) as index:
        index.add(LATER)
    passages = find_current(cluster).passages
    cluster.ask("DELETE", passages)
    repository.restore("one", passages)
    assert diplosearch.check(location).damage
    with pytest.raises(IndexDamagedError, match="9 of 10 passages"):
        diplosearch.open(location)


def test_copy_under_another_name(
    location: str, cluster: Cluster, repository: Repository
) -> None:
    """A snapshot is looked at beside the index that it is of, under another name."""
    name = cluster.address.name
    other = f"{location}-copy"
    repository.take("one", f"{name}-*")
    with diplosearch.open(location) as index:
        index.add(LATER)
    repository.restore(
        "one",
        f"{name}-*",
        rename_pattern=f"^{name}-",
        rename_replacement=f"{name}-copy-",
        rename_alias_pattern=f"^{name}",
        rename_alias_replacement=f"{name}-copy",
    )
    copied = Cluster(read_address(other))
    try:
        assert len(answers(other)["ids"]) == 9
        with diplosearch.open(other) as index:
            index.delete("new")
        assert len(answers(other)["ids"]) == 8
        assert len(answers(location)["ids"]) == 10
        diplosearch.rebuild(OLD, other, jobs=1).close()
        assert len(answers(other)["ids"]) == 3
        assert len(answers(location)["ids"]) == 10
    finally:
        remove_all(copied)
        copied.close()


def test_snapshot_beside_a_writer(
    location: str, cluster: Cluster, repository: Repository
) -> None:
    """A snapshot that is taken while others commit is either whole, or told as damage: it
    never answers by half of a commit.
    """
    name = cluster.address.name
    is_ended = threading.Event()
    written = [f"more{n}" for n in range(200)]

    def write() -> None:
        with diplosearch.open(location) as index:
            for id in written:
                if is_ended.is_set():
                    return
                index.add(Document(id=id, text=f"Ministers met in Baku, {id}."))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(4):
            repository.take(str(number), f"{name}-*")
    finally:
        is_ended.set()
        thread.join()
    for number in range(4):
        remove_all(cluster)
        repository.restore(str(number), f"{name}-*")
        print(
            "SNAP",
            number,
            [str(o) for o in diplosearch.check(location, full=True).findings],
        )
        if diplosearch.check(location, full=True).ok:
            ids = answers(location)["ids"]
            assert ids[:9] == [*(one.id for one in MANY), "new"]
            assert ids[9:] == written[: len(ids) - 9]
        else:
            with pytest.raises(IndexDamagedError), diplosearch.open(location) as index:
                list(index.documents())
