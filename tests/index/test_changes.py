"""Additions and deletions that are made in one commit."""

from __future__ import annotations

from pathlib import Path

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.errors import DocumentError, IndexRecognizerError, UsageError
from diplosearch.model import Entity


def document(id: str, text: str = "") -> Document:
    """Return a document with a text of its own."""
    return Document(id=id, text=text or f"Talks of number {id} went on.", language="en")


@pytest.fixture(params=[":memory:", "whoosh", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> diplosearch.Index:
    """An index of three documents, in memory and on disk."""
    documents = [document(id) for id in "abc"]
    if request.param == ":memory:":
        return diplosearch.rebuild(documents, jobs=1, entities=False)
    pytest.importorskip(request.param)
    return diplosearch.rebuild(
        documents, tmp_path / "index", engine=request.param, jobs=1, entities=False
    )


def test_changes_are_one_commit(index: diplosearch.Index) -> None:
    """Nothing shows before the end of the block, and all of it afterwards."""
    with index:
        with index.changes() as changes:
            changes.add([document("d"), document("e")])
            changes.delete(["a", "none"])
            changes.add(document("b", "Another text."))
            assert index.ids() == ["a", "b", "c"]
        assert sorted(index.ids()) == ["b", "c", "d", "e"]
        assert index.get("b").text == "Another text."
        report = index.report
        assert (report.documents, report.replaced, report.deleted) == (3, 1, 1)
        assert [one.where for one in report.skipped] == ["none"]
        assert not index.check(full=True).damage


def test_the_last_change_of_an_id_counts(index: diplosearch.Index) -> None:
    """What is added and then deleted is not there; the other way round it is new."""
    with index:
        with index.changes() as changes:
            changes.add(document("a", "First."))
            changes.delete("a")
            changes.delete("b")
            changes.add(document("b", "Second text."))
            changes.add(document("c", "One."))
            changes.add(document("c", "Two words."))
            assert changes.deleted == ["a"]
            assert [one.id for one in changes.documents] == ["b", "c"]
        assert sorted(index.ids()) == ["b", "c"]
        assert [index.get(id).text for id in "bc"] == ["Second text.", "Two words."]


def test_an_error_leaves_the_index_as_it_was(index: diplosearch.Index) -> None:
    """Of a block that fails, nothing is made; an empty one makes no commit, and says so."""
    with index:
        with pytest.raises(UsageError), index.changes() as changes:
            changes.delete(["a", 7])  # type: ignore[list-item]
        with pytest.raises(UsageError), index.changes() as changes:
            changes.delete(7)  # type: ignore[arg-type]
        with pytest.raises(UsageError), index.changes() as changes:
            changes.add(7)  # type: ignore[arg-type]
        with pytest.raises(DocumentError), index.changes() as changes:
            changes.add([document("d"), "text"])  # type: ignore[list-item]
        commit = index.stats().commit
        with index.changes():
            pass
        assert not index.report.is_changed
        assert index.report.deleted == index.report.documents == 0
        assert index.stats().commit == commit
        assert index.ids() == ["a", "b", "c"]


class Nothing:
    """A recognizer that finds no names."""

    fingerprint = "nothing"

    def recognize(self, *_: object, **__: object) -> list[Entity]:
        """Return no entities."""
        return []


def test_deletions_alone_ask_for_no_recognizer(tmp_path: Path) -> None:
    """An index of another recognizer takes deletions, and no additions."""
    folder = tmp_path / "index"
    own = diplosearch.Resources(recognizer=Nothing())
    diplosearch.rebuild([document("a"), document("b")], folder, resources=own).close()
    with diplosearch.open(folder) as index:
        with index.changes() as changes:
            changes.delete("a")
        assert index.report.deleted == 1
        with pytest.raises(IndexRecognizerError), index.changes() as changes:
            changes.add(document("c"))
        assert index.ids() == ["b"]
