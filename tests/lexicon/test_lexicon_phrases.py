"""The stems of a phrase and their weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.lexicon.phrases import (
    LONGEST_PHRASE,
    english_key,
    english_stems,
    is_infinitive,
    rank_weight,
    spread_weight,
    turkish_key,
    turkish_stems,
)


@pytest.mark.parametrize(
    ("phrase", "stems"),
    [
        ("ateşkes", ("ateşkes",)),
        ("dışişleri bakanı", ("dışişleri", "bakan")),
        ("imzalamak", ("imzala-",)),
        ("teyit etmek", ("teyit",)),
        ("kabul edilmek", ("kabul",)),
        ("Kuşak ve Yol", ("kuşak", "yol")),
        ("ekmek", ("ekmek",)),
        ("", ()),
    ],
)
def test_turkish_phrase_gives_its_stems(phrase: str, stems: tuple[str, ...]) -> None:
    """An infinitive gives its verb, a light verb and stop words nothing."""
    assert turkish_stems(phrase) == stems


@pytest.mark.parametrize(
    ("phrase", "stems"),
    [
        ("ceasefire", ("ceasefir",)),
        ("rule of law", ("rule", "law")),
        ("Organization of Turkic States", ("organiz", "turkic", "state")),
        ("the", ("the",)),
        ("", ()),
    ],
)
def test_english_phrase_gives_its_stems(phrase: str, stems: tuple[str, ...]) -> None:
    """Stop words carry nothing, unless the phrase is one."""
    assert english_stems(phrase) == stems


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("ateşkes", "ateşkes"),
        ("dışişleri bakanı", "dışişleri bakan"),
        ("Kuşak ve Yol", "kuşak yol"),
        ("su krizi", "su kriz"),
        ("zarar etmek", "zarar et-"),
        ("kabul edilmek", "kabul et-"),
        ("imzalamak", "imzala-"),
        ("", ""),
    ],
)
def test_turkish_key_keeps_what_tells_it_from_a_word(phrase: str, key: str) -> None:
    """Stop words and light verbs are left out unless only one other word remains."""
    assert turkish_key(phrase) == key


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("carry out", "carri out"),
        ("carry", "carri"),
        ("rule of law", "rule law"),
        ("be held", "be hold"),
    ],
)
def test_key_tells_a_verb_from_the_same_with_a_particle(phrase: str, key: str) -> None:
    """Stop words stay in the key of a term that has one stem without them."""
    assert english_key(phrase) == key


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("gelmek", True),
        ("yapmak", True),
        ("ekmek", False),
        ("parmak", False),
        ("emek", False),
        ("mek", False),
        ("bakan", False),
    ],
)
def test_infinitives_are_not_nouns(word: str, expected: bool) -> None:
    """A noun that ends as infinitives do is none."""
    assert is_infinitive(word) is expected


def test_first_translation_counts_most() -> None:
    """The first translation counts 1, each later one less than the one before."""
    weights = [rank_weight(rank) for rank in range(1, 20)]

    assert weights[0] == 1
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)
    assert min(weights) > 0


@given(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6).map(tuple))
def test_words_of_a_phrase_have_less_weight(stems: tuple[str, ...]) -> None:
    """A word counts in full alone, less among others, the last one most."""
    weighted = spread_weight(stems, 1.0)
    weights = [weight for _, weight in weighted]

    if not stems or len(stems) > LONGEST_PHRASE:
        assert weighted == []
    elif len(stems) == 1:
        assert weighted == [(stems[0], 1.0)]
    else:
        assert [stem for stem, _ in weighted] == list(stems)
        assert sum(weights) < 1
        assert weights[-1] == max(weights)


@given(texts)
def test_stems_of_any_text_are_sound(text: str) -> None:
    """No stem is empty and none comes twice."""
    for stems in (turkish_stems(text), english_stems(text)):
        assert all(stems)
        assert len(set(stems)) == len(stems)
