"""What only Windows and macOS do, simulated: open files, folders, consoles, no fork."""

from __future__ import annotations

import errno
import importlib.util
import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import diplosearch
from diplosearch import Document, forks
from diplosearch.backends.disk import locks
from diplosearch.cli.errors import _replace_unencodable
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.errors import IndexLockedError
from diplosearch.storage import atomic_files

PROC = Path("/proc/self")
simulated = pytest.mark.skipif(not (PROC / "fd").exists(), reason="open files are listed")


class OtherSystem:
    """The module ``os`` of another system: its name, and some functions."""

    def __init__(self, **changed: Any) -> None:
        self.__dict__.update(changed)

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


def open_files() -> set[str]:
    """Return the paths of all files that this process has open or mapped."""
    found = set()
    for entry in (PROC / "fd").iterdir():
        try:
            found.add(os.readlink(entry))
        except OSError:
            continue  # the listing itself
    for line in (PROC / "maps").read_text().splitlines():
        found.add(line.partition("/")[1] + line.partition("/")[2])
    return found


@pytest.fixture
def windows_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Removing or replacing a file that is open fails, as on Windows; the list has which.

    Nor can folders be opened there to sync them.
    """
    refused: list[str] = []

    def guard(function: Callable[..., Any], *places: int) -> Callable[..., Any]:
        def guarded(*arguments: Any, **options: Any) -> Any:
            for place in places:
                path = os.path.abspath(arguments[place])
                if path in open_files():
                    refused.append(path)
                    raise PermissionError(errno.EACCES, "used by another process", path)
            return function(*arguments, **options)

        return guarded

    for name, places in [("unlink", (0,)), ("remove", (0,)), ("replace", (0, 1))]:
        monkeypatch.setattr(os, name, guard(getattr(os, name), *places))
    monkeypatch.setattr(os, "rename", guard(os.rename, 0, 1))
    # What it does by numbers of folders elsewhere, by paths there.
    monkeypatch.setattr(shutil, "_use_fd_functions", False)

    def open_file(path: Any, *arguments: Any, **options: Any) -> int:
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return os.open(path, *arguments, **options)

    monkeypatch.setattr(atomic_files, "os", OtherSystem(name="nt", open=open_file))
    return refused


def doc(number: int) -> Document:
    """Return a document of a few words."""
    return Document(id=f"d{number}", text=f"Ministers signed agreement {number} in Ankara.")


@simulated
def test_the_simulation_refuses(windows_files: list[str], tmp_path: Path) -> None:
    """An open file cannot be removed or replaced, and one that is closed can."""
    path, other = tmp_path / "a", tmp_path / "b"
    other.touch()
    with path.open("w"):
        for change in (path.unlink, lambda: other.replace(path)):
            with pytest.raises(PermissionError):
                change()
    other.replace(path)
    path.unlink()
    assert windows_files


@simulated
@pytest.mark.slow
@pytest.mark.parametrize("engine", DISK_ENGINES)
def test_an_index_changes_while_it_is_read(
    windows_files: list[str], tmp_path: Path, engine: str
) -> None:
    """What a reader has open stays until it is closed; then a change removes it."""
    if not importlib.util.find_spec(engine):
        pytest.skip(f"needs {engine}")
    place = tmp_path / "index"
    diplosearch.rebuild([doc(1), doc(2)], place, engine=engine, entities=False).close()
    with diplosearch.open(place) as reader:
        assert reader.search("agreement").total == 2
        with diplosearch.open(place) as writer:
            writer.add([doc(3)])
            writer.delete(["d1"])
            assert writer.search("agreement").total == 2
        diplosearch.rebuild(
            [doc(n) for n in range(5)], place, engine=engine, entities=False
        ).close()
        assert reader.get("d2").text
    with diplosearch.open(place) as index:
        index.add([doc(9)])
        assert index.search("agreement").total == 6
    assert len(list(place.glob("*/*/manifest.json")) or list(place.rglob("MANIFEST*"))) <= 2
    shutil.copytree(place, tmp_path / "moved")
    shutil.rmtree(place)
    with diplosearch.open(tmp_path / "moved") as index:
        assert index.search("agreement").total == 6


def test_a_folder_that_cannot_be_removed_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in use, as by a scanner of viruses, stops no change."""
    monkeypatch.setattr(atomic_files, "_REMOVING_PAUSE", 0.0)
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "held").touch()
    with monkeypatch.context() as held:

        def refuse(*_: Any, **__: Any) -> None:
            raise PermissionError(errno.EACCES, "used by another process")

        held.setattr(os, "unlink", refuse)
        atomic_files.remove_folder(folder)
        assert folder.exists()
    atomic_files.remove_folder(folder)
    assert not folder.exists()


