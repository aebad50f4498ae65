"""A user's own stop words and protected words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document, Index, Resources
from diplosearch.errors import UsageError
from diplosearch.lexicon.own_words import read_own_words

TEXTS = {
    "bank": "Merkez Bankası faiz kararını açıkladı, banka hisseleri yükseldi.",
    "banks": "The banks raised their rates on Friday.",
    "name": "The Bank met on Friday.",
    "agency": "Haberler ajansı Bursa'da yeni bir büro açtı.",
    "quake": "Bursa'da deprem oldu.",
}


def write(folder: Path, text: str) -> Path:
    """Return a file with ``text``."""
    path = folder / "words.txt"
    path.write_text(text, encoding="utf-8")
    return path


def make(**given: Any) -> Index:
    """Return an index of the texts that is searched with the user's words."""
    documents = [Document(id=id, text=text) for id, text in TEXTS.items()]
    return diplosearch.rebuild(documents, ":memory:", resources=Resources(**given))


def ids(index: Index, query: str) -> set[str]:
    """Return the ids of the documents that are found."""
    return {hit.document.id for hit in index.search(query)}


def test_own_stop_words_are_passed_over(tmp_path: Path) -> None:
    """They find nothing beside other words, whatever their case, and are no concepts."""
    with make(stop_words=write(tmp_path, "# ours\n\nHaberler\n")) as index:
        assert ids(index, "haberler deprem") == {"quake"}
        assert ids(index, "HABERLER'de deprem") == {"quake"}
        assert index.search("haberler deprem").missing == ()
        assert ids(index, "haberler") == {"agency"}
    with make() as index:
        assert ids(index, "haberler deprem") == {"agency", "quake"}


@pytest.mark.parametrize(
    "query", ["Bank", "bank", "BANK'ın", "+bank", '"bank"', "-deprem +bank"]
)
def test_protected_words_are_searched_as_typed(tmp_path: Path, query: str) -> None:
    """A protected word finds neither its inflected forms nor its translations."""
    with make(protected_words=write(tmp_path, "Bank")) as index:
        assert ids(index, query) == {"name"}
    with make() as index:
        assert ids(index, "bank") >= {"bank", "banks", "name"}


def test_protected_words_are_excluded_as_typed(tmp_path: Path) -> None:
    """Excluding one leaves its inflected forms and translations."""
    with make(protected_words=write(tmp_path, "bank")) as index:
        assert ids(index, "friday cuma faiz -bank") == {"bank", "banks"}


def test_protected_words_are_no_part_of_a_term(tmp_path: Path) -> None:
    """What is searched as typed does not stand for more together with its neighbours."""
    with make(protected_words=write(tmp_path, "merkez")) as index:
        (hit,) = index.search("Merkez Bankası", match="all")
        assert {reason.query for reason in hit.explain().reasons} == {"Merkez", "Bankası"}


@pytest.mark.parametrize(
    ("text", "message"),
    [("bir iki\n", "line 1: write one word a line"), ("a\n?\n", "line 2: write one word")],
)
def test_lines_are_single_words(tmp_path: Path, text: str, message: str) -> None:
    """The error names the file, the line and what to write."""
    path = write(tmp_path, text)
    for given in ({"stop_words": path}, {"protected_words": path}):
        with pytest.raises(UsageError, match=message):
            make(**given)


def test_missing_files_are_told(tmp_path: Path) -> None:
    """A file that cannot be read is an error of the call, with its name."""
    with pytest.raises(UsageError, match=r"none\.txt: the words cannot be read"):
        read_own_words(tmp_path / "none.txt", None)
