"""Everything a commit refers to is synced before it becomes current: files, folders."""

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
    """What would survive a power failure now, according to the calls of fsync.

    A file counts as synced while it is unchanged since its sync, its name from the
    sync of its folder on.
    """

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.replaced: list[str] = []
        self.events: list[str] = []
        self._files: dict[int, tuple[int, int]] = {}
        self._names: dict[int, set[str]] = {}
        sync, replace = os.fsync, os.replace
        remove = shutil.rmtree

        def note_sync(descriptor: int) -> None:
            sync(descriptor)
            found = os.fstat(descriptor)
            if os.path.isdir(descriptor):
                self._names[found.st_ino] = set(os.listdir(descriptor))
                self.events.append(f"sync {found.st_ino}")
            else:
                self._files[found.st_ino] = (found.st_size, found.st_mtime_ns)

        def note_replace(source: Any, target: Any, **options: Any) -> None:
            target = Path(target)
            if target.name == "CURRENT":
                self.assert_whole(source)
                self.replaced.append(target.name)
            elif target.name == "REBUILD.json":
                self.assert_saved(target.parent, source)
                self.replaced.append(target.name)
            replace(source, target, **options)
            self.events.append(f"replace {target.name}")

        def note_removal(path: Any, **options: Any) -> None:
            self.events.append("remove")
            remove(path, **options)

        monkeypatch.setattr(os, "fsync", note_sync)
        monkeypatch.setattr(os, "replace", note_replace)
        monkeypatch.setattr(shutil, "rmtree", note_removal)

    def is_there(self, path: Path) -> bool:
        """Tell whether ``path`` and its name are synced as they are now."""
        found = path.stat()
        has_name = path.name in self._names.get(path.parent.stat().st_ino, ())
        if path.is_dir():
            return has_name
        return has_name and self._files.get(found.st_ino) == (
            found.st_size,
            found.st_mtime_ns,
        )

    def assert_whole(self, draft: Any) -> None:
        """Assert that all files of the new current commit are synced."""
        draft = Path(draft)
        folder = self.root / draft.read_text().split()[0]
        found = draft.stat()
        assert self._files[found.st_ino] == (found.st_size, found.st_mtime_ns)
        wanted = [path for path in folder.iterdir() if path.name not in MARKS]
        assert {"manifest.json", "entities.sqlite"} < {path.name for path in wanted}
        for path in (*wanted, folder, folder.parent):
            assert self.is_there(path), path

    def assert_saved(self, generation: Path, draft: Any) -> None:
        """Assert that the segments that a draft lists are synced."""
        found = Path(draft).stat()
        assert self._files[found.st_ino] == (found.st_size, found.st_mtime_ns)
        segments = list(generation.glob("documents-*"))
        assert segments
        listed = [path for path in segments if path.name in Path(draft).read_text()]
        assert listed
        for path in listed:
            assert self.is_there(path), path

    def assert_current_before_removed(self) -> None:
        """Assert that CURRENT is synced before anything old is removed."""
        position = max(n for n, one in enumerate(self.events) if one == "replace CURRENT")
        assert self.events[position + 1] == f"sync {self.root.stat().st_ino}"
        assert "remove" in self.events[position + 2 :]


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
def test_synced_before_it_is_current(
    engine: str,
    change: Callable[[Path, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With every change and engine, all files are synced before CURRENT is replaced."""
    folder = tmp_path / "index"
    diplosearch.rebuild(DOCUMENTS, folder, engine=engine, jobs=1).close()
    disk = Disk(folder, monkeypatch)
    change(folder, engine)
    assert disk.replaced[-1] == "CURRENT"
    assert disk.replaced.count("CURRENT") == 1
    if change is rebuild_in_batches:
        assert disk.replaced.count("REBUILD.json") >= 3
    disk.assert_current_before_removed()
    monkeypatch.undo()
    assert diplosearch.check(folder, full=True).findings == ()


def test_new_folders_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of the folders above a new index are synced as well."""
    folder = tmp_path / "made" / "of" / "folders"
    synced: list[Path] = []
    sync_folder = atomic_files.sync_folder

    def note_sync(path: Path) -> None:
        synced.append(path)
        sync_folder(path)

    monkeypatch.setattr(atomic_files, "sync_folder", note_sync)
    diplosearch.rebuild(DOCUMENTS, folder, jobs=1).close()
    assert {tmp_path, tmp_path / "made", tmp_path / "made" / "of"} <= set(synced)


def test_a_missing_sync_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This test fails for a change that does not sync one of its files."""
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
