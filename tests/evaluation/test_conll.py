"""Sentences of CoNLL files, and the message for an invalid line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.tagger.bio import relabel
from diplosearch.errors import SourceError
from diplosearch.evaluation.conll import MarkedSentence, read_conll

FILE = "Wang\tB-PER\nYi\tI-PER\ngeldi\tO\n\n\nÇin'in\tB-LOC\n"


def read(tmp_path: Path, text: str) -> list[MarkedSentence]:
    path = tmp_path / "some.conll"
    path.write_text(text, encoding="utf-8")
    return read_conll(path)


@pytest.mark.parametrize(
    "text", [FILE, FILE + "\n\n", "\n" + FILE, FILE.replace("\n", "\r\n")]
)
def test_sentences_are_read(tmp_path: Path, text: str) -> None:
    """An empty line ends a sentence, and so does the file; more of them make none."""
    assert read(tmp_path, text) == [
        MarkedSentence(("Wang", "Yi", "geldi"), ("B-PER", "I-PER", "O")),
        MarkedSentence(("Çin'in",), ("B-LOC",)),
    ]


def test_tag_is_the_last_column(tmp_path: Path) -> None:
    """Columns between the token and its tag are passed over."""
    assert read(tmp_path, "Yi\tNNP\tx\tB-PER")[0].tags == ("B-PER",)


def test_empty_file_has_no_sentences(tmp_path: Path) -> None:
    """Nothing is no error."""
    assert read(tmp_path, "") == read(tmp_path, "\n \n") == []


@pytest.mark.parametrize(
    "line", ["Wang", "Wang B-PER", "\tO", "Wang\t", "Wang\tPER", "Wang\tB-", "Wang\tX-PER"]
)
def test_unsound_lines_are_named(tmp_path: Path, line: str) -> None:
    """The message says which line and what to write."""
    with pytest.raises(SourceError, match=r"some\.conll, line 3: write a token, a tab"):
        read(tmp_path, f"Yi\tO\n\n{line}\n")


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A missing file and other encodings are errors with the path."""
    latin = tmp_path / "latin.conll"
    latin.write_bytes("Şi\tO".encode("cp1254"))
    for path in (latin, tmp_path / "gone.conll", tmp_path):
        with pytest.raises(SourceError, match=path.name):
            read_conll(path)


def test_labels_are_replaced() -> None:
    """Labels that are not wanted become O."""
    tags = ["B-PERSON", "I-PERSON", "B-DATE", "O", "B-GPE"]
    labels = {"PERSON": "PER", "GPE": "LOC"}
    assert relabel(tags, labels) == ["B-PER", "I-PER", "O", "O", "B-LOC"]


@given(
    st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1)
)
def test_spans_are_the_tokens(tokens: list[str]) -> None:
    """A token's span in the text is the token."""
    sentence = MarkedSentence(tuple(tokens), ("O",) * len(tokens))
    assert [sentence.text[start:end] for start, end in sentence.spans()] == tokens
