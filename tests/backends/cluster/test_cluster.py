"""An index in a cluster: switched in one step, written by one, and what goes wrong."""

from __future__ import annotations

import logging
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from doorkeeper import PASSWORD, USER, Doorkeeper, doorkeeper

import diplosearch
from diplosearch import Document
from diplosearch.backends.cluster import lock as cluster_lock
from diplosearch.backends.cluster.aliases import find_current
from diplosearch.backends.cluster.generations import find_generations
from diplosearch.backends.cluster.lock import ClusterLock
from diplosearch.backends.registry import find_backend
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.bulk import Bulk
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.engines.opensearch.http_errors import Fault
from diplosearch.errors import (
    DocumentError,
    IndexAccessError,
    IndexDamagedError,
    IndexForeignError,
    IndexFullError,
    IndexLockedError,
    IndexMissingError,
    IndexUnreachableError,
    UsageError,
)
from diplosearch.ingest.report import Progress
from diplosearch.search.aggregates import facets
from diplosearch.search.searcher import Searcher

pytestmark = pytest.mark.cluster


def docs(*texts: str) -> list[Document]:
    """Return documents called a, b, c …"""
    return [
        Document(id=chr(ord("a") + number), text=text) for number, text in enumerate(texts)
    ]


ONE = docs("Ministers signed the trade agreement.", "The summit was held in Tianjin.")
OTHER = docs("The embassy reopened in Baku.")


def found(index: diplosearch.Index, query: str) -> list[str]:
    """Return the ids of the documents that answer."""
    return sorted({hit.document.id for hit in index.search(query)})


def test_old_state_answers_during_a_rebuild(location: str) -> None:
    """Until the switch, open and newly opened indexes answer from the old generation."""
    seen: list[tuple[list[str], list[str]]] = []
    with diplosearch.rebuild(ONE, location, jobs=1) as old:

        def look(_: object) -> None:
            with diplosearch.open(location) as other:
                seen.append((found(old, "summit"), found(other, "summit")))

        with diplosearch.rebuild(OTHER, location, progress=look, jobs=1) as new:
            assert seen == [(["b"], ["b"])]
            assert found(new, "embassy") == ["a"]
            assert found(old, "summit embassy") == ["b"]
            assert [one.id for one in old.documents()] == ["a", "b"]
        old.refresh()
        assert found(old, "summit embassy") == ["a"]


def test_rebuild_that_fails_leaves_the_old_one(location: str, cluster: Cluster) -> None:
    """A rebuild that ends in an error leaves nothing behind and the old one in place."""
    diplosearch.rebuild(ONE, location).close()
    before = find_generations(cluster)

    def fail(_: object) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        diplosearch.rebuild(OTHER, location, progress=fail, jobs=1)
    assert find_generations(cluster) == before
    with diplosearch.open(location) as index:
        assert found(index, "summit") == ["b"]


def test_one_old_generation_is_kept(location: str, cluster: Cluster) -> None:
    """The generation before the current one stays until the next rebuild."""
    kept = []
    for _ in range(3):
        diplosearch.rebuild(ONE, location).close()
        kept.append([one.number for one in find_generations(cluster)])
    assert kept == [[1], [1, 2], [2, 3]]
    assert find_current(cluster).number == 3


def test_foreign_index_is_left_alone(location: str, cluster: Cluster) -> None:
    """An index or alias of another program under our name is neither read nor changed."""
    name = cluster.address.name
    cluster.ask("PUT", name, {"settings": {"index": {"number_of_replicas": 0}}})
    try:
        for use in (diplosearch.open, lambda target: diplosearch.rebuild(ONE, target)):
            with pytest.raises(IndexForeignError, match="did not make"):
                use(location)
        assert name in cluster.ask("GET", name)
    finally:
        cluster.ask("DELETE", name)
    own = f"{name}-000007-passages"
    cluster.ask("PUT", own, {"aliases": {name: {}}})
    try:
        with pytest.raises(IndexForeignError, match="an alias of"):
            diplosearch.open(location)
        cluster.ask(
            "POST", "_aliases", {"actions": [{"remove": {"index": own, "alias": name}}]}
        )
        diplosearch.rebuild(ONE, location).close()
        assert find_current(cluster).number == 8
        assert own in cluster.ask("GET", own)
    finally:
        cluster.ask("DELETE", own)


