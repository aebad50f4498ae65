"""Words that are names or acronyms, which are no forms of other words.

*UN* is not the Turkish *un* (flour), nor is *Sudan* a form of *su* (water).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from ..analysis.analyzer import analyzer_for
from ..analysis.turkish.lemmatizer import turkish_lemmatizer
from ..analysis.turkish.rules import cut_turkish_suffix
from ..entities.word_lists import words_by_kind
from ..lexicon.lexicon import Lexicon, Translation
from ..model import LANGUAGES, Language
from ..text.letters import drop_separators, fold, lower, unify_apostrophes

_LONGEST_ACRONYM = 6
"""Letters of a word in capitals that is taken for an acronym; a guess."""

_CACHED_WORDS = 1 << 12
"""Entries of each cache; a guess."""


@lru_cache(_CACHED_WORDS)
def base_of(word: str) -> str:
    """Return ``word`` without the suffix behind an apostrophe, and without dots.

    >>> base_of("BM'nin"), base_of("Sudan")
    ('BM', 'Sudan')
    """
    return drop_separators(cut_turkish_suffix(unify_apostrophes(word)))


@lru_cache(_CACHED_WORDS)
def is_acronym(word: str) -> bool:
    """Tell whether ``word`` is written as an acronym: a few letters, all capitals.

    >>> is_acronym("BM'nin"), is_acronym("Bm"), is_acronym("B")
    (True, False, False)
    """
    base = base_of(word)
    return 2 <= len(base) <= _LONGEST_ACRONYM and base.isalpha() and base.isupper()


def is_particle(word: str) -> bool:
    """Tell whether ``word`` is no part of a name to look for: *al*, *von*, *bin*."""
    return fold(word) in words_by_kind("function-words")["before a surname"]


def languages_of_acronym(acronym: str, sure: Collection[Language]) -> list[Language]:
    """Return the languages in whose texts the letters of ``acronym`` mean it.

    They do not where they are another word, unless the acronym is one of the language,
    as those ``sure`` are: in Turkish text *abd* is the United States, but *un* is flour.
    """
    base = base_of(acronym)
    found: list[Language] = []
    for language in LANGUAGES:
        small = lower(base, language)
        if analyzer_for(language).is_stop(small):
            continue
        if language in sure or language != "tr" or not is_common_word(acronym):
            found.append(language)
    return found


def is_common_word(word: str) -> bool:
    """Tell whether a name is, in small letters, a Turkish word that is no name."""
    return turkish_lemmatizer().is_common_word(lower(base_of(word), "tr"))


def name_stems(word: str, language: Language) -> list[str]:
    """Return the stems of a name by which its inflected forms are found."""
    analyzer = analyzer_for(language)
    exact = analyzer.exact(word)
    return [stem for stem in analyzer.query_stems(word) if fold(stem) == exact]


def name_renderings(
    word: str, language: Language, lexicon: Lexicon
) -> Iterator[Translation]:
    """Yield the stems of ``language`` that the lexicon has for ``word`` as a name.

    Only the likeliest, and those of the word itself, not of words that it may be a
    form of. An acronym stands for no common word.
    """
    base = base_of(word)
    look_up = lexicon.to_turkish if language == "tr" else lexicon.to_english
    found = list(look_up(base, is_name=True))
    sure = [one for one in found if one.origin == "glossary"]
    if is_acronym(word):
        found = sure = [one for one in found if one in sure or _is_no_word(one.stem)]
    best = max((one.weight for one in sure or found), default=0.0)
    for one in sure or found:
        if one.weight >= best:
            yield one


def _is_no_word(stem: str) -> bool:
    return not turkish_lemmatizer().is_common_word(stem)
