"""Dates in both languages, alone and in running text."""

from __future__ import annotations

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.text.dates import DateSpan, find, parse

JANUARY_29 = date(2026, 1, 29)

DAYS = [
    ("2025-01-29", date(2025, 1, 29)),
    ("2025/01/29", date(2025, 1, 29)),
    ("29.01.2026", JANUARY_29),
    ("29/01/2026", JANUARY_29),
    ("14.09.2022 18:28", date(2022, 9, 14)),
    ("29 Ocak 2026", JANUARY_29),
    ("29 OCAK 2026", JANUARY_29),
    ("January 29, 2026", JANUARY_29),
    ("29 January 2026", JANUARY_29),
    ("January 29th, 2026", JANUARY_29),
    ("29th of January 2026", JANUARY_29),
    ("Sept. 14, 2022", date(2022, 9, 14)),
    ("12 SUBAT 2024", date(2024, 2, 12)),
    ("12 Şubat 2024", date(2024, 2, 12)),
    ("12 S\u0327ubat 2024", date(2024, 2, 12)),
    ("3 Agustos 2023", date(2023, 8, 3)),
    ("5 EKİM 2023", date(2023, 10, 5)),
    ("5 EKIM 2023", date(2023, 10, 5)),
    ("14 Eylül 2022, Çarşamba", date(2022, 9, 14)),
    ("Wednesday, September 14, 2022", date(2022, 9, 14)),
    ("2026-01-29T10:00:00Z", JANUARY_29),
    ("2026-01-29T10:00:00.123+03:00", JANUARY_29),
    ("  2026-01-29  10:00 ", JANUARY_29),
    ("September 14, 2022 6:28 pm GMT+3", date(2022, 9, 14)),
    ("24 Nis. 2024", date(2024, 4, 24)),
    ("24.04.24", date(2024, 4, 24)),
    ("24/04/98", date(1998, 4, 24)),
    ("24-Apr-24", date(2024, 4, 24)),
    ("24-Nis-2024", date(2024, 4, 24)),
    ("24 Nisan '24", date(2024, 4, 24)),
    ("24 Apr 24", date(2024, 4, 24)),
    ("April 24, '24", date(2024, 4, 24)),
]

PERIODS = [
    ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ("2025-01", date(2025, 1, 1), date(2025, 1, 31)),
    ("Ocak 2026", date(2026, 1, 1), date(2026, 1, 31)),
    ("Jan 2026", date(2026, 1, 1), date(2026, 1, 31)),
    ("şubat 2024", date(2024, 2, 1), date(2024, 2, 29)),
    ("SUBAT 2023", date(2023, 2, 1), date(2023, 2, 28)),
]

NO_DATES = [
    "",
    "hello",
    "2025-13",
    "31.02.2024",
    "2025-02-30",
    "29 Ocak",
    "99",
    "0000",
    "2025-01-29x",
    "29 Ocak 2026 tarihinde",
    "Mayor 2024",
    "from 2025",
]


@pytest.mark.parametrize(("typed", "day"), DAYS)
def test_a_day_is_read_in_every_spelling(typed: str, day: date) -> None:
    """A full date in either language stands for one day."""
    assert parse(typed) == DateSpan(day, day)


@pytest.mark.parametrize(("typed", "low", "high"), PERIODS)
def test_a_month_or_year_covers_its_days(typed: str, low: date, high: date) -> None:
    """A month or a year stands for its first to its last day."""
    assert parse(typed) == DateSpan(low, high)


@pytest.mark.parametrize("typed", NO_DATES)
def test_what_is_no_date_is_none(typed: str) -> None:
    """Days that do not exist, days without a year and other text are no dates."""
    assert parse(typed) is None


FOUND = [
    ("29 Ocak'ta geldi", [("29 Ocak", None)]),
    ("4 Kasım 2025’te geldi", [("4 Kasım 2025", date(2025, 11, 4))]),
    ("BEIJING, Jan. 29 (Xinhua)", [("Jan. 29", None)]),
    ("on January 29, 2026, they", [("January 29, 2026", JANUARY_29)]),
    ("on the 5th of June 2024.", [("5th of June 2024", date(2024, 6, 5))]),
    ("Акorda 14.09.2022 18:28 851", [("14.09.2022", date(2022, 9, 14))]),
    ("2024-01-05T10:11", [("2024-01-05", date(2024, 1, 5))]),
    ("12-14 Eylül 2022", [("14 Eylül 2022", date(2022, 9, 14))]),
    ("5 Mart, 2024", [("5 Mart, 2024", date(2024, 3, 5))]),
    ("3 ara seçim, they 5 may come, 31 Şubat 2024", []),
    ("May 12.5 percent, 30. olağan toplantı, 1.2.3.2024.5", []),
    ("10 Marta, 192.168.10.2024", []),
    ("3 Mayıs 24 kişi, on 5 May 12 people", [("3 Mayıs", None), ("5 May", None)]),
    ("24.04.24'te", [("24.04.24", date(2024, 4, 24))]),
    ("(5 Eyl 23)", [("5 Eyl 23", date(2023, 9, 5))]),
    ("10.12.24.5, 1.2.24, 31.02.24, 45.10.24", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_dates_are_found_in_running_text(
    text: str, expected: list[tuple[str, date | None]]
) -> None:
    """Spans hold the date alone; a date without a year has day and month only."""
    found = [(text[item.span.start : item.span.end], item.date) for item in find(text)]
    assert found == expected


def test_a_day_without_a_year_keeps_day_and_month() -> None:
    """``29 Ocak`` is day 29 of month 1 and says that it has no year."""
    (found,) = find("Pekin'de 29 Ocak günü")
    assert (found.day, found.month, found.date) == (29, 1, None)


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_every_iso_day_is_itself(day: date) -> None:
    """An ISO date is read as the day that it is, alone and in a text."""
    assert parse(day.isoformat()) == DateSpan(day, day)
    assert [found.date for found in find(f"on {day.isoformat()}, they met")] == [day]


@given(st.text())
def test_any_text_is_searched(text: str) -> None:
    """Spans are in order, do not overlap and lie within the text."""
    end = 0
    for found in find(text):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
    parse(text)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["1.", "12 ", "May ", "2024-", "29 Ocak ", "1/2/", "9"])
def test_long_repetitions_end(piece: str) -> None:
    """A megabyte of the beginnings of dates is read to its end."""
    text = piece * (1_000_000 // len(piece))
    for _ in find(text):
        pass
    parse(text)