def test_nothing_there(location: str) -> None:
    """For a location without an index the message says how to build one."""
    with pytest.raises(IndexMissingError, match="diplosearch rebuild FOLDER --index"):
        diplosearch.open(location)


def test_two_writers(location: str) -> None:
    """The second writer waits, then an error names the first."""
    with diplosearch.rebuild(ONE, location) as index:
        backend = find_backend(location)
        transaction = backend.begin(purpose="a test", engine=None, is_fresh=False)
        try:
            with (
                diplosearch.open(location, lock_timeout=0) as other,
                pytest.raises(IndexLockedError, match="a test since"),
            ):
                other.add(OTHER)
        finally:
            transaction.finish()
        assert index.delete("a").deleted == 1


def test_lock_of_the_dead(
    location: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that is not renewed, or whose process is gone, is taken over; its holder
    learns of it.
    """
    dead = ClusterLock(cluster, purpose="dying", timeout=0)
    with pytest.raises(IndexLockedError, match="dying"):
        ClusterLock(cluster, purpose="waiting", timeout=0)
    monkeypatch.setattr(cluster_lock, "_DEAD_AFTER", -1.0)
    heir = ClusterLock(cluster, purpose="inheriting", timeout=0)
    assert not dead._write(**dead._version)
    dead.release()
    monkeypatch.undo()
    with pytest.raises(IndexLockedError, match="inheriting"):
        ClusterLock(cluster, purpose="waiting", timeout=0)
    heir._holder["process"] = 2**22 + 1  # more than there can be
    assert heir._write(**heir._version)
    ClusterLock(cluster, purpose="going on", timeout=0).release()
    heir.release()


def test_lost_lock_commits_nothing(location: str) -> None:
    """A writer that another one took for dead makes no state current."""
    with diplosearch.rebuild(ONE, location) as index:
        transaction: Any = find_backend(location).begin(
            purpose="a test", engine=None, is_fresh=False
        )
        transaction._lock._is_lost = True
        with pytest.raises(IndexLockedError, match="another writer began"):
            transaction.commit({}, "")
        transaction.finish()
        index.refresh()
        assert found(index, "summit") == ["b"]


@pytest.mark.parametrize("path", ["_aliases", "_doc/manifest"])
@pytest.mark.parametrize("tries", [1, 9])
def test_answer_that_is_lost(
    location: str, monkeypatch: pytest.MonkeyPatch, path: str, tries: int
) -> None:
    """A step that was made though its answer was lost is made: once repeated it succeeds,
    and where it cannot be repeated, what became visible stays whole.
    """
    diplosearch.rebuild(ONE, location).close()
    send = Cluster._try
    lost: list[str] = []

    def lose(self: Cluster, method: str, requested: str, *more: Any) -> Any:
        answer = send(self, method, requested, *more)
        is_step = requested.endswith(path) and any(
            said in str(more[0]) for said in ("'must_exist': True", "'is_ended': True")
        )
        if method != "GET" and is_step and len(lost) < tries:
            lost.append(requested)
            return None, Fault(0, "ConnectionError", "the line went dead")
        return answer

    monkeypatch.setattr(Cluster, "_try", lose)
    with diplosearch.open(location) as index:

        def change() -> None:
            if path == "_aliases":
                diplosearch.rebuild(OTHER, location).close()
            else:
                index.add(Document(id="c", text="The embassy reopened in Baku."))

        if tries == 1:
            change()
        else:
            with pytest.raises(IndexUnreachableError, match="the line went dead"):
                change()
    assert lost
    monkeypatch.undo()
    with diplosearch.open(location) as index:
        assert found(index, "embassy") == ["a" if path == "_aliases" else "c"]
        assert index.check(full=True).ok
        assert index.delete(index.ids()[0]).deleted == 1


def test_what_a_dead_writer_left(location: str) -> None:
    """What was written and never committed is seen by nobody, and dropped."""
    with diplosearch.rebuild(ONE, location) as index:
        transaction: Any = find_backend(location).begin(
            purpose="dying", engine=None, is_fresh=False
        )
        with diplosearch.rebuild(OTHER) as source, source.kept() as kept:
            body = kept.store.read_body(1)
        transaction.store.add_body(3, body, commit=transaction.number)
        transaction.store.remove([1], commit=transaction.number)
        transaction.writer.delete([1])
        transaction._documents.save()
        transaction._lock.release()  # and no finish(): it died
        index.refresh()
        assert found(index, "trade embassy") == ["a"]
        assert index.add(docs("The embassy reopened in Baku.", "x")[:1]).replaced == 1
        assert found(index, "trade") == []
        assert found(index, "embassy") == ["a"]
        assert index.check(full=True).ok
        transaction.finish()


def test_interrupted_rebuild_goes_on(location: str) -> None:
    """What a rebuild saved need not be made again; the outcome is that of a whole one."""
    many = [
        Document(id=f"d{n}", text=f"Ministers met in Baku on day {n}.") for n in range(9)
    ]

    def stop(progress: Progress) -> None:
        if progress.done == 6:
            raise RuntimeError("power is gone")

    with pytest.raises(RuntimeError):
        diplosearch.rebuild(many, location, batch=2, progress=stop, jobs=1)
    with diplosearch.rebuild(many, location, batch=2, resume=True, jobs=1) as index:
        assert index.report.resumed >= 4
        assert index.report.documents == 9
        assert index.ids() == [one.id for one in many]
        assert index.check(full=True).ok
        assert index.search("Baku").total == 9


def test_refused_documents_are_named(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that the cluster refuses is named; the old state stays."""
    with diplosearch.rebuild(ONE, location) as index:
        index_one = Bulk.create

        def index_other(bulk: Bulk, name: str, id: int, source: Any, **where: int) -> None:
            if source.get("id") == "x":
                source = {**source, "unheard_of": 1}
            index_one(bulk, name, id, source, **where)

        monkeypatch.setattr(Bulk, "create", index_other)
        with pytest.raises(
            DocumentError, match=r" x \(mapping set to strict.*\); leave them out"
        ):
            index.add([*OTHER, Document(id="x", text="The consulate closed.")])
        assert found(index, "embassy summit") == ["b"]
        assert index.add(Document(id="y", text="The embassy reopened.")).documents == 1
        assert found(index, "embassy summit") == ["b", "y"]


def test_parts(location: str) -> None:
    """Several writers, each with a part, make what one alone makes."""
    many = [
        Document(id=f"d{n}", text=f"Minister {n // 2} met President Tokayev in Baku.")
        for n in range(40)
    ]
    done = []
    threads = [
        threading.Thread(
            target=lambda part=part: done.append(
                diplosearch.rebuild_part(many, location, part, jobs=1)
            )
        )
        for part in ("2/3", "1/3")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with pytest.raises(UsageError, match="3/3 must still be written"):
        diplosearch.finish_rebuild(location)
    with pytest.raises(UsageError, match="made of 3 parts"):
        diplosearch.rebuild_part(many, location, "1/2")
    for _ in range(2):  # a part may be written again
        last = diplosearch.rebuild_part(many, location, "3/3", jobs=1)
    with diplosearch.rebuild(many) as whole, diplosearch.finish_rebuild(location) as index:
        assert index.report.documents == sum(one.documents for one in (*done, last)) == 20
        assert len(index.report.skipped) == 20
        assert sorted(index.ids()) == sorted(whole.ids())
        assert index.entities() == whole.entities()
        assert index.search("Tokayev").total == whole.search("Tokayev").total == 20
        assert index.check(full=True).ok
        assert index.add(Document(id="new", text="A new embassy.")).documents == 1
        assert found(index, "embassy") == ["new"]
    with pytest.raises(UsageError, match="no rebuild was begun in parts"):
        diplosearch.finish_rebuild(location)


def test_requests_of_a_search(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer takes a search and a reading, also where it is cut among equals."""
    paths: list[str] = []
    send = Cluster._try

    def note(self: Cluster, method: str, path: str, *more: Any) -> Any:
        paths.append(path.rpartition("/")[2])
        return send(self, method, path, *more)

    equals = docs(*["The embassy reopened in Baku."] * 15)
    with diplosearch.rebuild(equals, location, keep_duplicates=True) as index:
        whole = [hit.document.id for hit in index.search("embassy", limit=15)]
        monkeypatch.setattr(Cluster, "_try", note)
        page = [hit.document.id for hit in index.search("embassy", limit=10)]
    assert page == whole[:10] == [one.id for one in equals[:10]]
    assert paths[:2] == ["_search", "_mget"]
    assert "_mget" not in paths[2:]


@pytest.mark.parametrize("part", ["", "0/3", "4/3", "3", "1/1000", "a/b", "-1/3"])
def test_part_that_is_none(part: str) -> None:
    """A part is spelt as number and count."""
    with pytest.raises(UsageError, match="such as 3/8"):
        diplosearch.rebuild_part(ONE, "opensearch://h/x", part)


def test_corrections_of_a_rebuild_in_parts(location: str, tmp_path: Path) -> None:
    """A rebuild in parts keeps the corrections of the old index, or takes a file's."""
    many = [
        Document(id=f"d{n}", text=f"Tanık {n}: President Tokayev met Zerrin Ölçer.")
        for n in range(6)
    ]
    ids = "person:kassym-jomart-tokayev", "person:zerrin-olcer"
    with diplosearch.rebuild(many, location, jobs=1) as index:
        index.correct(f"- {ids[1]}")
    mine = tmp_path / "mine.txt"
    mine.write_text(f"{ids[1]} -> Judge Ölçer\n", encoding="utf-8")
    for given, expected in ((None, [(ids[0], 6)]), (mine, [(one, 6) for one in ids])):
        for part in ("1/2", "2/2"):
            diplosearch.rebuild_part(many, location, part, jobs=1)
        with diplosearch.finish_rebuild(location, corrections=given) as index:
            people = [one for one in index.entities() if one.type == "PERSON"]
            assert sorted((one.id, one.documents) for one in people) == expected
            assert index.check(full=True).findings == ()
    assert "Judge Ölçer" in {one.name for one in people}


def test_parts_need_a_cluster(tmp_path: Path) -> None:
    """A folder has one writer."""
    with pytest.raises(UsageError, match="into a cluster"):
        diplosearch.rebuild_part(ONE, str(tmp_path), "1/2")


def test_running_parts_are_not_swept_away(location: str, cluster: Cluster) -> None:
    """While a part is written, no other rebuild removes it; once it is dead, one does."""
    diplosearch.rebuild_part(ONE, location, "1/2")
    lock = ClusterLock(cluster, purpose="part 2/2 of a rebuild", timeout=0, name="part-2")
    with pytest.raises(IndexLockedError, match=r"in parts by process .* part 2/2"):
        diplosearch.rebuild(OTHER, location)
    lock.release()
    diplosearch.rebuild(OTHER, location).close()


# Faults


def test_index_that_may_only_be_read(location: str, cluster: Cluster) -> None:
    """On a full disk the cluster blocks writing: searches go on, a change says why not."""
    with diplosearch.rebuild(ONE, location) as index:
        names = ",".join(find_current(cluster).indices)
        block = {"index": {"blocks": {"read_only_allow_delete": True}}}
        cluster.ask("PUT", f"{names}/_settings", block)
        with pytest.raises(IndexFullError, match="only be read"):
            index.add(OTHER)
        assert found(index, "summit") == ["b"]
        block["index"]["blocks"]["read_only_allow_delete"] = None  # type: ignore[assignment]
        cluster.ask("PUT", f"{names}/_settings", block)
        assert index.add(OTHER).documents == 1


def test_nobody_answers() -> None:
    """The message names a cluster that does not answer, and says what to do."""
    pytest.importorskip("opensearchpy")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(IndexUnreachableError, match=rf"127.0.0.1:{port}/x: no server"):
        diplosearch.open(f"opensearch://127.0.0.1:{port}/x?retries=1")


def test_something_else_answers() -> None:
    """A server that closes the connection is no cluster, and said to be none."""
    pytest.importorskip("opensearchpy")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            connection, _ = server.accept()
            connection.close()

        threading.Thread(target=refuse, daemon=True).start()
        address = f"opensearch://127.0.0.1:{server.getsockname()[1]}/x?retries=0"
        with pytest.raises(IndexUnreachableError, match="no server answers"):
            diplosearch.open(address)


@pytest.fixture
def door(cluster_url: str) -> Iterator[Doorkeeper]:
    """A door before the cluster at which a password is asked for."""
    host, port = read_address(f"{cluster_url}/x").hosts[0]
    with doorkeeper(host, port) as found:
        yield found


def through(door: Doorkeeper, location: str, user: str) -> str:
    """Return ``location`` behind the door, for ``user``."""
    name = read_address(location).name
    return f"opensearch://{user}{door.address}/{name}?retries=0"


SECRET = f"{USER}:{PASSWORD.replace('%', '%25')}@"


@pytest.mark.parametrize("user", ["", "reader:wrong@", "other:geheim%251@"])
def test_wrong_password(door: Doorkeeper, location: str, user: str) -> None:
    """The message of a wrong password says where to set it, and shows no secret."""
    with pytest.raises(IndexAccessError, match="DIPLOSEARCH_OPENSEARCH_USER") as raised:
        diplosearch.open(through(door, location, user))
    assert "geheim" not in str(raised.value)
    assert "wrong" not in str(raised.value).replace("is wrong", "")


def test_secrets_are_nowhere(
    door: Doorkeeper, location: str, caplog: pytest.LogCaptureFixture
) -> None:
    """With the password all works, and no log, name or figure holds it."""
    caplog.set_level(logging.DEBUG)
    with diplosearch.rebuild(ONE, through(door, location, SECRET)) as index:
        assert found(index, "summit") == ["b"]
        index.add(OTHER)
        shown = [repr(index), str(index.stats()), caplog.text]
    assert caplog.text
    for text in shown:
        assert "geheim" not in text
        assert "Basic" not in text


def test_tls(cluster_url: str, location: str, tmp_path: Path) -> None:
    """A certificate is checked; the authority's can be named."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("needs openssl")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    files = ("-keyout", str(key), "-out", str(certificate))
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    both = tmp_path / "both.pem"
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    host, port = read_address(f"{cluster_url}/x").hosts[0]
    with doorkeeper(host, port, certificate=both) as door:
        address = through(door, location, SECRET).replace("opensearch:", "opensearchs:")
        with pytest.raises(IndexUnreachableError, match=r"no safe connection.*\?ca=FILE"):
            diplosearch.open(address)
        with diplosearch.rebuild(ONE, f"{address}&ca={certificate}") as index:
            assert found(index, "summit") == ["b"]
        with pytest.raises(UsageError, match=r"nothing\.pem"):
            diplosearch.open(f"{address}&ca={tmp_path / 'nothing.pem'}")


def test_forbidden(door: Doorkeeper, location: str) -> None:
    """A user who may only read gets an error that names the missing permission."""
    with diplosearch.rebuild(ONE, through(door, location, SECRET)) as index:
        door.forbidden = "_bulk"
        with pytest.raises(IndexAccessError, match="no permissions"):
            index.add(OTHER)
        assert found(index, "summit") == ["b"]


def test_slow_cluster(door: Doorkeeper, location: str) -> None:
    """A cluster that takes too long is named with the seconds that it was given."""
    address = through(door, location, SECRET)
    with diplosearch.rebuild(ONE, address) as index:
        index.search("summit")
    with diplosearch.open(f"{address}&timeout=0.3") as index:
        door.seconds = 1.0
        with pytest.raises(IndexUnreachableError, match=r"did not answer within 0\.3 s"):
            index.search("embassy")
        door.seconds = 0.0
        assert found(index, "summit") == ["b"]


def test_timeout_of_a_search(door: Doorkeeper, location: str) -> None:
    """A search that is out of time gives no error but a warning, as on every engine."""
    with diplosearch.rebuild(ONE, through(door, location, SECRET)) as index:
        door.seconds = 0.5
        results = index.search("summit", timeout=0.2)
        assert (results.total, len(results)) == (0, 0)
        assert "stopped after 0.2 s" in results.warnings[-1]


def test_timeout_holds_for_all_requests(door: Doorkeeper, location: str) -> None:
    """A timeout holds from the first request of a search to the last, however many, and
    the answer says that it stopped.

    Where only the search itself is bounded, the requests before and after it take the
    location's thirty seconds each.
    """
    with diplosearch.rebuild(ONE, through(door, location, SECRET)) as index:
        for path in ("_mtermvectors", "_mget", "_msearch", "_search"):
            with diplosearch.open(through(door, location, SECRET)) as fresh:
                door.slow = path
                begun = time.monotonic()
                results = fresh.search(
                    "tradde summit", timeout=1, facets=["source", "person"]
                )
                assert time.monotonic() - begun < 2.5, path
                door.slow = ""
                is_told = any("1 s" in one or "no time" in one for one in results.warnings)
                assert is_told or results.total, path
        assert found(index, "summit") == ["b"]


def test_busy_cluster(door: Doorkeeper, location: str) -> None:
    """A writer waits for a cluster that takes no writes for a while; readers are not
    asked to. With less patience, a sentence says how to have more.
    """
    with diplosearch.rebuild(ONE, through(door, location, SECRET)) as index:
        door.busy = 6
        assert index.add(OTHER).documents == 1
        assert door.busy == 0
    with diplosearch.open(f"{through(door, location, SECRET)}&patience=1") as index:
        door.busy = 1_000
        begun = time.monotonic()
        with pytest.raises(IndexUnreachableError, match=r"overloaded|no answer"):
            index.add(docs("The consulate closed.", "The embassy moved."))
        assert time.monotonic() - begun < 20
        door.busy = 0
        assert found(index, "embassy") == ["a"]
        assert index.check(full=True).ok


def test_damaged_document(location: str, cluster: Cluster) -> None:
    """A document that was altered in the cluster is found out when it is read."""
    with diplosearch.rebuild(ONE, location) as index:
        documents = find_current(cluster).documents
        cluster.ask(
            "POST", f"{documents}/_update/2", {"doc": {"source": "me"}}, refresh=True
        )
        with pytest.raises(IndexDamagedError, match=r"'b'.* was altered"):
            index.get("b")
        report = index.check(full=True)
        assert [one.document for one in report.damage if one.kind == "document"] == ["b"]


def test_manifest_that_was_altered(location: str, cluster: Cluster) -> None:
    """A manifest that says something else than was written is refused."""
    diplosearch.rebuild(ONE, location).close()
    state = find_current(cluster).state
    found = cluster.ask("GET", f"{state}/_doc/manifest")["_source"]
    found["content"]["manifest"]["documents"] = 7
    cluster.ask("PUT", f"{state}/_doc/manifest", found)
    with pytest.raises(IndexDamagedError, match="altered"):
        diplosearch.open(location)


def test_bulk_makes_no_index_up(location: str, cluster: Cluster) -> None:
    """What is written when its index is gone ends in an error, not in a new index."""
    with diplosearch.rebuild(ONE, location) as index:
        gone = find_current(cluster)
        cluster.ask("DELETE", f"{gone.documents},{gone.passages}")
        with pytest.raises(diplosearch.errors.UnusableIndexError):
            index.add(OTHER)
        time.sleep(0)
        assert gone.documents not in cluster.ask("GET", f"{gone}-*/_settings")


def test_tags_are_counted_by_the_cluster(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facet of tags counts as in memory, and brings no list of passages here."""
    documents = [
        Document(id=f"d{n}", text=f"Ministers met in {'Baku' if n % 3 else 'Tiflis'} {n}.")
        for n in range(60)
    ]
    monkeypatch.setattr(facets, "_ROWS_AT_ONCE", 7)
    answers = []
    with (
        diplosearch.rebuild(documents, entities=False, jobs=1) as memory,
        diplosearch.rebuild(documents, location, entities=False, jobs=1) as index,
    ):
        for one in (memory, index):
            for n in range(40):
                one.tag(f"d{n}", "önemli")
                if n % 2:
                    one.tag(f"d{n}", "seen")
            one.tag("d3", "Tiflis alone")
            if one is index:
                monkeypatch.setattr(Searcher, "match_all", None)
            answers.append(
                [
                    one.search(query, facets=["tag"]).facets["tag"]
                    for query in ("Baku", "Tiflis", "ministers", "tag:seen", "nothing")
                ]
            )
    assert answers[0] == answers[1]
    assert [value.count for value in answers[1][2]] == [40, 20, 1]
