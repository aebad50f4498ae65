"""B-cubed: two groupings compared mention by mention."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.evaluation.b_cubed import Grouping, MentionScore, f1, score_mentions

TRUE = [0] * 5 + [1] * 2 + [2] * 5
"""The three groups of the example in the paper of Bagga and Baldwin."""


@pytest.mark.parametrize(
    ("found", "precision"),
    [("aaaaabbbbbbb", 16 / 21), ("aaaaabbaaaaa", 7 / 12)],
)
def test_example_of_the_paper(found: str, precision: float) -> None:
    """A small group merged with a large one costs less than two large ones: .76, .58."""
    scores = score_mentions([Grouping(*pair) for pair in zip(TRUE, found, strict=True)])
    assert fmean(one.precision for one in scores) == pytest.approx(precision)
    assert fmean(one.recall for one in scores) == 1.0


def test_mention_that_is_missed_or_misnamed_scores_nothing() -> None:
    """Neither is right, although each is alone; the third mention lacks its second."""
    groupings = [Grouping(0, None), Grouping(1, "b", False), Grouping(2, "c")]
    assert score_mentions([*groupings, Grouping(2, None)]) == [
        MentionScore(0.0, 0.0),
        MentionScore(0.0, 0.0),
        MentionScore(1.0, 0.5),
        MentionScore(0.0, 0.0),
    ]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abcd"))))
def test_precision_turned_round_is_recall(pairs: list[tuple[int, str]]) -> None:
    """What is true and what is found can change places, and then so do the figures."""
    forth = score_mentions([Grouping(true, found) for true, found in pairs])
    back = score_mentions([Grouping(ord(found), str(true)) for true, found in pairs])
    assert [(one.recall, one.precision) for one in forth] == back


def test_f1_is_the_harmonic_mean() -> None:
    """Nothing right is 0, and no division by it."""
    assert [f1(0.0, 0.0), f1(1.0, 0.5), f1(1.0, 1.0)] == pytest.approx([0, 2 / 3, 1])
