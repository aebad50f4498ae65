"""Odd places, odd arguments, moved folders: a named error or what was meant."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document, Index, Resources
from diplosearch.errors import DiplosearchError, UnusableIndexError, UsageError
from diplosearch.evaluation.entities import evaluate_entities
from diplosearch.evaluation.linking_set import read_linking_set
from diplosearch.evaluation.retrieval import read_test_set, write_run

STORY = "The ministers of both countries signed an agreement in {} on Monday."

open_untyped: Any = diplosearch.open
"""The same as who checks no types sees it."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a corpus of two documents and its index."""
    corpus = tmp_path / "project" / "news"
    corpus.mkdir(parents=True)
    for city in ("Ankara", "Astana"):
        (corpus / f"{city}.txt").write_text(STORY.format(city), encoding="utf-8")
    diplosearch.rebuild(corpus, corpus.parent / "index").close()
    return corpus.parent


def ids(index: Index) -> list[str]:
    return sorted(index.ids())


def test_project_that_moved_still_syncs(project: Path) -> None:
    """Corpus and index may move together: nothing is written, lost files are deleted."""
    moved = project.with_name("moved")
    shutil.move(project, moved)
    (moved / "news" / "Ankara.txt").unlink()
    with diplosearch.open(moved / "index") as index:
        report = index.sync(moved / "news")
        assert (report.documents, report.unchanged, report.deleted) == (0, 1, 1)
        assert ids(index) == ["Astana"]


def test_corpus_that_was_renamed_is_adopted(project: Path) -> None:
    """After a sync from its new place, a corpus loses documents as ever."""
    shutil.move(project / "news", project / "stories")
    with diplosearch.open(project / "index") as index:
        index.sync(project / "stories")
        (project / "stories" / "Ankara.txt").unlink()
        assert index.sync(project / "stories").deleted == 1
        assert ids(index) == ["Astana"]


