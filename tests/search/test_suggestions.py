"""What sounds or is spelt alike: another spelling is found, another word is suggested."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from diplosearch import Document, Index

TEXTS = [
    "The Arabs met in Cairo. Arap ülkeleri toplantıda buluştu.",
    "The Bank of England raised rates, Bank officials said.",
    "Mişustin Moskova'da konuştu.",
    "Baden lies in Austria.",
    "Tokayev Astana'da konuştu.",
    "İslami Cihad sözcüsü konuştu.",
    "Gökçeada'da Bangosu kumsalda konuştu.",
    "Dimitriy ile Süleyman konuştu.",
]


@pytest.fixture(scope="module")
def index(rebuilt: Callable[[list[Document]], Index]) -> Iterator[Index]:
    """The texts, a document each, on each engine."""
    documents = [Document(id=str(n), text=text) for n, text in enumerate(TEXTS)]
    with rebuilt(documents) as index:
        yield index


@pytest.mark.parametrize("query", ["Airbus", "Banega'da", "Biden", "Chad"])
def test_another_word_is_no_answer(index: Index, query: str) -> None:
    """A name that no passage has finds no other name or word that sounds like it."""
    results = index.search(query)
    assert len(results) == 0
    assert results.missing == (query,)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Mishustin", "Mişustin"),
        ("Tokaev", "Tokayev"),
        ("Dmitriy", "Dimitriy"),
        ("Suleiman", "Süleyman"),
    ],
)
def test_another_spelling_is_an_answer(index: Index, query: str, name: str) -> None:
    """A name is found in the spelling of the other language."""
    (hit,) = index.search(query)
    assert name in hit.document.text
    assert hit.missing == ()


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [("Bidden", "Baden"), ("Arabz", "Arabs"), ("Banc officialz", "Bank officials")],
)
def test_similar_word_is_suggested(index: Index, query: str, suggestion: str) -> None:
    """What is spelt alike but is no spelling of a name is offered, not searched."""
    assert index.search(query).suggestion == suggestion
