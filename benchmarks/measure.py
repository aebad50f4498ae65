"""Percentiles."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

MILLION = 1_000_000


def percentile(values: Sequence[float], fraction: float) -> float:
    """Return the value that ``fraction`` (0 to 1) of ``values`` do not exceed.

    It is interpolated between two values, which need not be sorted.

    Raises :class:`ValueError` for no values, or a fraction outside 0 to 1.
    """
    if not values or not 0 <= fraction <= 1:
        raise ValueError(f"no percentile {fraction} of {len(values)} values")
    ordered = sorted(values)
    index = fraction * (len(ordered) - 1)
    low = floor(index)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (index - low)


def median(values: Sequence[float]) -> float:
    """Return the middle one of ``values``."""
    return percentile(values, 0.5)
