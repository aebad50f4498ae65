"""Words that lost letters are recognised by their shape."""

from __future__ import annotations

import pytest

from diplosearch.corpus.mojibake_turkish import is_turkish_shaped, known_stem, known_words
from diplosearch.text.letters import lower


def test_known_words_are_in_small_letters() -> None:
    """Words are looked up in small letters, so the list has none of another kind."""
    assert len(known_words()) > 100
    assert [word for word in known_words() if word != lower(word, "tr")] == []


@pytest.mark.parametrize(
    ("broken", "meant", "expected"),
    [
        ("görüþtü", "görüştü", True),
        ("Bakanlýðý", "Bakanlığı", True),
        ("Sigurður", "Sigurğur", False),
        ("Þórdís", "Şórdís", False),
        ("Ýagşy", "İagşy", False),
        ("baýram", "baıram", False),
    ],
)
def test_shape_of_turkish_words(broken: str, meant: str, expected: bool) -> None:
    """Foreign letters, a ğ after a consonant and an ı beside a vowel rule it out."""
    assert is_turkish_shaped(broken, meant) is expected


def test_stem_must_cover_a_lost_letter() -> None:
    """What was lost after a known word is no evidence."""
    assert known_stem("Ýstanbulda", "İstanbulda") == "istanbul"
    assert known_stem("Türkiyeþ", "Türkiyeş") is None
