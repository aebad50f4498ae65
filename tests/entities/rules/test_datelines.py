"""Places before the date of a story."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import texts

from diplosearch.entities.recognize import recognize
from diplosearch.entities.rules.datelines import find_dateline_places
from diplosearch.entities.rules.dates import find_dates
from diplosearch.entities.tokens import read_sentence


def places_in(text: str) -> list[str]:
    """Return what stands where a dateline has its places."""
    sentence = read_sentence(text, 0, len(text))
    if not len(sentence):
        return []
    spans = find_dateline_places(sentence, list(find_dates(text, sentence, None)))
    return [text[sentence.start(first) : sentence.end(last - 1)] for first, last in spans]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("LONDON 1996-12-06", ["LONDON"]),
        ("NEW YORK 1996-12-07", ["NEW YORK"]),
        ("AL-AIN , United Arab Emirates 1996-12-06", ["AL-AIN", "United Arab Emirates"]),
        ("Brussels, 12 March 2024 – The Council", ["Brussels"]),
        ("Ankara, 12 Mart 2024 - Bakan", ["Ankara"]),
        ("GENEVA (7 May 2024) – Experts", ["GENEVA"]),
        ("Lefkoşa, 20.07.2023.", ["Lefkoşa"]),
    ],
)
def test_places_stand_before_a_full_date(text: str, places: list[str]) -> None:
    """Capitals, commas and a full date that ends the sentence or a dash make a dateline."""
    assert places_in(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "Erdoğan 12 Mart 2024'te geldi",
        "The talks in London, 12 March 2024 –",
        "Ankara'da, 12 Mart 2024 -",
        "Brussels, 12 March –",
        "Brussels, 12 March 2024, was cold",
        "1996-12-06",
    ],
)
def test_dates_in_a_sentence_are_no_dateline(text: str) -> None:
    """Small words, suffixes, a day without a year and a sentence that goes on are none."""
    assert places_in(text) == []


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("BRUSSELS 1996-08-22", ["GPE", "DATE"]),
        ("AL-AIN , United Arab Emirates 1996-12-06", ["GPE", "GPE", "DATE"]),
        ("REUTERS 1996-12-06", ["ORG", "DATE"]),
        ("SUMMARY 1996-12-06", ["DATE"]),
    ],
)
def test_a_known_place_makes_a_dateline(text: str, types: list[str]) -> None:
    """Where no place is known, the words before a date are what they were."""
    assert [one.type for one in recognize(text)] == types


@given(texts)
def test_places_lie_in_the_sentence(text: str) -> None:
    """Whatever the text, places are words of it."""
    assert all(place and place in text for place in places_in(text))
