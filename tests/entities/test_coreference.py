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


def types_of(name: str, found: list[tuple[EntityType, str]]) -> list[str]:
    """Return the types of a name that is found with these, each before a word."""
    text, mentions = "", []
    for type, word in found:
        mentions.append(Mention(len(text), len(text) + len(name), type))
        text += f"{name} {word}. "
    return [type for _, type in propagated(text, *mentions)]


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
    known = Mention(17, 23, "GPE", "country:1", "Çiller")
    assert propagated(text, name, known)[1:] == [("Çiller", "GPE"), ("Çiller", "PERSON")]


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("Fethi Pekin evlendi. Pekin mutlu.", "PERSON"),
        ("Fethi Pekin evlendi. Pekin'in evi var.", "PERSON"),
        ("Fethi Pekin evlendi. Pekin'de yaşıyor.", "GPE"),
        ("Fethi Pekin evlendi. Pekin Büyükelçisi geldi.", "GPE"),
        ("Fethi Paşa evlendi. Pekin mutlu.", "GPE"),
    ],
)
def test_town_that_is_a_surname_is_a_person(text: str, type: EntityType) -> None:
    """Of whom the text has the full name, unless somebody is in it or a capital follows."""
    full = " ".join(text.split()[:2])
    name = mention(text, full, "PERSON")
    start = text.index("Pekin", text.index("."))
    town = Mention(start, start + 5, "GPE", "city:1816670", "Beijing")
    assert propagated(text, name, town)[1:2] == [("Pekin", type)]


def test_name_is_of_one_kind_in_a_text() -> None:
    """That of most of its mentions, or a company if it is called one."""
    found: list[tuple[EntityType, str]]
    found = [("ORG", "geldi"), ("GPE", "kaldı"), ("ORG", "gitti")]
    assert types_of("Roşel", found) == ["ORG", "ORG", "ORG"]
    found = [("PERSON", "sustu"), ("PERSON", "gitti")]
    assert types_of("Roşel", [("ORG", "firması"), *found]) == ["ORG", "ORG", "ORG"]
    assert types_of("Roşel", found) == ["PERSON", "PERSON"]
    assert types_of("Roşel", [("ORG", "geldi"), ("GPE", "gitti")]) == ["ORG", "GPE"]


def test_every_sentence_learns() -> None:
    """A name in the last sentence counts in the first."""
    text = "Bektenov geldi.\nOlzhas Bektenov gitti."
    sentences = [read_sentence(text, 0, 15), read_sentence(text, 16, len(text))]
    found = propagate(text, sentences, [[], [mention(text, "Olzhas Bektenov", "PERSON")]])
    assert [text[one.start : one.end] for one in found[0]] == ["Bektenov"]
    assert propagate("", [], []) == []
