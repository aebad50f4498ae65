"""Texts in neither of the two languages, which are indexed as one of them all the same.

Of each text the distinct words in small letters are looked up, names being the same
everywhere. Measured: 0 of 13,014 Turkish and English news are taken for foreign, and 22
of 22 short texts in other languages, Azerbaijani and Kurdish among them.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache

from ..analysis.turkish.lemmatizer import turkish_lemmatizer
from ..analysis.turkish.letters import to_plain
from ..lexicon.inflection import find_headwords
from ..lexicon.tables import headwords
from ..model import Language
from ..text.language import function_words, sample_text, split_latin_words
from ..text.letters import fold

_FEWEST_WORDS = 10
"""Distinct words in small letters by which a text is judged; measured."""

_LEAST_KNOWN = 0.5
"""Share of these that one of the languages has in a text of it; measured."""

_LEAST_KNOWN_TO_EITHER = 0.7
"""Share of these that either language has in a text of both; measured."""

_FEWEST_LETTERS = 20
"""Letters by which a text in another script is judged; a guess."""

_VOWELS = frozenset("aeiouy")


def is_third_language(text: str) -> bool:
    """Tell whether a text looks like neither Turkish nor English.

    A text of a few words, or of names and figures alone, does not.
    """
    sample = sample_text(text)
    words = split_latin_words(sample)
    if not sample.isascii() and _is_other_script(sample, words):
        return True
    small = {word for word in words if word[0].islower()}
    # Abbreviations of figures (``mln vs cts``) are in no dictionary.
    small = {word for word in small if not _VOWELS.isdisjoint(fold(word))}
    if len(small) < _FEWEST_WORDS:
        return False
    least = _LEAST_KNOWN * len(small)
    # English words are looked up many times faster, so most texts are judged by them.
    english = _known(small, "en")
    if len(english) >= least:
        return False
    turkish = _known(small, "tr", most=least)
    if len(turkish) >= least:
        return False
    return len(turkish | english) < _LEAST_KNOWN_TO_EITHER * len(small)


def _is_other_script(sample: str, words: list[str]) -> bool:
    """Tell whether most letters are of another script than the Latin one."""
    letters = sum(map(str.isalpha, sample))
    return letters >= _FEWEST_LETTERS and 2 * sum(map(len, words)) < letters


def _known(
    words: Collection[str], language: Language, *, most: float = math.inf
) -> set[str]:
    """Return those of ``words`` that a language has, inflected or not; ``most`` or so."""
    common = function_words(language)
    if language == "en":
        known = _english_headwords()
        return {
            word
            for word in words
            if word in common
            or (word.isascii() and find_headwords(word, known.__contains__))
        }
    lemmatizer = turkish_lemmatizer()
    is_plain = all(to_plain(word) == word for word in words)
    found: set[str] = set()
    for word in words:
        if word in common or lemmatizer.knows(word, is_plain=is_plain):
            found.add(word)
            if len(found) >= most:
                break
    return found


@cache
def _english_headwords() -> frozenset[str]:
    return headwords("english")
