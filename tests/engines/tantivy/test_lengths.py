"""The lengths that make Tantivy's BM25 count as ours does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.engines.ranking import K1, length_norm, saturate
from diplosearch.engines.tantivy.lengths import (
    SATURATION,
    field_length,
    nearest_length,
    padding_for,
    wanted_mean,
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


def tantivy_bm25(count: float, tokens: float, mean: float) -> float:
    """Return Tantivy's BM25 for a weight of 1, as its documentation has it."""
    return count * 2.2 / (count + 1.2 * (0.25 + 0.75 * tokens / mean))


@given(count=st.integers(1, 50), length=st.integers(10, 400), average=st.integers(20, 300))
def test_tantivy_counts_as_our_bm25_does(count: int, length: int, average: int) -> None:
    """With these lengths Tantivy's formula is ours, but for its rounding."""
    padding = padding_for(average)
    mean = wanted_mean(EXACT, average, padding)
    found = SATURATION * tantivy_bm25(count, length + padding, mean)
    norm = length_norm(length, average)
    assert found == pytest.approx(saturate(count, norm), rel=0.01)
    kept = SATURATION * tantivy_bm25(count, field_length(EXACT, length, padding), mean)
    assert kept == pytest.approx(found, rel=0.06)


@given(count=st.integers(1, 50), length=st.integers(1, 400))
def test_length_counts_for_nothing_in_titles(count: int, length: int) -> None:
    """Headlines are all of one length, at which Tantivy's formula is ours."""
    tokens = field_length(TITLE_EXACT, length, 60)
    mean = wanted_mean(TITLE_EXACT, 90, 60)
    assert SATURATION * tantivy_bm25(count, tokens, mean) == pytest.approx(
        saturate(count, K1)
    )
