"""Names of an index that sound like a word of a query."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.engines.base import Reader
from diplosearch.engines.ranking import SPELLING_WEIGHT, inverse_document_frequency
from diplosearch.expansion.name_spellings import find_spellings, rank_spellings
from diplosearch.expansion.phrases import find_phrase
from diplosearch.query.tree import Sequence, Term

ENGLISH = (
    *("Jeyhun Bayramov visited", "Dmitriy spoke", "Chad signed", "Sergei Lavrov arrived"),
    *("Zaharova wrote", "Mishustin met", "Khamenei said"),
)
TURKISH = "Bakan Sergey Lavrov ve Mişustin, Dimitriy ile başkentte Hamaney'i andı."


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """Seven passages in English and one in Turkish."""
    documents = [
        Document(id=str(n), text=f"Minister {said} in the capital today.", language="en")
        for n, said in enumerate(ENGLISH)
    ]
    documents.append(Document(id="tr", text=TURKISH, language="tr"))
    with diplosearch.rebuild(documents, entities=False) as index, index._use() as searcher:
        yield searcher.reader


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Ceyhun", [("exact", "jeyhun", 1.0)]),
        ("Zakharova", [("exact", "zaharova", 1.0)]),
        ("Sergey", [("exact", "sergei", 1.0)]),
        ("Mişustin", [("exact", "mishustin", 1.0), ("stem", "mişustin", 1.0)]),
        # Across languages less is enough, but not where a syllable is added or missing.
        ("Hamaney", [("exact", "khamenei", 0.857)]),
        ("Dimitriy", [("exact", "dmitriy", 0.923)]),
        ("Dmitri", [("exact", "dmitriy", 1.0), ("stem", "dimitriy", 0.923)]),
        ("Cihad", []),
        ("Kamaney", []),
        # As it is written, too short, or a word.
        *(("Jeyhun", []), ("Ali", []), ("bakan", []), ("S-400", [])),
    ],
)
def test_the_likest_come_first(
    word: str, found: list[tuple[str, str, float]], reader: Reader
) -> None:
    """Names that sound alike are found with their likeness, and no others."""
    ranked = rank_spellings(word, reader)
    assert [(field, text, round(ratio, 3)) for (field, text), ratio in ranked] == found


def test_a_spelling_weighs_as_much_as_it_is_like(reader: Reader) -> None:
    """It scores by its rarity and its likeness, as a translation by spelling."""
    (one,) = find_spellings("Hamaney", reader)
    rarity = inverse_document_frequency(8, 1)
    assert one == Term(
        "exact", "khamenei", one.weight, "Hamaney", "translation", "spelling"
    )
    assert one.weight == pytest.approx(SPELLING_WEIGHT * 6 / 7 * rarity)


def test_a_phrase_weighs_what_its_words_do(reader: Reader) -> None:
    """The rarities of its words are summed; one word is a term of the kind *phrase*."""
    rare, less = inverse_document_frequency(8, 1), inverse_document_frequency(8, 2)
    (both,) = find_phrase(["Sergei", "Lavrov"], 2, "exact", reader, "typed")
    assert both == Sequence("exact", ("sergei", "lavrov"), 2, rare + less, "typed")
    (one,) = find_phrase(["Jeyhun"], None, "exact", reader, "typed")
    assert isinstance(one, Term)
    assert (one.text, one.word, one.kind) == ("jeyhun", "typed", "phrase")
    assert find_phrase(["Sergei", "Nobody"], None, "exact", reader, "typed") == []
