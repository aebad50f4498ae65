"""English words: the possessive and Snowball."""

from __future__ import annotations

import pytest

from diplosearch.analysis.english import EnglishRules

RULES = EnglishRules()


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("China's", "China"),
        ("CHINA'S", "CHINA"),
        ("Moody's's", "Moody's"),
        ("ministers", "ministers"),
        ("O'Brien", "O'Brien"),
        ("O'Brien's", "O'Brien"),
        ("don't", "don't"),
        ("d'Ivoire", "d'Ivoire"),
        ("Çin'in", "Çin'in"),
        ("s", "s"),
    ],
)
def test_cut_suffix(word: str, base: str) -> None:
    """The possessive is cut, other apostrophes are part of the word."""
    assert RULES.cut_suffix(word) == base


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("ministers", "minist"),
        ("countries", "countri"),
        ("agreements", "agreement"),
        ("signing", "sign"),
        ("signed", "sign"),
    ],
)
def test_stem(word: str, stem: str) -> None:
    """Snowball's English stemmer does the rest."""
    assert RULES.stem(word) == stem
