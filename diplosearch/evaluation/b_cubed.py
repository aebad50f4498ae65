"""Compare two ways to put mentions into groups, by B-cubed.

The measure is that of Bagga and Baldwin, *Entity-based cross-document coreferencing using
the vector space model* (COLING-ACL 1998), made for names across documents. A mention has a
precision, the share of its found group that is truly with it, and a recall, the share of
its true group that was found with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Grouping(NamedTuple):
    """The true group of a mention, and the found one, which is None where none was found.

    ``is_named`` is False where the found group goes by another name than it should.
    """

    true: int
    found: str | None
    is_named: bool = True


class MentionScore(NamedTuple):
    """Precision and recall of one mention, each from 0 to 1."""

    precision: float
    recall: float


def score_mentions(groupings: Sequence[Grouping]) -> list[MentionScore]:
    """Return the scores of all mentions of one corpus, in their order.

    A mention without a found group, or with one of another name, scores 0 in both; it
    still counts among the others of its groups.
    """
    true = Counter(one.true for one in groupings)
    found = Counter(one.found for one in groupings)
    both = Counter((one.true, one.found) for one in groupings)
    return [
        MentionScore(
            both[one.true, one.found] / found[one.found],
            both[one.true, one.found] / true[one.true],
        )
        if one.found is not None and one.is_named
        else MentionScore(0.0, 0.0)
        for one in groupings
    ]


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of precision and recall, 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
