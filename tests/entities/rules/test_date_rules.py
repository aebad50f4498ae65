"""Dates in a text, and words that only look like one."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.entities.rules.dates import find_dates, may_have_days
from diplosearch.entities.rules.relative_dates import relatives
from diplosearch.entities.tokens import Sentence, read_sentence
from diplosearch.text.dates import find

Read = Callable[[str], Sentence]

PUBLISHED = datetime.date(2026, 1, 29)
"""A Thursday."""

MONDAY = datetime.date(2026, 1, 26)
FRIDAY = datetime.date(2026, 1, 30)
SUNDAY = datetime.date(2026, 2, 1)


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
    ("written", "text", "id"),
    [
        (MONDAY, "last Monday", "2026-01-19"),
        (MONDAY, "past Monday", "2026-01-19"),
        (MONDAY, "geçen Pazartesi", "2026-01-19"),
        (MONDAY, "geçtiğimiz pazartesi günü", "2026-01-19"),
        (MONDAY, "Monday", "2026-01-26"),
        (MONDAY, "pazartesi günü", "2026-01-26"),
        (MONDAY, "this Monday", "2026-01-26"),
        (MONDAY, "bu pazartesi", "2026-01-26"),
        (MONDAY, "next Monday", "2026-02-02"),
        (MONDAY, "coming Monday", "2026-02-02"),
        (MONDAY, "gelecek pazartesi", "2026-02-02"),
        (MONDAY, "önümüzdeki pazartesi günü", "2026-02-02"),
        (MONDAY, "last Sunday", "2026-01-25"),
        (MONDAY, "geçen pazar günü", "2026-01-25"),
        (MONDAY, "last Tuesday", "2026-01-20"),
        (MONDAY, "next Tuesday", "2026-01-27"),
        (SUNDAY, "last Sunday", "2026-01-25"),
        (SUNDAY, "next Sunday", "2026-02-08"),
        (SUNDAY, "önümüzdeki perşembe", "2026-02-05"),
        (SUNDAY, "geçen perşembe", "2026-01-29"),
    ],
)
def test_last_and_next_weekday_are_never_today(
    written: datetime.date, text: str, id: str
) -> None:
    """The last one is one to seven days ago, the next one to seven days later."""
    assert dates_in(text, written) == [(text, id)]


@pytest.mark.parametrize(
    ("written", "text", "id"),
    [
        (MONDAY, "this Friday", "2026-01-30"),
        (MONDAY, "bu cuma günü", "2026-01-30"),
        (MONDAY, "this Sunday", "2026-02-01"),
        (PUBLISHED, "this Monday", "2026-01-26"),
        (PUBLISHED, "bu çarşamba", "2026-01-28"),
        (PUBLISHED, "this Thursday", "2026-01-29"),
        (PUBLISHED, "bu cumartesi", "2026-01-31"),
        (FRIDAY, "this Monday", "2026-02-02"),
        (SUNDAY, "this Monday", "2026-02-02"),
        (SUNDAY, "bu pazartesi", "2026-02-02"),
        (SUNDAY, "this Thursday", "2026-01-29"),
    ],
)
def test_this_weekday_is_near(written: datetime.date, text: str, id: str) -> None:
    """It is that of the week, or the next one where the week's is over three days ago."""
    assert dates_in(text, written) == [(text, id)]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("geçen hafta pazartesi günü", "2026-01-19"),
        ("geçen haftanın cuma günü", "2026-01-23"),
        ("bu hafta pazartesi", "2026-01-26"),
        ("önümüzdeki hafta salı günü", "2026-02-03"),
        ("gelecek hafta pazar günü", "2026-02-08"),
        ("haftaya perşembe", "2026-02-05"),
        ("last week on Monday", "2026-01-19"),
        ("Monday last week", "2026-01-19"),
        ("Monday of last week", "2026-01-19"),
        ("Friday of this week", "2026-01-30"),
        ("Friday next week", "2026-02-06"),
        ("geçen hafta sonu pazar günü", "2026-01-25"),
    ],
)
def test_weekday_beside_its_week(text: str, id: str) -> None:
    """A weekday beside a week is a day of that week, and they make one date."""
    assert dates_in(text, PUBLISHED) == [(text, id)]


def test_week_that_a_weekday_does_not_belong_to() -> None:
    """A comma, or a genitive behind an English weekday, separates a week from a day."""
    assert dates_in("last week, Monday", PUBLISHED) == [
        ("Monday", "2026-01-26"),
        ("last week", "2026-W04"),
    ]
    assert dates_in("Monday last week's", PUBLISHED) == [
        ("Monday", "2026-01-26"),
        ("last week", "2026-W04"),
    ]


@pytest.mark.parametrize(
    ("written", "text", "id"),
    [
        (PUBLISHED, "this weekend", "2026-W05"),
        (PUBLISHED, "hafta sonu", "2026-W05"),
        (PUBLISHED, "önümüzdeki hafta sonu", "2026-W05"),
        (PUBLISHED, "the coming weekend", "2026-W05"),
        (PUBLISHED, "next weekend", "2026-W06"),
        (PUBLISHED, "gelecek hafta sonu", "2026-W06"),
        (PUBLISHED, "geçen hafta sonu", "2026-W04"),
        (SUNDAY, "this weekend", "2026-W05"),
        (SUNDAY, "önümüzdeki hafta sonu", "2026-W06"),
        (SUNDAY, "last weekend", "2026-W04"),
        (MONDAY, "last weekend", "2026-W04"),
        (SUNDAY, "önümüzdeki hafta", "2026-W06"),
        (MONDAY, "geçen hafta", "2026-W04"),
        (datetime.date(2025, 12, 29), "last week", "2025-W52"),
        (datetime.date(2025, 12, 29), "this week", "2026-W01"),
    ],
)
def test_weeks_and_weekends(written: datetime.date, text: str, id: str) -> None:
    """Weeks begin on Monday; the coming weekend is the first that has not begun."""
    assert dates_in(text, written) == [(text, id)]


