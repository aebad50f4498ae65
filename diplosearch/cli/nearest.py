"""The names nearest to one that was typed wrong."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST_LIKENESS = 50
_OFFERED = 3


def find_nearest(typed: str, names: Iterable[str], *, most: int = _OFFERED) -> list[str]:
    """Return the names that look most like ``typed``, the nearest first."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        typed.casefold(),
        names,
        scorer=fuzz.WRatio,
        processor=str.casefold,
        limit=most,
        score_cutoff=_LEAST_LIKENESS,
    )
    return [name for name, _, _ in found]
