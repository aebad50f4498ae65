"""English words: the possessive, irregular forms and Snowball (Porter 2)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

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
        """Return Snowball's stem, of the base form where the word is irregular."""
        base = irregular_forms().get(word, word)
        return str(self._stemmer.stemWord(base))


@cache
def irregular_forms() -> dict[str, str]:
    """Return the base form of each irregular form."""
    forms = {}
    text = files(__package__).joinpath("english-irregular.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            base, *irregular = line.split()
            forms.update(dict.fromkeys(irregular, base))
    return forms
