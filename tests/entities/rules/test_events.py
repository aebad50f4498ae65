"""Summits, games and elections by their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.gazetteer.gazetteer import Gazetteer
from diplosearch.entities.rules.events import find_events
from diplosearch.entities.tokens import read_sentence

Make = Callable[[Sequence[str]], Gazetteer]

LINES = [
    "EVENT | Winter Olympic Games; Winter Olympics | Kış Olimpiyatları",
    "ORG | Shanghai Cooperation Organization; SCO | Şanghay İşbirliği Örgütü; ŞİÖ",
]


def events_in(text: str, gazetteer: Gazetteer) -> list[str]:
    sentence = read_sentence(text, 0, len(text))
    found = find_events(sentence, gazetteer.find(sentence))
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("the XXIV Winter Olympic Games on", "XXIV Winter Olympic Games"),
        ("2022 Winter Olympics", "2022 Winter Olympics"),
        ("24. Kış Olimpiyatları'nda", "24. Kış Olimpiyatları"),
        ("XXIV. Kış Olimpiyatları", "XXIV. Kış Olimpiyatları"),
        (
            "25th Summit of the Council of Heads of State of the Shanghai Cooperation "
            "Organization",
            "25th Summit of the Council of Heads of State",
        ),
        ("the 10th World Water Forum in", "10th World Water Forum"),
        ("5'inci Antalya Zirvesi'nde", "5'inci Antalya Zirvesi"),
        ("the 2001 Italian general election was", "2001 Italian general election"),
        ("2023 Turkish presidential elections", "2023 Turkish presidential elections"),
        ("2023 Genel Seçimleri", "2023 Genel Seçimleri"),
        ("31 Mart yerel seçimlerinde", "31 Mart yerel seçimlerinde"),
        ("14 Mayıs 2023 Cumhurbaşkanlığı seçimi", "14 Mayıs 2023 Cumhurbaşkanlığı seçimi"),
        ("3 Kasım seçimleri", "3 Kasım seçimleri"),
    ],
)
def test_numbered_events_are_read(gazetteer_of: Make, text: str, event: str) -> None:
    """The number belongs to the event; whose event it is does not."""
    assert event in events_in(text, gazetteer_of(LINES))


@pytest.mark.parametrize(
    "text",
    [
        "Winter Olympics",
        "the 25th floor",
        "30. olağan toplantısı",
        "I Summit",
        "in 2001 the election",
        "2001 people saw the election of nobody",
        "the 5th of May",
        "31 Mart'ta yerel seçim",
        "31 Mart 2024'te yerel seçim",
        "31 Mart günü meydanda seçim",
        "31 bin yerel seçim",
        "X. Y. Zirvesi'nin",
        "",
    ],
)
def test_without_number_or_meeting_there_is_no_event(gazetteer_of: Make, text: str) -> None:
    """A number alone, a meeting alone and small letters make none."""
    found = [one for one in events_in(text, gazetteer_of(LINES)) if "election" not in one]
    assert found == []


pieces = st.lists(
    st.sampled_from(
        [
            *(
                "25th",
                "XXIV",
                "5",
                ".",
                "'inci",
                "2001",
                "Summit",
                "Zirvesi",
                "of",
                "the",
                "and",
            ),
            *(
                "Forum",
                "SCO",
                "Winter",
                "Olympics",
                "Italian",
                "general",
                "election",
                "Games'in",
            ),
        ]
    ),
    max_size=20,
).map(" ".join)


@given(pieces)
def test_events_are_spans_of_words(text: str) -> None:
    """Whatever stands beside whatever, an event lies within the text."""
    gazetteer = Gazetteer()
    sentence = read_sentence(text, 0, len(text))
    for found in find_events(sentence, gazetteer.find(sentence)):
        assert 0 <= found.start < found.end <= len(text)
        assert found.type == "EVENT"
