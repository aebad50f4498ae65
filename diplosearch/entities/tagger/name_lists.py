"""Given names and surnames, folded.

A name that is a word as well tells of a person only beside another name.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ...analysis.turkish import turkish_words
from ...lexicon.tables import headwords
from ...model import Language
from ..gazetteer.gazetteer import bases_of
from ..word_lists import DATA

_FILE = "person-names.txt.gz"


@dataclass(frozen=True, slots=True)
class PersonNames:
    """The given names and surnames that are known, folded; disjoint from ambiguous ones."""

    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous_given: frozenset[str]
    ambiguous_surnames: frozenset[str]


@cache
def person_names() -> PersonNames:
    """Return the names that come along, made by ``tools/make_gazetteer.py``."""
    packed = files(DATA).joinpath(_FILE).read_bytes()
    lists: dict[str, list[str]] = {"g": [], "s": [], "g?": [], "s?": []}
    for line in gzip.decompress(packed).decode().split("\n"):
        kind, _, name = line.partition(" ")
        lists[kind].append(name)
    return PersonNames(*(frozenset(lists[kind]) for kind in ("g", "s", "g?", "s?")))


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
