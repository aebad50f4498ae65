"""A writer that was taken for dead goes on: it takes nothing from who went on before it.

The first writer is held up at a moment of its work, in the same process, while another
one takes its lock over and commits. ``tests/faults/pauses.py`` does the same to processes
that are really stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.cluster import lock as cluster_lock
from diplosearch.backends.cluster.aliases import find_current
from diplosearch.backends.cluster.generations import find_generations
from diplosearch.backends.cluster.transaction import ClusterTransaction
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.errors import IndexLockedError, UnusableIndexError
from diplosearch.ingest.report import Progress

pytestmark = pytest.mark.cluster

OLD = [Document(id=f"old{n}", text=f"Ministers met in Baku on day {n}.") for n in range(3)]
FIRST = [
    Document(id=f"a{n}", text=f"The embassy in Tiflis reopened {n}.") for n in range(3)
]
OTHER = [Document(id=f"b{n}", text=f"The summit in Astana ended {n}.") for n in range(3)]

Holder = Callable[[Callable[[], object]], None]
"""Makes the writer of this thread call a function at a moment of its work."""


@pytest.fixture
def location(location: str) -> str:
    """A location in the cluster with an index of ``OLD``."""
    diplosearch.rebuild(OLD, location, jobs=1).close()
    return location


@pytest.fixture
def take_over(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """A function that runs a writer which takes every lock for one of the dead."""

    def run(write: Callable[[], object]) -> None:
        with monkeypatch.context() as inside:
            inside.setattr(cluster_lock, "_DEAD_AFTER", -1.0)
            write()

    return run


def hold_up(
    monkeypatch: pytest.MonkeyPatch,
    is_moment: Callable[[str, str, str], bool],
    write: Callable[[], object],
) -> list[str]:
    """Call ``write`` before the first request for which ``is_moment`` says so.

    It gets method, path and body. What is returned holds the request, once it came.
    """
    send = Cluster._try
    held: list[str] = []
    lock = threading.Lock()

    def hold(self: Cluster, method: str, path: str, body: Any, *more: Any) -> Any:
        with lock:
            is_first = not held and is_moment(method, path, str(body))
            if is_first:
                held.append(f"{method} {path}")
        if is_first:
            write()
        return send(self, method, path, body, *more)

    monkeypatch.setattr(Cluster, "_try", hold)
    return held


def is_last_step(method: str, path: str, body: str) -> bool:
    """Tell whether a request makes a commit visible."""
    is_manifest = path.endswith("_doc/manifest") and "'is_ended': True" in body
    return method != "GET" and (is_manifest or "must_exist" in body)


MOMENTS: dict[str, Callable[[str, str, str], bool]] = {
    "claiming": lambda method, path, _: method == "PUT" and path.endswith("_doc/manifest"),
    "sending": lambda _, path, __: path == "_bulk",
    "counting": lambda _, path, __: path.endswith("passages/_search"),
    "entities": lambda _, __, body: "'kind': 'entities-" in body,
    "last step": is_last_step,
}


def ids_of(location: str) -> set[str]:
    """Return the ids in the index, which a full check must find sound."""
    with diplosearch.open(location) as index:
        report = index.check(full=True)
        assert report.ok, [str(one) for one in report.damage]
        assert index.search("Tiflis").total == sum(one[0] == "a" for one in index.ids())
        assert index.search("Astana").total == sum(one[0] == "b" for one in index.ids())
        return set(index.ids())


def ids(*documents: list[Document]) -> set[str]:
    """Return the ids of lists of documents."""
    return {one.id for some in documents for one in some}


def add(location: str, documents: list[Document]) -> None:
    """Add documents."""
    with diplosearch.open(location) as index:
        index.add(documents)


@pytest.mark.parametrize("moment", MOMENTS)
def test_addition_that_goes_on(
    location: str, moment: str, take_over: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever step a writer is held up, who commits meanwhile loses nothing, and the
    first is told; its documents are not there.

    With rows and numbers that two writers share, what is sent late replaces what the
    other one has committed.
    """

    def write() -> None:
        take_over(lambda: add(location, OTHER))

    with diplosearch.open(location) as index:
        held = hold_up(monkeypatch, MOMENTS[moment], write)
        with pytest.raises(IndexLockedError, match="another writer began"):
            index.add(FIRST)
    monkeypatch.undo()
    assert held
    assert ids_of(location) == ids(OLD, OTHER)
    add(location, FIRST)
    assert ids_of(location) == ids(OLD, OTHER, FIRST)


def test_reading_that_takes_long(location: str, take_over: Holder) -> None:
    """A writer that is held up by its documents sends nothing more of them."""

    def documents() -> Iterator[Document]:
        yield from FIRST
        take_over(lambda: add(location, OTHER))

    with (
        diplosearch.open(location) as index,
        pytest.raises(IndexLockedError, match="another writer began"),
    ):
        index.add(documents())
    assert ids_of(location) == ids(OLD, OTHER)


