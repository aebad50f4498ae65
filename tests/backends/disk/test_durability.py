"""What a commit names is on the disk before it is named: files, then folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.disk import transaction
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.errors import UnusableIndexError
from diplosearch.storage import atomic_files

pytestmark = pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")

DOCUMENTS = [
    Document(id="a", text="Ministers signed the trade agreement in Ankara.", language="en"),
    Document(id="b", text="Bakanlar Ankara’da bir araya geldi.", language="tr"),
    Document(id="c", text="Talks in Ankara went on.", language="en"),
]
NEW = Document(id="d", text="Olympic Games opened in Beijing near Ankara.", language="en")
MARKS = ("LOCK", "LOCK.holder", "IN-USE", ".tantivy-meta.lock")


class Disk:
    """What would still be there if the power failed now, as far as fsync says.

    A file counts as brought to the disk while it is as it was when it was synced, a
    folder's name of a file from the folder's sync on.
    """

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.named: list[str] = []
        self.events: list[str] = []
        self._files: dict[int, tuple[int, int]] = {}
        self._names: dict[int, set[str]] = {}
        sync, replace = os.fsync, os.replace
        remove = shutil.rmtree

        def heard_sync(descriptor: int) -> None:
            sync(descriptor)
            found = os.fstat(descriptor)
            if os.path.isdir(descriptor):
                self._names[found.st_ino] = set(os.listdir(descriptor))
                self.events.append(f"sync {found.st_ino}")
            else:
                self._files[found.st_ino] = (found.st_size, found.st_mtime_ns)

        def heard_replace(source: Any, target: Any, **options: Any) -> None:
            target = Path(target)
            if target.name == "CURRENT":
                self.assert_whole(source)
                self.named.append(target.name)
            elif target.name == "REBUILD.json":
                self.assert_saved(target.parent, source)
                self.named.append(target.name)
            replace(source, target, **options)
            self.events.append(f"replace {target.name}")

        def heard_remove(path: Any, **options: Any) -> None:
            self.events.append("remove")
            remove(path, **options)

        monkeypatch.setattr(os, "fsync", heard_sync)
        monkeypatch.setattr(os, "replace", heard_replace)
        monkeypatch.setattr(shutil, "rmtree", heard_remove)

    def is_there(self, path: Path) -> bool:
        """Tell whether ``path`` has been brought to the disk as it is, name and all."""
        found = path.stat()
        is_named = path.name in self._names.get(path.parent.stat().st_ino, ())
        if path.is_dir():
            return is_named
        return is_named and self._files.get(found.st_ino) == (
            found.st_size,
            found.st_mtime_ns,
        )

    def assert_whole(self, draft: Any) -> None:
        """Assert that all is there that the new name leads to."""
        draft = Path(draft)
        folder = self.root / draft.read_text().split()[0]
        found = draft.stat()
        assert self._files[found.st_ino] == (found.st_size, found.st_mtime_ns)
        wanted = [path for path in folder.iterdir() if path.name not in MARKS]
        assert {"manifest.json", "entities.sqlite"} < {path.name for path in wanted}
        for path in (*wanted, folder, folder.parent):
            assert self.is_there(path), path

    def assert_saved(self, generation: Path, draft: Any) -> None:
        """Assert that the documents are there that a draft speaks of."""
        found = Path(draft).stat()
        assert self._files[found.st_ino] == (found.st_size, found.st_mtime_ns)
        parts = list(generation.glob("documents-*"))
        assert parts
        named = [path for path in parts if path.name in Path(draft).read_text()]
        assert named
        for path in named:
            assert self.is_there(path), path

    def assert_named_before_removed(self) -> None:
        """Assert that the new name is on the disk before anything old is removed."""
        place = max(n for n, one in enumerate(self.events) if one == "replace CURRENT")
        assert self.events[place + 1] == f"sync {self.root.stat().st_ino}"
        assert "remove" in self.events[place + 2 :]


@pytest.fixture(params=[name for name in DISK_ENGINES if find_spec(name)])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine on disk in turn."""
    return str(request.param)


def rebuild(folder: Path, engine: str) -> None:
    """Build from scratch."""
    diplosearch.rebuild([*DOCUMENTS, NEW], folder, engine=engine, jobs=1).close()


def rebuild_in_batches(folder: Path, engine: str) -> None:
    """Build from scratch and save after each document."""
    diplosearch.rebuild([*DOCUMENTS, NEW], folder, engine=engine, batch=1, jobs=1).close()


def add(folder: Path, _: str) -> None:
    """Add a document."""
    with diplosearch.open(folder) as index:
        index.add(NEW)


def delete(folder: Path, _: str) -> None:
    """Delete a document."""
    with diplosearch.open(folder) as index:
        index.delete("a")


def sync(folder: Path, _: str) -> None:
    """Take over a folder of files."""
    source = folder.parent / "source"
    source.mkdir()
    (source / "e.txt").write_text("New talks were held in Ankara.")
    with diplosearch.open(folder) as index:
        index.sync(source)


@pytest.mark.parametrize("change", [rebuild, rebuild_in_batches, add, delete, sync])
def test_on_the_disk_before_it_is_named(
    engine: str,
    change: Callable[[Path, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever the change and the engine, all is synced before the name is replaced."""
    folder = tmp_path / "index"
    diplosearch.rebuild(DOCUMENTS, folder, engine=engine, jobs=1).close()
    heard = Disk(folder, monkeypatch)
    change(folder, engine)
    assert heard.named[-1] == "CURRENT"
    assert heard.named.count("CURRENT") == 1
    if change is rebuild_in_batches:
        assert heard.named.count("REBUILD.json") >= 3
    heard.assert_named_before_removed()
    monkeypatch.undo()
    assert diplosearch.check(folder, full=True).findings == ()


def test_folders_that_were_made_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names of the folders above a new index are on the disk as well."""
    folder = tmp_path / "made" / "of" / "parts"
    synced: list[Path] = []
    sync_folder = atomic_files.sync_folder

    def heard(path: Path) -> None:
        synced.append(path)
        sync_folder(path)

    monkeypatch.setattr(atomic_files, "sync_folder", heard)
    diplosearch.rebuild(DOCUMENTS, folder, jobs=1).close()
    assert {tmp_path, tmp_path / "made", tmp_path / "made" / "of"} <= set(synced)


def test_a_missing_sync_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof fails for a change that forgets to bring one file to the disk."""
    folder = tmp_path / "index"
    diplosearch.rebuild(DOCUMENTS, folder, jobs=1).close()
    Disk(folder, monkeypatch)
    sync_file = atomic_files.sync_file

    def forgetful(path: Path) -> None:
        if path.name != "entities.sqlite":
            sync_file(path)

    monkeypatch.setattr(transaction, "sync_file", forgetful)
    with pytest.raises((AssertionError, UnusableIndexError), match="entities"):
        add(folder, "")
