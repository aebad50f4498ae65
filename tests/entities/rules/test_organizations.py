"""Organisations whose names go on, and acronyms in brackets behind them."""

from __future__ import annotations

import pytest

from diplosearch.entities.base import Mention
from diplosearch.entities.rules.organizations import extend_organizations
from diplosearch.entities.tokens import read_sentence
from diplosearch.model import EntityType


def mention(text: str, name: str, type: EntityType, id: str | None = None) -> Mention:
    start = text.index(name)
    return Mention(start, start + len(name), type, id, name if id else None)


def extended(text: str, *mentions: Mention) -> list[tuple[str, str | None]]:
    sentence = read_sentence(text, 0, len(text))
    found = extend_organizations(sentence, mentions)
    return [(text[one.start : one.end], one.id) for one in found]


@pytest.mark.parametrize(
    ("text", "organization", "place", "expected"),
    [
        (
            "Conservative Party of Canada",
            "Conservative Party",
            "Canada",
            "Conservative Party of Canada",
        ),
        (
            "Central Bank of the United States",
            "Central Bank",
            "United States",
            "Central Bank of the United States",
        ),
        ("Party's of Canada", "Party", "Canada", "Party"),
        ("Goldman Sachs of Canada", "Goldman Sachs", "Canada", "Goldman Sachs"),
        ("Party in Canada", "Party", "Canada", "Party"),
    ],
)
def test_names_go_on(text: str, organization: str, place: str, expected: str) -> None:
    """The name of a party, bank or council includes the place behind it."""
    found = extended(
        text, mention(text, organization, "ORG", "org:x"), mention(text, place, "GPE")
    )
    assert found[0] == (expected, None if expected != organization else "org:x")


@pytest.mark.parametrize("text", ["Communist Party of", "Party of the", "Party of nobody"])
def test_names_that_break_off_stay(text: str) -> None:
    """Where nothing that is known follows, the name is as it was."""
    assert extended(text, mention(text, "Party", "ORG"))[0][0] == "Party"


def test_person_behind_of_is_no_part() -> None:
    """Only places and peoples are."""
    text = "Office of Ali Yilmaz"
    found = extended(
        text, mention(text, "Office", "ORG"), mention(text, "Ali Yilmaz", "PERSON")
    )
    assert [name for name, _ in found] == ["Office", "Ali Yilmaz"]


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        ("Anka Yatırım (AYX) geldi", "AYX"),
        ("Anka Yatırım'ın (AYX) payı", "AYX"),
        ("Anka Yatırım (AYX, 1999)", "AYX"),
        ("Anka Yatırım (Ayx)", None),
        ("Anka Yatırım (A)", None),
        ("Anka Yatırım (ABCDEFGHI)", None),
        ("Anka Yatırım (G20)", None),
        ("Anka Yatırım ve (AYX)", None),
        ("Anka Yatırım (AYX", None),
    ],
)
def test_acronyms_in_brackets(text: str, acronym: str | None) -> None:
    """Two to eight capital letters behind an organisation are that organisation."""
    found = extended(text, mention(text, "Anka Yatırım", "ORG", "org:anka"))
    expected = [("Anka Yatırım", "org:anka")]
    assert found == expected + ([(acronym, "org:anka")] if acronym else [])


def test_acronym_that_is_known_already_is_not_doubled() -> None:
    """A mention that stands in the brackets stays as it is."""
    text = "Anka Yatırım (AYX) geldi"
    found = extended(
        text, mention(text, "Anka Yatırım", "ORG"), mention(text, "AYX", "ORG", "org:ayx")
    )
    assert found == [("Anka Yatırım", None), ("AYX", "org:ayx")]


def test_nothing_makes_nothing() -> None:
    """No mentions and no words are no error."""
    assert extended("") == extended("(AYX)") == []
