"""How long a field is made, so that Tantivy's BM25 counts as ours does.

Tantivy adds to BM25's denominator ``1.2 · (0.25 + 0.75 · tokens / mean)``, the
tokens of the field over their mean in all documents; no call changes these
constants. Both sides of the fraction are ours, though. Fillers behind the terms
bring a field to the passage's length plus a constant, which takes the weight
of length down to our ``B``. Ballast, which is documents of fillers and nothing
else, raises the mean by half, which takes ``k1`` down to our ``K1``. What is
left is rounding: Tantivy keeps a length above 40 in steps of 3 to 12 percent.
"""

from __future__ import annotations

from functools import lru_cache

from ...schema import TITLE_FIELDS
from ..ranking import K1, B

_TANTIVY_K1 = 1.2
_TANTIVY_B = 0.75
_CONSTANT_PART = _TANTIVY_K1 * (1 - _TANTIVY_B)
_LENGTH_PART = _TANTIVY_K1 * _TANTIVY_B

SATURATION = (K1 + 1) / (_TANTIVY_K1 + 1)
"""Our BM25's highest score for a term of weight 1 over Tantivy's."""

_TITLE_LENGTH = 32
"""Tokens in a headline's field, whose length is to count for nothing."""

_EXACT_BELOW = 40
_STEPS_EACH = 8


def padding_for(average_length: float) -> int:
    """Return the constant that fields are longer than passages of such a mean length."""
    share = (K1 * (1 - B) - _CONSTANT_PART) / (K1 * B)
    return round(share * average_length)


def field_length(field: str, length: int, padding: int) -> int:
    """Return the tokens that ``field`` of a passage of ``length`` words should have."""
    if field in TITLE_FIELDS:
        return _TITLE_LENGTH
    return nearest_length(length + padding)


def wanted_mean(field: str, average_length: float, padding: int) -> float:
    """Return the mean of tokens with which a passage of mean length counts as ours."""
    tokens = _TITLE_LENGTH if field in TITLE_FIELDS else average_length + padding
    return _LENGTH_PART * tokens / (K1 - _CONSTANT_PART)


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
