"""Times into figures."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

MILLION = 1_000_000


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` (0 to 1) of the values do not exceed.

    Between two values it is interpolated; ``values`` need not be sorted.

    Raises :class:`ValueError` when there are none, or the share is no share.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError(f"no percentile {share} of {len(values)} values")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def median(values: Sequence[float]) -> float:
    """Return the middle one of ``values``."""
    return percentile(values, 0.5)
