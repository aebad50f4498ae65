"""Recovery: what can be read comes back, what cannot is named, nothing is destroyed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.disk import generations, transaction
from diplosearch.backends.disk.locks import WriterLock
from diplosearch.backends.manifest import describe_file
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.errors import (
    IndexDamagedError,
    IndexFormatError,
    IndexLockedError,
    IndexMissingError,
    UsageError,
)
from diplosearch.integrity.salvage import salvage
from diplosearch.storage.checksummed_json import seal
from diplosearch.storage.segments import PAGE_BYTES

DOCUMENTS = [
    Document(id="a", text="Ministers signed the trade agreement in Ankara.", language="en"),
    Document(id="b", text="Bakan Hakan Fidan Çin’de bir araya geldi.", language="tr"),
    Document(id="c", text="Talks in Ankara went on.", source="Xinhua", language="en"),
]
INCOMPRESSIBLE = " ".join(f"{Random(n).getrandbits(6000):x}" for n in range(400))
"""A text that makes a large segment, which is not merged with a small one."""

IDS = ["a", "b", "c"]


@pytest.fixture(params=[name for name in DISK_ENGINES if find_spec(name)])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with an index, on each engine in turn."""
    location = tmp_path / "index"
    with diplosearch.rebuild(DOCUMENTS, location, engine=request.param, jobs=1) as index:
        index.add(Document(id="d", text="Gone tomorrow in Ankara."))
        index.delete("d")
    return location


def state(folder: Path) -> tuple[object, ...]:
    """Return what the index holds and answers."""
    with diplosearch.open(folder, verify="full") as index:
        return (
            index.stats().engine,
            list(index.documents()),
            sorted(hit.document.id for hit in index.search("Ankara Fidan")),
            index.entities(),
        )


def flip(path: Path, fraction: float = 0.4) -> None:
    """Alter a file in one bit."""
    data = bytearray(path.read_bytes())
    data[int(len(data) * fraction)] ^= 4
    path.write_bytes(data)


def harm_current(folder: Path) -> None:
    """Alter CURRENT."""
    flip(folder / "CURRENT")


def lose_current(folder: Path) -> None:
    """Remove CURRENT."""
    (folder / "CURRENT").unlink()


def harm_manifest(folder: Path) -> None:
    """Alter the manifest."""
    flip(next(folder.rglob("manifest.json")))


def lose_manifest(folder: Path) -> None:
    """Lose the manifest."""
    next(folder.rglob("manifest.json")).unlink()


def harm_engine(folder: Path) -> None:
    """Alter the files of the engine."""
    for pattern in ("*.seg", "*.term", "*.idx"):
        for path in folder.rglob(pattern):
            flip(path)


def lose_entities(folder: Path) -> None:
    """Lose the table of entities."""
    next(folder.rglob("entities.sqlite")).unlink()


def lose_mark(folder: Path) -> None:
    """Lose the file that readers lock."""
    next(folder.rglob("IN-USE")).unlink()


@pytest.mark.parametrize(
    ("harm", "outcome"),
    [
        (harm_current, "named"),
        (lose_current, "named"),
        (lose_mark, "named"),
        (harm_manifest, "rebuilt"),
        (lose_manifest, "rebuilt"),
        (harm_engine, "rebuilt"),
        (lose_entities, "rebuilt"),
    ],
)
def test_nothing_is_lost(folder: Path, harm: Callable[[Path], None], outcome: str) -> None:
    """Where the documents are sound, all comes back as it was, entities and all."""
    before = state(folder)
    harm(folder)
    assert not diplosearch.check(folder, full=True).ok
    recovery = diplosearch.recover(folder, jobs=1)
    assert (recovery.outcome, recovery.documents) == (outcome, 3)
    assert recovery.lost == ()
    assert recovery.older == ()
    assert state(folder) == before
    assert {one.kind for one in recovery.check.findings} <= {"aside"}
    if outcome == "rebuilt":
        assert recovery.aside == ("damaged-generation-000001",)
        assert any((folder / recovery.aside[0]).rglob("documents-*.sqlite"))


