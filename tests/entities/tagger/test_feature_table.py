"""Features of several words: what a model's file may say of them."""

from __future__ import annotations

import numpy as np
import pytest

from diplosearch.entities.tagger.crf import UNKNOWN
from diplosearch.entities.tagger.feature_table import REACH, JoinedFeatures, joined_features
from diplosearch.entities.tokens import EDGE, form_of

FORMS = [*[EDGE] * REACH, *map(form_of, ["Wang", "|", "Yi"]), *[EDGE] * REACH]


def test_words_are_told_of_those_about_them() -> None:
    """What stands two before and two behind, pairs of words and shapes, three shapes."""
    assert set(joined_features(FORMS, REACH + 1)) == {
        "--w=",
        "++w=",
        "w-=wang\t|",
        "w+=|\tyi",
        "s3=Xxx\t|\tXx",
        "ws=wang\t|",
        "sw=|\tyi",
    }


def test_known_features_are_found() -> None:
    """Those that the model knows have their rows, all others the row of none."""
    features = joined_features(FORMS, REACH)
    joined = JoinedFeatures({features[0]: 5, features[4]: 7, "w=wang": 9})
    symbols = np.array([joined.symbols_of(form) for form in FORMS])
    places = np.array([REACH, REACH + 1])
    first, other = joined.find_rows(symbols, places).tolist()
    assert first == [5, UNKNOWN, UNKNOWN, UNKNOWN, 7, UNKNOWN, UNKNOWN]
    assert other == [5] + [UNKNOWN] * 6


def test_unsound_features_are_refused() -> None:
    """A pair of three words is no feature."""
    with pytest.raises(ValueError, match="3 parts"):
        JoinedFeatures({"w-=a\tb\tc": 1})
