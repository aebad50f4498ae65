"""Texts in neither of the two languages, which are indexed as one of them all the same.

Of each text the distinct words in small letters are looked up, names being the same
everywhere. Measured: 0 of 13,014 Turkish and English news are taken for foreign, and 22
of 22 short texts in other languages, Azerbaijani and Kurdish among them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache

from ..analysis.turkish.lemmatizer import turkish_lemmatizer
from ..analysis.turkish.letters import to_plain
from ..lexicon.inflection import find_headwords
from ..lexicon.tables import headwords
from ..model import Language
from ..text.language import function_words, sample_text, split_latin_words

_FEWEST_WORDS = 10
"""Distinct words in small letters by which a text is judged; measured."""

_BEGINNING = 250
"""Characters of a text that are looked at first; a guess, as is the next."""

_SURELY_KNOWN = 0.75
"""Share of the distinct words there by which a text is of a language."""

_LEAST_KNOWN = 0.5
"""Share of these that one of the languages has in a text of it; measured."""

_LEAST_KNOWN_TO_EITHER = 0.7
"""Share of these that either language has in a text of both; measured."""

_FEWEST_LETTERS = 20
"""Letters by which a text in another script is judged; a guess."""

# Counts of words are packed with this shift.
_SHIFT = 20
_MOST_COUNTED = (1 << _SHIFT) - 1
_CACHED_WORDS = 1 << 16  # of each language; a guess

_VOWEL = re.compile("[^\\W\\d_bcçdfgğhjklmnñpqrsştvwxz]")


def is_third_language(text: str) -> bool:
    """Tell whether a text looks like neither Turkish nor English.

    A text of a few words, or of names and figures alone, does not.
    """
    order: tuple[Language, ...] = ("en", "tr") if text.isascii() else ("tr", "en")
    if _is_surely(order[0], text[:_BEGINNING]):
        return False
    sample = sample_text(text)
    words = split_latin_words(sample)
    if not sample.isascii() and _is_other_script(sample, words):
        return True
    small = [word for word in dict.fromkeys(words) if _is_counted(word)]
    if len(small) < _FEWEST_WORDS:
        return False
    least = math.ceil(_LEAST_KNOWN * len(small))
    known: set[str] = set()
    for language in order:
        judged = _judged(language)
        found = {word for word in small if judged[word] >> _SHIFT}
        if len(found) >= least:
            return False
        known |= found
    if all(to_plain(word) == word for word in small):
        # Turkish may be typed without its letters.
        knows = turkish_lemmatizer().knows
        found = {word for word in small if knows(word, is_plain=True)}
        if len(found) >= least:
            return False
        known |= found
    return len(known) < _LEAST_KNOWN_TO_EITHER * len(small)


def _is_surely(language: Language, text: str) -> bool:
    """Tell whether most words of a short text are of a language, by single words."""
    small = (word for word in set(split_latin_words(text)) if word[0].islower())
    numbers = sum(map(_judged(language).__getitem__, small))
    counted, known = numbers & _MOST_COUNTED, numbers >> _SHIFT
    return counted >= _FEWEST_WORDS and known >= math.ceil(_SURELY_KNOWN * counted)


def _is_counted(word: str) -> bool:
    """Tell whether a word is in small letters and no abbreviation without vowels.

    Those of figures (``mln vs cts``) are in no dictionary.
    """
    return word[0].islower() and _VOWEL.search(word) is not None


def _is_other_script(sample: str, words: list[str]) -> bool:
    """Tell whether most letters are of another script than the Latin one."""
    letters = sum(map(str.isalpha, sample))
    return letters >= _FEWEST_LETTERS and 2 * sum(map(len, words)) < letters


class _Judged(dict[str, int]):
    """Whether a word is counted (1), and whether ``knows`` it, by word; packed."""

    def __init__(self, knows: Callable[[str], bool]) -> None:
        super().__init__()
        self._knows = knows

    def __missing__(self, word: str) -> int:
        judged = 1 | self._knows(word) << _SHIFT if _is_counted(word) else 0
        if len(self) >= _CACHED_WORDS:
            self.clear()
        self[word] = judged
        return judged


@cache
def _judged(language: Language) -> _Judged:
    common = function_words(language)
    if language == "tr":
        lemmatizer = turkish_lemmatizer()
        return _Judged(lambda word: word in common or lemmatizer.knows(word))
    is_headword = headwords("english").__contains__
    return _Judged(
        lambda word: (
            word in common
            or is_headword(word)
            or (word.isascii() and bool(find_headwords(word, is_headword)))
        )
    )