@pytest.mark.parametrize("is_supported", [True, False])
def test_macos_is_asked_for_its_full_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_supported: bool
) -> None:
    """There a plain sync stops at the cache of the drive; it has to do where that fails."""
    called = []

    def control(descriptor: int, command: str) -> None:
        called.append(command)
        if not is_supported:
            raise OSError(errno.ENOTSUP, "not supported")

    fcntl = SimpleNamespace(fcntl=control, F_FULLFSYNC="full")
    monkeypatch.setitem(sys.modules, "fcntl", fcntl)
    monkeypatch.setattr(atomic_files, "sys", SimpleNamespace(platform="darwin"))
    other = OtherSystem(fsync=lambda _: called.append("plain"))
    monkeypatch.setattr(atomic_files, "os", other)
    path = tmp_path / "a"
    path.touch()
    atomic_files.sync_file(path)
    assert called == (["full"] if is_supported else ["full", "plain"])


def test_without_fork_there_is_nothing_to_wait_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The module loads where ``os`` has no ``register_at_fork``, and counts no forks."""
    monkeypatch.delattr(os, "register_at_fork", raising=False)
    path = forks.__file__
    assert path is not None
    spec = importlib.util.spec_from_file_location("diplosearch.forks_elsewhere", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.at_work():
        assert module.generation() == 0


def test_locks_without_flock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the module ``fcntl`` is missing, portalocker locks, and tells what is held."""
    monkeypatch.setattr(locks, "fcntl", None)
    path = tmp_path / "LOCK"
    lock = locks.WriterLock(path, purpose="tests", timeout=0)
    with pytest.raises(IndexLockedError, match="tests since"):
        locks.WriterLock(path, purpose="others", timeout=0)
    lock.release()
    locks.WriterLock(path, purpose="others", timeout=0).release()
    reader = locks.ReaderLock(path)
    assert locks.is_in_use(path)
    locks.ReaderLock(path).release()
    assert locks.is_in_use(path)
    reader.release()
    assert not locks.is_in_use(path)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("cp437", "Igdir'da Sisli'nin ÇÖZÜMÜ?"),
        ("cp1254", "Iğdır'da Şişli'nin ÇÖZÜMÜ…"),
        ("cp1252", "Igdir'da Sisli'nin ÇÖZÜMÜ…"),
        ("ascii", "Igdir'da Sisli'nin COZUMU?"),
        ("utf-8", "Iğdır'da Şişli'nin ÇÖZÜMÜ…"),
    ],
)
def test_letters_that_a_console_lacks(encoding: str, shown: str) -> None:
    """They are written without their marks, so that names stay names, and in no more."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    _replace_unencodable(stream)
    stream.write("Iğdır'da Şişli'nin ÇÖZÜMÜ…")
    stream.flush()
    written = raw.getvalue().decode(encoding)
    assert written == shown


@pytest.mark.parametrize("text", ["北京", "Ωμέγα", "🙂", "ß", "ǆ"])
def test_other_letters_become_as_many_signs(text: str) -> None:
    """Columns stay columns: one sign for each letter, and nothing fails."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    _replace_unencodable(stream)
    stream.write(text)
    stream.flush()
    assert len(raw.getvalue()) == len(text)
