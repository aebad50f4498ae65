"""An index that this user cannot write is opened, searched and checked."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.disk.generations import read_current
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.engines.tantivy import private_view
from diplosearch.errors import DiplosearchError, UnusableIndexError

NOBODY = 65534

pytestmark = [
    pytest.mark.skipif(
        os.name == "nt" or os.geteuid() != 0, reason="only root can become another user"
    ),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that every user can enter."""
    parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(dir=parent))
    folder.chmod(0o755)
    before = os.umask(0o022)
    yield folder
    os.umask(before)
    shutil.rmtree(folder)


def make(location: Path, engine: str) -> Path:
    """Make an index of two commits, and load all that reading one imports."""
    pytest.importorskip(engine)
    diplosearch.rebuild(
        [Document(id="a", text="Bakan geldi.")], location, engine=engine
    ).close()
    with diplosearch.open(location) as index:
        index.add(Document(id="b", text="Bakan gitti ve geldi."))
        index.search("bakan")
    diplosearch.check(location, full=True)
    with suppress(UnusableIndexError):
        diplosearch.recover(location / "missing")
    return location


def as_nobody(function: Callable[[], Any]) -> Any:
    """Return what a function returns or raises in a process of a user without rights."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            said = ["returns", function()]
        except DiplosearchError as error:
            said = ["raises", f"{type(error).__name__}: {error}"]
        except BaseException as error:
            said = ["fails", f"{type(error).__name__}: {error}"]
        os.write(writing, json.dumps(said).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as stream:
        outcome, value = json.loads(stream.read())
    os.waitpid(child, 0)
    assert outcome != "fails", value
    return value


def search(location: Path) -> int:
    """Return the hits of an index that is verified in full."""
    with diplosearch.open(location, verify="full") as index:
        assert len(list(index.documents())) == 2
        return index.search("bakan").total


@pytest.mark.slow
@pytest.mark.parametrize("is_closed", [False, True], ids=["as made", "read-only"])
@pytest.mark.parametrize("engine", DISK_ENGINES)
def test_another_user_searches_and_checks(
    shared: Path, engine: str, is_closed: bool
) -> None:
    """What another user made is searched and found sound, and nothing of it changes."""
    location = make(shared / "index", engine)
    if is_closed:
        for path in (location, *location.rglob("*")):
            path.chmod(path.stat().st_mode & ~0o222)
    before = sorted(location.rglob("*"))
    assert as_nobody(lambda: search(location)) == 2
    assert as_nobody(lambda: diplosearch.check(location, full=True).ok)
    assert as_nobody(lambda: diplosearch.recover(location).outcome) == "sound"
    assert sorted(location.rglob("*")) == before


@pytest.mark.slow
@pytest.mark.parametrize("engine", DISK_ENGINES)
@pytest.mark.parametrize("name", ["CURRENT", "documents-*"])
def test_a_recovery_says_that_it_cannot_write(shared: Path, engine: str, name: str) -> None:
    """Where an index is damaged and cannot be written, a recovery says so."""
    location = make(shared / "index", engine)
    path = next(location.rglob(name))
    path.write_bytes(path.read_bytes()[:-9])
    said = as_nobody(lambda: diplosearch.recover(location, jobs=1).outcome)
    assert "cannot be written (Permission denied" in said
    assert "allow writing" in said


@pytest.mark.slow
@pytest.mark.parametrize("engine", DISK_ENGINES)
def test_a_change_says_that_it_cannot_write(shared: Path, engine: str) -> None:
    """A document cannot be added, which the error says; nothing is called damaged."""
    location = make(shared / "index", engine)

    def add() -> None:
        with diplosearch.open(location) as index:
            index.add(Document(id="c", text="Bakan yine geldi."))

    assert "cannot be written" in as_nobody(add)


def test_what_others_may_read_is_readable(shared: Path) -> None:
    """Every file of a Tantivy commit has the mode that the user's mask leaves it."""
    location = make(shared / "index", "tantivy")
    modes = {path.name: path.stat().st_mode & 0o777 for path in location.rglob("*.*")}
    assert set(modes.values()) <= {0o644, 0o755}, modes


def test_a_list_of_removable_files_is_not_read(shared: Path) -> None:
    """The list that indexes had before, for its maker alone, does not matter."""
    location = make(shared / "index", "tantivy")
    commit = read_current(location)
    (commit / ".managed.json").write_text("[]")
    (commit / ".managed.json").chmod(0o600)
    assert as_nobody(lambda: search(location)) == 2


def test_without_any_temporary_folder(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tantivy then opens an index in its own folder; where that cannot be written, the
    error says what to do."""
    location = make(shared / "index", "tantivy")
    monkeypatch.setattr(private_view, "_TEMPORARY", (str(shared / "missing"),))
    assert search(location) == 2
    assert "TMPDIR" in as_nobody(lambda: search(location))
