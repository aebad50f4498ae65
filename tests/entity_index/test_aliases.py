"""Ids of a corpus that mean one entity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.gazetteer.ids import make_id
from diplosearch.entity_index.aliases import alias_acronyms, alias_people
from diplosearch.entity_index.corpus_people import Naming

NAMES = [
    "Recep Tayyip Erdoğan",
    "Erdoğan",
    "Erdogan",
    "Olzhas Bektenov",
    "Oljas Bektenov",
    "Bektenov",
    "Ali Yılmaz",
    "Cevdet Yılmaz",
    "Yılmaz",
]


def naming(name: str, documents: int = 1, id: str = "") -> Naming:
    return Naming(id or make_id("PERSON", name), name, documents)


@pytest.mark.parametrize(
    ("namings", "aliases"),
    [
        ([naming("Wang Yi"), naming("Wang")], {"person:wang": "person:wang-yi"}),
        (
            [naming("Olzhas Bektenov", 2), naming("Oljas Bektenov"), naming("Bektenov")],
            {
                "person:oljas-bektenov": "person:olzhas-bektenov",
                "person:bektenov": "person:olzhas-bektenov",
            },
        ),
        ([naming("Ali Yılmaz"), naming("Cevdet Yılmaz"), naming("Yılmaz")], {}),
        (
            [naming("Mikhail Mishustin", id="person:known"), naming("Mişustin")],
            {"person:misustin": "person:known"},
        ),
        ([naming("Erdoğan"), naming("Erdoğan", 3)], {}),
        ([], {}),
    ],
)
def test_people_are_joined(namings: list[Naming], aliases: dict[str, str]) -> None:
    """Spellings and bare surnames stand for the person; two people for themselves."""
    assert alias_people(namings) == aliases


@given(
    st.lists(
        st.builds(naming, st.sampled_from(NAMES), st.integers(1, 40)),
        unique=True,
        max_size=9,
    ).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some)))
)
def test_order_joins_nobody_else(drawn: tuple[list[Naming], list[Naming]]) -> None:
    """The same namings in any order give the same aliases, none of them in a chain."""
    first, second = drawn
    aliases = alias_people(first)
    assert alias_people(second) == aliases
    assert not aliases.keys() & set(aliases.values())


@pytest.mark.parametrize(
    ("forms", "aliases"),
    [
        (
            {"org:anka-yatirim": ["Anka Yatırım", "AYX"], "org:ayx": ["AYX"]},
            {"org:ayx": "org:anka-yatirim"},
        ),
        ({"org:one": ["AYX"], "org:two": ["AYX"], "org:ayx": ["AYX"]}, {}),
        ({"org:one": ["AYX"]}, {}),
        ({"org:one": ["Ayx"], "org:ayx": ["AYX"]}, {}),
        ({"org:siox": ["ŞİÖX"], "org:full": ["Şirket", "ŞİÖX"]}, {"org:siox": "org:full"}),
        ({}, {}),
    ],
)
def test_acronyms_are_joined(forms: dict[str, list[str]], aliases: dict[str, str]) -> None:
    """A bare acronym stands for the one organisation that goes by it, else for itself."""
    assert alias_acronyms(forms) == aliases
    assert alias_acronyms(dict(reversed(forms.items()))) == aliases


def test_acronyms_of_each_other_stay_apart() -> None:
    """Two acronyms that stand for each other make no circle."""
    forms = {"org:abcd": ["ABCD", "WXYZ"], "org:wxyz": ["WXYZ", "ABCD"]}
    assert alias_acronyms(forms) == {}
