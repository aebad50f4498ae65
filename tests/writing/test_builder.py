"""What becomes of documents that are added, doubled, changed, or cannot be indexed."""

from __future__ import annotations

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
def index() -> Index:
    """An index in memory that holds one document."""
    return diplosearch.rebuild([doc("a", source="Xinhua")])


def ids(index: Index) -> list[str]:
    """Return the ids that the index holds."""
    return [document.id for document in index.documents()]


def test_report_of_an_addition(index: Index) -> None:
    """The report counts documents, passages and languages, and is kept."""
    report = index.add([doc("b", "Bakanlar bir araya geldi."), doc("c", "They met again.")])
    assert (report.documents, report.passages, report.replaced) == (2, 2, 0)
    assert report.languages == {"tr": 1, "en": 1}
    assert report.is_changed
    assert report.seconds > 0
    assert index.report is report


def test_known_id_replaces(index: Index) -> None:
    """A document whose id is known takes the other's place, in every answer."""
    report = index.add(doc("a", "The summit ended in Astana."))
    assert (report.documents, report.replaced) == (1, 1)
    assert ids(index) == ["a"]
    assert index.search("Ankara").total == 0
    assert index.search("Astana").total == 1
    assert index.get("a").source is None


def test_unchanged(index: Index) -> None:
    """A document given as before is left alone; nothing is committed."""
    commit = index.stats().commit
    report = index.add(doc("a", source="Xinhua"))
    assert (report.documents, report.unchanged, report.is_changed) == (0, 1, False)
    assert index.stats().commit == commit


def test_same_text_with_other_metadata_replaces(index: Index) -> None:
    """Metadata is part of what was given."""
    report = index.add(doc("a", source="Anadolu"))
    assert (report.documents, report.replaced) == (1, 1)
    assert index.get("a").source == "Anadolu"


def test_double_by_content(index: Index) -> None:
    """The same content under another id is left out, and named with its twin."""
    report = index.add([doc("b"), doc("c", "Something else was said.")])
    ((where, reason),) = [(one.where, one.reason) for one in report.skipped]
    assert where == "b"
    assert "'a'" in reason
    assert ids(index) == ["a", "c"]


def test_double_is_kept_when_asked(index: Index) -> None:
    """With ``keep_duplicates`` doubles are documents of their own."""
    assert index.add(doc("b"), keep_duplicates=True).documents == 1
    assert ids(index) == ["a", "b"]


def test_same_text_under_another_title_is_no_double(index: Index) -> None:
    """Title and text make the content."""
    index.add(doc("b", title="Agreement signed"))
    assert ids(index) == ["a", "b"]


def test_same_id_twice_in_a_run(index: Index) -> None:
    """Of one id in one run the first is kept, and the report says so."""
    report = index.add([doc("b", "One was said."), doc("b", "Another was said.")])
    assert index.get("b").text == "One was said."
    assert [one.where for one in report.skipped] == ["b"]


def test_double_within_a_run(index: Index) -> None:
    """Doubles are told within one run too."""
    report = index.add([doc("b", "One was said."), doc("c", "One was said.")])
    assert ids(index) == ["a", "b"]
    assert [one.where for one in report.skipped] == ["c"]


def test_content_may_come_back_after_its_document_went(index: Index) -> None:
    """What was deleted or replaced is no longer a twin."""
    index.delete("a")
    assert index.add(doc("b")).documents == 1
    index.add(doc("b", "Something else was said."))
    assert index.add(doc("c")).documents == 1


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "…", "\u200b"])
def test_nothing_to_index(index: Index, text: str) -> None:
    """A document without a word is left out with its reason; the rest goes on."""
    report = index.add([doc("b", text), doc("c", "Something else was said.")])
    if "b" in ids(index):
        pytest.fail("a document without a word was indexed")
    assert [one.where for one in report.skipped] == ["b"]
    assert ids(index) == ["a", "c"]


def test_replacement_without_a_word_keeps_the_old(index: Index) -> None:
    """A new version that cannot be indexed does not take the place of the old one."""
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
    """A lone surrogate in any field is no reason to fail."""
    index.add(doc("b", "Something else was said.", **{field: "x\ud800y"}))
    assert "b" in ids(index)


def test_deletion(index: Index) -> None:
    """What is deleted is gone; an id that is not there is in the report."""
    index.add([doc("b", "One was said."), doc("c", "Another was said.")])
    report = index.delete(["a", "zz", "c", "a"])
    assert report.deleted == 2
    assert [one.where for one in report.skipped] == ["zz", "a"]
    assert ids(index) == ["b"]
    assert not index.delete([]).is_changed


def test_progress(index: Index) -> None:
    """After each document the caller hears how far it has got."""
    heard: list[Progress] = []
    index.add(
        [doc("b", "One was said."), doc("c"), doc("d", "Another was said.")],
        progress=heard.append,
    )
    assert [(one.where, one.documents, one.skipped) for one in heard] == [
        ("b", 1, 0),
        ("c", 1, 1),
        ("d", 2, 1),
    ]


def test_addition_is_all_or_nothing(index: Index) -> None:
    """Documents that fail midway leave nothing behind."""

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
def test_what_is_no_document(index: Index, given: object) -> None:
    """Only documents can be added; the message says what was given."""
    with pytest.raises(DocumentError, match=type(given).__name__):
        index.add([given])  # type: ignore[list-item]
    assert ids(index) == ["a"]


def test_progress_that_fails(index: Index) -> None:
    """A caller that raises while it listens stops the change; nothing is left of it."""

    def refuse(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.add(doc("b", "One was said."), progress=refuse)
    assert ids(index) == ["a"]
    index.add(doc("b", "One was said."))
    assert ids(index) == ["a", "b"]
