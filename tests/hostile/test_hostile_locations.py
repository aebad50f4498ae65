"""Ids and locations never lead outside the index."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.errors import DiplosearchError, DocumentError, SourceError

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


def test_an_index_behind_a_link_is_written_to_its_folder(tmp_path: Path) -> None:
    """A link to a folder stands for the folder, in a rebuild and after it."""
    real = tmp_path / "real"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real, target_is_directory=True)
    with diplosearch.rebuild([Document(id="x", text=TEXT)], link) as index:
        index.add([Document(id="y", text=f"{TEXT} 2")])
    assert link.is_symlink()
    with diplosearch.open(real) as index:
        assert sorted(index.ids()) == ["x", "y"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    """A folder that may not be read or written is refused with its location."""
    location = tmp_path / "index"
    diplosearch.rebuild([Document(id="x", text=TEXT)], location).close()
    location.chmod(0)
    try:
        with pytest.raises(DiplosearchError, match="index"):
            diplosearch.open(location)
        with pytest.raises(DiplosearchError, match="index"):
            diplosearch.rebuild([Document(id="x", text=TEXT)], location)
    finally:
        location.chmod(0o700)


@pytest.mark.parametrize(
    "current", ["../elsewhere", "/etc", "generation-000001/../..", "\0", ""]
)
def test_the_current_commit_lies_in_the_index(tmp_path: Path, current: str) -> None:
    """A file that names another folder as current is refused, not followed."""
    location = tmp_path / "index"
    diplosearch.rebuild([Document(id="x", text=TEXT)], location).close()
    (location / "CURRENT").write_text(f"{current}\n")
    with pytest.raises(DiplosearchError, match="CURRENT"):
        diplosearch.open(location)
