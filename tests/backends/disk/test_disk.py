"""The backend in a folder: what is refused, what survives, what is cleaned up."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends import manifest
from diplosearch.backends.disk import backend, generations, transaction
from diplosearch.backends.disk.locks import ReaderLock, WriterLock
from diplosearch.errors import (
    IndexAnalyzerError,
    IndexDamagedError,
    IndexFormatError,
    IndexLockedError,
    IndexMissingError,
    UsageError,
)

DOCUMENTS = [
    Document(id="a", text="Ministers signed the trade agreement in Ankara.", language="en"),
    Document(id="b", text="Bakanlar Ankara’da bir araya geldi.", language="tr"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an index."""
    location = tmp_path / "index"
    diplosearch.rebuild(DOCUMENTS, location).close()
    return location


def commits(folder: Path) -> list[str]:
    """Return the commits that are there."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.glob("generation-*/commit-*")
    )


def found(folder: Path, **options: Any) -> list[str]:
    """Return the ids of what answers ``Ankara``."""
    with diplosearch.open(folder, **options) as index:
        return sorted(hit.document.id for hit in index.search("Ankara"))


# What is refused


def test_no_folder(tmp_path: Path) -> None:
    """Where there is no folder, there is no index, and none is made."""
    with pytest.raises(IndexMissingError, match="rebuild"):
        diplosearch.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_folder_with_a_readme(tmp_path: Path) -> None:
    """A folder with only a README has no index, and one can be built in it."""
    (tmp_path / "README.md").write_text("keep")
    with pytest.raises(IndexMissingError, match="rebuild"):
        diplosearch.open(tmp_path)
    diplosearch.rebuild(DOCUMENTS, tmp_path).close()
    assert found(tmp_path) == ["a", "b"]
    assert (tmp_path / "README.md").read_text() == "keep"


def test_location_that_is_a_file(tmp_path: Path) -> None:
    """A file is refused as a location, and stays as it is."""
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(UsageError, match="folder"):
        diplosearch.rebuild(DOCUMENTS, path)
    with pytest.raises(IndexMissingError):
        diplosearch.open(path)
    assert path.read_text() == "x"


@pytest.mark.parametrize("location", ["http://host/x", "opensearch2://x", "s3://bucket"])
def test_location_of_no_kind(location: str) -> None:
    """A location of an unknown kind is refused."""
    with pytest.raises(UsageError, match="folder"):
        diplosearch.open(location)


def test_unknown_engine(tmp_path: Path) -> None:
    """An engine that does not exist is refused; the message names those that do."""
    with pytest.raises(UsageError, match="whoosh"):
        diplosearch.rebuild(DOCUMENTS, tmp_path, engine="lucene")
    with pytest.raises(UsageError, match=":memory:"):
        diplosearch.rebuild(DOCUMENTS, tmp_path, engine="memory")
    with pytest.raises(UsageError, match="folder"):
        diplosearch.rebuild(DOCUMENTS, ":memory:", engine="whoosh")


def test_other_format(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of another format is refused with the command that rebuilds it."""
    monkeypatch.setattr(manifest, "FORMAT", manifest.FORMAT + 1)
    with pytest.raises(IndexFormatError, match="diplosearch rebuild"):
        diplosearch.open(folder)


