"""The office and the country beside a person's name, and the year that is meant."""

from __future__ import annotations

import pytest

from diplosearch.entities.base import Section
from diplosearch.entities.bearings import find_bearing, find_year
from diplosearch.entities.offices import Bearing
from diplosearch.entities.recognizer import default_recognizer


@pytest.mark.parametrize(
    ("text", "bearing"),
    [
        (
            "Peru Dışişleri Bakanı Ramiro Cárdenas konuştu.",
            Bearing("foreign-minister", "PE"),
        ),
        ("Kenya's former President Daniel Wanjala spoke.", Bearing("president", "KE")),
        ("The President of Kenya, Daniel Wanjala, spoke.", Bearing("president", "KE")),
        ("Daniel Wanjala, president of Kenya, spoke.", Bearing("president", "KE")),
        (
            "NATO Genel Sekreteri Lars Vikander konuştu.",
            Bearing("secretary-general", "nato"),
        ),
        ("Kuzey Kore lideri Kim Chol konuştu.", Bearing("leader", "KP")),
        (
            "Lars Vikander, İsveç Maliye Bakanı olarak konuştu.",
            Bearing("finance-minister", "SE"),
        ),
        ("Asked about Lars Vikander, the spokesman said no.", Bearing()),
        ("Lars Vikander İstanbul'da konuştu.", Bearing()),
    ],
)
def test_office_beside_a_name(text: str, bearing: Bearing) -> None:
    """It stands before the name or, between commas, behind it; with its country."""
    found = default_recognizer().recognize(text, [Section(0, len(text), "en")])
    place = next(place for place, one in enumerate(found) if one.type == "PERSON")
    assert find_bearing(text, found, place) == bearing


@pytest.mark.parametrize(
    ("text", "today", "year"),
    [
        ("In 1991 Bush spoke.", 2021, 1991),
        ("Bush recalled the war of 1991.", 2003, 2003),
        ("The then president Bush began it in 1991.", 2021, 1991),
        ("In 1991 and 2003 Bush spoke.", 2021, 2021),
        ("In 2030 Bush may speak.", 2021, 2021),
        ("Bush spoke.", None, None),
    ],
)
def test_year_of_a_name(text: str, today: int | None, year: int | None) -> None:
    """A year before the name counts, behind it only with *then*; else the document's."""
    assert find_year(text, 0, text.index("Bush"), len(text), today) == year
