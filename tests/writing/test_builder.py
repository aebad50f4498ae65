"""Documents that are new, duplicate, changed, deleted, or cannot be indexed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import DocumentError
from diplosearch.ingest.report import Progress

TEXT = "Ministers signed the trade agreement in Ankara."


def doc(id: str, text: str = TEXT, **fields: str) -> Document:
    """Return a small document."""
    return Document(id=id, text=text, **fields)  # type: ignore[arg-type]


@pytest.fixture
def index() -> Iterator[Index]:
    """An index in memory that holds one document."""
    with diplosearch.rebuild([doc("a", source="Xinhua")]) as index:
        yield index


def ids(index: Index) -> list[str]:
    """Return the ids that the index holds."""
    return [document.id for document in index.documents()]


def test_report_of_an_addition(index: Index) -> None:
    """The report counts documents, passages and languages; the index keeps it."""
    report = index.add([doc("b", "Bakanlar bir araya geldi."), doc("c", "They met again.")])
    assert (report.documents, report.passages, report.replaced) == (2, 2, 0)
    assert report.languages == {"tr": 1, "en": 1}
    assert report.is_changed
    assert report.seconds > 0
    assert index.report is report


def test_known_id_replaces(index: Index) -> None:
    """A document whose id is known replaces the old version in every answer."""
    report = index.add(doc("a", "The summit ended in Astana."))
    assert (report.documents, report.replaced) == (1, 1)
    assert ids(index) == ["a"]
    assert index.search("Ankara").total == 0
    assert index.search("Astana").total == 1
    assert index.get("a").source is None


def test_unchanged(index: Index) -> None:
    """A document that is given again unchanged is not written; nothing is committed."""
    commit = index.stats().commit
    report = index.add(doc("a", source="Xinhua"))
    assert (report.documents, report.unchanged, report.is_changed) == (0, 1, False)
    assert index.stats().commit == commit


def test_same_text_with_other_metadata_replaces(index: Index) -> None:
    """A document with the same text and another source replaces the old version."""
    report = index.add(doc("a", source="Anadolu"))
    assert (report.documents, report.replaced) == (1, 1)
    assert index.get("a").source == "Anadolu"


def test_duplicate_by_content(index: Index) -> None:
    """A document with the content of another is left out; the report names both."""
    report = index.add([doc("b"), doc("c", "Something else was said.")])
    ((where, reason),) = [(one.where, one.reason) for one in report.skipped]
    assert where == "b"
    assert "'a'" in reason
    assert ids(index) == ["a", "c"]


def test_keep_duplicates(index: Index) -> None:
    """With ``keep_duplicates`` a duplicate is indexed."""
    assert index.add(doc("b"), keep_duplicates=True).documents == 1
    assert ids(index) == ["a", "b"]


def test_same_text_under_another_title_is_no_duplicate(index: Index) -> None:
    """Documents with one text and different titles are no duplicates."""
    index.add(doc("b", title="Agreement signed"))
    assert ids(index) == ["a", "b"]


def test_same_id_twice_in_a_run(index: Index) -> None:
    """Of documents with one id in one run the first is kept; the others are reported."""
    report = index.add([doc("b", "One was said."), doc("b", "Another was said.")])
    assert index.get("b").text == "One was said."
    assert [one.where for one in report.skipped] == ["b"]


def test_duplicate_within_a_run(index: Index) -> None:
    """A duplicate of a document of the same run is left out."""
    report = index.add([doc("b", "One was said."), doc("c", "One was said.")])
    assert ids(index) == ["a", "b"]
    assert [one.where for one in report.skipped] == ["c"]


def test_content_of_a_deleted_document_is_no_duplicate(index: Index) -> None:
    """A document is no duplicate of a deleted one, or of a replaced version."""
    index.delete("a")
    assert index.add(doc("b")).documents == 1
    index.add(doc("b", "Something else was said."))
    assert index.add(doc("c")).documents == 1


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "…", "\u200b"])
def test_nothing_to_index(index: Index, text: str) -> None:
    """A document without a word is left out and reported; the others are indexed."""
    report = index.add([doc("b", text), doc("c", "Something else was said.")])
    assert [one.where for one in report.skipped] == ["b"]
    assert ids(index) == ["a", "c"]


def test_replacement_without_a_word_keeps_the_old(index: Index) -> None:
    """A new version that cannot be indexed does not replace the old one."""
    index.add(doc("a", ""))
    assert index.get("a").text == TEXT


def test_lone_surrogates(index: Index) -> None:
    """Lone surrogates become U+FFFD, in text and title, and nothing else changes."""
    index.add(doc("b", "Bakan\ud800 Ankara’ya \udfff gitti.", title="Ba\udc00şlık"))
    found = index.get("b")
    assert found.text == "Bakan\ufffd Ankara’ya \ufffd gitti."
    assert found.title == "Ba\ufffdşlık"
    assert index.search("gitti")[0].document.id == "b"


@pytest.mark.parametrize("field", ["source", "dateline", "url"])
def test_lone_surrogates_in_other_fields(index: Index, field: str) -> None:
    """A document with a lone surrogate in any field is indexed."""
    index.add(doc("b", "Something else was said.", **{field: "x\ud800y"}))
    assert "b" in ids(index)


def test_deletion(index: Index) -> None:
    """Deleted documents are gone; an unknown id is in the report."""
    index.add([doc("b", "One was said."), doc("c", "Another was said.")])
    report = index.delete(["a", "zz", "c", "a"])
    assert report.deleted == 2
    assert [one.where for one in report.skipped] == ["zz", "a"]
    assert ids(index) == ["b"]
    assert not index.delete([]).is_changed


def test_progress(index: Index) -> None:
    """``progress`` is called after each document, with the counts so far."""
    reports: list[Progress] = []
    index.add(
        [doc("b", "One was said."), doc("c"), doc("d", "Another was said.")],
        progress=reports.append,
    )
    assert [(one.where, one.documents, one.skipped) for one in reports] == [
        ("b", 1, 0),
        ("c", 1, 1),
        ("d", 2, 1),
    ]


def test_addition_is_all_or_nothing(index: Index) -> None:
    """When the iterable of documents raises, none of them is added."""

    def documents() -> object:
        yield doc("b", "One was said.")
        yield doc("a", "The old one was replaced.")
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="broke"):
        index.add(documents())  # type: ignore[arg-type]
    assert ids(index) == ["a"]
    assert index.get("a").text == TEXT
    assert index.search("said").total == 0
    assert index.add(doc("b", "One was said.")).documents == 1


@pytest.mark.parametrize("given", ["text", {"id": "x"}, None, 7])
def test_only_documents_are_added(index: Index, given: object) -> None:
    """Any other object raises an error that names its type."""
    with pytest.raises(DocumentError, match=type(given).__name__):
        index.add([given])  # type: ignore[list-item]
    assert ids(index) == ["a"]


def test_progress_that_raises(index: Index) -> None:
    """When ``progress`` raises, the change is undone."""

    def refuse(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.add(doc("b", "One was said."), progress=refuse)
    assert ids(index) == ["a"]
    index.add(doc("b", "One was said."))
    assert ids(index) == ["a", "b"]
