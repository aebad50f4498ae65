"""Dates and languages are read where they are sure."""

from __future__ import annotations

import datetime

import pytest

from diplosearch.corpus.field_values import read_date, read_language

DAY = datetime.date(2024, 4, 25)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-04-25", DAY),
        ("2024-04-25T23:30:00+03:00", DAY),
        ("2024/04/25 10:00", DAY),
        ("20240425", DAY),
        ("25.04.2024 18:28", DAY),
        ("Thu, 25 Apr 2024 10:00:00 GMT", DAY),
        ("2024-13-01", None),
        ("04/05/2024", None),
        ("2024-04", None),
        ("dün", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_date(value: str, expected: datetime.date | None) -> None:
    """A day is read in forms that have one meaning only."""
    assert read_date(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("tr", "tr"),
        ("tr-TR", "tr"),
        ("TR_tr", "tr"),
        ("Turkish", "tr"),
        ("Türkçe", "tr"),
        ("en_GB", "en"),
        ("İngilizce", "en"),
        ("de", None),
        ("", None),
    ],
)
def test_language(value: str, expected: str | None) -> None:
    """Codes with regions and names of the languages are known."""
    assert read_language(value) == expected
