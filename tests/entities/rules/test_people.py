"""People by surname, and words before and behind a surname that are no name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from diplosearch.entities.base import Section
from diplosearch.entities.recognizer import default_recognizer


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("PM Meloni met FM Lavrov.", ["Meloni", "Lavrov"]),
        ("Secretary Rubio left.", ["Rubio"]),
        ("President el-Sisi spoke.", ["el-Sisi"]),
        ("Will it rain in May? They march in March.", []),
        ("Italian Meloni allies won.", ["Meloni"]),
        ("Urging Merz to act, they wrote.", ["Merz"]),
        ("Öfkeli Macron ayrıldı.", ["Macron"]),
        ("Eski Stoltenberg kabinesi toplandı.", ["Stoltenberg"]),
        ("Pentagon Şara ile görüştü.", ["Şara"]),
        ("Doha'da Fidan Hamas heyetini kabul etti.", ["Fidan"]),
        ("Modi thanked the voters.", ["Modi"]),
        ("Şerif ve belediye başkanı geldi.", []),
        ("Hunter Biden was acquitted.", ["Hunter Biden"]),
        ("Jo Ek of Oslo wrote.", ["Jo Ek"]),
    ],
)
def test_people_in_a_sentence(text: str, people: list[str]) -> None:
    """What is no name before a surname is cut off; a known surname is found."""
    found = default_recognizer().recognize(text, [Section(0, len(text), "en")])
    assert [text[one.start : one.end] for one in found if one.type == "PERSON"] == people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rusya Bakan Yardımcısı Sergey Belkovin Cenevre'deydi.", ["Sergey Belkovin"]),
        ("Savaş Fidan, madalyasını adadı.", ["Savaş Fidan"]),
        ("Kulüp Başkanı Sayın Serdar Bilgin konuştu.", ["Serdar Bilgin"]),
        ("Elçi IŞIL KAYA göreve başladı.", ["IŞIL KAYA"]),
        ("Savaş sürerken Fidan Kahire'ye gitti.", ["Fidan"]),
        ("Kadroda Tayfur, Ahmet Yılmaz, Tümer, İbrahim (Ankara) var.", None),
        ('Yeni "Meltem"i Zeynep Toker\'le görüştü.', ["Meltem", "Zeynep Toker"]),
        ("Zarif marka sigara zamlandı.", []),
        ("Tatlı Sert programına katıldı.", []),
        ("Es-Sisi konuştu.", ["Es-Sisi"]),
        (
            "Wang, Yi (Çin); Baerbock, Annalena (Almanya)",
            ["Wang, Yi", "Baerbock, Annalena"],
        ),
    ],
)
def test_people_with_their_whole_name(
    find_fully: Callable[..., list[tuple[str, str, str]]],
    text: str,
    names: list[str] | None,
) -> None:
    """Behind an office and at a start; honorifics, products and works are nobody."""
    found = [name for name, type, _ in find_fully(text) if type == "PERSON"]
    if names is None:  # a list with commas has no surname first
        assert not any("," in name for name in found)
    else:
        assert found == names
