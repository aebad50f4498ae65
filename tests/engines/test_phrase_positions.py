"""Where words stand together, against an oracle that tries every choice."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.engines.phrase_positions import find_sequences

Positions = dict[str, list[int]]

passages = st.lists(st.sampled_from("abc_"), max_size=14)
phrases = st.lists(st.sampled_from("abcz"), min_size=1, max_size=4)
slops = st.none() | st.integers(0, 4)


def positions_of(words: list[str]) -> Positions:
    """Return where each word stands; ``_`` is no word."""
    found: Positions = {}
    for position, word in enumerate(words):
        if word != "_":
            found.setdefault(word, []).append(position)
    return found


def occurrences(
    texts: list[str], positions: Positions, slop: int | None
) -> set[tuple[int, ...]]:
    """Return every choice of one position a word that the rule allows, sorted."""
    found = set()
    for chosen in product(*(positions.get(text, []) for text in texts)):
        if slop is None:
            fits = all(position == chosen[0] + n for n, position in enumerate(chosen))
        else:
            width = max(chosen) - min(chosen) + 1
            fits = len(set(chosen)) == len(chosen) and width <= len(texts) + slop
        if fits:
            found.add(tuple(sorted(chosen)))
    return found


def most_apart(choices: set[tuple[int, ...]]) -> int:
    """Return the greatest number of choices that share no position."""
    if not choices:
        return 0
    first = min(choices, key=max)
    rest = most_apart({one for one in choices if not set(one) & set(first)})
    without = most_apart(choices - {first}) if len(choices) < 12 else 0
    return max(1 + rest, without)


@pytest.mark.parametrize(
    ("words", "phrase", "slop", "found"),
    [
        ("a b c", "a b", None, [(0, 1)]),
        ("a b a b", "a b", None, [(0, 1), (2, 3)]),
        ("b a", "a b", None, []),
        ("a a a", "a a", None, [(0, 1)]),
        ("a a a a", "a a", None, [(0, 1), (2, 3)]),
        ("a b a", "a b a", None, [(0, 1, 2)]),
        ("a b a b a", "a b a", None, [(0, 1, 2)]),
        ("a _ b", "a b", None, []),
        ("a _ b", "a b", 1, [(0, 2)]),
        ("b _ a", "a b", 1, [(0, 2)]),
        ("a _ _ b", "a b", 1, []),
        ("a b", "a", None, [(0,)]),
        ("a b", "a b c", 5, []),
        ("a c b a", "a b", 1, [(0, 2)]),
        ("a a b b", "a b", 0, [(1, 2)]),
        ("", "a", None, []),
    ],
)
def test_find(
    words: str, phrase: str, slop: int | None, found: list[tuple[int, ...]]
) -> None:
    """Each occurrence is given by its positions, in order, none sharing a word."""
    assert find_sequences(phrase.split(), positions_of(words.split()), slop) == found


@given(passages, phrases, st.integers(1, 3))
def test_words_in_order_may_have_others_between(
    words: list[str], phrase: list[str], gap: int
) -> None:
    """What is found stands in order within the gap, and is found where there is any."""
    positions = positions_of(words)
    found = find_sequences(phrase, positions, None, gap)
    allowed = {
        one
        for one in combinations(range(len(words)), len(phrase))
        if [words[at] for at in one] == phrase and one[-1] - one[0] < len(phrase) + gap
    }
    assert set(found) <= allowed
    assert bool(found) == bool(allowed)
    assert all(one[-1] < other[0] for one, other in pairwise(found))


def test_no_words_are_nowhere() -> None:
    """A phrase without a word is found nowhere."""
    assert find_sequences([], {"a": [0]}, None) == []
    assert find_sequences([], {}, 3) == []


@given(passages, phrases, slops)
def test_what_is_found_is_one(
    words: list[str], phrase: list[str], slop: int | None
) -> None:
    """Each occurrence keeps the rule; none shares a position; they come in order."""
    positions = positions_of(words)
    found = find_sequences(phrase, positions, slop)
    allowed = occurrences(phrase, positions, slop)
    assert all(one in allowed for one in found)
    chosen = [position for one in found for position in one]
    assert len(chosen) == len(set(chosen))
    assert found == sorted(found, key=max)
    assert all(list(one) == sorted(one) for one in found)


@given(passages, phrases, slops)
def test_nothing_is_missed(words: list[str], phrase: list[str], slop: int | None) -> None:
    """Where the rule allows an occurrence, one is found."""
    positions = positions_of(words)
    found = find_sequences(phrase, positions, slop)
    assert bool(found) == bool(occurrences(phrase, positions, slop))


@given(passages, phrases)
def test_phrases_are_counted_in_full(words: list[str], phrase: list[str]) -> None:
    """In order, as many occurrences are found as there are apart from each other."""
    positions = positions_of(words)
    found = find_sequences(phrase, positions, None)
    assert len(found) == most_apart(occurrences(phrase, positions, None))


@given(passages, phrases, st.integers(0, 4))
def test_more_slop_loses_no_passage(words: list[str], phrase: list[str], slop: int) -> None:
    """What is found with less slop is found with more, and slop 0 holds the order."""
    positions = positions_of(words)
    in_order = bool(find_sequences(phrase, positions, None))
    near = bool(find_sequences(phrase, positions, slop))
    assert not in_order or near
    assert not near or find_sequences(phrase, positions, slop + 1)


def test_long_passages_return() -> None:
    """Many positions of few words take no more than their number."""
    count = 100_000
    positions = {"a": list(range(0, count, 2)), "b": list(range(1, count, 2))}
    assert len(find_sequences(["a", "b"], positions, None)) == count // 2
    assert len(find_sequences(["b", "a"], positions, 3)) == count // 2
    assert find_sequences(["a", "a"], positions, 0) == []
