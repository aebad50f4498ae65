"""Surnames count once a full name was seen."""

from __future__ import annotations

import pytest

from diplosearch.entities.base import Mention
from diplosearch.entities.coreference import propagate
from diplosearch.entities.tokens import read_sentence
from diplosearch.model import EntityType


def mention(text: str, name: str, type: EntityType, id: str | None = None) -> Mention:
    start = text.index(name)
    return Mention(start, start + len(name), type, id)


def propagated(text: str, *mentions: Mention) -> list[tuple[str, str]]:
    sentence = read_sentence(text, 0, len(text))
    (found,) = propagate(text, [sentence], [mentions])
    return [(text[one.start : one.end], one.type) for one in found]


@pytest.mark.parametrize(
    ("text", "name", "short"),
    [
        ("Ceyhun Bayramov geldi, Bayramov'un sözleri", "Ceyhun Bayramov", "Bayramov"),
        ("Wang Yi geldi. Wang, dedi", "Wang Yi", "Wang"),
        ("YILMAZ dedi, Cevdet Yilmaz", "Cevdet Yilmaz", "YILMAZ"),
        ("Kassym-Jomart Tokayev and Tokayev", "Kassym-Jomart Tokayev", "Tokayev"),
    ],
)
def test_surnames_are_people(text: str, name: str, short: str) -> None:
    """Before the full name or behind it, in whatever form."""
    found = propagated(text, mention(text, name, "PERSON"))
    assert sorted(found) == sorted([(name, "PERSON"), (short, "PERSON")])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ali Kaya geldi, kaya düştü", "Ali Kaya"),
        ("Ali geldi, Ali gitti", "Ali"),
        ("Ceyhun Bayramov ve Ceyhun", "Ceyhun Bayramov"),
    ],
)
def test_other_words_are_not(text: str, name: str) -> None:
    """Small letters, single names and given names lead to nothing."""
    assert propagated(text, mention(text, name, "PERSON")) == [(name, "PERSON")]


def test_unknown_place_that_is_a_surname_is_a_person() -> None:
    """What the tagger took for something else is set right; what is known stays."""
    text = "Tansu Çiller and Çiller in Çiller"
    name, town = mention(text, "Tansu Çiller", "PERSON"), Mention(17, 23, "GPE")
    assert propagated(text, name, town)[1:] == [("Çiller", "PERSON"), ("Çiller", "PERSON")]
    known = Mention(17, 23, "GPE", "city:1", "Çiller")
    assert propagated(text, name, known)[1:] == [("Çiller", "GPE"), ("Çiller", "PERSON")]


def test_every_sentence_learns() -> None:
    """A name in the last sentence counts in the first."""
    text = "Bektenov geldi.\nOlzhas Bektenov gitti."
    sentences = [read_sentence(text, 0, 15), read_sentence(text, 16, len(text))]
    found = propagate(text, sentences, [[], [mention(text, "Olzhas Bektenov", "PERSON")]])
    assert [text[one.start : one.end] for one in found[0]] == ["Bektenov"]
    assert propagate("", [], []) == []
