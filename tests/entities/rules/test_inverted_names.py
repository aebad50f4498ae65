"""People with the surname first, people in lists in capitals, people with one name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Find = Callable[..., list[tuple[str, str, str]]]


def people_in(find: Find, text: str) -> list[str]:
    return [name for name, type, _ in find(text) if type == "PERSON"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Fidan, Hakan (Türkiye);", ["Fidan, Hakan"]),
        ("Lavrov, Sergey (Rusya Federasyonu);", ["Lavrov, Sergey"]),
        (
            "Guterres, António (Portugal), Baerbock, Annalena (Germany)",
            ["Guterres, António", "Baerbock, Annalena"],
        ),
        (
            "Wong, Penny (Australia); Ebrard, Marcelo (Mexico)",
            ["Wong, Penny", "Ebrard, Marcelo"],
        ),
        ("Al-Saud, Faisal bin Farhan (Saudi Arabia)", ["Al-Saud, Faisal bin Farhan"]),
        ("FIDAN, HAKAN (TURKIYE)", ["FIDAN, HAKAN"]),
        ("Bozkır, Volkan, Türkiye", ["Bozkır, Volkan"]),
    ],
)
def test_surname_first(find_fully: Find, text: str, people: list[str]) -> None:
    """A surname, a comma and given names before a country are one person."""
    assert people_in(find_fully, text) == people


def test_a_person_with_the_surname_first_is_the_same_one(find_fully: Find) -> None:
    """The id and what the surname alone means are those of the usual order."""
    ids = {id for _, type, id in find_fully("Fidan, Hakan (Türkiye)") if type == "PERSON"}
    usual = {id for _, type, id in find_fully("Hakan Fidan geldi.") if type == "PERSON"}
    assert ids == usual
    unknown = find_fully("Okonjo, Adaeze (Nigeria): Bayan Okonjo ayrıldı.")
    assert len({id for _, type, id in unknown if type == "PERSON"}) == 1


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Hakan Fidan, Yaşar Güler (MSB) ve İbrahim Kalın geldi.",
            ["Hakan Fidan", "Yaşar Güler", "İbrahim Kalın"],
        ),
        ("Fidan, Lavrov (Rusya) ve Wang katıldı.", ["Fidan", "Lavrov", "Wang"]),
        ("Paris, France (Reuters)", []),
        ("Ankara, Türkiye (AA)", []),
    ],
)
def test_lists_and_places_stay_apart(
    find_fully: Find, text: str, people: list[str]
) -> None:
    """Two people with a comma between them are two, and a town is none."""
    assert people_in(find_fully, text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "KATILIMCILAR: HAKAN FİDAN, YAŞAR GÜLER, İBRAHİM KALIN",
            ["HAKAN FİDAN", "YAŞAR GÜLER", "İBRAHİM KALIN"],
        ),
        (
            "PARTICIPANTS: ANTONY BLINKEN, DAVID LAMMY, ANNALENA BAERBOCK",
            ["ANTONY BLINKEN", "DAVID LAMMY", "ANNALENA BAERBOCK"],
        ),
        (
            "HAKAN FİDAN (TÜRKİYE), SERGEY LAVROV (RUSYA)",
            ["HAKAN FİDAN", "SERGEY LAVROV"],
        ),
        (
            "TÜRKİYE: HAKAN FİDAN, YUNANİSTAN: YORGO GERAPETRİTİS",
            ["HAKAN FİDAN", "YORGO GERAPETRİTİS"],
        ),
        (
            "HEYET: AYŞE DEMİR, KENAN AKSOY VE ELİF TUNA",
            ["AYŞE DEMİR", "KENAN AKSOY", "ELİF TUNA"],
        ),
    ],
)
def test_people_in_capitals(find_fully: Find, text: str, people: list[str]) -> None:
    """Each name of a list in capitals is a person."""
    assert people_in(find_fully, text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Lula Brezilya'yı temsil etti.", ["Lula"]),
        ("Sukarno founded the republic.", ["Sukarno"]),
        ("Pele scored twice.", ["Pele"]),
        ("Widodo was succeeded by Prabowo.", ["Widodo", "Prabowo"]),
        ("Suharto görevden ayrıldı.", ["Suharto"]),
        ("Neymar sakatlandı, Ronaldinho sevindi.", ["Neymar", "Ronaldinho"]),
    ],
)
def test_people_with_one_name(find_fully: Find, text: str, people: list[str]) -> None:
    """A person whom everybody calls by one name is found by it."""
    assert people_in(find_fully, text) == people
