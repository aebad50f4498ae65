"""An owner, a person and a place side by side are several names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Find = Callable[..., list[tuple[str, str, str]]]


def shown(find: Find, text: str) -> list[str]:
    """Return type and name of the entities of a text, without offices and dates."""
    left_out = ("TITLE", "DATE", "NORP")
    return [f"{type} {name}" for name, type, _ in find(text) if type not in left_out]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Turkey's Fidan met Lavrov in Antalya on Friday.",
            ["GPE Turkey", "PERSON Fidan", "PERSON Lavrov", "GPE Antalya"],
        ),
        (
            "Israel's Katz said Iran would pay.",
            ["GPE Israel", "PERSON Katz", "GPE Iran"],
        ),
        ("BM'nin Guterres'e verdiği yetki", ["ORG BM", "PERSON Guterres"]),
        ("NATO'nun Stoltenberg'den sonraki lideri", ["ORG NATO", "PERSON Stoltenberg"]),
        ("AB'nin Borrell'i Kiev'de konuştu.", ["ORG AB", "PERSON Borrell", "GPE Kiev"]),
        (
            "Rusya'nın Lavrov'u Ankara'ya geldi.",
            ["GPE Rusya", "PERSON Lavrov", "GPE Ankara"],
        ),
        ("CHP'nin İmamoğlu'na verdiği destek", ["ORG CHP", "PERSON İmamoğlu"]),
        ("DSÖ'nün Ghebreyesus'tan istediği rapor", ["ORG DSÖ", "PERSON Ghebreyesus"]),
        (
            "The IMF's Georgieva and the ECB's Lagarde spoke in Sintra.",
            ["ORG IMF", "PERSON Georgieva", "ORG ECB", "PERSON Lagarde", "GPE Sintra"],
        ),
        (
            "Britain's Lammy met Kenya's Mudavadi in Nairobi.",
            ["GPE Britain", "PERSON Lammy", "GPE Kenya", "PERSON Mudavadi", "GPE Nairobi"],
        ),
        (
            "Turkey's Central Bank raised rates.",
            ["GPE Turkey", "ORG Central Bank"],
        ),
    ],
)
def test_an_owner_is_a_name_of_its_own(
    find_fully: Find, text: str, names: list[str]
) -> None:
    """A country or an organisation with a possessive ends where its suffix does."""
    assert shown(find_fully, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Irak Başbakanı Sudani Bağdat'ta Erdoğan'la görüştü",
            ["GPE Irak", "PERSON Sudani", "GPE Bağdat", "PERSON Erdoğan"],
        ),
        (
            "Hamas lideri Sinvar Gazze'de öldürüldü",
            ["ORG Hamas", "PERSON Sinvar", "GPE Gazze"],
        ),
        (
            "Mısır Dışişleri Bakanı Abdulati Kahire'de Safadi'yle buluştu.",
            ["GPE Mısır", "PERSON Abdulati", "GPE Kahire", "PERSON Safadi"],
        ),
        (
            "Kuzey Kore lideri Kim Singapur'da konuştu.",
            ["GPE Kuzey Kore", "PERSON Kim", "GPE Singapur"],
        ),
        (
            "Dışişleri Bakanı Lammy Pekin'e, Kallas Brüksel'e gitti.",
            ["PERSON Lammy", "GPE Pekin", "PERSON Kallas", "GPE Brüksel"],
        ),
        (
            "Gürcistan Başbakanı Kobakhidze Batum'da konuştu.",
            ["GPE Gürcistan", "PERSON Kobakhidze", "GPE Batum"],
        ),
        (
            "Ben Bella Cezayir'in ilk cumhurbaşkanıydı.",
            ["PERSON Ben Bella", "GPE Cezayir"],
        ),
    ],
)
def test_a_place_behind_a_person_is_a_name_of_its_own(
    find_fully: Find, text: str, names: list[str]
) -> None:
    """A known place with a suffix of a case does not belong to the name before it."""
    assert shown(find_fully, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cox's Bazar is a town.", ["GPE Cox's Bazar"]),
        ("The People's Bank of China cut rates.", ["ORG People's Bank of China"]),
        ("McDonald's Corp fell.", ["ORG McDonald's Corp"]),
        ("Lloyd's Register sent inspectors.", ["ORG Lloyd's Register"]),
        ("Cumhurbaşkanı Paris Hilton'u kabul etti.", ["PERSON Paris Hilton"]),
        ("Michael Jordan'ın sözleri", ["PERSON Michael Jordan"]),
        ("Jordan Smith left.", ["PERSON Jordan Smith"]),
        ("Vali Yeşilköy'de konuştu.", ["GPE Yeşilköy"]),
    ],
)
def test_a_name_with_a_possessive_or_a_place_in_it_is_one(
    find_fully: Find, text: str, names: list[str]
) -> None:
    """What only looks like an owner, or like a place behind a person, stays whole."""
    assert shown(find_fully, text) == names
