"""Filters by language, source and date, from a query and from options."""

from __future__ import annotations

import datetime

import pytest

from diplosearch.query.filters import (
    FILTERS,
    expand_filter,
    filter_dates,
    filter_language,
    filter_sources,
    read_language,
    read_period,
)
from diplosearch.query.parser import parse
from diplosearch.query.tree import Between, Boolean, Field, Keyword, Node, Nothing
from diplosearch.schema import DATE, LANGUAGE, SOURCE
from diplosearch.text import dates


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        *[(name, "tr") for name in ("tr", "TR", "Türkçe", "TÜRKÇE", "turkish", " tur ")],
        *[
            (name, "en")
            for name in ("en", "EN", "English", "İngilizce", "ingilizce", "eng")
        ],
        *[(name, None) for name in ("", "de", "xx", "t", "türk")],
    ],
)
def test_read_language(typed: str, language: str | None) -> None:
    """A language is given by its code or by its name, in either language."""
    assert read_language(typed) == language


def test_filters_from_options() -> None:
    """Options become keywords and ranges; names of sources are normalized."""
    assert filter_language("tr") == Keyword(LANGUAGE, ("tr",))
    assert filter_sources(["Yeni ŞAFAK", "El.kz"]) == Keyword(
        SOURCE, ("yeni safak", "el.kz")
    )
    month, day = dates.parse("2025-02"), dates.parse("2025-03-04")
    assert filter_dates(month, day) == Between(DATE, "2025-02-01", "2025-03-04")
    assert filter_dates(None, month) == Between(DATE, None, "2025-02-28")
    assert filter_dates(month, None) == Between(DATE, "2025-02-01", None)
    assert datetime.date.fromisoformat("2025-02-01") == (month and month.low)


def expanded(query: str) -> tuple[Node | None, list[str]]:
    """Return what the one filter of ``query`` becomes, and the warnings."""
    node = parse(query).tree
    while isinstance(node, Boolean):
        (node,) = (*node.must, *node.should, *node.must_not)
    assert isinstance(node, Field)
    assert node.name in FILTERS
    warnings: list[str] = []
    return expand_filter(node, warnings, datetime.date(2026, 11, 30)), warnings


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ("lang:tr", Keyword(LANGUAGE, ("tr",))),
        ("lang:English", Keyword(LANGUAGE, ("en",))),
        ("source:XINHUA", Keyword(SOURCE, ("xinhua",))),
        ('source:"Yeni Şafak"', Keyword(SOURCE, ("yeni safak",))),
        ("date:2025", Between(DATE, "2025-01-01", "2025-12-31")),
        ("date:2025-02", Between(DATE, "2025-02-01", "2025-02-28")),
        ("date:2026-01-29", Between(DATE, "2026-01-29", "2026-01-29")),
        ("date:29.01.2026", Between(DATE, "2026-01-29", "2026-01-29")),
        ("date:2025-01..2025-06", Between(DATE, "2025-01-01", "2025-06-30")),
        ("date:2025-01..", Between(DATE, "2025-01-01", None)),
        ("date:..2025", Between(DATE, None, "2025-12-31")),
        ("date:[2025 TO 2026]", Between(DATE, "2025-01-01", "2026-12-31")),
    ],
)
def test_sound_filter(query: str, node: Node) -> None:
    """A filter of a query becomes what an engine looks up, without a warning."""
    assert expanded(query) == (node, [])


@pytest.mark.parametrize(
    ("query", "part"),
    [("lang:de", "de"), ("date:birgün", "birgün"), ("date:2025-13", "2025-13")],
)
def test_unsound_filter_is_passed_over(query: str, part: str) -> None:
    """A value that is none is passed over, and the warning names it."""
    node, (warning,) = expanded(query)
    assert node is None
    assert part in warning
    assert "passed over" in warning


