"""Terms as tokens: what Tantivy's tokenizer is given, and what comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.analysis.term_list import FREE, STACK, TermList, split_stack
from diplosearch.engines.tantivy.tokens import FILLER, decode, encode, filling, join

terms = st.text(
    st.sampled_from(f"abş \t\n\f\r\v{FILLER}st\u00a0\u2028")
    | st.characters(codec="utf-8", exclude_characters=STACK),
    min_size=1,
    max_size=8,
)


@given(terms)
def test_a_token_is_one_word_and_gives_the_term_back(term: str) -> None:
    """No token holds white space or is the filler, and each gives its term back."""
    token = encode(term)
    assert not set(token) & set(" \t\n\f\r")
    assert token != FILLER
    assert decode(token) == term


@given(terms, terms)
def test_the_token_of_a_beginning_begins_the_token(one: str, other: str) -> None:
    """Terms that begin alike have tokens that begin alike, and no others."""
    assert encode(one + other).startswith(encode(one))
    assert other.startswith(one) == encode(other).startswith(encode(one))


@given(st.lists(terms | st.just(""), max_size=8), st.booleans())
def test_joined_terms_come_apart_again(column: list[str], has_positions: bool) -> None:
    """Split at spaces, a field gives its terms; free positions stay with positions."""
    text, count = join(column, has_positions=has_positions)
    tokens = [token for token in text.split(" ") if token]
    assert len(tokens) == count
    found = ["" if token == FILLER else decode(token) for token in tokens]
    assert found == (column if has_positions else [term for term in column if term])


@given(st.lists(st.sampled_from(["", "ankara", "çin", "6da"]), max_size=8), st.booleans())
def test_joined_terms_are_a_field_as_they_are(
    column: list[str], has_positions: bool
) -> None:
    """A list of terms that is one string already gives the text of the plain list."""
    as_text = TermList(" ".join(term or FREE for term in column))
    expected = join(column, has_positions=has_positions)
    assert join(as_text, has_positions=has_positions) == expected


def test_terms_at_one_position_are_as_many_tokens() -> None:
    """Stacked terms are counted one by one, in a list and in a plain sequence."""
    column = [f"alt{STACK}altı", "kara"]

    assert split_stack(column[0]) == ["alt", "altı"]
    assert join(column, has_positions=False) == ("alt altı kara", 3)
    assert join(TermList(" ".join(column)), has_positions=False) == ("alt altı kara", 3)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_filling(count: int) -> None:
    """Fillers are tokens of their own behind other text."""
    assert f"a{filling(count)}".split(" ") == ["a", *[FILLER] * count]