def test_a_sound_index_stays_as_it_is(folder: Path) -> None:
    """Where nothing is wrong nothing is done."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert diplosearch.recover(folder).outcome == "sound"
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def harm_rows(folder: Path, condition: str) -> None:
    """Alter the rows of some documents, so that their checksums tell."""
    for path in folder.rglob("documents-*.sqlite"):
        with sqlite3.connect(path) as connection:
            connection.execute(f"UPDATE documents SET body = x'00' WHERE {condition}")
        connection.close()


def test_what_is_lost_is_named(folder: Path) -> None:
    """Documents that cannot be read are named; the rest is whole and can be changed."""
    harm_rows(folder, "id = 'b'")
    recovery = diplosearch.recover(folder, jobs=1)
    assert [(one.id, one.reason) for one in recovery.lost] == [("b", "its row is damaged")]
    with diplosearch.open(folder, verify="full") as index:
        assert index.ids() == ["a", "c"]
        index.add(DOCUMENTS[1])
        assert index.check(full=True).ok
        assert index.search("Fidan")[0].document.id == "b"


def test_an_older_state_fills_in(folder: Path) -> None:
    """What the newest state has lost is taken from an older one that is still open."""
    with diplosearch.open(folder):
        with diplosearch.open(folder) as index:
            index.add(Document(id="e", text="New talks in Ankara."))
        commit = generations.read_current(folder)
        for path in commit.glob("documents-*"):  # no links: the older state stays sound
            copy = path.read_bytes()
            path.unlink()
            path.write_bytes(copy)
        harm_rows(commit, "id IN ('b', 'e')")
        recovery = diplosearch.recover(folder, jobs=1)
    assert recovery.older == ("b",)
    assert [one.id for one in recovery.lost] == ["e"]
    with diplosearch.open(folder) as index:
        assert sorted(index.ids()) == IDS


def test_an_older_state_comes_back(folder: Path) -> None:
    """Where nothing of the newest state is left, an older sound one is named again."""
    with diplosearch.open(folder):
        with diplosearch.open(folder) as index:
            index.delete("a")
        newest = generations.read_current(folder)
        for path in newest.iterdir():
            if path.name != "IN-USE":
                path.unlink()
        recovery = diplosearch.recover(folder, jobs=1)
    assert (recovery.outcome, recovery.documents) == ("older", 3)
    assert recovery.aside == ("damaged-generation-000001-commit-000004",)
    assert diplosearch.check(folder, full=True).ok


def test_nothing_can_be_read(folder: Path) -> None:
    """Where no document can be read the error says so, and nothing is changed."""
    for path in folder.rglob("documents-*"):
        path.write_bytes(b"x" * 5000)
    before = sorted(folder.rglob("*"))
    with pytest.raises(IndexDamagedError, match="diplosearch rebuild"):
        diplosearch.recover(folder, jobs=1)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.slow
def test_a_whole_file_is_lost(folder: Path) -> None:
    """A file of documents that cannot be opened is named; the others come back."""
    with diplosearch.open(folder) as index:
        index.add(Document(id="long", text="Talks in Ankara. " * 9000))
        index.add(Document(id="e", text="New talks in Ankara."))
    segments = sorted(generations.read_current(folder).glob("documents-*"))
    assert len(segments) > 1
    segments[0].write_bytes(b"\0" * 5000)
    recovery = diplosearch.recover(folder, jobs=1)
    assert [(one.id, one.path) for one in recovery.lost] == [(None, segments[0].name)]
    with diplosearch.open(folder) as index:
        assert index.ids() == ["e"]


def with_two_segments(folder: Path) -> list[Path]:
    """Give the index a large segment, and a small one that adds ``e`` and deletes ``c``."""
    with diplosearch.open(folder) as index:
        index.add(Document(id="long", text=INCOMPRESSIBLE, language="en"))
        index.add(Document(id="e", text="New talks in Ankara."))
        index.delete("c")
    segments = sorted(generations.read_current(folder).glob("documents-*"))
    assert len(segments) == 2
    return segments


@pytest.mark.slow
def test_a_missing_file_is_lost(folder: Path) -> None:
    """A file of documents that is not there is named.

    Fails when the files in the folder are taken for all that were committed.
    """
    missing, _ = with_two_segments(folder)
    missing.unlink()
    recovery = diplosearch.recover(folder, jobs=1)
    assert [(one.id, one.path) for one in recovery.lost] == [(None, missing.name)]


@pytest.mark.slow
def test_what_was_deleted_stays_deleted(folder: Path) -> None:
    """Without the file that lists what was deleted, the engine tells what is left.

    Fails when documents are kept that the engine does not hold.
    """
    _, missing = with_two_segments(folder)
    missing.unlink()
    recovery = diplosearch.recover(folder, jobs=1)
    assert [(one.id, one.path) for one in recovery.lost] == [(None, missing.name)]
    with diplosearch.open(folder) as index:
        assert index.ids() == ["a", "b", "long"]


def test_a_damaged_list_of_deletions_is_told(tmp_path: Path) -> None:
    """Where the engine is damaged as well, what was deleted may be back, and that is said.

    Fails when the end of the list is not looked for.
    """
    folder = tmp_path / "index"
    documents = [Document(id=f"d{n}", text=f"Talks number {n}.") for n in range(5)]
    with diplosearch.rebuild(documents, folder, jobs=1, entities=False) as index:
        index.delete("d3")
    harm_engine(folder)
    commit = generations.read_current(folder)
    (path,) = commit.glob("documents-*")
    told = False
    for page in range(1, path.stat().st_size // PAGE_BYTES):
        sound = path.read_bytes()
        with path.open("r+b") as file:
            file.seek(page * PAGE_BYTES)
            file.write(b"\xa5" * PAGE_BYTES)
        found = salvage(commit)
        found.close()
        told |= any("deleted" in one.reason for one in found.lost)
        path.write_bytes(sound)
    assert told


@pytest.mark.slow
def test_overwritten_pages(tmp_path: Path) -> None:
    """Around pages that were overwritten all other documents are read, and none twice."""
    folder = tmp_path / "index"
    documents = [
        Document(id=f"d{n:03}", text=f"Talks number {n} in Ankara. " * 40, language="en")
        for n in range(120)
    ]
    diplosearch.rebuild(documents, folder, jobs=1, entities=False).close()
    commit = generations.read_current(folder)
    path = next(commit.glob("documents-*"))
    pages = path.stat().st_size // PAGE_BYTES
    hopeless = 0
    for page in range(1, pages):
        sound = path.read_bytes()
        with path.open("r+b") as file:
            file.seek(page * PAGE_BYTES)
            file.write(b"\xa5" * PAGE_BYTES)
        found = salvage(commit)
        saved = [row.id for _, row in found.rows.values()]
        lost = [one.id for one in found.lost if one.id is not None]
        found.close()
        assert len(saved) == len(set(saved))
        assert set(saved) | set(lost) == {one.id for one in documents}, page
        hopeless += not saved
        path.write_bytes(sound)
    assert hopeless <= 2  # the root of the table, and the page of the schema


def test_only_an_interrupted_rebuild_is_damaged(folder: Path) -> None:
    """What a rebuild has saved is put aside where it is damaged; the state stays."""
    generation = folder / "generation-000005"
    generation.mkdir()
    (generation / "REBUILD.json").write_text("{")
    assert not diplosearch.check(folder).ok
    recovery = diplosearch.recover(folder)
    assert (recovery.outcome, recovery.documents) == ("named", 3)
    assert recovery.aside == ("damaged-generation-000005",)


def test_twice(folder: Path) -> None:
    """A second recovery finds nothing to do, and names do not run into each other."""
    for number in range(2):
        harm_manifest(generations.read_current(folder))
        assert len(diplosearch.recover(folder, jobs=1).aside) == 1, number
        assert diplosearch.recover(folder).outcome == "sound"
    assert len(list(folder.glob("damaged-*"))) == 2


def test_interrupted_recovery_changes_nothing(folder: Path) -> None:
    """A recovery that is stopped leaves all as it was, and can be made again."""
    lose_entities(folder)

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        diplosearch.recover(folder, jobs=1, progress=stop)
    assert generations.read_current(folder).name == "commit-000003"
    assert diplosearch.recover(folder, jobs=1).documents == 3


@pytest.mark.parametrize("harm", [lose_entities, lose_current])
def test_a_recovery_that_dies_at_the_switch_keeps_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    """What was damaged is aside before the new state is current, also for later writers.

    Fails when it is put aside after that.
    """
    unfinished = generations.next_generation(folder)
    unfinished.mkdir()
    (unfinished / "documents-000001.sqlite").touch()
    harm(folder)
    before = {path.stat().st_ino for path in folder.glob("generation-*/**/*.*")}
    switch = generations.write_current

    def die(root: Path, commit: Path) -> None:
        switch(root, commit)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(generations, "write_current", die)
        with pytest.raises(KeyboardInterrupt):
            diplosearch.recover(folder, jobs=1)
    with diplosearch.open(folder) as index:
        index.delete("no such document")
    assert before <= {path.stat().st_ino for path in folder.rglob("*")}


def test_any_state_may_have_been_the_current_one(folder: Path) -> None:
    """Of two complete states the newer one is named where CURRENT cannot be read; the
    other one is kept aside, since a writer may have died before it named the newer one."""
    with diplosearch.open(folder):
        current = generations.read_current(folder)
        with diplosearch.open(folder) as index:
            index.delete("a")
        files = {path.stat().st_ino for path in current.iterdir() if path.suffix}
        harm_current(folder)
        recovery = diplosearch.recover(folder, jobs=1)
    assert (recovery.outcome, recovery.documents) == ("named", 2)
    assert recovery.aside == ("damaged-generation-000001-commit-000003",)
    with diplosearch.open(folder) as index:
        index.delete("b")
    assert files <= {path.stat().st_ino for path in folder.rglob("*")}


def test_a_failed_rebuild_without_current_destroys_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild without a readable CURRENT removes the old state only at its end."""
    flip(folder / "CURRENT")

    def fail(*_: object) -> None:
        raise OSError("no")

    with monkeypatch.context() as patch:
        patch.setattr(transaction, "write_manifest", fail)
        with pytest.raises(OSError, match="no"):
            diplosearch.rebuild(DOCUMENTS[:1], folder, jobs=1)
    assert diplosearch.recover(folder, jobs=1).documents == 3


