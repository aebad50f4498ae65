"""English words: the possessive, irregular forms and Snowball (Porter 2)."""

from __future__ import annotations

from functools import cache

import snowballstemmer

from ..model import Language
from ..resources import read_list
from ..text.letters import APOSTROPHE, fold, lower
from .word_rules import load_words

_SHORTEST_STEM = 2  # letters; a shorter stem says nothing, and the word is taken
_LAST_LATIN_LETTER = "\u024f"


class EnglishRules:
    """English, as :class:`~diplosearch.analysis.word_rules.WordRules`."""

    language: Language = "en"

    def __init__(self) -> None:
        self._stop_words = load_words("english-stop.txt")
        self._stemmer = snowballstemmer.stemmer("english")

    def cut_suffix(self, word: str) -> str:
        """Return ``word`` without the possessive: ``China's`` → ``China``."""
        base, apostrophe, suffix = word.rpartition(APOSTROPHE)
        return base if apostrophe and suffix in ("s", "S") else word

    def is_stop(self, small: str, exact: str) -> bool:
        """Tell whether a word is a stop word; Turkish ``iş`` is not ``is``."""
        return exact in self._stop_words and small.isascii()

    def stems(
        self,
        word: str,
        *,
        is_cut: bool = False,  # noqa: ARG002
        is_plain: bool = False,  # noqa: ARG002
    ) -> tuple[str, ...]:
        """Return the stem of a word, the only one."""
        return self.query_stems(word)

    def query_stems(self, word: str) -> tuple[str, ...]:
        """Return the stem of a word, the only one."""
        small = lower(word, "en")
        stem = fold(self.stem(small))
        return (stem if len(stem) >= _SHORTEST_STEM else fold(small),)

    def is_ambiguous(self, word: str) -> bool:  # noqa: ARG002
        """Return False: English words have no letters that others are typed for."""
        return False

    def stem(self, word: str) -> str:
        """Return Snowball's stem of a word, or of its base form if it is irregular.

        Latin letters lose their diacritics first, so that a Turkish name in an English
        text has one stem, typed with or without them.
        """
        plain = fold(word) if max(word) <= _LAST_LATIN_LETTER else word
        base = irregular_forms().get(plain, plain)
        return str(self._stemmer.stemWord(base))


@cache
def irregular_forms() -> dict[str, str]:
    """Return the base form of each irregular form."""
    forms = {}
    for line in read_list(__spec__.parent, "english-irregular.txt"):
        base, *irregular = line.split()
        forms.update(dict.fromkeys(irregular, base))
    return forms
