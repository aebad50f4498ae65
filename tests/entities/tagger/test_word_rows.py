"""Rows of a word's features, found without making the features."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from diplosearch.entities.tagger.features import EDGE, word_features
from diplosearch.entities.tagger.tagger import default_tagger
from diplosearch.entities.tagger.word_rows import WordRows

WORDS = (
    *("Ankara", "ankara", "ANKARA'da", "Erdoğan'ın", "bakanlığından", "İ", "x", "7"),
    *("1.457", "d'Estaing", "O'Brien", "said", "running", "Mehmet", "Smith's", "=", "p2="),
    *("Öğretmen", "ǅ", "北京", "Covid-19", "%", "Londra'nın"),
)


def _given(rows: WordRows, found: npt.NDArray[np.intp]) -> list[list[int]]:
    """Return the known rows of the first word among those found, by whom they go to."""
    return [list(filter(None, part[:, 0])) for part in np.split(found, rows.firsts[1:])]


@pytest.mark.parametrize("word", WORDS)
def test_rows_are_those_of_the_features(word: str) -> None:
    """The known rows equal those of the features that training sees, in their order."""
    tagger = default_tagger()
    assert tagger is not None
    crf = tagger._crf
    expected = [list(filter(None, crf.find_rows(one))) for one in word_features(word)]
    rows = WordRows(crf.rows)
    assert _given(rows, rows.find([word])) == expected


def test_words_together_have_the_rows_of_each_alone() -> None:
    """A word's column does not depend on the other words."""
    tagger = default_tagger()
    assert tagger is not None
    rows = WordRows(tagger._crf.rows)
    together = rows.find(WORDS)
    alone = np.hstack([rows.find([word]) for word in WORDS])
    assert np.array_equal(together, alone)


def test_an_edge_has_the_rows_of_its_features() -> None:
    """An edge of a sentence gives its neighbours what its features give."""
    tagger = default_tagger()
    assert tagger is not None
    crf = tagger._crf
    expected = [list(filter(None, crf.find_rows(one))) for one in EDGE]
    rows = WordRows(crf.rows)
    assert _given(rows, rows.edge()) == expected
