"""The ways in which words stand near each other, against where they are found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diplosearch.engines.phrase_positions import find_sequences
from diplosearch.engines.tantivy.arrangements import Words, find_arrangements

LETTERS = st.sampled_from("abc")


def stands(words: Words, text: str) -> bool:
    """Tell whether ``text`` holds each word in its place, somewhere."""
    last = words[-1][0]
    return any(
        all(text[start + place] == word for place, word in words)
        for start in range(len(text) - last)
    )


@given(
    text=st.text(st.sampled_from("abcx"), max_size=12),
    words=st.lists(LETTERS, min_size=2, max_size=4),
    slop=st.integers(0, 3),
)
def test_ways_are_those_in_which_words_are_near(
    text: str, words: list[str], slop: int
) -> None:
    """A passage holds one of the ways just when the words are near in it."""
    places = {word: [n for n, one in enumerate(text) if one == word] for word in words}
    ways = list(
        find_arrangements(words, len(words) + slop, lambda part: stands(part, text))
    )
    found = any(stands(way, text) for way in ways)
    assert found == bool(find_sequences(words, places, slop))
    assert len(set(ways)) == len(ways)


def test_ways_of_two_words() -> None:
    """Two words one place apart stand in four ways; the same word twice in two."""
    assert set(find_arrangements("ab", 3, lambda part: True)) == {
        ((0, "a"), (1, "b")),
        ((0, "a"), (2, "b")),
        ((0, "b"), (1, "a")),
        ((0, "b"), (2, "a")),
    }
    assert len(list(find_arrangements("aa", 3, lambda part: True))) == 2


def test_parts_that_do_not_occur_are_passed_over() -> None:
    """Where no passage holds two of the words, the third is not tried."""
    asked: list[Words] = []

    def occurs(part: Words) -> bool:
        asked.append(part)
        return False

    assert list(find_arrangements("abc", 4, occurs)) == []
    assert {len(part) for part in asked} == {2}


def test_a_window_too_small_holds_nothing() -> None:
    """More words than places stand in no way."""
    assert list(find_arrangements("abc", 2, lambda part: True)) == []
