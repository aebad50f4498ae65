"""The features of words for the tagger."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given
from strategies import texts

from diplosearch.entities.gazetteer.gazetteer import Gazetteer
from diplosearch.entities.tagger.features import sentence_features, word_features
from diplosearch.entities.tokens import Sentence, read_sentence

Read = Callable[[str], Sentence]
Make = Callable[[Sequence[str]], Gazetteer]


def test_words_tell_their_letters_and_shape() -> None:
    """The folded word, its shape and the suffix behind its apostrophe."""
    own = word_features("İstanbul'da").own
    assert {"w=istanbul", "s=Xxx", "a", "a=da"} <= set(own)
    assert "a" not in word_features("İstanbulda").own
    assert "s=99" in word_features("2024").own
    assert "s=XX" in word_features("ABD").own


def test_neighbours_and_borders_are_told(sentence_of: Read) -> None:
    """A word knows the two before it and the two behind it."""
    first, _, last = sentence_features(sentence_of("Wang Yi geldi"), [])
    assert {"+w=yi", "++w=geldi"} <= set(first)
    assert {"-w=yi", "--w=wang"} <= set(last)


def test_gazetteer_marks_its_words(sentence_of: Read, gazetteer_of: Make) -> None:
    """Words of a known name, and those beside it, say so."""
    gazetteer = gazetteer_of(["ORG | European Union | Avrupa Birliği"])
    sentence = sentence_of("the European Union said")
    features = sentence_features(sentence, gazetteer.find(sentence))
    assert ["+g=ORG" in features[0], "g=B-ORG" in features[1]] == [True, True]
    assert ["g=I-ORG" in features[2], "-g=ORG" in features[3]] == [True, True]


def test_headlines_say_so(sentence_of: Read) -> None:
    """In a sentence all in capitals, every word has the feature for that."""
    assert all(
        "headline" in own for own in sentence_features(sentence_of("ÇİN VE RUSYA"), [])
    )
    assert not any(
        "headline" in own for own in sentence_features(sentence_of("Çin ve Rusya"), [])
    )


@given(texts)
def test_any_text_has_features(text: str) -> None:
    """As many lists as words, none of them empty."""
    sentence = read_sentence(text, 0, len(text))
    features = sentence_features(sentence, [])
    assert len(features) == len(sentence)
    assert all(features)
