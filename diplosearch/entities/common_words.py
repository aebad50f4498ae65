"""Which words are common nouns or verbs, whatever their capital says."""

from __future__ import annotations

from functools import cache, lru_cache

from ..analysis.turkish import turkish_words
from ..lexicon.tables import headwords
from ..model import Language
from .gazetteer.gazetteer import bases_of

_CACHED_WORDS = 1 << 12
_ENGLISH_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er")
_SHORTEST = 3


@cache
def _words(language: Language) -> frozenset[str]:
    if language == "tr":
        return turkish_words()
    return headwords("english")


@lru_cache(_CACHED_WORDS)
def languages_with(word: str) -> tuple[Language, ...]:
    """Return the languages of which a folded word is a common one, in any form."""
    return tuple(language for language in ("tr", "en") if _is_common(word, language))


def _is_common(word: str, language: Language) -> bool:
    words = _words(language)
    return word in words or not words.isdisjoint(_bases(word, language))


def _bases(word: str, language: Language) -> tuple[str, ...]:
    if language == "tr":
        return bases_of(word)
    if not word.endswith(_ENGLISH_ENDINGS):
        return ()
    return tuple(
        word.removesuffix(ending)
        for ending in _ENGLISH_ENDINGS
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST
    )
