"""One of several finds that overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.base import Mention
from diplosearch.entities.overlaps import Trust, choose
from diplosearch.model import ENTITY_TYPES

finds = st.lists(
    st.builds(
        lambda trust, start, length, type: (trust, Mention(start, start + length, type)),
        st.sampled_from(Trust),
        st.integers(0, 20),
        st.integers(1, 8),
        st.sampled_from(ENTITY_TYPES),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ((Trust.NAME, Mention(0, 3, "GPE")), (Trust.TAGGED, Mention(0, 3, "ORG")), ["ORG"]),
        (
            (Trust.NUMBER, Mention(0, 5, "DATE")),
            (Trust.TAGGED, Mention(3, 9, "ORG")),
            ["DATE"],
        ),
        (
            (Trust.LONG_NAME, Mention(4, 9, "GPE")),
            (Trust.TAGGED, Mention(0, 9, "ORG")),
            ["ORG"],
        ),
        (
            (Trust.LONG_NAME, Mention(4, 9, "GPE")),
            (Trust.TAGGED, Mention(0, 9, "GPE")),
            ["GPE"],
        ),
        (
            (Trust.NAME, Mention(0, 3, "GPE")),
            (Trust.NAME, Mention(4, 9, "GPE")),
            ["GPE", "GPE"],
        ),
        (
            (Trust.NAME, Mention(0, 3, "GPE")),
            (Trust.NAME, Mention(3, 9, "ORG")),
            ["GPE", "ORG"],
        ),
        ((Trust.NAME, Mention(0, 5, "GPE")), (Trust.NAME, Mention(3, 9, "LOC")), ["LOC"]),
    ],
    ids=[
        "more reliable",
        "most reliable",
        "contains",
        "does not contain",
        "apart",
        "touching",
        "longer",
    ],
)
def test_one_of_two_stays(
    first: tuple[Trust, Mention], second: tuple[Trust, Mention], kept: list[str]
) -> None:
    """The surer stays, unless a longer name takes all of it in."""
    assert [one.type for one in choose([first, second])] == kept
    assert choose([second, first]) == choose([first, second])


@given(finds)
def test_what_is_chosen_never_overlaps(found: list[tuple[Trust, Mention]]) -> None:
    """Mentions come in order, are of those found, and leave no free one out."""
    chosen = choose(found)
    mentions = [mention for _, mention in found]
    assert all(one in mentions for one in chosen)
    assert all(a.end <= b.start for a, b in pairwise(chosen))
    assert bool(chosen) == bool(found)


@given(finds.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_order_chooses_nothing_else(
    drawn: tuple[list[tuple[Trust, Mention]], list[tuple[Trust, Mention]]],
) -> None:
    """Finds in any order give the same mentions."""
    first, second = drawn
    assert choose(first) == choose(second)