def test_clean_up_that_goes_on(
    location: str, take_over: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clean-up that is held up after its commit removes nothing of the next commit."""

    def is_moment(_: str, path: str, body: str) -> bool:
        return path.endswith("passages/_delete_by_query") and "terms" in body

    changed = [Document(id="old0", text="Ministers met again."), *FIRST]
    with diplosearch.open(location) as index:
        held = hold_up(
            monkeypatch, is_moment, lambda: take_over(lambda: add(location, OTHER))
        )
        assert index.add(changed).replaced == 1
    monkeypatch.undo()
    assert held
    assert ids_of(location) == ids(OLD, FIRST, OTHER)


def test_removal_that_comes_late(
    location: str, take_over: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a writer removes too late stays, and what the other one removed stays gone."""

    def write() -> None:
        with diplosearch.open(location) as other:
            other.delete("old1")
            other.add(OTHER)

    with diplosearch.open(location) as index:
        held = hold_up(monkeypatch, MOMENTS["sending"], lambda: take_over(write))
        with pytest.raises(IndexLockedError, match="another writer began"):
            index.delete(["old0", "old1"])
    monkeypatch.undo()
    assert held
    assert ids_of(location) == ids(OLD, OTHER) - {"old1"}
    add(location, FIRST)
    assert ids_of(location) == ids(OLD, OTHER, FIRST) - {"old1"}


@pytest.mark.parametrize("is_rebuild", [False, True], ids=["addition", "rebuild"])
@pytest.mark.parametrize("moment", ["sending", "counting", "last step", "switch"])
def test_rebuild_that_goes_on(
    location: str,
    moment: str,
    is_rebuild: bool,
    take_over: Holder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A rebuild that is held up does not take the place of what was committed meanwhile."""

    def is_moment(method: str, path: str, body: str) -> bool:
        if "probe" in path or "probe" in body:
            return False
        if moment == "switch":
            return "must_exist" in body
        return MOMENTS[moment](method, path, body)

    def write() -> None:
        if is_rebuild:
            diplosearch.rebuild(OTHER, location, jobs=1).close()
        else:
            add(location, OTHER)

    held = hold_up(monkeypatch, is_moment, lambda: take_over(write))
    with pytest.raises(UnusableIndexError) as raised:
        diplosearch.rebuild(FIRST, location, jobs=1)
    monkeypatch.undo()
    assert held
    assert "another writer began" in str(raised.value) or "gone" in str(raised.value)
    assert ids_of(location) == (ids(OTHER) if is_rebuild else ids(OLD, OTHER))
    diplosearch.rebuild(FIRST, location, jobs=1).close()
    assert ids_of(location) == ids(FIRST)


def test_resumed_rebuild_that_two_write(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a rebuild sends after another one has resumed it belongs to no state."""
    late: list[Any] = []

    def stop(progress: Progress) -> None:
        if progress.done == 3:
            raise RuntimeError("held up")

    finish = ClusterTransaction.finish

    def leave(self: Any) -> None:
        late.append(self)  # it is not dead, as it will be taken for
        self._lock.release()

    many = [*OLD, *FIRST, *OTHER]
    with monkeypatch.context() as inside:
        inside.setattr(ClusterTransaction, "finish", leave)
        with pytest.raises(RuntimeError, match="held up"):
            diplosearch.rebuild(many, location, batch=2, progress=stop, jobs=1)
    with diplosearch.rebuild(many, location, batch=2, resume=True, jobs=1) as index:
        assert index.report.resumed >= 2
    (first,) = late
    first._bulk._confirm = None
    row = first.store.next_row()
    with diplosearch.rebuild(FIRST) as source, source.kept() as kept:
        body = kept.store.read_body(1)
    first.store.add_body(row, body, commit=first.number)
    first._bulk.flush()
    finish(first)
    assert ids_of(location) == ids(many)


def test_part_that_two_write(location: str, take_over: Holder) -> None:
    """A part that is written again meanwhile is that of the second; the first is told."""
    many = [*OLD, *FIRST, *OTHER]

    def documents() -> Iterator[Document]:
        yield from many
        take_over(lambda: diplosearch.rebuild_part(many, location, "1/2", jobs=1))

    with pytest.raises(IndexLockedError, match="another writer began"):
        diplosearch.rebuild_part(documents(), location, "1/2", jobs=1)
    diplosearch.rebuild_part(many, location, "2/2", jobs=1)
    diplosearch.finish_rebuild(location).close()
    assert ids_of(location) == ids(many)


@pytest.mark.parametrize("moment", ["entities", "last step"])
def test_two_that_finish(
    location: str, moment: str, take_over: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two that finish a rebuild in parts, the first takes nothing from changes after
    the second.
    """
    many = [*OLD, *FIRST]
    for part in ("1/2", "2/2"):
        diplosearch.rebuild_part(many, location, part, jobs=1)

    def write() -> None:
        diplosearch.finish_rebuild(location).close()
        add(location, OTHER)

    held = hold_up(monkeypatch, MOMENTS[moment], lambda: take_over(write))
    with pytest.raises(IndexLockedError, match="another writer began"):
        diplosearch.finish_rebuild(location)
    monkeypatch.undo()
    assert held
    assert ids_of(location) == ids(many, OTHER)


def test_number_of_a_generation_is_not_used_again(location: str) -> None:
    """Indices that were removed lend their names to nobody, as a writer may still have
    them.
    """
    cluster = Cluster(read_address(location))

    def fail(_: Progress) -> None:
        raise RuntimeError("enough")

    for _ in range(2):
        with pytest.raises(RuntimeError):
            diplosearch.rebuild(FIRST, location, progress=fail, jobs=1)
    diplosearch.rebuild(FIRST, location, jobs=1).close()
    assert [one.number for one in find_generations(cluster)] == [1, 4]
    assert find_current(cluster).number == 4
    cluster.close()


def test_index_of_an_earlier_version(location: str) -> None:
    """An index whose manifest has no fence is read and changed; what its last writer left
    is dropped.
    """
    cluster = Cluster(read_address(location))
    path = f"{find_current(cluster).state}/_doc/manifest"
    record = cluster.ask("GET", path)["_source"]
    del record["content"]["fence"]
    cluster.ask("PUT", path, record)
    assert ids_of(location) == ids(OLD)
    add(location, OTHER)
    assert ids_of(location) == ids(OLD, OTHER)
    cluster.close()