@pytest.mark.parametrize(
    ("written", "text", "id"),
    [
        (PUBLISHED, "bu ay", "2026-01"),
        (PUBLISHED, "geçen ay", "2025-12"),
        (PUBLISHED, "geçtiğimiz ay", "2025-12"),
        (PUBLISHED, "gelecek ay", "2026-02"),
        (PUBLISHED, "önümüzdeki ay", "2026-02"),
        (PUBLISHED, "next month", "2026-02"),
        (datetime.date(2026, 3, 31), "last month", "2026-02"),
        (datetime.date(2025, 12, 31), "next month", "2026-01"),
        (PUBLISHED, "this year", "2026"),
        (PUBLISHED, "bu sene", "2026"),
        (PUBLISHED, "last year", "2025"),
        (PUBLISHED, "gelecek yıl", "2027"),
        (PUBLISHED, "önümüzdeki yıl", "2027"),
        (PUBLISHED, "next year", "2027"),
        (PUBLISHED, "evvelki yıl", "2024"),
        (PUBLISHED, "dün", "2026-01-28"),
        (PUBLISHED, "önceki gün", "2026-01-27"),
        (PUBLISHED, "evvelki gün", "2026-01-27"),
        (PUBLISHED, "evvelsi gün", "2026-01-27"),
        (PUBLISHED, "the day before yesterday", "2026-01-27"),
        (PUBLISHED, "bir gün önce", "2026-01-28"),
        (PUBLISHED, "geçen yıl", "2025"),
    ],
)
def test_months_years_and_days(written: datetime.date, text: str, id: str) -> None:
    """Months and years are counted by the calendar; *önceki gün* is before yesterday."""
    assert dates_in(text, written) == [(text, id)]


@pytest.mark.parametrize(
    ("text", "date", "id"),
    [
        ("ertesi gün", "ertesi gün", "ertesi-gun"),
        ("bir gün sonra", "bir gün sonra", "bir-gun-sonra"),
        ("bir önceki gün", "bir önceki gün", "bir-onceki-gun"),
        ("a day later", "a day later", "a-day-later"),
        ("the day before the summit", "the day before", "the-day-before"),
        ("düğünden bir gün önce", "bir gün önce", "bir-gun-once"),
        ("seçimlerden önceki gün", "önceki gün", "onceki-gun"),
        ("12 Mart'tan bir yıl önce", "bir yıl önce", "bir-yil-once"),
        ("the following Monday", "Monday", "monday"),
        ("ertesi pazartesi", "pazartesi", "monday"),
    ],
)
def test_counted_from_another_day(text: str, date: str, id: str) -> None:
    """What is counted from a day other than that of publication is not worked out."""
    assert (date, id) in dates_in(text, PUBLISHED)


@pytest.mark.parametrize("before", ["polis tarafından", "neden", "zaten"])
def test_words_that_only_end_like_an_ablative(before: str) -> None:
    """They do not make a time count from another day."""
    assert dates_in(f"{before} önceki gün", PUBLISHED) == [("önceki gün", "2026-01-27")]


@pytest.mark.parametrize(
    ("text", "date", "id"),
    [
        ("geçen yıl 5 Şubat'ta", "5 Şubat", "2025-02-05"),
        ("geçen yılın 5 Şubat'ında", "5 Şubat", "2025-02-05"),
        ("bu yıl 28 Aralık'ta", "28 Aralık", "2026-12-28"),
        ("gelecek yıl 5 Şubat", "5 Şubat", "2027-02-05"),
        ("last year on February 5", "February 5", "2025-02-05"),
        ("February 5 of last year", "February 5", "2025-02-05"),
        ("February 5 last year", "February 5", "2025-02-05"),
        ("28 December this year", "28 December", "2026-12-28"),
        ("a year ago, on February 5", "February 5", "2026-02-05"),
        ("bu yıl 29 Şubat", "29 Şubat", "--02-29"),
    ],
)
def test_day_beside_its_year(text: str, date: str, id: str) -> None:
    """A relative year (*this year*) right before or behind a day is that day's year."""
    assert (date, id) in dates_in(text, PUBLISHED)


@pytest.mark.parametrize(
    ("text", "date", "id"),
    [
        ("29 Ocak", "29 Ocak", "--01-29"),
        ("on Monday", "Monday", "monday"),
        ("pazartesi günü", "pazartesi günü", "monday"),
        ("yesterday", "yesterday", "yesterday"),
        ("ertesi gün", "ertesi gün", "ertesi-gun"),
        ("last Monday", "last Monday", "monday"),
        ("geçen hafta pazartesi günü", "pazartesi günü", "monday"),
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
        ("last Monday", datetime.date.min),
        ("Monday last week", datetime.date.min),
        ("Friday next week", datetime.date.max),
        ("önümüzdeki hafta sonu", datetime.date.max),
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


days_of_texts = st.lists(
    st.sampled_from(
        [
            *("12", "3'üncü", "Mart", "mart’ta", "s\u0327ubat", "May", "15Mart", "2024"),
            *("04", "-", "/", ".", " ", "of", "th", "(", "Nis.", "’24"),
        ]
    ),
    max_size=9,
).map("".join)


@given(days_of_texts)
def test_no_day_is_passed_over(text: str) -> None:
    """Every sentence with a day in it is read for days, however it is written."""
    sentence = read_sentence(text, 0, len(text))
    if len(sentence):
        part = text[sentence.start(0) : sentence.end(len(sentence) - 1)]
        assert may_have_days(sentence) or not list(find(part))
