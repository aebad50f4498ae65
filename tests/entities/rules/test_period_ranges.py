"""Ranges of months and of years."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.rules.period_ranges import find_period_ranges
from diplosearch.entities.tokens import read_sentence


def ranges_in(text: str) -> list[tuple[str, str]]:
    sentence = read_sentence(text, 0, len(text))
    return [
        (
            text[sentence.start(one.first) : sentence.end(one.last - 1)],
            f"{one.begin}/{one.end}",
        )
        for one in find_period_ranges(sentence)
    ]


@pytest.mark.parametrize(
    ("text", "range", "id"),
    [
        ("Ocak-Mart 2024 döneminde", "Ocak-Mart 2024", "2024-01/2024-03"),
        ("from January to March 2024", "January to March 2024", "2024-01/2024-03"),
        ("between March and May 2023", "March and May 2023", "2023-03/2023-05"),
        ("Aralık-Şubat 2024", "Aralık-Şubat 2024", "2023-12/2024-02"),
        ("Ocak 2023 - Mart 2024", "Ocak 2023 - Mart 2024", "2023-01/2024-03"),
        (
            "Kasım 2023'ten Mart 2024'e kadar",
            "Kasım 2023'ten Mart 2024",
            "2023-11/2024-03",
        ),
        ("2022-2024 yıllarında", "2022-2024 yıllarında", "2022/2024"),
        ("from 2019 to 2023", "2019 to 2023", "2019/2023"),
        ("2019 ile 2023 arasında", "2019 ile 2023", "2019/2023"),
        ("the 2019-2023 period", "2019-2023", "2019/2023"),
        ("1990'dan 2000'e", "1990'dan 2000", "1990/2000"),
        ("between 1998 and 2003", "1998 and 2003", "1998/2003"),
    ],
)
def test_ranges_of_months_and_years_are_one_date(text: str, range: str, id: str) -> None:
    """Two months or years that a dash or a word joins are a range."""
    assert ranges_in(text) == [(range, id)]


@pytest.mark.parametrize(
    "text",
    [
        "Mart ve Nisan 2024",
        "from 1500 to 2000 people",
        "1500-2000 kişi",
        "2024-2022 yılları",
        "in March 2024 and May 2025",
        "5 Mart-Nisan 2024",
        "1881-1938",
        "he may to March 2024",
    ],
)
def test_lists_and_numbers_are_no_range(text: str) -> None:
    """Months in a list, numbers that count something, and days."""
    assert ranges_in(text) == []


PIECES = "Ocak|Mart|May|2019|2024|1500| |-|–| to | and | ile |'den |'e|yılları|from "


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=10).map("".join))
def test_ranges_are_in_order(text: str) -> None:
    """Whatever the text, a range begins before it ends, and no two overlap."""
    last = 0
    for one in find_period_ranges(read_sentence(text, 0, len(text))):
        assert last <= one.first < one.last
        assert one.begin < one.end
        last = one.last