def test_corpus_on_another_drive(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no way leads from the index to its corpus, that is known by its own path."""

    def refuse(*paths: object) -> str:
        raise ValueError(f"path is on mount 'D:', start on mount 'C:': {paths}")

    monkeypatch.setattr(os.path, "relpath", refuse)
    with diplosearch.rebuild(project / "news", project / "index") as index:
        (project / "news" / "Ankara.txt").unlink()
        assert index.sync(project / "news").deleted == 1
    with diplosearch.rebuild(from_index=project / "index", location=project / "new") as new:
        assert new.sync(project / "news").unchanged == 1


def test_index_inside_its_corpus_is_no_document(project: Path) -> None:
    """Files of an index that lies in the corpus are neither read nor skipped."""
    with diplosearch.rebuild(project, project / "index") as index:
        assert ids(index) == ["news/Ankara", "news/Astana"]
        assert index.report.skipped == []


def test_repairs_are_told_once(tmp_path: Path) -> None:
    """A sync tells of repairs in what it writes, not in what is unchanged."""
    corpus = tmp_path / "news"
    corpus.mkdir()
    (corpus / "a.txt").write_bytes(
        "Türkiye ile Çin arasında anlaşma imzalandı.".encode("cp1254")
    )
    with diplosearch.rebuild(corpus, tmp_path / "index") as index:
        assert len(index.report.notes) == 1
        assert index.sync(corpus).notes == []


@pytest.mark.parametrize(
    "call",
    [
        lambda index: index.delete(5),
        lambda index: index.delete([5]),
        lambda index: index.add(None),
        lambda index: index.add([None]),
        lambda index: index.sync(None),
        lambda index: index.sync(""),
        lambda index: index.search(5),
        lambda index: index.search("x", timeout="a"),
        lambda index: index.search("x", facets=5),
        lambda index: index.search("x", facets=[[]]),
        lambda index: index.search("x", source=5),
        lambda index: index.search("x", entities=[f"e{n}" for n in range(65)]),
        lambda index: index.search("x", source=[]),
        lambda index: index.search("x", source=""),
        lambda index: index.search("x", translate="no"),
        lambda _: open_untyped(None),
        lambda _: open_untyped(b"x"),
        lambda _: open_untyped(""),
        lambda _: open_untyped("a\0b"),
        lambda _: open_untyped("ftp://host/x"),
        lambda _: open_untyped(":memory:", resources=5),
        lambda _: open_untyped(":memory:", lock_timeout="x"),
        lambda _: open_untyped(":memory:", verify="all"),
        lambda _: diplosearch.rebuild(""),
    ],
)
def test_argument_that_cannot_be_is_named(call: Callable[[Index], Any]) -> None:
    """Every argument that cannot be is an error of diplosearch, not of Python."""
    with diplosearch.open(":memory:") as index:
        with pytest.raises(DiplosearchError) as raised:
            call(index)
        assert len(str(raised.value)) > 10


NO_PATHS: tuple[Any, ...] = ("", " ", "a\0b.json", "\0.json", "\ud800.json", 5)


@pytest.mark.parametrize("path", NO_PATHS, ids=repr)
@pytest.mark.parametrize(
    "call",
    [
        diplosearch.open,
        diplosearch.check,
        diplosearch.recover,
        lambda path: diplosearch.rebuild(path, ":memory:"),
        lambda path: diplosearch.rebuild([], path),
        lambda path: diplosearch.rebuild(from_index=path, location=":memory:"),
        lambda path: diplosearch.open(":memory:").sync(path),
        lambda path: diplosearch.open(":memory:").search("x").save(path),
        lambda path: diplosearch.open(":memory:", resources=Resources(lexicon=path)),
        lambda path: diplosearch.open(":memory:", resources=Resources(gazetteer=path)),
        evaluate_entities,
        read_linking_set,
        read_test_set,
        lambda path: write_run({}, path),
    ],
    ids=[
        *("open", "check", "recover", "source", "location", "from_index", "sync"),
        *("save", "lexicon", "gazetteer", "entities", "linking set", "test set", "run"),
    ],
)
def test_no_path_is_a_usage_error(call: Callable[[Any], Any], path: Any) -> None:
    """What no file system takes as a name is refused as such, wherever a path is given."""
    with pytest.raises(UsageError, match="give") as raised:
        call(path)
    str(raised.value).encode()


def test_unknown_option_is_told_by_python() -> None:
    """Options are keywords of the method, so one that does not exist is a TypeError."""
    with diplosearch.open(":memory:") as index, pytest.raises(TypeError, match="langauge"):
        index.search("x", langauge="tr")  # type: ignore[call-arg]


def test_facets_may_be_any_iterable() -> None:
    """An iterator of facets is not used up by the check."""
    with diplosearch.open(":memory:") as index:
        day = datetime.date(2025, 1, 29)
        index.add(Document(id="a", text=STORY.format("Baku"), date=day))
        facets = index.search("agreement", facets=iter(["year"])).facets  # type: ignore[arg-type]
        assert [value.id for value in facets["year"]] == ["2025"]


def test_id_that_is_no_text_is_not_there() -> None:
    """An id of bytes that are no text is an id that nothing has."""
    with diplosearch.open(":memory:") as index:
        with pytest.raises(KeyError):
            index.get("\udc80")
        assert index.delete("\udc80").deleted == 0


def test_place_below_a_file_is_named(tmp_path: Path) -> None:
    """An index that cannot be made there is an error that says what to do."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UnusableIndexError, match="name another folder"):
        diplosearch.rebuild([Document(id="a", text=STORY)], tmp_path / "file" / "index")


def test_single_document_and_lexicon(tmp_path: Path) -> None:
    """A rebuild takes one document as well, and a glossary of one's own."""
    glossary = tmp_path / "mine.tsv"
    glossary.write_text("zırıltı\tagreement\n", encoding="utf-8")
    document = Document(id="a", text=STORY.format("Baku"))
    with diplosearch.rebuild(
        document, resources=diplosearch.Resources(lexicon=glossary)
    ) as index:
        assert index.search("zırıltı").total == 1


def test_short_reprs() -> None:
    """Results and hits show themselves in a line, not with their documents."""
    with diplosearch.open(":memory:") as index:
        index.add(Document(id="a", text=STORY.format("Baku")))
        results = index.search("agreement")
        assert repr(results) == "<Results 'agreement', 1 of 1 passages>"
        assert repr(results[0]).startswith("<Hit 1, 'a#0', score ")