def test_what_cannot_be_recovered(folder: Path, tmp_path: Path) -> None:
    """No index, another format, the memory and a writer at work are named errors."""
    with pytest.raises(IndexMissingError):
        diplosearch.recover(tmp_path / "none")
    with pytest.raises(UsageError):
        diplosearch.recover(":memory:")
    lose_entities(folder)
    lock = WriterLock(folder / "LOCK", purpose="a rebuild", timeout=0)
    with pytest.raises(IndexLockedError):
        diplosearch.recover(folder, jobs=1, lock_timeout=0.1)
    lock.release()
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    current = generations.read_current(old).relative_to(old)
    (old / "CURRENT").write_text(f"{current.as_posix()}\n")
    with pytest.raises(IndexFormatError, match="diplosearch rebuild"):
        diplosearch.recover(old)


def other_index(folder: Path) -> Path:
    """Make another index of the same shape beside that in ``folder``; return its commit."""
    with diplosearch.open(folder) as index:
        engine = index.stats().engine
    place = folder.with_name("other")
    foreign = [
        Document(id=one.id, text=one.text[::-1], source=one.source, language=one.language)
        for one in DOCUMENTS
    ]
    with diplosearch.rebuild(foreign, place, engine=engine, jobs=1) as index:
        index.add(Document(id="d", text="Enog worromot in Ankara."))
        index.delete("d")
    return generations.read_current(place)


