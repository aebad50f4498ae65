"""Scores of labels: what is kept of words gives what their features add up to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from strategies import texts

from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.tagger import emissions as module
from diplosearch.entities.tagger.crf import Crf, Scores
from diplosearch.entities.tagger.emissions import Scorer
from diplosearch.entities.tagger.features import sentence_features
from diplosearch.entities.tokens import Sentence, read_sentence

SENTENCES = [
    "Çin Dışişleri Bakanı Wang Yi, Ankara'da Hakan Fidan ile görüştü.",
    "EU AND CHINA SIGN DEAL",
    "Turkey's Foreign Ministry said on Monday (AA)",
    "Wang Yi",
]


def weight_of(feature: str, label: str) -> float:
    return (sum(map(ord, feature)) * 31 + ord(label)) % 17 / 8 - 1


@pytest.fixture(scope="module")
def crf() -> Crf:
    """A model that knows most features of the sentences."""
    features = {
        feature
        for sentence in map(read, SENTENCES)
        for own in sentence_features(sentence, default_gazetteer().find(sentence))
        for feature in own
    }
    known = sorted(features)[::3] + sorted(features)[1::3]
    weights = {(one, label): weight_of(one, label) for one in known for label in "OBI"}
    return Crf.of(tuple("OBI"), {}, weights)


def read(text: str) -> Sentence:
    return read_sentence(text, 0, len(text))


def added_up(crf: Crf, sentence: Sentence) -> Scores:
    """The scores of a sentence's words by the definition."""
    features = sentence_features(sentence, default_gazetteer().find(sentence))
    rows = [crf.weights[crf.find_rows(own)].sum(axis=0) for own in features]
    return np.array(rows).reshape(-1, len(crf.labels))


def scored(scorer: Scorer, *sentences: Sentence) -> Scores:
    found = [default_gazetteer().find(sentence) for sentence in sentences]
    return scorer.score(sentences, found, [[(0, len(one))] for one in sentences])


def test_scores_are_those_of_the_features(crf: Crf) -> None:
    """Of words, neighbours, flags and capitals, in all sentences together."""
    sentences = [read(text) for text in SENTENCES]
    wanted = np.concatenate([added_up(crf, sentence) for sentence in sentences])
    assert np.allclose(scored(Scorer(crf), *sentences), wanted, atol=1e-5)
    assert np.count_nonzero(wanted) > wanted.size * 0.9


@given(texts)
def test_any_text_is_scored_by_its_features(text: str) -> None:
    """Whatever its words are, with every second of its features known."""
    sentence = read(text)
    found = default_gazetteer().find(sentence)
    features = {one for own in sentence_features(sentence, found) for one in own}
    known = sorted(features)[::2] or ["w=çin"]
    model = Crf.of(tuple("OB"), {}, {(one, "B"): weight_of(one, "B") for one in known})
    scorer = Scorer(model)
    scores = scored(scorer, sentence)
    assert np.allclose(scores, added_up(model, sentence), atol=1e-4)
    assert np.array_equal(scored(scorer, sentence), scores)


def test_stretches_are_scored_as_in_their_sentence(crf: Crf) -> None:
    """Words of a stretch have the scores that they have in the whole sentence."""
    sentence = read(SENTENCES[0])
    found = [default_gazetteer().find(sentence)]
    whole = scored(Scorer(crf), sentence)
    scores = Scorer(crf).score([sentence], found, [[(1, 3), (5, 9)]])
    assert np.array_equal(scores, np.concatenate([whole[1:3], whole[5:9]]))
    assert Scorer(crf).score([sentence], found, [[]]).shape == (0, 3)


def test_full_table_begins_anew(crf: Crf, monkeypatch: pytest.MonkeyPatch) -> None:
    """More words than are kept, and a sentence of more than that, are scored alike."""
    monkeypatch.setattr(module, "_CACHED_WORDS", 6)
    scorer = Scorer(crf)
    for text in SENTENCES * 2:
        sentence = read(text)
        assert np.allclose(scored(scorer, sentence), added_up(crf, sentence), atol=1e-5)
