"""People by surname, and words before and behind a surname that are no name."""

from __future__ import annotations

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
