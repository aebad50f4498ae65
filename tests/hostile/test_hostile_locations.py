"""Ids and locations never lead outside the index."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from faults import processes

import diplosearch
from diplosearch import Document
from diplosearch.backends.disk.generations import read_current
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.errors import DiplosearchError, DocumentError, SourceError
from diplosearch.storage.checksummed_json import checksum

TEXT = "Bakan Ankara'da konuştu."
IDS = [
    *("../../etc/passwd", "/etc/passwd", "..", ".", "a/../b", "C:\\x", "\\\\host\\share"),
    *(
        "con",
        "a:b",
        "*",
        "a" * 4096,
        "📎" * 1000,
        "' OR 1=1 --",
        '"; DROP TABLE x',
        "%2e%2e",
    ),
    *("--help", "~root", "$HOME", "`id`", "id#3", "CURRENT", "LOCK", "generation-000001"),
]


def tree_of(folder: Path, *, beside: Path) -> set[str]:
    """Return all that is in ``folder`` but not in ``beside``."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path != beside and beside not in path.parents
    }


@pytest.mark.parametrize("engine", DISK_ENGINES)
def test_ids_are_names_and_not_paths(tmp_path: Path, engine: str) -> None:
    """A document with any id is written, read, found and deleted inside the index."""
    pytest.importorskip(engine)
    index_folder = tmp_path / "index"
    before = tree_of(tmp_path, beside=index_folder)
    with diplosearch.rebuild(
        [Document(id=one, text=f"{TEXT} {number}") for number, one in enumerate(IDS)],
        index_folder,
        engine=engine,
    ) as index:
        assert sorted(index.ids()) == sorted(IDS)
        for one in IDS:
            assert index.get(one).id == one
        assert {hit.document.id for hit in index.search("bakan", limit=99)} == set(IDS)
        index.delete(IDS[:5])
        assert sorted(index.ids()) == sorted(IDS[5:])
    assert tree_of(tmp_path, beside=index_folder) == before


@pytest.mark.parametrize(
    "id", ["", " ", "a\0b", "a\nb", "\x1b[2J", "\ud800", "\u202ea", "\u200b"]
)
def test_ids_that_cannot_be_shown_are_refused(id: str) -> None:
    """Control characters, lone surrogates and turned text are no names."""
    with pytest.raises(DocumentError, match="printable"):
        Document(id=id, text=TEXT)


@pytest.mark.parametrize("name", ["", " ", "a\0b", "x" * 300, "http://a.invalid/x"])
def test_invalid_locations_are_refused(tmp_path: Path, name: str) -> None:
    """An invalid location of an index is refused by an error of ours."""
    location = name if "://" in name or not name.strip() else str(tmp_path / name)
    with pytest.raises(DiplosearchError):
        diplosearch.open(location)
    with pytest.raises(DiplosearchError):
        diplosearch.rebuild([Document(id="x", text=TEXT)], location)


def test_a_file_a_loop_and_a_dead_link_are_no_index(tmp_path: Path) -> None:
    """The error has the location, and what is there stays."""
    file = tmp_path / "file"
    file.write_text("mine")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere" / "deeper")
    for location in (file, loop, tmp_path / "dead", file / "below"):
        with pytest.raises(DiplosearchError, match=location.name):
            diplosearch.open(location)
    for location in (file, loop, file / "below"):
        with pytest.raises(DiplosearchError, match=location.name):
            diplosearch.rebuild([Document(id="x", text=TEXT)], location)
    assert file.read_text() == "mine"


def test_a_loop_is_no_corpus_and_no_location_of_an_index(tmp_path: Path) -> None:
    """Where links lead round, a corpus or an index is refused by an error that names it."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXT)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for source, location in (
        (loop, tmp_path / "index"),
        (loop, ":memory:"),
        (corpus, loop),
    ):
        with pytest.raises(DiplosearchError, match="loop"):
            diplosearch.rebuild(source, location)
    with diplosearch.open(":memory:") as index, pytest.raises(SourceError, match="loop"):
        index.sync(loop)


@pytest.mark.parametrize("engine", DISK_ENGINES)
def test_an_index_behind_a_link_is_written_to_its_folder(
    tmp_path: Path, engine: str
) -> None:
    """A link to a folder stands for the folder, in a rebuild and after it."""
    real = tmp_path / "real"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real, target_is_directory=True)
    pytest.importorskip(engine)
    with diplosearch.rebuild([Document(id="x", text=TEXT)], link, engine=engine) as index:
        index.add([Document(id="y", text=f"{TEXT} 2")])
    assert link.is_symlink()
    with diplosearch.open(real) as index:
        assert sorted(index.ids()) == ["x", "y"]


OTHERS = 65534
"""The user and group of nobody, who may not do what root may."""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="diplosearch-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def without_rights(work: Callable[[], Any]) -> Any:
    """Return the result of ``work`` in a child that may not do what root may."""

    def drop_and_work() -> Any:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(OTHERS)
            os.setuid(OTHERS)
        return work()

    return processes.run(drop_and_work).answer


def refusal_of(work: Callable[[], Any]) -> str:
    """Return the message of the error of ours that ``work`` raises."""
    with pytest.raises(DiplosearchError) as caught:
        work()
    return str(caught.value)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
@pytest.mark.parametrize("engine", DISK_ENGINES)
@pytest.mark.parametrize("mode", [0o000, 0o311])
def test_a_folder_without_permission_is_refused(
    open_folder: Path, engine: str, mode: int
) -> None:
    """A folder that may not be read or written is refused with its location.

    Fails when PermissionError is left out of the errors that are translated.
    """
    pytest.importorskip(engine)
    location = open_folder / "index"
    document = Document(id="x", text=TEXT)
    diplosearch.rebuild([document], location, engine=engine, jobs=1).close()

    def search() -> int:
        with diplosearch.open(location) as index:
            return index.search("bakan").total

    def rebuild() -> None:
        diplosearch.rebuild([document], location, jobs=1)

    assert search() == without_rights(search) == 1  # the folder alone makes the difference
    assert str(location) in without_rights(lambda: refusal_of(rebuild))
    commit = read_current(location)
    for folder in (location, commit):
        usual = folder.stat().st_mode
        folder.chmod(mode)
        for path in folder.iterdir() if mode else ():
            path.chmod(0)
        assert str(location) in without_rights(lambda: refusal_of(search))
        folder.chmod(usual)
        for path in folder.iterdir():
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert without_rights(search) == 1


@pytest.mark.parametrize("is_sealed", [False, True])
@pytest.mark.parametrize(
    "current",
    [
        *("../elsewhere", "/etc", "generation-000001/../..", "\0", ""),
        *("../other/generation-000001/commit-000001", "generation-000001/commit-1/../.."),
    ],
)
def test_the_current_commit_lies_in_the_index(
    tmp_path: Path, current: str, is_sealed: bool
) -> None:
    """A file that names another folder as current is refused, not followed.

    Also with the right checksum. Fails when the name may hold any character.
    """
    location = tmp_path / "index"
    for folder in (location, tmp_path / "other"):
        diplosearch.rebuild([Document(id="x", text=TEXT)], folder).close()
    seal = f" {checksum(current.encode())}" if is_sealed else ""
    (location / "CURRENT").write_text(f"{current}{seal}\n")
    with pytest.raises(DiplosearchError, match="CURRENT"):
        diplosearch.open(location)
