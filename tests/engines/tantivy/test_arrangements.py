"""Arrangements of near words, compared with the positions that the scorer finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diplosearch.engines.phrase_positions import find_sequences
from diplosearch.engines.tantivy.arrangements import Words, find_arrangements, spread

LETTERS = st.sampled_from("abc")


def stands(words: Words, text: str) -> bool:
    """Return whether ``text`` holds each word at its position, somewhere."""
    last = words[-1][0]
    return any(
        all(text[start + position] == word for position, word in words)
        for start in range(len(text) - last)
    )


@given(
    text=st.text(st.sampled_from("abcx"), max_size=12),
    words=st.lists(LETTERS, min_size=2, max_size=4),
    slop=st.integers(0, 3),
)
def test_arrangements_are_those_of_near_words(
    text: str, words: list[str], slop: int
) -> None:
    """A passage holds one of the arrangements just when the words are near in it."""
    positions = {word: [n for n, one in enumerate(text) if one == word] for word in words}
    arrangements = list(
        find_arrangements(words, len(words) + slop, lambda part: stands(part, text))
    )
    found = any(stands(one, text) for one in arrangements)
    assert found == bool(find_sequences(words, positions, slop))
    assert len(set(arrangements)) == len(arrangements)


@given(
    text=st.text(st.sampled_from("abcx"), max_size=12),
    words=st.lists(LETTERS, min_size=2, max_size=4),
    gap=st.integers(0, 2),
)
def test_spread_words_are_those_in_order(text: str, words: list[str], gap: int) -> None:
    """A passage holds a way to spread words just when they stand so in order."""
    positions = {word: [n for n, one in enumerate(text) if one == word] for word in words}
    ways = list(spread(words, gap))
    found = any(stands(one, text) for one in ways)
    assert found == bool(find_sequences(words, positions, None, gap))
    assert len(set(ways)) == len(ways)


def test_arrangements_of_two_words() -> None:
    """Two words in three positions have four arrangements, a word that comes twice two."""
    assert set(find_arrangements("ab", 3, lambda part: True)) == {
        ((0, "a"), (1, "b")),
        ((0, "a"), (2, "b")),
        ((0, "b"), (1, "a")),
        ((0, "b"), (2, "a")),
    }
    assert len(list(find_arrangements("aa", 3, lambda part: True))) == 2


def test_beginnings_that_do_not_occur_are_skipped() -> None:
    """Where no passage holds two of the words, the third is not tried."""
    tried: list[Words] = []

    def occurs(part: Words) -> bool:
        tried.append(part)
        return False

    assert list(find_arrangements("abc", 4, occurs)) == []
    assert {len(part) for part in tried} == {2}


def test_a_window_too_small_holds_nothing() -> None:
    """More words than positions have no arrangement."""
    assert list(find_arrangements("abc", 2, lambda part: True)) == []
