"""Words that lost letters are told apart by their shape."""

from __future__ import annotations

from importlib import resources

import pytest

from diplosearch.corpus.mojibake_turkish import is_turkish_shaped, known_stem, known_words
from diplosearch.text.letters import lower


def test_word_list_loads_without_doubles() -> None:
    """Each word of the list stands once, in small letters."""
    table = resources.files("diplosearch.corpus").joinpath("data", "turkish_words.txt")
    lines = table.read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    assert len(words) == len(set(words))
    assert known_words() == set(words)
    assert all(word == lower(word, "tr").strip() for word in words)


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
