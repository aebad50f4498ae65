"""Ids of entities: a kind and a name in plain letters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from strategies import texts

from diplosearch.entities.gazetteer.ids import kind_of, make_id, slug
from diplosearch.model import ENTITY_TYPES


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Cai Qi", "cai-qi"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("İIıi", "iiii"),
        ("People’s Republic", "peoples-republic"),
        ("  A.B.D.  ", "a-b-d"),
        ("Kassym-Jomart", "kassym-jomart"),
        ("北京", "beijing"),
        ("𝛢", "a"),
        ("𝛢 𝜝", "a-b"),
        ("…", "-"),
        ("", "-"),
    ],
)
def test_slugs_are_plain(name: str, expected: str) -> None:
    """Letters are folded, and all else becomes one hyphen."""
    assert slug(name) == expected


def test_ids_hold_their_kind() -> None:
    """The type in small letters stands before the colon."""
    assert [make_id(type, "Çin") for type in ENTITY_TYPES] == [
        f"{type.lower()}:cin" for type in ENTITY_TYPES
    ]
    assert kind_of("country:CN") == "country"
    assert kind_of("nothing") == "nothing"


@given(texts)
def test_any_name_makes_an_id(name: str) -> None:
    """An id is never empty, long, parted by white space or in capitals."""
    made = slug(name)
    assert 0 < len(made) <= 80
    assert not re.search(r"\s", made)
    assert made == made.lower()
    assert not any(letter.isupper() for letter in made)
