"""Dates that a text names, and words that only look like one."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.entities.date_rules import find_dates, relatives
from diplosearch.entities.words import Sentence, read_sentence

Read = Callable[[str], Sentence]

PUBLISHED = datetime.date(2026, 1, 29)
"""A Thursday."""


def dates_in(text: str, published: datetime.date | None) -> list[tuple[str, str]]:
    sentence = read_sentence(text, 0, len(text))
    found = find_dates(text, sentence, published)
    return [(text[one.start : one.end], str(one.id).removeprefix("date:")) for one in found]


@pytest.mark.parametrize(
    ("text", "date", "id"),
    [
        ("on 25 April 2024 in", "25 April 2024", "2024-04-25"),
        ("April 25, 2024", "April 25, 2024", "2024-04-25"),
        ("25 Nisan 2024 günü", "25 Nisan 2024", "2024-04-25"),
        ("2024-04-25", "2024-04-25", "2024-04-25"),
        ("14.09.2022 18:28", "14.09.2022", "2022-09-14"),
        ("29 Ocak", "29 Ocak", "2026-01-29"),
        ("28 Aralık'ta", "28 Aralık", "2025-12-28"),
        ("on 5 May", "5 May", "2026-05-05"),
        ("on March 7 they", "March 7", "2026-03-07"),
        ("February 5 this year", "February 5", "2026-02-05"),
        ("in May 2024", "May 2024", "2024-05"),
        ("Mayıs 2024'te", "Mayıs 2024", "2024-05"),
        ("in 2019", "2019", "2019"),
        ("2019'da", "2019", "2019"),
        ("1996 yılından itibaren", "1996 yılından", "1996"),
        ("on Monday", "Monday", "2026-01-26"),
        ("on Thursday", "Thursday", "2026-01-29"),
        ("last Friday", "last Friday", "2026-01-23"),
        ("next Thursday", "next Thursday", "2026-02-05"),
        ("çarşamba günü", "çarşamba günü", "2026-01-28"),
        ("salı günü", "salı günü", "2026-01-27"),
        ("yesterday", "yesterday", "2026-01-28"),
        ("dün", "dün", "2026-01-28"),
        ("yarın", "yarın", "2026-01-30"),
        ("geçen yıl", "geçen yıl", "2025"),
        ("bu yılın", "bu yılın", "2026"),
        ("last month", "last month", "2025-12"),
        ("next week", "next week", "2026-W06"),
        ("geçen hafta", "geçen hafta", "2026-W04"),
    ],
)
def test_dates_are_read(text: str, date: str, id: str) -> None:
    """Full dates, months, years, weekdays and relative ones, against 29 January 2026."""
    assert dates_in(text, PUBLISHED)[0] == (date, id)


@pytest.mark.parametrize(
    ("text", "date", "id"),
    [
        ("29 Ocak", "29 Ocak", "--01-29"),
        ("on Monday", "Monday", "monday"),
        ("pazartesi günü", "pazartesi günü", "monday"),
        ("yesterday", "yesterday", "yesterday"),
        ("geçen yıl", "geçen yıl", "gecen-yil"),
        ("in May 2024", "May 2024", "2024-05"),
    ],
)
def test_unknown_day_of_publication_is_not_guessed(text: str, date: str, id: str) -> None:
    """Where nobody knows when a text came out, a date is what it says."""
    assert dates_in(text, None)[0] == (date, id)


@pytest.mark.parametrize(
    "text",
    [
        "It may rain in May.",
        "They march in March.",
        "Theresa May resigned.",
        "Mart bitti, Mayıs geldi.",
        "Pazar kurdu, salı bekledi, cuma vakti.",
        "He will sun himself, Mon ami.",
        "2000 soldiers, 1500 tanks",
        "2000 soldiers and 1500 tanks",
        "1.250,2019 and 3,2024,5",
        "room 2024A",
        "3000 yılında",
        "two hours, 18:28, saat 18.00'de",
        "",
    ],
)
def test_what_only_looks_like_a_date(text: str) -> None:
    """Months that are words need a digit, years a word beside them."""
    assert dates_in(text, PUBLISHED) == []


def test_leap_day_without_its_year() -> None:
    """A day that most years lack is that of a year that has it, or stays open."""
    assert dates_in("29 February", datetime.date(2024, 5, 1)) == [
        ("29 February", "2024-02-29")
    ]
    assert dates_in("29 Şubat", datetime.date(2026, 1, 29)) == [("29 Şubat", "--02-29")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29 Ocak", datetime.date.min),
        ("29 Ocak", datetime.date.max),
        ("geçen ay", datetime.date.min),
        ("next year", datetime.date.max),
        ("yesterday", datetime.date.min),
        ("last Sunday", datetime.date.min),
        ("tomorrow", datetime.date.max),
        ("next week", datetime.date.max),
    ],
)
def test_ends_of_time(text: str, day: datetime.date) -> None:
    """The first and the last day that Python knows make no error."""
    dates_in(text, day)


def test_relative_expressions_are_known_by_their_words() -> None:
    """The table loads, and each expression stands under its first word."""
    known = relatives()
    assert known["geçen".replace("ç", "c")][("gecen", "hafta")].unit == "week"
    assert all(words[0] == first for first, some in known.items() for words in some)


pieces = st.lists(
    st.sampled_from(
        [
            *(
                "1",
                "29",
                "31",
                "2024",
                "1996",
                "May",
                "Ocak",
                "March",
                "Monday",
                "salı",
                "günü",
            ),
            *(
                "last",
                "geçen",
                "hafta",
                "next",
                "this",
                "year",
                "yıl",
                " ",
                " ",
                " ",
                ".",
                ",",
            ),
            *("-", "/", "'", "’", "in", "the", "yılında", "\n", "99999", "00"),
        ]
    ),
    max_size=14,
).map("".join)


@given(
    pieces | texts,
    st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)),
)
def test_dates_are_spans(text: str, published: datetime.date | None) -> None:
    """Any text has dates with a span within it, an id and a name, and never raises."""
    sentence = read_sentence(text, 0, len(text))
    for found in find_dates(text, sentence, published):
        assert 0 <= found.start < found.end <= len(text)
        assert str(found.id).startswith("date:")
        assert found.name
        written = text[found.start : found.end]
        assert written == written.strip()
