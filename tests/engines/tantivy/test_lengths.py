"""The lengths that make Tantivy's BM25 weigh length as ours does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.engines.ranking import K1, length_norm
from diplosearch.engines.tantivy.lengths import (
    field_length,
    nearest_length,
    padding_for,
)
from diplosearch.schema import EXACT, TITLE_EXACT

# Lengths that Tantivy keeps as they are.
KEPT = [*range(41), 42, 44, 54, 56, 60, 64, 84, 88, 96, 104, 144, 152, 168, 184, 264, 280]
KEPT += [312, 344, 504, 536, 600, 1_048, 1_176, 2_072, 2_328, 65_560, 73_752]


@pytest.mark.parametrize("length", KEPT)
def test_kept_lengths_stay(length: int) -> None:
    """A length that Tantivy keeps exactly is its own nearest."""
    assert nearest_length(length) == length


@pytest.mark.parametrize(
    ("length", "nearest"), [(41, 40), (43, 44), (57, 56), (59, 60), (147, 144), (177, 184)]
)
def test_others_go_to_the_nearest(length: int, nearest: int) -> None:
    """Other lengths go up or down, whichever is nearer; Tantivy alone goes down."""
    assert nearest_length(length) == nearest


def tantivy_norm(tokens: float, mean: float) -> float:
    """Return what Tantivy adds to BM25's denominator, as its documentation has it."""
    return 1.2 * (0.25 + 0.75 * tokens / mean)


@given(length=st.integers(10, 400), average=st.integers(20, 300))
def test_length_weighs_as_in_our_bm25(length: int, average: int) -> None:
    """In padded fields length has our weight; 1.2 for our K1, and rounding, are left."""
    padding = padding_for(average)
    mean = average + padding
    expected = length_norm(length, average) / K1 * 1.2
    assert tantivy_norm(length + padding, mean) == pytest.approx(expected, rel=0.02)
    kept = field_length(EXACT, length, padding)
    assert tantivy_norm(kept, mean) == pytest.approx(expected, rel=0.07)


@given(length=st.integers(1, 400))
def test_length_counts_for_nothing_in_titles(length: int) -> None:
    """Headlines are padded to one length."""
    assert field_length(TITLE_EXACT, length, 60) == field_length(TITLE_EXACT, 90, 60)
