"""How many of the matching passages have each source, language or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .engines.base import Reader
from .fields import DATE, LANGUAGE, SOURCE
from .query import tree
from .store import DocumentStore
from .text import normalize

Facet = Literal["source", "language", "year"]

FACET_FIELDS = {"source": SOURCE, "language": LANGUAGE, "year": DATE}
"""The keyword field behind each facet."""

_YEAR_LETTERS = 4


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value, its name for a reader, and the number of matching passages."""

    id: str
    name: str
    count: int


def count_facets(
    node: tree.Node,
    facets: Sequence[Facet],
    reader: Reader,
    store: DocumentStore,
    commit: int,
) -> dict[str, tuple[FacetValue, ...]]:
    """Return, by facet, the values of matching passages, the most frequent first."""
    counted: dict[str, tuple[FacetValue, ...]] = {}
    for facet in facets:
        counts: Counter[str] = Counter(reader.count_by(node, FACET_FIELDS[facet]))
        names: dict[str, str] = {}
        if facet == "year":
            years: Counter[str] = Counter()
            for value, count in counts.items():
                years[value[:_YEAR_LETTERS]] += count
            counts = years
        elif facet == "source":
            names = {
                normalize(name): name for name in store.count_by("source", commit) if name
            }
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        counted[facet] = tuple(
            FacetValue(value, names.get(value, value), count) for value, count in ordered
        )
    return counted
