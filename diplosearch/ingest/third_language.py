"""Texts in neither of the two languages, which are indexed as one of them all the same.

Of each text the distinct words in small letters are looked up, names being the same
everywhere. Measured: 0 of 13,014 Turkish and English news are taken for foreign, and 22
of 22 short texts in other languages, Azerbaijani and Kurdish among them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from functools import cache, partial

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

_VOWEL = re.compile("[^\\W\\d_bcçdfgğhjklmnñpqrsştvwxz]")


def is_third_language(text: str) -> bool:
    """Tell whether a text looks like neither Turkish nor English.

    A text of a few words, or of names and figures alone, does not.
    """
    order: tuple[Language, ...] = ("en", "tr") if text.isascii() else ("tr", "en")
    first = _find_small(split_latin_words(text[:_BEGINNING]))
    if len(first) >= _FEWEST_WORDS:
        least = math.ceil(_SURELY_KNOWN * len(first))
        if len(_known(first, order[0], most=least)) >= least:
            return False
    sample = sample_text(text)
    words = split_latin_words(sample)
    if not sample.isascii() and _is_other_script(sample, words):
        return True
    small = _find_small(words)
    if len(small) < _FEWEST_WORDS:
        return False
    least = math.ceil(_LEAST_KNOWN * len(small))
    known: set[str] = set()
    for language in order:
        found = _known(small, language, most=least)
        if len(found) >= least:
            return False
        known |= found
    return len(known) < _LEAST_KNOWN_TO_EITHER * len(small)


def _find_small(words: Iterable[str]) -> list[str]:
    """Return the distinct words in small letters, but for abbreviations without vowels.

    Those of figures (``mln vs cts``) are in no dictionary.
    """
    distinct = dict.fromkeys(words)
    return [word for word in distinct if word[0].islower() and _VOWEL.search(word)]


def _is_other_script(sample: str, words: list[str]) -> bool:
    """Tell whether most letters are of another script than the Latin one."""
    letters = sum(map(str.isalpha, sample))
    return letters >= _FEWEST_LETTERS and 2 * sum(map(len, words)) < letters


def _known(words: Collection[str], language: Language, *, most: int) -> set[str]:
    """Return those of ``words`` that a language has, inflected or not; ``most`` or so."""
    common = function_words(language)
    if language == "en":
        is_headword = _english_headwords().__contains__

        def knows(word: str) -> bool:
            return word.isascii() and bool(find_headwords(word, is_headword))
    else:
        is_plain = all(to_plain(word) == word for word in words)
        knows = partial(turkish_lemmatizer().knows, is_plain=is_plain)
    found: set[str] = set()
    for word in words:
        if word in common or knows(word):
            found.add(word)
            if len(found) >= most:
                break
    return found


@cache
def _english_headwords() -> frozenset[str]:
    return headwords("english")