@pytest.mark.parametrize(
    ("query", "low", "high", "note"),
    [
        ('date:"geçen hafta"', "2026-11-23", "2026-11-29", "2026-11-23 to 2026-11-29"),
        ("date:dün", "2026-11-29", "2026-11-29", "dün is 2026-11-29"),
        ("date:-7d", "2026-11-23", "2026-11-30", "-7d is 2026-11-23 to 2026-11-30"),
        ('date:"last month..yesterday"', "2026-10-01", "2026-11-29", "last month..yest"),
        ("date:-30d..-7d", "2026-10-31", "2026-11-23", "2026-10-31 to 2026-11-23"),
        ("date:..-7d", None, "2026-11-23", "..-7d is up to 2026-11-23"),
        ("date:2025..", "2025-01-01", None, None),
        ('date:"last year.."', "2025-01-01", None, "from 2025-01-01 on"),
    ],
)
def test_a_date_counted_from_today_is_told(
    query: str, low: str | None, high: str | None, note: str | None
) -> None:
    """A filter by a date as one says it is a range of days, and which one is said."""
    node, warnings = expanded(query)
    assert node == Between(DATE, low, high)
    assert len(warnings) == (note is not None)
    assert all(note in warning for warning in warnings if note)


def test_dates_the_wrong_way_round() -> None:
    """A range whose later date comes first is turned round, with a warning."""
    node, warnings = expanded("date:2026..2025")
    assert isinstance(node, Between)
    assert (node.low or "") < (node.high or "")
    assert len(warnings) == 1


def test_turned_range_covers_both_ends() -> None:
    """Turned round, a range reaches from the first day to the last."""
    assert expanded("date:2026..2025")[0] == Between(DATE, "2025-01-01", "2026-12-31")
    assert expanded("date:2026..2025")[1] == [
        "date:2026..2025: the later date first; turned round"
    ]


def test_a_period_ends_with_its_first_day_only_as_an_end() -> None:
    """*-7d* is a week up to today, and the day a week ago where a range ends with it."""
    today = datetime.date(2026, 11, 30)
    week, is_counted = read_period("-7d", today)
    assert is_counted
    assert week == dates.DateSpan(datetime.date(2026, 11, 23), today)
    end, _ = read_period("-7d", today, is_end=True)
    assert end == dates.DateSpan(datetime.date(2026, 11, 23), datetime.date(2026, 11, 23))
    assert read_period("2025", today, is_end=True) == (dates.parse("2025"), False)


def find_tag(name: str, typed: str, is_beginning: bool) -> Node:
    """Return a keyword that shows what it was made of."""
    return Keyword(f"own:{name}", (typed, "begins" if is_beginning else "is"))


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ("tag:draft", Keyword("own:tag", ("draft", "is"))),
        ("tag:dra*", Keyword("own:tag", ("dra", "begins"))),
        ("tag:draft~", Keyword("own:tag", ("draft", "is"))),
        ('tag:"to read"', Keyword("own:tag", ("to read", "is"))),
        (
            "tag:(a OR -bb* +c)",
            Boolean(
                (Keyword("own:tag", ("c", "is")),),
                (Keyword("own:tag", ("a", "is")),),
                (Keyword("own:tag", ("bb", "begins")),),
            ),
        ),
        (
            "source:(xinhua OR aa)",
            Boolean(should=(Keyword(SOURCE, ("xinhua",)), Keyword(SOURCE, ("aa",)))),
        ),
        ("lang:(tr OR xx)", Boolean(should=(filter_language("tr"),))),
        ("lang:(xx OR yy)", None),
        (
            "date:(2024 OR [2025 TO 2026])",
            Boolean(
                should=(
                    Between(DATE, "2024-01-01", "2024-12-31"),
                    Between(DATE, "2025-01-01", "2026-12-31"),
                )
            ),
        ),
    ],
)
def test_values_in_brackets_and_of_ones_own(query: str, node: Node | None) -> None:
    """Each value in brackets is a filter, unless it is none; tags are looked up."""
    child = parse(query).tree
    assert isinstance(child, Field)
    warnings: list[str] = []
    made = expand_filter(child, warnings, datetime.date(2026, 11, 30), find_tag)
    assert made == node
    assert len(warnings) == query.count("xx") + query.count("yy")


def test_tags_without_an_index() -> None:
    """Where none can be looked up, a tag finds nothing."""
    child = parse("tag:draft").tree
    assert isinstance(child, Field)
    assert expand_filter(child, []) == Nothing()
