"""Dates as one says them, in both languages, from a day that is given."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.query.filters import read_period
from diplosearch.text import dates
from diplosearch.text.periods import parse

TODAY = datetime.date(2026, 11, 30)  # a Monday

READ = [
    ("bugün", "2026-11-30", "2026-11-30"),
    ("Dün", "2026-11-29", "2026-11-29"),
    ("yesterday", "2026-11-29", "2026-11-29"),
    ("tomorrow", "2026-12-01", "2026-12-01"),
    ("the day before yesterday", "2026-11-28", "2026-11-28"),
    ("evvelsi gün", "2026-11-28", "2026-11-28"),
    ("bu hafta", "2026-11-30", "2026-12-06"),
    ("geçen hafta", "2026-11-23", "2026-11-29"),
    ("GEÇTİĞİMİZ HAFTA", "2026-11-23", "2026-11-29"),
    ("gecen hafta", "2026-11-23", "2026-11-29"),
    ("last week", "2026-11-23", "2026-11-29"),
    ("next week", "2026-12-07", "2026-12-13"),
    ("last weekend", "2026-11-28", "2026-11-29"),
    ("geçen hafta sonu", "2026-11-28", "2026-11-29"),
    ("last month", "2026-10-01", "2026-10-31"),
    ("önceki ay", "2026-10-01", "2026-10-31"),
    ("this quarter", "2026-10-01", "2026-12-31"),
    ("geçen çeyrek", "2026-07-01", "2026-09-30"),
    ("last year", "2025-01-01", "2025-12-31"),
    ("bu sene", "2026-01-01", "2026-12-31"),
    ("son 30 gün", "2026-10-31", "2026-11-30"),
    ("the last 30 days", "2026-10-31", "2026-11-30"),
    ("past two weeks", "2026-11-16", "2026-11-30"),
    ("son üç ay", "2026-08-30", "2026-11-30"),
    ("son altmış gün", "2026-10-01", "2026-11-30"),
    ("son hafta", "2026-11-23", "2026-11-30"),
    ("-7d", "2026-11-23", "2026-11-30"),
    ("-2w", "2026-11-16", "2026-11-30"),
    ("-9m", "2026-02-28", "2026-11-30"),
    ("-1y", "2025-11-30", "2026-11-30"),
    ("3 days ago", "2026-11-27", "2026-11-27"),
    ("iki hafta önce", "2026-11-16", "2026-11-22"),
    ("a month ago", "2026-10-01", "2026-10-31"),
    ("Q2 2025", "2025-04-01", "2025-06-30"),
    ("2025-Q4", "2025-10-01", "2025-12-31"),
    ("q1", "2026-01-01", "2026-03-31"),
    ("H2 2024", "2024-07-01", "2024-12-31"),
    ("the second quarter of 2025", "2025-04-01", "2025-06-30"),
    ("2025'in ilk yarısı", "2025-01-01", "2025-06-30"),
    ("2025’in son çeyreği", "2025-10-01", "2025-12-31"),
    ("2025 3. çeyrek", "2025-07-01", "2025-09-30"),
    ("2. çeyrek 2025", "2025-04-01", "2025-06-30"),
    ("Q2/2025", "2025-04-01", "2025-06-30"),
    ("since January", "2026-01-01", "2026-11-30"),
    ("ocaktan beri", "2026-01-01", "2026-11-30"),
    ("2025'ten beri", "2025-01-01", "2026-11-30"),
    ("GEÇEN HAFTADAN BERİ", "2026-11-23", "2026-11-30"),
    ("dünden bu yana", "2026-11-29", "2026-11-30"),
    ("Monday", "2026-11-30", "2026-11-30"),
    ("last Monday", "2026-11-23", "2026-11-23"),
    ("cuma günü", "2026-11-27", "2026-11-27"),
    ("next Friday", "2026-12-04", "2026-12-04"),
    ("bu salı", "2026-12-01", "2026-12-01"),
    ("Ocak", "2026-01-01", "2026-01-31"),
    ("December", "2025-12-01", "2025-12-31"),
    ("geçen kasım", "2025-11-01", "2025-11-30"),
    ("next March", "2027-03-01", "2027-03-31"),
    ("3 Mart", "2026-03-03", "2026-03-03"),
    ("December 24", "2025-12-24", "2025-12-24"),
    ("29 Şubat", "2024-02-29", "2024-02-29"),
    ("2025-W05", "2025-01-27", "2025-02-02"),
    ("1990s", "1990-01-01", "1999-12-31"),
    ("90'lı yıllar", "1990-01-01", "1999-12-31"),
    ("2010'lar", "2010-01-01", "2019-12-31"),
    ("ytd", "2026-01-01", "2026-11-30"),
    ("yılbaşından beri", "2026-01-01", "2026-11-30"),
]
UNREAD = [
    "since tomorrow",
    "since since",
    "yarından beri",
    "-den beri",
    "",
    "hafta",
    "last",
    "geçen",
    "son 0 gün",
    "Q5 2025",
    "H3",
    "2025-W60",
    "-99999y",
    "31 Kasım",
    "bir varmış",
    "ocakbaşı",
    "geçen hafta " * 9,
    "-7",
    "7d",
]


@pytest.mark.parametrize(("typed", "low", "high"), READ)
def test_expressions(typed: str, low: str, high: str) -> None:
    """An expression names its first and last day, however it is typed."""
    for written in (typed, f"  {typed} ", typed.upper() if typed.isascii() else typed):
        span = parse(written, TODAY)
        assert span is not None, written
        assert (span.low.isoformat(), span.high.isoformat()) == (low, high)


@pytest.mark.parametrize("typed", UNREAD)
def test_what_is_no_time(typed: str) -> None:
    """What names no day of the calendar is not guessed."""
    assert parse(typed, TODAY) is None


@given(st.dates(), st.sampled_from([typed for typed, _, _ in READ]))
def test_any_day(today: datetime.date, typed: str) -> None:
    """From any day of the calendar an expression is a span in order, or none at all."""
    span = parse(typed, today)
    assert span is None or span.low <= span.high


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)), st.dates())
def test_a_full_date_needs_no_day(date: datetime.date, today: datetime.date) -> None:
    """A full date means the same on every day."""
    assert read_period(date.isoformat(), today) == (dates.parse(date.isoformat()), False)
