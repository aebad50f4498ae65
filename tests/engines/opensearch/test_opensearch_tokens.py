"""Our terms as tokens of a whitespace tokenizer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diplosearch.analysis.term_list import FREE, STACK, TermList
from diplosearch.engines.opensearch.tokens import PADDING, decode, encode, join

terms = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=STACK), min_size=1
)
_MOST_BYTES = 32_766


@given(terms)
def test_token_is_one_word_and_leads_back(term: str) -> None:
    """A token holds no white space of any kind, is none of ours, and gives the term."""
    token = encode(term)
    assert token.split() == [token]
    assert token not in (FREE, PADDING)
    assert decode(token) == term


@given(terms, terms)
def test_tokens_differ_and_begin_alike(one: str, other: str) -> None:
    """Two terms have two tokens; that of a beginning begins the token."""
    assert (encode(one) == encode(other)) == (one == other)
    assert encode(one + other).startswith(encode(one))


def test_long_terms_fit() -> None:
    """A term longer than Lucene takes is cut, and differs from others of its prefix."""
    one, other = "ş" * 40_000, "ş" * 40_001
    assert len(encode(one).encode()) < _MOST_BYTES
    assert encode(one) != encode(other)
    assert encode("x" * 20_000) == "x" * 20_000


def test_fields_are_as_long_as_passages() -> None:
    """Words are counted: what is missing is padded, what is free is not counted."""
    assert join(("a", "", "b"), 3, has_positions=True) == f"a {FREE} b {PADDING}"
    assert join(("a", "", "b"), 3, has_positions=False) == f"a b {PADDING}"
    assert join(("a", "b"), 1, has_positions=True) == "a b"
    assert join((), 0, has_positions=True) == ""
    assert join(("", ""), 1, has_positions=True) == f"{FREE} {FREE} {PADDING}"


def test_terms_at_one_position_are_one_token() -> None:
    """The cluster takes stacked terms apart, so a field is no longer by them."""
    assert join((f"alt{STACK}altı", "b"), 3, has_positions=False) == (
        f"alt{STACK}altı b {PADDING}"
    )


@given(
    st.lists(st.sampled_from(["", "ankara", "çin", "6da"]), max_size=8),
    st.integers(0, 12),
    st.booleans(),
)
def test_joined_terms_are_a_field_as_they_are(
    column: list[str], length: int, has_positions: bool
) -> None:
    """Terms that are joined already give what their list gives."""
    joined = TermList(" ".join(term or FREE for term in column))
    expected = join(column, length, has_positions=has_positions)
    assert join(joined, length, has_positions=has_positions) == expected
