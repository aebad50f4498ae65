"""What a change in a cluster leaves to readers of earlier commits."""

from __future__ import annotations

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.cluster import transaction
from diplosearch.backends.cluster.generations import (
    create_generation,
    find_generations,
    remove_all,
)
from diplosearch.backends.cluster.state import GenerationState
from diplosearch.engines.opensearch import point_in_time
from diplosearch.engines.opensearch.address import add_options, read_address
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.engines.opensearch.indices import count_nodes
from diplosearch.errors import IndexDamagedError, IndexFormatError

pytestmark = pytest.mark.cluster


def documents(count: int, mark: str = "d") -> list[Document]:
    """Return documents of one passage each, by ids that begin with ``mark``."""
    return [
        Document(id=f"{mark}{n}", text=f"Bakan {mark}{n} konusunda konuştu.", language="tr")
        for n in range(count)
    ]


def count_passages(cluster: Cluster) -> int:
    """Return the passages that are in the index, of whatever commit."""
    index = find_generations(cluster)[-1].passages
    return int(cluster.ask("GET", f"{index}/_count")["count"])


def test_removed_passages_stay_for_a_while(
    location: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers of the commit before find what changes removed; later ones do not."""
    diplosearch.rebuild(documents(4), location, jobs=1).close()
    with diplosearch.open(location) as before:
        for id in ("d0", "d1"):
            with diplosearch.open(location) as index:
                index.delete(id)
                kept = set(index.ids())
        assert kept == {"d2", "d3"}
        assert count_passages(cluster) == 4
        assert before.search("Bakan").total == 4
        monkeypatch.setattr(transaction, "_REMOVED_FOR", 0.0)
        with diplosearch.open(location) as index:
            index.add(documents(1, "e"))
            assert index.search("Bakan").total == 3
            assert index.check(full=True).ok
        assert count_passages(cluster) == 3


@pytest.mark.parametrize("is_asked", [True, False])
def test_reader_of_a_commit_that_is_gone(
    location: str, monkeypatch: pytest.MonkeyPatch, is_asked: bool
) -> None:
    """Who searches meanwhile keeps a state that is removed; who comes late is told."""
    monkeypatch.setattr(point_in_time, "_ASKED_EVERY", 0.0)
    diplosearch.rebuild(documents(4), location, jobs=1).close()
    with diplosearch.open(location) as before:
        with diplosearch.open(location) as index:
            index.delete("d0")
        if is_asked:
            assert before.search("Bakan").total == 4
        monkeypatch.setattr(transaction, "_REMOVED_FOR", 0.0)
        with diplosearch.open(location) as index:
            index.add(documents(1, "e"))
        if is_asked:
            assert before.search("konusunda").total == 4
        else:
            with pytest.raises(IndexDamagedError, match="open it again"):
                before.search("konusunda")


def test_many_that_are_removed_go_at_once(
    location: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More removed documents than searches can leave out are gone when a change ends."""
    monkeypatch.setattr(transaction, "_MOST_REMOVED", 2)
    monkeypatch.setattr(transaction, "_NOTICED_WITHIN", 0.0)
    diplosearch.rebuild(documents(6), location, jobs=1).close()
    with diplosearch.open(location) as index:
        index.delete(["d0", "d1", "d2"])
        assert index.search("Bakan").total == 3
        assert index.check(full=True).ok
    assert count_passages(cluster) == 3


def test_earlier_layout_is_rebuilt_from_itself(location: str, cluster: Cluster) -> None:
    """An index of an earlier layout is refused by name, and rebuilt from its documents."""
    diplosearch.rebuild(documents(3), location, jobs=1).close()
    generation = find_generations(cluster)[-1]
    path = f"{generation.state}/_doc/manifest"
    content = cluster.ask("GET", path)["_source"]["content"]
    del content["layout"]
    cluster.ask("PUT", path, {"kind": "manifest", "content": content}, refresh=True)
    with pytest.raises(IndexFormatError, match=r"earlier layout.*rebuild --from"):
        diplosearch.open(location)
    with pytest.raises(IndexFormatError, match="earlier layout"):
        GenerationState(cluster, generation).read()
    with diplosearch.rebuild(from_index=location, location=location, jobs=1) as index:
        assert index.search("Bakan").total == 3


@pytest.mark.parametrize(
    ("options", "documents", "expected"),
    [
        ({}, 0, (1, 1, 1)),
        ({}, 30_000, (1, 1, 1)),
        ({}, 15_000_000, (3, 2, 1)),
        ({"shards": 2}, 15_000_000, (2, 2, 2)),
        ({"shards": 1, "replicas": 0}, 15_000_000, (1, 1, 1)),
    ],
)
def test_shards_are_as_many_as_documents_need(
    location: str, options: dict[str, int], documents: int, expected: tuple[int, ...]
) -> None:
    """A shard takes 20 GB, of passages there is one a node; an option goes before."""
    cluster = Cluster(read_address(add_options(location, **options)))
    made = create_generation(cluster, documents)
    settings = cluster.ask("GET", f"{made}-*/_settings")
    shards = {
        name: int(found["settings"]["index"]["number_of_shards"])
        for name, found in settings.items()
    }
    nodes = count_nodes(cluster) if "shards" not in options else 1
    passages, others = max(expected[0], nodes), expected[1:]
    found = (shards[made.passages], shards[made.documents], shards[made.entities])
    assert found == (passages, *others)
    remove_all(cluster)
    cluster.close()
