"""Words in front of a name, and names that go on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Find = Callable[..., list[tuple[str, str, str]]]


def named(find: Find, text: str) -> list[str]:
    """Return the people and organisations of a text."""
    return [name for name, type, _ in find(text) if type in ("PERSON", "ORG")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Although Rubio declined, talks went on.", ["Rubio"]),
        ("Then Scholz left the room.", ["Scholz"]),
        ("Unless Netanyahu agrees, nothing happens.", ["Netanyahu"]),
        ("Keşke Fidan da gelseydi.", ["Fidan"]),
        ("Ben SPD'den ayrıldım.", ["SPD"]),
        ("Bence Şimşek haklı.", ["Şimşek"]),
        ("Nitekim Bahçeli reddetti.", ["Bahçeli"]),
        ("Yoksa Putin mi aradı?", ["Putin"]),
        ("Yüzücü Savaş Fidan madalya aldı.", ["Savaş Fidan"]),
        ("Halterci Naim Çetin rekor kırdı.", ["Naim Çetin"]),
        ("Gelelim Süper Star Ayşe Tokgöz'ün konserine.", ["Ayşe Tokgöz"]),
        ("Fransız Jean Paul Girard öldü.", ["Jean Paul Girard"]),
        ("German Gref met Roman Abramov.", ["German Gref", "Roman Abramov"]),
        ("Ulu Önder Mustafa Kemal Atatürk anıldı.", ["Mustafa Kemal Atatürk"]),
        ("Büyük Önder Mustafa Kemal Atatürk'ün sözü", ["Mustafa Kemal Atatürk"]),
        (
            "Ambassador of France Isabelle Dumont opened the exhibition.",
            ["Isabelle Dumont"],
        ),
        (
            "Ambassador of Japan Takahiko Katsumata visited Izmir.",
            ["Takahiko Katsumata"],
        ),
    ],
)
def test_words_in_front_are_no_part_of_a_name(
    find_fully: Find, text: str, names: list[str]
) -> None:
    """Joining words, pronouns, epithets and the country of an office are left out."""
    assert named(find_fully, text) == names


def test_a_company_behind_a_joining_word(find_fully: Find) -> None:
    """Whatever the tagger takes it for, the name begins behind the joining word."""
    found = find_fully("Among Sumitomo employees, the mood was grim.")
    assert {name for name, _, _ in found} <= {"Sumitomo"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Will Smith met Grant Shapps.", ["Will Smith", "Grant Shapps"]),
        ("Ben Wallace resigned.", ["Ben Wallace"]),
        ("Ben Affleck won.", ["Ben Affleck"]),
        ("May Britt said no.", ["May Britt"]),
        ("Al Gore spoke.", ["Al Gore"]),
        ("Önder Yılmaz konuştu.", ["Önder Yılmaz"]),
    ],
)
def test_given_names_that_are_words_stay(
    find_fully: Find, text: str, names: list[str]
) -> None:
    """A word that is a given name belongs to the name behind it."""
    assert named(find_fully, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Sheikh Tamim bin Hamad Al Thani received the envoy.",
            ["Sheikh Tamim bin Hamad Al Thani"],
        ),
        (
            "Sultan Haitham bin Tariq Al Said visited Ankara.",
            ["Sultan Haitham bin Tariq Al Said"],
        ),
        (
            "Crown Prince Mohammed bin Salman met Sheikh Mohamed bin Zayed Al Nahyan.",
            ["Mohammed bin Salman", "Mohamed bin Zayed Al Nahyan"],
        ),
        (
            "Emir Şeyh Temim bin Hamed Al Sani Ankara'ya geldi.",
            ["Şeyh Temim bin Hamed Al Sani"],
        ),
        ("Sheikh Tamim left for Doha.", ["Sheikh Tamim"]),
        ("Bakan Fidan bin 500 lira verdi.", ["Fidan"]),
    ],
)
def test_a_name_goes_on_with_a_father_and_a_family(
    find_fully: Find, text: str, names: list[str]
) -> None:
    """*bin Hamad* and then *Al Thani* belong to the name; a number does not."""
    assert named(find_fully, text) == names
