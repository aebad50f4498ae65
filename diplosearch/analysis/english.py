"""English words: the possessive and Snowball (Porter 2)."""

from __future__ import annotations

import snowballstemmer

from ..model import Language
from ..text import APOSTROPHE
from .base import load_words


class EnglishRules:
    """English, as :class:`~diplosearch.analysis.base.WordRules`."""

    language: Language = "en"
    prefix_length = 0

    def __init__(self) -> None:
        self.stop_words = load_words("english-stop.txt")
        self._stemmer = snowballstemmer.stemmer("english")

    def cut_suffix(self, word: str) -> str:
        """Return ``word`` without a possessive: ``China's`` → ``China``."""
        base, apostrophe, suffix = word.rpartition(APOSTROPHE)
        return base if apostrophe and suffix in ("s", "S") else word

    def stem(self, word: str) -> str:
        """Return Snowball's stem."""
        return str(self._stemmer.stemWord(word))
