"""The tagger's training: its model says what CRFsuite's own says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest

pycrfsuite = pytest.importorskip("pycrfsuite")

from tools import train_tagger  # noqa: E402 - needs it

SENTENCES = ["Wang Yi met Fidan", "Çin ve Rusya", "met in Ankara", "Fidan met Wang in Çin"]
NAMES = {
    "Wang": "B-PER",
    "Yi": "I-PER",
    "Fidan": "B-PER",
    "Çin": "B-LOC",
    "Ankara": "B-LOC",
}


def features_of(words: Sequence[str]) -> list[list[str]]:
    return [[f"w={word}", f"x1={word[-1]}"] for word in words]


def test_models_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was trained tags any sentence as CRFsuite does."""
    monkeypatch.setitem(train_tagger.PARAMETERS, "feature.minfreq", 1)
    monkeypatch.setitem(train_tagger.PARAMETERS, "c1", 0.01)
    examples = [
        (features_of(text.split()), [NAMES.get(word, "O") for word in text.split()])
        for text in SENTENCES
    ]
    path = tmp_path / "model"
    train_tagger.train(examples, path)
    model = train_tagger.read_model(path)
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    words = [word for text in SENTENCES for word in text.split()]
    for seed in range(50):
        text = Random(seed).choices(words, k=6)
        features = features_of(text)
        rows = [model.weights[model.find_rows(own)].sum(axis=0) for own in features]
        assert model.decode(np.array(rows), [len(text)]) == tagger.tag(features)


def test_recipes_leave_out_names_of_the_gazetteer() -> None:
    """The same ones each time, others for another seed, and none without a recipe."""
    texts = [f"Ankara, Paris ve Berlin {number}" for number in range(20)]

    def features(recipe: train_tagger.Recipe | None) -> list[list[list[str]]]:
        return [train_tagger.example_of(text, [], recipe)[0] for text in texts]

    whole = features(None)
    assert features(train_tagger.Recipe(1)) == whole
    some = features(train_tagger.Recipe(1, 0.3, 1))
    assert some == features(train_tagger.Recipe(1, 0.3, 1)) != whole
    assert some != features(train_tagger.Recipe(1, 0.3, 2))
    left = sum("g=B-GPE" in word for sentence in some for word in sentence)
    assert 30 < left < 54  # 0.7 of 60
    assert sum("g=B-GPE" in word for sentence in whole for word in sentence) == 60
