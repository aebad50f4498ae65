"""Rows of a word's features, found without making the features."""

from __future__ import annotations

import pytest

from diplosearch.entities.tagger.features import EDGE, word_features
from diplosearch.entities.tagger.tagger import default_tagger
from diplosearch.entities.tagger.word_rows import WordRows

WORDS = (
    *("Ankara", "ankara", "ANKARA'da", "Erdoğan'ın", "bakanlığından", "İ", "x", "7"),
    *("1.457", "d'Estaing", "O'Brien", "said", "running", "Mehmet", "Smith's", "=", "p2="),
    *("Öğretmen", "ǅ", "北京", "Covid-19", "%", "Londra'nın"),
)


@pytest.mark.parametrize("word", WORDS)
def test_rows_are_those_of_the_features(word: str) -> None:
    """The known rows equal those of the features that training sees, in their order."""
    tagger = default_tagger()
    assert tagger is not None
    crf = tagger._crf
    expected = [list(filter(None, crf.find_rows(one))) for one in word_features(word)]
    found = WordRows(crf.rows).find(word)
    assert [list(filter(None, rows)) for rows in found] == expected
    assert all(rows[0] == 0 for rows in found)


def test_an_edge_has_the_rows_of_its_features() -> None:
    """An edge of a sentence gives its neighbours what its features give."""
    tagger = default_tagger()
    assert tagger is not None
    crf = tagger._crf
    expected = [list(filter(None, crf.find_rows(one))) for one in EDGE]
    assert [list(filter(None, one)) for one in WordRows(crf.rows).edge] == expected
