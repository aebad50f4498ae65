"""Copying an index, and merging several into one."""

from __future__ import annotations

from pathlib import Path

import pytest

import diplosearch
from diplosearch import Document, Resources
from diplosearch.backends.disk import generations
from diplosearch.errors import (
    IndexDamagedError,
    IndexMissingError,
    UnusableIndexError,
    UsageError,
)

FIRST = [
    Document(id="a", text="Bakan Hakan Fidan dün Ankara'da konuştu.", language="tr"),
    Document(id="b", text="The minister spoke in Baku yesterday.", language="en"),
]
SECOND = [
    Document(id="b", text="The minister left Baku today.", language="en"),
    Document(id="c", text="Hakan Fidan went to Astana.", language="en"),
    Document(id="d", text="Bakan Hakan Fidan dün Ankara'da konuştu.", language="tr"),
]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two indexes, which share the id ``b`` and a text."""
    paths = tmp_path / "one", tmp_path / "other"
    for path, documents in zip(paths, (FIRST, SECOND), strict=True):
        diplosearch.rebuild(documents, path, jobs=1).close()
    return paths


def test_a_copy_stands_by_itself(two: tuple[Path, Path], tmp_path: Path) -> None:
    """It answers alike, is sound, shares no file, and changes alone."""
    with diplosearch.open(two[0]) as index:
        index.add(SECOND[1])
        copied = diplosearch.copy(two[0], tmp_path / "deep" / "copy")
        assert copied == tmp_path / "deep" / "copy"
        with diplosearch.open(copied, verify="full") as copy:
            assert list(copy.documents()) == list(index.documents())
            assert (
                copy.search("Fidan").to_dict()["hits"]
                == (index.search("Fidan").to_dict()["hits"])
            )
            assert not copy.check(full=True).findings
            copy.delete("a")
        assert index.ids() == ["a", "b", "c"]
    inodes = [
        {path.stat().st_ino for path in root.rglob("*") if path.is_file()}
        for root in (two[0], copied)
    ]
    assert not inodes[0] & inodes[1]


def test_a_copy_takes_no_others_place(two: tuple[Path, Path], tmp_path: Path) -> None:
    """A folder with an index, a file, and what is no folder at all are refused."""
    (tmp_path / "file").write_text("x")
    for target in (two[1], two[0], tmp_path / "file", ":memory:"):
        with pytest.raises(UsageError):
            diplosearch.copy(two[0], target)
    with pytest.raises(UsageError, match="rebuild --from"):
        diplosearch.copy(":memory:", tmp_path / "copy")
    with pytest.raises(IndexMissingError):
        diplosearch.copy(tmp_path / "nowhere", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    with diplosearch.open(two[1]) as index:
        assert index.ids() == ["b", "c", "d"]


@pytest.mark.parametrize("harm", ["alter", "remove"])
def test_damage_is_not_copied(two: tuple[Path, Path], tmp_path: Path, harm: str) -> None:
    """A file that was altered or is gone is named, and no copy is left."""
    (path,) = generations.read_current(two[0]).glob("documents*")
    if harm == "alter":
        data = bytearray(path.read_bytes())
        data[-5] ^= 1
        path.write_bytes(data)
    else:
        path.unlink()
    with pytest.raises(IndexDamagedError, match="nothing was copied"):
        diplosearch.copy(two[0], tmp_path / "copy")
    with pytest.raises(UnusableIndexError):
        diplosearch.open(tmp_path / "copy")
    assert not list((tmp_path / "copy").glob("generation-*"))


def test_a_merge_holds_the_documents_of_all(two: tuple[Path, Path], tmp_path: Path) -> None:
    """The first index goes before; what says the same is named; the sources stay."""
    with diplosearch.merge(two, tmp_path / "all", jobs=1) as index:
        assert index.report is not None
        assert index.ids() == ["a", "b", "c"]
        assert index.get("b").text == FIRST[1].text
        reasons = {one.where: one.reason for one in index.report.skipped}
        assert "came before" in reasons["b"]
        assert "says the same as document 'a'" in reasons["d"]
        assert index.entity("Hakan Fidan").documents == 2
        assert not index.check(full=True).findings
        merged = [one.to_dict() for one in index.documents()]
    with diplosearch.rebuild([*FIRST, *SECOND], tmp_path / "new", jobs=1) as index:
        assert merged == [one.to_dict() for one in index.documents()]
    for path, documents in zip(two, (FIRST, SECOND), strict=True):
        with diplosearch.open(path, verify="full") as index:
            assert index.ids() == [one.id for one in documents]
    with diplosearch.merge(two, two[0], keep_duplicates=True, jobs=1) as index:
        assert index.ids() == ["a", "b", "c", "d"]


def test_a_merge_compares_recognizers(two: tuple[Path, Path], tmp_path: Path) -> None:
    """Indexes with and without entities, or of two gazetteers, are not merged."""
    gazetteer = tmp_path / "names.txt"
    gazetteer.write_text("ORG | Anka Foundation | Anka Vakfı\n", encoding="utf-8")
    diplosearch.rebuild(SECOND, tmp_path / "bare", entities=False, jobs=1).close()
    own = Resources(gazetteer=gazetteer)
    diplosearch.rebuild(SECOND, tmp_path / "own", resources=own, jobs=1).close()
    for other in ("bare", "own"):
        with pytest.raises(UsageError, match="another recognizer"):
            diplosearch.merge([two[0], tmp_path / other], tmp_path / "all", jobs=1)
    assert not (tmp_path / "all").exists()
    places = [tmp_path / "bare", tmp_path / "bare"]
    with diplosearch.merge(places, tmp_path / "all", jobs=1) as index:
        assert index.ids() == ["b", "c", "d"]
        assert not index.entities()


def test_a_merge_keeps_corrections(two: tuple[Path, Path], tmp_path: Path) -> None:
    """Those of all hold; two that contradict each other are refused."""
    with diplosearch.open(two[0]) as index:
        index.correct("- person:hakan-fidan")
    with diplosearch.merge(two, tmp_path / "all", jobs=1) as index:
        assert [str(one) for one in index.corrections()] == ["- person:hakan-fidan"]
        assert index.search("Fidan").total
        assert not index.entities(type="PERSON")
    with diplosearch.open(two[1]) as index:
        index.correct("person:hakan-fidan = person:other")
    with diplosearch.open(two[0]) as index:
        index.correct("person:hakan-fidan != person:other")
    with pytest.raises(UsageError, match="correction"):
        diplosearch.merge(two, tmp_path / "all", jobs=1)


@pytest.mark.parametrize("sources", ["index", [], ["index"], [3, 4]])
def test_a_merge_takes_a_list_of_indexes(sources: object, tmp_path: Path) -> None:
    """One index, none, and what is no path are refused."""
    with pytest.raises(UsageError, match="sources"):
        diplosearch.merge(sources, tmp_path / "all")  # type: ignore[arg-type]


def test_a_merge_knows_the_folders_of_all(tmp_path: Path) -> None:
    """A document is known by the folder it was read from, wherever the indexes lie."""
    for name in ("one", "two"):
        folder = tmp_path / name / "texts"
        folder.mkdir(parents=True)
        (folder / f"{name}.txt").write_text(f"The minister spoke about {name}.")
        diplosearch.rebuild(folder, tmp_path / name / "index", jobs=1).close()
    places = [tmp_path / name / "index" for name in ("one", "two")]
    with diplosearch.merge(places, tmp_path / "all", jobs=1) as index:
        (tmp_path / "two" / "texts" / "two.txt").unlink()
        (tmp_path / "two" / "texts" / "new.txt").write_text("The minister left.")
        report = index.sync(tmp_path / "two" / "texts")
        assert (report.documents, report.deleted) == (1, 1)
        assert sorted(index.ids()) == ["new", "one"]
