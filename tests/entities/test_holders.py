"""People of the gazetteer by office and year."""

from __future__ import annotations

from itertools import pairwise

import pytest

from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.holders import KnownPeople, known_people, terms_by_person
from diplosearch.entities.offices import Bearing, agree, is_same_office
from diplosearch.entities.people.names import split_name

TODAY = 2026
"""The year in which the list was last looked over."""

FIRST_YEAR, LONGEST_REIGN = 1900, 71


@pytest.fixture(scope="module")
def people() -> KnownPeople:
    """The people of the built-in gazetteer."""
    return known_people(default_gazetteer())


@pytest.mark.parametrize(
    ("name", "bearing", "year", "id"),
    [
        ("Sezer", Bearing("president", "TR"), None, "person:ahmet-necdet-sezer"),
        ("Bush", Bearing("president", "US"), 1990, "person:george-h-w-bush"),
        ("Bush", Bearing("president", "US"), 2006, "person:george-w-bush"),
        ("George Bush", Bearing("president"), 2006, "person:george-w-bush"),
        ("Bush", Bearing("president", "US"), None, None),
        ("Bush", Bearing("president", "US"), 2019, None),
        ("Trudeau", Bearing("prime-minister", "CA"), 1972, "person:pierre-trudeau"),
        ("Trudeau", Bearing("prime-minister", "GB"), 2018, None),
        ("Toqaev", Bearing("president", "KZ"), None, "person:kassym-jomart-tokayev"),
        ("Fidan", Bearing("minister"), None, "person:hakan-fidan"),
        ("Fukuda", Bearing("prime-minister", "JP"), 2008, "person:yasuo-fukuda"),
        ("Yıldırım", Bearing("parliament-speaker", "TR"), 2018, "person:binali-yildirim"),
        ("Abdullah", Bearing("crown-prince", "SA"), 2002, "person:abdullah-bin-abdulaziz"),
        ("Ecevit", Bearing("prime-minister", "TR"), 1987, None),
        ("Nobody", Bearing("president"), None, None),
    ],
)
def test_holder_of_an_office(
    people: KnownPeople, name: str, bearing: Bearing, year: int | None, id: str | None
) -> None:
    """Office, country and year tell who it is; nobody where two are left or none is."""
    found = people.find_holder(split_name(name), bearing, year)
    assert (found and found.id) == id


def test_every_holder_is_a_person_of_the_gazetteer(people: KnownPeople) -> None:
    """No term of office belongs to a name that no text can be linked to."""
    assert terms_by_person().keys() <= people.by_id.keys()
    for terms in terms_by_person().values():
        assert all(term.last is None or term.first <= term.last for term in terms)


def test_nobody_holds_an_office_while_another_does() -> None:
    """Terms of one office of one country share no more than the year of a handover."""
    terms = sorted(
        (one.bearing, one.first, one.last or TODAY, id)
        for id, terms in terms_by_person().items()
        for one in terms
    )
    overlaps = [
        (one, other)
        for one, other in pairwise(terms)
        if one[0] == other[0] and other[1] < one[2]
    ]
    assert not overlaps


def test_terms_are_those_of_a_life() -> None:
    """No term begins before the century of newspapers or lasts longer than a reign."""
    for terms in terms_by_person().values():
        for one in terms:
            assert FIRST_YEAR <= one.first <= (one.last or TODAY) <= TODAY
            assert (one.last or TODAY) - one.first <= LONGEST_REIGN


def test_owners_and_offices_are_those_of_the_gazetteer() -> None:
    """A term has an owner and an office that documents can give to a person."""
    gazetteer = default_gazetteer()
    known = {
        entry.id
        for table in (gazetteer.names, gazetteer.acronyms)
        for key in table.packed
        if (entry := table.find(key)) is not None
    }
    for terms in terms_by_person().values():
        for one in terms:
            assert f"title:{one.bearing.office}" in known
            owners = {f"{kind}:{one.bearing.owner}" for kind in ("country", "org", "gpe")}
            assert not owners.isdisjoint(known)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("minister", "foreign-minister", True),
        ("leader", "president", True),
        ("prime-minister", "chancellor", True),
        ("minister", "deputy-minister", False),
        ("president", "vice-president", False),
        ("foreign-minister", "defense-minister", False),
        ("no-office-at-all", "no-office-at-all", True),
    ],
)
def test_general_office_may_be_a_special_one(one: str, other: str, same: bool) -> None:
    """*Minister* may be any minister, but no deputy; it does not matter which is first."""
    assert is_same_office(one, other) is is_same_office(other, one) is same


def test_offices_of_two_countries_are_two() -> None:
    """A country that is not told is no contradiction."""
    assert agree(Bearing("minister", "KZ"), Bearing("foreign-minister"))
    assert not agree(Bearing("president", "KZ"), Bearing("president", "UZ"))
