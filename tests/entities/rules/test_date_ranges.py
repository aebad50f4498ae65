"""Ranges and lists of days."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.rules.date_ranges import find_listed, find_ranges
from diplosearch.entities.rules.dates import find_dates
from diplosearch.entities.tokens import read_sentence
from diplosearch.text.dates import find

PUBLISHED = datetime.date(2026, 1, 29)


def ranges_in(text: str) -> list[tuple[str, str]]:
    """Return the dates with two ends, with their ids, where no publication is known."""
    found = find_dates(text, read_sentence(text, 0, len(text)), None)
    return [
        (text[one.start : one.end], str(one.id).removeprefix("date:"))
        for one in found
        if "/" in str(one.id)
    ]


@pytest.mark.parametrize(
    ("text", "range", "id"),
    [
        ("15-17 Kasım 2022'de", "15-17 Kasım 2022", "2022-11-15/2022-11-17"),
        ("from 15 to 17 November 2022", "15 to 17 November 2022", "2022-11-15/2022-11-17"),
        ("on 3 – 5 June 2021", "3 – 5 June 2021", "2021-06-03/2021-06-05"),
        ("between 2 and 4 May 2020", "2 and 4 May 2020", "2020-05-02/2020-05-04"),
        ("2 ve 4 Mayıs 2020 arasında", "2 ve 4 Mayıs 2020", "2020-05-02/2020-05-04"),
        ("6'dan 9 Mart 2024'e", "6'dan 9 Mart 2024", "2024-03-06/2024-03-09"),
        ("July 9-11, 2024", "July 9-11, 2024", "2024-07-09/2024-07-11"),
        ("28 Şubat - 2 Mart 2024", "28 Şubat - 2 Mart 2024", "2024-02-28/2024-03-02"),
        ("28 Aralık-3 Ocak 2024", "28 Aralık-3 Ocak 2024", "2023-12-28/2024-01-03"),
        (
            "from May 3 to May 9, 2023",
            "May 3 to May 9, 2023",
            "2023-05-03/2023-05-09",
        ),
        ("1.-3. Haziran 2023", "1.-3. Haziran 2023", "2023-06-01/2023-06-03"),
        ("05.03.2024-07.03.2024", "05.03.2024-07.03.2024", "2024-03-05/2024-03-07"),
        ("1-3 Mayıs", "1-3 Mayıs", "--05-01/--05-03"),
    ],
)
def test_ranges_of_days_are_one_date(text: str, range: str, id: str) -> None:
    """Two days that a dash or a word joins are a range; the year is that of its end."""
    assert ranges_in(text) == [(range, id)]


@pytest.mark.parametrize(
    "text",
    [
        "19 Mayıs 1881 - 10 Kasım 1938",
        "17-15 Kasım 2022",
        "2-1 kazandı, 5 Mayıs 2024",
        "15 ve 16 Kasım 2022",
        "2024-11-15",
        "May 5 and 12 people",
        "sayı 5, 7 Mart 2024",
    ],
)
def test_other_days_and_numbers_are_no_range(text: str) -> None:
    """Days in a list, ends of a life, and numbers that only stand beside a day."""
    assert ranges_in(text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("15 ve 16 Kasım 2022", ["2022-11-15"]),
        ("15, 16 ve 17 Kasım 2022", ["2022-11-16", "2022-11-15"]),
        ("on 3 and 5 May 2024", ["2024-05-03"]),
        ("November 15 and 16, 2022", ["2022-11-15", "2022-11-16"]),
        ("On May 5 and 12 people", []),
        ("sayı 5, 7 Mart 2024", []),
    ],
)
def test_days_of_a_list_share_their_month(text: str, days: list[str]) -> None:
    """Each number in a list of days is a day of the month that stands at its end."""
    listed = find_listed(text, list(find(text)))
    assert [str(one.date) for one in listed] == days


def test_a_range_without_a_year_is_near_publication() -> None:
    """Both ends are the days nearest to publication."""
    text = "28 Aralık-2 Ocak"
    found = next(find_dates(text, read_sentence(text, 0, len(text)), PUBLISHED))
    assert found.id == "date:2025-12-28/2026-01-02"


PIECES = "1|15|31| |-|–|, | and | ve | to |between |Mayıs|November|2024|'den |.|Şubat|2023"


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=12).map("".join))
def test_ranges_are_in_order(text: str) -> None:
    """Whatever the text, a range holds both days, and the first has no later date."""
    days = list(find(text))
    for found in find_ranges(text, days):
        assert found.span.start <= found.first.span.start < found.last.span.end
        assert found.last.span.end == found.span.end <= len(text)
        if found.first.date is not None and found.last.date is not None:
            assert found.first.date < found.last.date
    for listed in find_listed(text, days):
        assert text[listed.span.start : listed.span.end].strip()