def put_foreign_store(folder: Path) -> None:
    """Put the store of another index, with the right names, into the current commit."""
    alien, own = other_index(folder), generations.read_current(folder)
    for path in alien.glob("documents-*"):
        assert (own / path.name).exists()
        (own / path.name).unlink()  # which a commit before may share
        shutil.copy(path, own / path.name)


@pytest.mark.slow
@pytest.mark.parametrize(
    "harm", [lambda _: None, harm_manifest], ids=["alone", "manifest too"]
)
def test_a_store_of_another_index_is_not_taken(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    """Documents of another index are no documents of this one: nothing is rebuilt of them,
    also where the manifest is damaged as well."""
    put_foreign_store(folder)
    harm(folder)
    with pytest.raises(IndexDamagedError, match="no document"):
        diplosearch.recover(folder, jobs=1)
    with pytest.raises(IndexDamagedError):
        diplosearch.open(folder)


@pytest.mark.slow
def test_one_foreign_segment_is_named(tmp_path: Path) -> None:
    """Of several segments the foreign one is lost, and the others are read."""
    commits = []
    for mark in ("own", "alien"):
        many = [
            Document(
                id=f"d{n}", text=" ".join(f"{mark}{n}x{word}" for word in range(99)) + "."
            )
            for n in range(99)
        ]
        location = tmp_path / mark
        with diplosearch.rebuild(many, location, entities=False, jobs=1) as index:
            index.add(Document(id="late", text=f"Late {mark} news of Ankara."))
        commits.append(generations.read_current(location))
    own, alien = commits
    _, last = sorted(path.name for path in own.glob("documents-*"))
    shutil.copy(alien / last, own / last)
    recovery = diplosearch.recover(tmp_path / "own", jobs=1)
    assert recovery.outcome == "rebuilt"
    assert [(one.path, one.reason) for one in recovery.lost] == [
        (last, "is of another index")
    ]
    with diplosearch.open(tmp_path / "own") as index:
        assert len(index.ids()) == 99
        assert not any("alien" in one.text for one in index.documents())


def test_a_foreign_store_is_no_source(folder: Path, tmp_path: Path) -> None:
    """A rebuild from an index takes no documents that are not its own."""
    put_foreign_store(folder)
    with pytest.raises(IndexDamagedError, match="another index"):
        diplosearch.rebuild(from_index=folder, location=tmp_path / "new", jobs=1)


def test_bits_of_the_identity_may_flip(folder: Path) -> None:
    """A damaged header is still told from that of another index."""
    path = next(generations.read_current(folder).glob("documents-*"))
    data = bytearray(path.read_bytes())
    for offset in (60, 63, 68, 71):
        data[offset] ^= 16
    path.write_bytes(data)
    recovery = diplosearch.recover(folder, jobs=1)
    assert (recovery.outcome, recovery.lost) == ("rebuilt", ())
    assert recovery.documents == len(IDS)


@pytest.mark.slow
def test_stores_of_before_have_no_identity(folder: Path) -> None:
    """An index without an identity is read, changed and recovered as it was."""
    commit = generations.read_current(folder)
    for path in commit.glob("documents-*"):
        data = bytearray(path.read_bytes())
        data[60:64] = data[68:72] = bytes(4)
        path.unlink()
        path.write_bytes(data)
    body = json.loads((commit / "manifest.json").read_bytes())["manifest"]
    del body["store"]
    for name in body["files"]:
        body["files"][name] = asdict(describe_file(commit / name))
    (commit / "manifest.json").write_bytes(seal("manifest", body))
    assert diplosearch.check(folder, full=True).ok
    with diplosearch.open(folder, verify="full") as index:
        index.add(Document(id="e", text="Late news of Ankara."))
    flip(next(generations.read_current(folder).glob("documents-*")), 0.9)
    assert diplosearch.recover(folder, jobs=1).documents >= 3


def test_a_damaged_schema_is_read_all_the_same(folder: Path) -> None:
    """A flipped bit in what makes the tables loses no document."""
    path = next(generations.read_current(folder).glob("documents-*"))
    data = path.read_bytes()
    assert data.count(b"given BLOB") == 1
    path.write_bytes(data.replace(b"given BLOB", b"given bLOB"))
    with pytest.raises(IndexDamagedError):
        diplosearch.open(folder)
    assert diplosearch.recover(folder, jobs=1).documents == len(IDS)
