"""Given names, surnames and common words, for the tagger's features.

A name that is a common word as well ("ambiguous") suggests a person only beside
another name.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ...analysis.turkish.root_lexicon import common_words
from ...lexicon.tables import headwords
from ...model import LANGUAGES, Language
from ..gazetteer.gazetteer import bases_of
from ..word_lists import DATA, words_by_kind

_FILE = "person-names.txt.gz"


@dataclass(frozen=True, slots=True)
class PersonNames:
    """Known given names and surnames, folded; the ambiguous ones are listed apart."""

    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous_given: frozenset[str]
    ambiguous_surnames: frozenset[str]


@cache
def person_names() -> PersonNames:
    """Return the built-in names, which ``tools/make_gazetteer.py`` made."""
    packed = files(DATA).joinpath(_FILE).read_bytes()
    lists: dict[str, list[str]] = {"g": [], "s": [], "g?": [], "s?": []}
    for line in gzip.decompress(packed).decode().split("\n"):
        kind, _, name = line.partition(" ")
        lists[kind].append(name)
    return PersonNames(*(frozenset(lists[kind]) for kind in ("g", "s", "g?", "s?")))


_CACHED_WORDS = 1 << 15  # a guess
_SHORTEST = 3
"""Letters of the shortest English word that an ending is cut from; a guess."""


def _common_words(language: Language) -> frozenset[str]:
    """Return the words of a language's dictionary, folded."""
    if language == "tr":
        return common_words()
    return headwords("english")


@lru_cache(_CACHED_WORDS)
def languages_with(word: str) -> tuple[Language, ...]:
    """Return the languages in which a folded word, in any form, is a common one."""
    return tuple([language for language in LANGUAGES if _is_common(word, language)])


def is_given(folded: str) -> bool:
    """Return whether a folded word is a known given name, which may be a word as well."""
    names = person_names()
    return folded in names.given or folded in names.ambiguous_given


def is_surname(folded: str) -> bool:
    """Return whether a folded word is a known surname, which may be a word as well."""
    names = person_names()
    return folded in names.surnames or folded in names.ambiguous_surnames


def is_word(word: str) -> bool:
    """Return whether a folded word, as it is, is a common one in either language."""
    return any(word in _common_words(language) for language in LANGUAGES)


def _is_common(word: str, language: Language) -> bool:
    words = _common_words(language)
    return word in words or not words.isdisjoint(_bases(word, language))


def _bases(word: str, language: Language) -> tuple[str, ...]:
    """Return a folded word without each ending that it may have."""
    if language == "tr":
        return bases_of(word)
    endings = _english_endings()
    if not word.endswith(endings):
        return ()
    return tuple(
        word.removesuffix(ending)
        for ending in endings
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST
    )


@cache
def _english_endings() -> tuple[str, ...]:
    return tuple(words_by_kind("endings")["English"])
