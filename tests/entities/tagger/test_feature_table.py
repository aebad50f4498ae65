"""Features of several words: what a model's file may say of them."""

from __future__ import annotations

import numpy as np
import pytest

from diplosearch.entities.tagger.crf import UNKNOWN
from diplosearch.entities.tagger.feature_table import (
    REACH,
    FeatureConjunctions,
    feature_conjunctions,
)
from diplosearch.entities.tokens import EDGE, form_of

FORMS = [*[EDGE] * REACH, *map(form_of, ["Wang", "|", "Yi"]), *[EDGE] * REACH]


def test_conjunctions_are_made_of_neighbours() -> None:
    """Pairs of words and shapes, and three shapes."""
    assert set(feature_conjunctions(FORMS, REACH + 1)) == {
        "w-=wang\t|",
        "w+=|\tyi",
        "s3=Xxx\t|\tXx",
        "ws=wang\t|",
        "sw=|\tyi",
    }


def test_known_features_are_found() -> None:
    """Conjunctions that the model knows have their rows, all others :data:`UNKNOWN`."""
    features = feature_conjunctions(FORMS, REACH)
    conjunctions = FeatureConjunctions({features[1]: 5, features[2]: 7, "w=wang": 9})
    symbols = np.array([conjunctions.symbols_of(form) for form in FORMS])
    positions = np.array([REACH, REACH + 1])
    first, other = conjunctions.find_rows(symbols, positions).tolist()
    assert first == [UNKNOWN, 5, 7, UNKNOWN, UNKNOWN]
    assert other == [UNKNOWN] * 5


def test_unsound_features_are_refused() -> None:
    """A pair of three words is no feature."""
    with pytest.raises(ValueError, match="3 values"):
        FeatureConjunctions({"w-=a\tb\tc": 1})
