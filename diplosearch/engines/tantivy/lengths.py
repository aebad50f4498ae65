"""The length that a field is padded to, so that Tantivy's BM25 weighs it as ours does.

Tantivy adds to BM25's denominator ``1.2 · (0.25 + 0.75 · tokens / mean)``, the
tokens of the field over their mean in all documents; no call changes these
constants. Fillers behind the terms bring a field to the passage's length plus a
constant, which takes the weight of length from 0.75 down to our ``B``. What is left
is 1.2 in place of our ``K1``, and rounding: Tantivy keeps a length above 40 in steps
of 3 to 12 percent. So the order of its hits only comes near ours, and the search
orders a pool of the best by our own scores.
"""

from __future__ import annotations

from functools import lru_cache

from ...schema import TITLE_FIELDS
from ..ranking import B

_TANTIVY_B = 0.75

_TITLE_LENGTH = 32
"""Tokens in a headline's field, whose length counts for nothing; more than one has."""

_EXACT_BELOW = 40
_STEPS_EACH = 8
"""Tantivy stores a length in a byte: exactly up to 40, then eight steps of each width."""


def padding_for(average_length: float) -> int:
    """Return the tokens to add to every field where passages have this mean length."""
    return round((_TANTIVY_B / B - 1) * average_length)


def field_length(field: str, length: int, padding: int) -> int:
    """Return the tokens that ``field`` of a passage of ``length`` words should have."""
    if field in TITLE_FIELDS:
        return _TITLE_LENGTH
    return nearest_length(length + padding)


@lru_cache(4096)
def nearest_length(tokens: int) -> int:
    """Return the number nearest to ``tokens`` that Tantivy keeps exactly."""
    base, step = _EXACT_BELOW, 2
    if tokens <= base:
        return tokens
    while tokens >= base + _STEPS_EACH * step:
        base += _STEPS_EACH * step
        step *= 2
    return base + round((tokens - base) / step) * step
