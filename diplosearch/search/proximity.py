"""What words of the query add that stand near each other.

For each pair of words that a passage holds, the lesser weight of the two over
their least distance; their mean over the other words of the query. On
questions it lifts RR@10 by 0.3 to 0.5 points, but in English, which it leaves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

from ..engines.ranking import PROXIMITY_WEIGHT
from ..query import tree
from ..schema import EXACT, PREFIX, STEM
from .loaded_passages import LoadedPassages

_LEAST_SHARE = 0.25
_FIELDS = (EXACT, STEM, PREFIX)

_Places = dict[str, set[int]]
"""The places in a passage of each word that it holds."""


def add_proximity_boosts(
    node: tree.Node, passages: LoadedPassages, count: int
) -> list[float]:
    """Return what the proximity of words adds to the first ``count`` passages' scores.

    The words are those that ``node`` asks for, each with the terms that may stand for
    it; a term that counts less than a quarter of the word's best one is left out.
    """
    terms = [
        one
        for one in tree.leaves(node)
        if isinstance(one, tree.Term) and one.field in _FIELDS
    ]
    weights: dict[str, float] = {}
    for term in terms:
        weights[term.word] = max(term.weight, weights.get(term.word, 0.0))
    if len(weights) < 2:
        return [0.0] * count
    found: list[_Places] = [{} for _ in range(count)]
    for term in terms:
        if term.weight < _LEAST_SHARE * weights[term.word]:
            continue
        language = term.language
        for number, places in passages.in_text(term.field, term.text).items():
            if number < count and language in (None, passages[number].passage.language):
                found[number].setdefault(term.word, set()).update(places)
    scale = PROXIMITY_WEIGHT * 2 / (len(weights) - 1)
    return [scale * _add_up(weights, places) for places in found]


def _add_up(weights: Mapping[str, float], places: _Places) -> float:
    """Return what all pairs of the words of one passage add."""
    words = [word for word in weights if word in places]
    return sum(
        min(weights[one], weights[other]) / _distance(places[one], places[other])
        for one, other in combinations(words, 2)
    )


def _distance(places: Collection[int], others: Collection[int]) -> float:
    """Return the least distance between different places; no end for none."""
    apart = [abs(one - other) for one in places for other in others if one != other]
    return min(apart, default=float("inf"))