def test_other_analyzer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of another analyzer is refused with the command that rebuilds it."""
    with monkeypatch.context() as patch:
        for module in (manifest, transaction):
            patch.setattr(module, "fingerprint", lambda: "other")
        with pytest.raises(IndexAnalyzerError, match="diplosearch rebuild"):
            diplosearch.open(folder)
        diplosearch.rebuild(DOCUMENTS, folder).close()
    with pytest.raises(IndexAnalyzerError):
        diplosearch.open(folder)
    diplosearch.rebuild(DOCUMENTS, folder).close()
    assert found(folder) == ["a", "b"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(bytes(data))


FILES = (
    "*.seg",
    "*.toc",
    "manifest.json",
    "CURRENT",
    "documents-*.sqlite",
    "entities.sqlite",
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", [_cut, _grow, _flip, Path.unlink])
def test_damage_is_reported(folder: Path, name: str, harm: Callable[[Path], None]) -> None:
    """A file that was cut, grown, altered or removed is reported by name."""
    path = next(folder.rglob(name))
    harm(path)
    with pytest.raises((IndexDamagedError, IndexMissingError), match="rebuild"):
        diplosearch.open(folder, verify="full")
    diplosearch.rebuild(DOCUMENTS, folder).close()
    assert found(folder, verify="full") == ["a", "b"]


@pytest.mark.parametrize("harm", [_cut, _grow, Path.unlink])
@pytest.mark.parametrize("name", ["*.seg", "*.toc", "*.sqlite"])
def test_sizes_are_always_verified(
    folder: Path, name: str, harm: Callable[[Path], None]
) -> None:
    """Opening always reports missing and cut files."""
    path = next(folder.rglob(name))
    harm(path)
    with pytest.raises(IndexDamagedError, match=path.name):
        diplosearch.open(folder)


def test_every_damaged_byte_of_the_postings_is_reported(folder: Path) -> None:
    """A flipped bit anywhere in the engine's files is reported by a full verification."""
    for path in (*folder.rglob("*.seg"), *folder.rglob("*.toc")):
        sound = path.read_bytes()
        for offset in range(0, len(sound), max(1, len(sound) // 25)):
            path.write_bytes(
                sound[:offset] + bytes([sound[offset] ^ 0x10]) + sound[offset + 1 :]
            )
            with pytest.raises(IndexDamagedError, match=path.name):
                diplosearch.open(folder, verify="full")
        path.write_bytes(sound)
    assert found(folder, verify="full") == ["a", "b"]


def test_wrong_verify(folder: Path) -> None:
    """An unknown value of ``verify`` is refused."""
    with pytest.raises(UsageError, match="sizes"):
        diplosearch.open(folder, verify="everything")  # type: ignore[arg-type]


# What survives


def test_foreign_files_survive(folder: Path) -> None:
    """README and whatever else lies in the folder outlive every change."""
    foreign = ["README.md", "notes.txt", ".gitignore", "generation-000001.bak", "backup/x"]
    for name in foreign:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)
    for _ in range(2):
        with diplosearch.rebuild(DOCUMENTS, folder) as index:
            index.add(Document(id="c", text="New talks were held in Ankara."))
            index.delete("a")
    for name in foreign:
        assert (folder / name).read_text() == name


def test_generation_in_use_is_kept_and_removed_later(folder: Path) -> None:
    """What a reader has open stays until a change after it was closed."""
    with diplosearch.open(folder) as old:
        before = old.search("Ankara")
        for _ in range(2):
            diplosearch.rebuild(DOCUMENTS[:1], folder).close()
            assert [hit.passage.id for hit in old.search("Ankara")] == [
                hit.passage.id for hit in before
            ]
            assert [document.id for document in old.documents()] == ["a", "b"]
        assert len(commits(folder)) == 2
    assert found(folder) == ["a"]
    diplosearch.rebuild(DOCUMENTS, folder).close()
    assert len(commits(folder)) == 1
    assert len(list(folder.glob("generation-*"))) == 1


def test_many_commits_leave_one(folder: Path) -> None:
    """However often an index is changed, one commit stays, and its size stays sane."""
    with diplosearch.open(folder) as index:
        for number in range(12):
            index.add(Document(id="c", text=f"Talks number {number} were held in Ankara."))
            assert found(folder, verify="full") == ["a", "b", "c"]
    assert len(commits(folder)) == 1
    assert len(list(folder.rglob("*.seg"))) < 12


def test_opening_while_a_writer_cleans_up(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit replaced just before it was locked is never opened half removed."""
    old = generations.read_current(folder)
    calls: list[Path] = []

    def lock_late(path: Path) -> ReaderLock:
        lock = ReaderLock(path)
        if not calls:
            calls.append(path)
            new = folder / "generation-000007" / old.name
            shutil.copytree(old.parent, new.parent)
            generations.write_current(folder, new)
            shutil.rmtree(old.parent)
        return lock

    monkeypatch.setattr(backend, "ReaderLock", lock_late)
    assert found(folder) == ["a", "b"]


def test_size_while_a_writer_cleans_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size of an index can be read while its current commit is replaced."""
    old = generations.read_current(folder)
    listed = Path.iterdir
    calls: list[Path] = []

    def list_late(path: Path) -> Iterator[Path]:
        if path == old and not calls:
            calls.append(path)
            diplosearch.rebuild(DOCUMENTS, folder).close()
        return listed(path)

    with diplosearch.open(folder) as index:
        before = index.stats().size
        index.refresh()
    monkeypatch.setattr(Path, "iterdir", list_late)
    assert backend.DiskBackend(folder).size() == before
    assert calls == [old]


def test_file_system_without_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where files cannot be linked they are copied."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    with diplosearch.open(folder) as index:
        index.add(Document(id="c", text="New talks were held in Ankara."))
    assert found(folder, verify="full") == ["a", "b", "c"]


def test_moved_index(folder: Path, tmp_path: Path) -> None:
    """An index can be moved or copied: it does not store its location."""
    moved = tmp_path / "bir başka yer #%20?"
    shutil.copytree(folder, moved)
    shutil.rmtree(folder)
    assert found(moved, verify="full") == ["a", "b"]
    with diplosearch.open(moved) as index:
        index.add(Document(id="c", text="New talks were held in Ankara."))
    assert found(moved) == ["a", "b", "c"]


def test_relative_location(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative location is read from the working directory."""
    monkeypatch.chdir(folder.parent)
    assert found(Path("index")) == ["a", "b"]
    diplosearch.rebuild(DOCUMENTS, "other/new").close()
    assert found(folder.parent / "other" / "new") == ["a", "b"]


# Writers


def test_second_writer_is_refused_with_the_holder(folder: Path) -> None:
    """Every change waits for the lock, then fails with a message that names its holder."""
    lock = WriterLock(folder / "LOCK", purpose="a rebuild", timeout=0)
    index = diplosearch.open(folder, lock_timeout=0.1)
    changes: list[Callable[[], Any]] = [
        lambda: diplosearch.rebuild(DOCUMENTS, folder, lock_timeout=0.1),
        lambda: index.add(DOCUMENTS),
        lambda: index.delete("a"),
    ]
    for change in changes:
        with pytest.raises(
            IndexLockedError, match=rf"process {os.getpid()} .*a rebuild since"
        ):
            change()
    assert len(index.search("Ankara")) == 2
    lock.release()
    index.delete("a")
    assert found(folder) == ["b"]
    index.close()


REBUILD = """
import sys, diplosearch
from diplosearch import Document
for number in range(int(sys.argv[2])):
    texts = {f"d{n}": f"Talks {n} were held in Ankara." for n in range(number + 2)}
    documents = [Document(id=id, text=text, language="en") for id, text in texts.items()]
    diplosearch.rebuild(documents, sys.argv[1]).close()
    print("rebuilt", flush=True)
"""


@pytest.mark.slow
def test_search_while_another_process_rebuilds(folder: Path) -> None:
    """The old generation answers without an error; a newly opened index is the new one."""
    with (
        diplosearch.open(folder) as old,
        subprocess.Popen(
            [sys.executable, "-c", REBUILD, str(folder), "12"],
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        seen = set()
        while process.poll() is None:
            assert len(old.search("Ankara")) == 2
            with diplosearch.open(folder) as new:
                seen.add(new.stats().documents)
                assert (
                    new.search("Ankara", per_document=None).total == new.stats().documents
                )
        assert process.returncode == 0
        assert len(list(old.documents())) == 2
        old.refresh()
        assert old.stats().documents == 13
        assert len(seen) > 1


ADD = """
import sys, diplosearch
from diplosearch import Document
with diplosearch.open(sys.argv[1], lock_timeout=60) as index:
    for number in range(4):
        id = f"{sys.argv[2]}{number}"
        index.add(Document(id=id, text=f"Talks {id} were held in Ankara.", language="en"))
"""


@pytest.mark.slow
def test_writers_of_several_processes_take_turns(folder: Path) -> None:
    """Nothing that one of several writers added is lost."""
    processes = [
        subprocess.Popen([sys.executable, "-c", ADD, str(folder), name]) for name in "xyz"
    ]
    assert [process.wait() for process in processes] == [0, 0, 0]
    with diplosearch.open(folder, verify="full") as index:
        assert index.stats().documents == 14
        assert index.search("talks").total == 12
