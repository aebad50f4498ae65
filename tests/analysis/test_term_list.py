"""Terms in one string: the same sequence as their list."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from diplosearch.analysis.term_list import FREE, STACK, TermList, split_stack

columns = st.lists(st.sampled_from(["", "ankara", "çin", "6da", "a"]), max_size=6)


def make_list(column: list[str]) -> TermList:
    """Return the list of these terms."""
    return TermList(" ".join(term or FREE for term in column))


@given(columns)
def test_a_sequence_like_its_list(column: list[str]) -> None:
    """Length, order, indexes, slices and membership are those of a Python list."""
    terms = make_list(column)
    assert len(terms) == len(column)
    assert bool(terms) == bool(column)
    assert list(terms) == [terms[index] for index in range(len(terms))] == column
    assert list(terms[1:-1]) == column[1:-1]
    assert [term for term in ("", "a", "b") if term in terms] == [
        term for term in ("", "a", "b") if term in column
    ]


@given(columns, columns, st.integers(0, 3))
def test_one_behind_another(first: list[str], second: list[str], gap: int) -> None:
    """A gap of empty terms is between two lists, and not beside an empty one."""
    both = make_list(first).followed_by(make_list(second), gap=gap)
    between = [""] * gap if first and second else []
    assert list(both) == [*first, *between, *second]


@given(columns, columns)
def test_equal_where_the_terms_are(first: list[str], second: list[str]) -> None:
    """Columns are equal and hash alike where their terms are the same."""
    one, other = make_list(first), make_list(second)
    assert (one == other) == (first == second)
    if first == second:
        assert hash(one) == hash(other)
    assert one != first


@given(columns)
def test_another_process_gets_the_same(column: list[str]) -> None:
    """What is sent comes out equal, and its text is all that is sent."""
    terms = make_list(column)
    assert pickle.loads(pickle.dumps(terms)) == terms
    assert eval(repr(terms)) == terms


def test_terms_at_one_position() -> None:
    """There may be several, one, or none."""
    assert split_stack(f"alt{STACK}altı") == ["alt", "altı"]
    assert split_stack("alt") == ["alt"]
    assert split_stack("") == []
