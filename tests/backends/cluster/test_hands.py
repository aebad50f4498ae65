"""What hands can do to an index in a cluster: a rebuild works after it, and a change
removes nothing but its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.cluster.aliases import find_current
from diplosearch.backends.cluster.generations import find_generations, remove_all
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.errors import (
    IndexDamagedError,
    IndexForeignError,
    IndexLockedError,
    IndexUnavailableError,
    UsageError,
)

pytestmark = pytest.mark.cluster

MANY = [Document(id=f"d{n}", text=f"Ministers met in Baku on day {n}.") for n in range(8)]
NEW = Document(id="new", text="The embassy reopened in Tiflis.")


@pytest.fixture
def location(location: str) -> str:
    """A location in the cluster with an index of ``MANY``."""
    diplosearch.rebuild(MANY, location, jobs=1).close()
    return location


def move_aliases(cluster: Cluster, source: int, target: int, *kinds: str) -> None:
    """Point aliases from one generation to another, as somebody who goes back would."""
    name = cluster.address.name
    actions = []
    for kind in kinds:
        alias = name if kind == "passages" else f"{name}-{kind}"
        for action, number in (("remove", source), ("add", target)):
            index = f"{name}-{number:06}-{kind}"
            actions.append({action: {"index": index, "alias": alias}})
    cluster.ask("POST", "_aliases", {"actions": actions})


def delete(kind: str) -> Callable[[Cluster], None]:
    """Return what deletes an index of the current generation."""
    return lambda cluster: cluster.ask("DELETE", f"{find_current(cluster)}-{kind}")


def go_back(*kinds: str) -> Callable[[Cluster], None]:
    """Return what rebuilds and points aliases back to the generation before."""

    def work(cluster: Cluster) -> None:
        diplosearch.rebuild(MANY[:2], str(cluster.address), jobs=1).close()
        move_aliases(cluster, 2, 1, *kinds)

    return work


def give_two(cluster: Cluster) -> None:
    """Give the alias a second generation."""
    diplosearch.rebuild(MANY[:2], str(cluster.address), jobs=1).close()
    name = cluster.address.name
    action = {"add": {"index": f"{name}-000001-passages", "alias": name}}
    cluster.ask("POST", "_aliases", {"actions": [action]})


def die_half_way(cluster: Cluster) -> None:
    """Kill a rebuild whose indices are there."""
    code = (
        "import diplosearch, os, sys\n"
        "def given():\n"
        "    yield diplosearch.Document(id='x', text='Ministers met.')\n"
        "    os._exit(9)\n"
        "diplosearch.rebuild(given(), sys.argv[1], jobs=1)\n"
    )
    command = [sys.executable, "-c", code, str(cluster.address)]
    done = subprocess.run(command, check=False, env={**os.environ}, timeout=120)
    assert done.returncode == 9
    assert len(find_generations(cluster)) == 2


STATES: dict[str, Callable[[Cluster], None]] = {
    "documents deleted": delete("documents"),
    "passages deleted": delete("passages"),
    "state deleted": delete("state"),
    "alias moved back": go_back("passages"),
    "both aliases moved back": go_back("passages", "documents"),
    "alias of two generations": give_two,
    "half-made generation": die_half_way,
}


@pytest.mark.parametrize("state", STATES)
def test_rebuild_works(location: str, cluster: Cluster, state: str) -> None:
    """Whatever was done by hand before, a rebuild works, and a second one as well."""
    STATES[state](cluster)
    for _ in range(2):
        with diplosearch.rebuild(MANY, location, jobs=1) as index:
            assert index.ids() == [one.id for one in MANY]
            assert index.check(full=True).ok
            assert index.add(NEW).documents == 1
            assert index.search("Tiflis").total == 1


@pytest.mark.parametrize("kind", ["documents", "passages", "state"])
def test_check_finds_what_was_deleted(location: str, cluster: Cluster, kind: str) -> None:
    """An index that is gone is damage, and the message says what helps."""
    delete(kind)(cluster)
    report = diplosearch.check(location)
    assert not report.ok
    assert len(report.damage) == 1
    assert "rebuild" in str(report.damage[0])
    with pytest.raises(UsageError, match="is damaged"):
        diplosearch.recover(location)


def test_check_counts_documents(location: str, cluster: Cluster) -> None:
    """Documents that were deleted by hand are found by a check that reads none."""
    documents = find_current(cluster).documents
    query = {"query": {"term": {"id": "d1"}}}
    cluster.ask("POST", f"{documents}/_delete_by_query", query, refresh=True)
    report = diplosearch.check(location)
    assert [one.what for one in report.damage] == ["there are 7 documents instead of 8"]


def test_sound_index_is_left_alone(location: str) -> None:
    """A recovery of a sound index does nothing."""
    assert diplosearch.check(location).findings == ()
    assert diplosearch.recover(location).outcome == "sound"


@pytest.mark.parametrize("kind", ["documents", "passages", "state"])
def test_closed_index(location: str, cluster: Cluster, kind: str) -> None:
    """An index that is closed is not available: no damage, and no rebuild is advised."""
    index = f"{find_current(cluster)}-{kind}"
    cluster.ask("POST", f"{index}/_close")
    report = diplosearch.check(location)
    assert not report.ok
    assert report.damage == ()
    assert [one.kind for one in report.unavailable] == ["unavailable"]
    told = str(report.unavailable[0])
    assert "closed" in told
    assert "rebuild" not in told
    with pytest.raises(IndexUnavailableError, match="nothing is known to be damaged"):
        diplosearch.recover(location)
    with (
        pytest.raises(IndexUnavailableError, match="closed"),
        diplosearch.open(location) as opened,
    ):
        opened.search("Baku")
    cluster.ask("POST", f"{index}/_open", wait_for_active_shards="all")
    with diplosearch.open(location) as opened:
        assert opened.search("Baku").total == 8
        assert opened.check(full=True).ok


@pytest.mark.parametrize("kinds", [("passages",), ("passages", "documents")])
def test_change_after_an_alias_was_moved_back(
    location: str, cluster: Cluster, kinds: tuple[str, ...]
) -> None:
    """A change of the older generation removes nothing of the newer one; nor does a
    rebuild, which names it, and so does a check.
    """
    go_back(*kinds)(cluster)
    with diplosearch.open(location) as index:
        assert index.add(NEW).documents == 1
        assert len(index.ids()) == 9
    assert [one.number for one in find_generations(cluster)] == [1, 2]
    for _ in range(2):
        with diplosearch.rebuild(MANY, location, jobs=1) as index:
            assert any("000002" in one for one in index.report.remarks)
    assert [one.number for one in find_generations(cluster)] == [2, 3, 4]
    assert any("000002" in str(one) for one in diplosearch.check(location).findings)
    move_aliases(cluster, 4, 2, "passages", "documents")
    with diplosearch.open(location) as index:
        assert len(index.ids()) == 2


def test_alias_of_two_generations(location: str, cluster: Cluster) -> None:
    """An index whose alias names two generations says so, and is not searched."""
    give_two(cluster)
    with pytest.raises(IndexDamagedError, match=r"several generations \(.*000001.*000002"):
        diplosearch.open(location)


def test_parts_stay(location: str, cluster: Cluster) -> None:
    """A change while parts are there is refused, since it would be lost; they stay, can be
    finished, and after that a change goes on.

    A change that removes what is not current deletes the parts without a word.
    """
    others = [Document(id=f"p{n}", text=f"The summit ended {n}.") for n in range(6)]
    diplosearch.rebuild_part(others, location, "1/2", jobs=1)
    with diplosearch.open(location) as index:
        with pytest.raises(IndexLockedError, match=r"in parts.*--finish.*--drop-parts"):
            index.add(NEW)
        assert len(index.ids()) == 8
    assert any("000002" in str(one) for one in diplosearch.check(location).findings)
    diplosearch.rebuild_part(others, location, "2/2", jobs=1)
    with diplosearch.finish_rebuild(location) as index:
        assert len(index.ids()) == 6
        assert index.add(NEW).documents == 1
        assert index.check(full=True).findings == ()


def test_parts_are_dropped(location: str, cluster: Cluster) -> None:
    """Parts that are not needed are dropped by name, and by nothing else."""
    diplosearch.rebuild_part(MANY, location, "1/2", jobs=1)
    with diplosearch.rebuild(MANY, location, jobs=1) as index:
        assert any("--drop-parts" in one for one in index.report.remarks)
        assert index.add(NEW).documents == 1
    with pytest.raises(UsageError, match="after its parts were begun"):
        diplosearch.finish_rebuild(location)
    name = cluster.address.name
    assert diplosearch.drop_parts(location) == [f"{name}-000002"]
    assert diplosearch.drop_parts(location) == []
    assert diplosearch.check(location).findings == ()


def test_interrupted_rebuild_after_a_change(location: str, cluster: Cluster) -> None:
    """A change keeps what an interrupted rebuild has saved, which is not resumed after
    it: the change would be lost.
    """
    many = [Document(id=f"m{n}", text=f"Ministers met {n}.") for n in range(6)]

    def stop(progress: object) -> None:
        if getattr(progress, "done", 0) == 5:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError):
        diplosearch.rebuild(many, location, batch=2, progress=stop, jobs=1)
    with diplosearch.open(location) as index:
        index.add(NEW)
    assert len(find_generations(cluster)) == 2
    with diplosearch.rebuild(many, location, batch=2, resume=True, jobs=1) as index:
        assert index.report.resumed == 0
        assert any("nothing to resume" in one for one in index.report.remarks)


def test_names_that_overlap(location: str, cluster: Cluster) -> None:
    """An index whose name begins as another's leaves it alone, through all that it does."""
    longer = f"{location}-archive"
    try:
        with diplosearch.rebuild(MANY[:3], longer, jobs=1) as archive:
            for _ in range(3):
                diplosearch.rebuild(MANY, location, jobs=1).close()
            with diplosearch.open(location) as index:
                index.add(NEW)
                assert len(index.ids()) == 9
            assert diplosearch.check(location, full=True).findings == ()
            assert diplosearch.check(longer, full=True).findings == ()
            archive.refresh()
            assert len(archive.ids()) == 3
        with pytest.raises(IndexForeignError, match="another index"):
            diplosearch.rebuild(MANY, f"{location}-documents", jobs=1)
    finally:
        other = Cluster(read_address(longer))
        remove_all(other)
        other.close()
