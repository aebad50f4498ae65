"""Missions with the country that sends them and the town where they stand."""

from __future__ import annotations

import pytest

from diplosearch.entities.base import Section
from diplosearch.entities.recognizer import default_recognizer


@pytest.mark.parametrize(
    ("text", "words", "id"),
    [
        (
            "Japonya'nın Ankara Büyükelçiliği",
            "Ankara Büyükelçiliği",
            "embassy-jp-in-323786",
        ),
        (
            "Ankara'daki Japonya Büyükelçiliği",
            "Japonya Büyükelçiliği",
            "embassy-jp-in-323786",
        ),
        (
            "The Embassy of Japan in Ankara",
            "Embassy of Japan in Ankara",
            "embassy-jp-in-323786",
        ),
        ("Japonya Ankara Büyükelçiliğinden", "Japonya Ankara Büyükelçiliğinden", ""),
        (
            "Iran's Permanent Mission to the UN",
            "Permanent Mission to the UN",
            "permanent-mission-ir-in-united-nations",
        ),
        ("The Swedish Embassy was closed.", "Swedish Embassy", "embassy-se"),
    ],
)
def test_mission_has_sender_and_seat(text: str, words: str, id: str) -> None:
    """In both languages, with and without a suffix; a country with one stays apart."""
    found = default_recognizer().recognize(text, [Section(0, len(text), "tr")])
    missions = {text[one.start : one.end]: one.id for one in found if one.type == "ORG"}
    assert missions == {words: f"org:{id or 'embassy-jp-in-323786'}"}


def test_embassy_alone_is_no_mission_of_a_country() -> None:
    """Without sender and seat it stays an institution that many countries have."""
    text = "Büyükelçiliği kapattılar."
    found = default_recognizer().recognize(text, [Section(0, len(text), "tr")])
    assert all("-in-" not in one.id for one in found)
