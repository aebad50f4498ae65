"""Look-up of the words and terms of a query in the other language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, product
from typing import NamedTuple

from ..analysis.analyzer import analyzer_for
from ..model import Language
from ..text.letters import fold, lower
from .compiler import Compiler
from .glossary import GlossaryEntry
from .inflection import find_headwords
from .phrases import english_stems, light_verbs, turkish_stems
from .tables import Origin, Rendering, Tables, load_tables, unpack

MOST_TURKISH = 10
"""Turkish stems for an English word at most. A guess."""

MOST_ENGLISH = 20
"""English stems for a Turkish word at most. A guess."""

LONGEST_TERM = 10
"""Words of a query that are looked up as one term at most. A guess."""

_MOST_KEYS = 16
"""Combinations of stems of its words by which a term is looked up; a guess."""

_SECOND_READING = 0.6  # weight of a stem that is not the likeliest; a guess
_CACHED_WORDS = 1 << 12  # entries of the cache of terms; a guess
_CACHED_TRANSLATED = 1 << 8
"""Words whose translations are cached: those of some queries, as what becomes of them is
cached as well, and each collection of garbage traverses all. A guess."""

_LEAST_OF_PART = 0.5
"""Weight from which on a dictionary's rendering stays although it is part of a term; a
guess between *exchange* (0.67 of *borsa*) and *fire* (0.4 of *ateşkes*)."""


class Translation(NamedTuple):
    """A translation of a word: a stem of the other language."""

    stem: str
    weight: float
    origin: Origin


class FoundTerm(NamedTuple):
    """A term: the words from index ``start`` to before ``end`` of a query.

    ``renderings`` are phrases in ``language``, which is the other one.
    """

    start: int
    end: int
    language: Language
    renderings: tuple[Rendering, ...]


def stems_of(phrase: str, language: Language) -> tuple[str, ...]:
    """Return the stems of a phrase in dictionary form."""
    return turkish_stems(phrase) if language == "tr" else english_stems(phrase)


class Lexicon:
    """A dictionary and a glossary for both directions. Safe to share between threads."""

    def __init__(self, tables: Tables) -> None:
        """Look up in ``tables``, which must not change."""
        self.tables = tables
        self._to_turkish = lru_cache(_CACHED_TRANSLATED)(self._find_turkish)
        self._to_english = lru_cache(_CACHED_TRANSLATED)(self._find_english)
        self.find_term = lru_cache(_CACHED_WORDS)(self._find_term)

    def to_turkish(self, word: str, *, is_name: bool = False) -> tuple[Translation, ...]:
        """Return the Turkish stems of an English word as typed, the best first.

        is_name: the word is no form of another one.
        """
        return self._to_turkish(word, is_name)

    def to_english(self, word: str, *, is_name: bool = False) -> tuple[Translation, ...]:
        """Return the English stems of a Turkish word as typed, the best first.

        Where a word may be a form of several stems, those after the first have less
        weight. ``is_name`` as in :meth:`to_turkish`.
        """
        return self._to_english(word, is_name)

    def _find_turkish(self, word: str, is_name: bool) -> tuple[Translation, ...]:
        table = self.tables.english
        best: dict[str, Translation] = {}
        typed = lower(analyzer_for("en").base(word), "en")
        headwords = find_headwords(typed, table.__contains__)
        if is_name:
            headwords = {typed: 1.0} if typed in headwords else {}
        for headword, factor in headwords.items():
            _collect(best, unpack(table[headword]), factor)
        return self._without_parts(word, "tr", best)[:MOST_TURKISH]

    def _find_english(self, word: str, is_name: bool) -> tuple[Translation, ...]:
        best: dict[str, Translation] = {}
        analyzer = analyzer_for("tr")
        stems = analyzer.query_stems(word)
        if is_name:
            exact = analyzer.exact(word)
            stems = tuple(stem for stem in stems if fold(stem) == exact)
        for index, stem in enumerate(stems):
            if packed := self.tables.turkish.get(stem):
                _collect(best, unpack(packed), _SECOND_READING if index else 1.0)
        return self._without_parts(word, "en", best)[:MOST_ENGLISH]

    def _without_parts(
        self, word: str, language: Language, found: dict[str, Translation]
    ) -> tuple[Translation, ...]:
        """Return translations but for mere parts of terms that render ``word``, sorted.

        Of *Kızılhaç* the dictionary has *red* and the glossary *Red Cross*, of which *red*
        alone says nothing; of *borsa* it has *exchange* far ahead, and that may stay.
        """
        parts = {
            part
            for term in self.find_term(word)
            if term.language == language
            for rendering in term.renderings
            if len(stems := stems_of(rendering.text, language)) > 1
            for part in stems
        }
        return tuple(
            one
            for one in _sorted(found)
            if one.stem not in parts
            or one.origin != "dictionary"
            or one.weight >= _LEAST_OF_PART
        )

    def _find_term(self, word: str) -> tuple[FoundTerm, ...]:
        """Return the terms that are a single word, which :meth:`find_terms` finds too."""
        return tuple(self.find_terms([word]))

    def find_terms(self, words: Sequence[str], *, least: int = 1) -> Iterator[FoundTerm]:
        """Yield the terms among ``words``, the longest first; none overlap.

        Args:
            words: those of a query as typed, with or without stop words.
            least: the number of words of a term.
        """
        if len(words) < least:
            return
        directions: tuple[tuple[Language, Language, Mapping[str, str]], ...] = (
            ("en", "tr", self.tables.english_terms),
            ("tr", "en", self.tables.turkish_terms),
        )
        for language, other, table in directions:
            read = [_read(word, language) for word in words]
            free = [True] * len(words)
            for length in range(min(LONGEST_TERM, len(words)), least - 1, -1):
                for start in range(len(words) - length + 1):
                    end = start + length
                    if not all(free[start:end]):
                        continue
                    packed = _look_up(read[start:end], table)
                    if packed is not None:
                        free[start:end] = [False] * length
                        yield FoundTerm(start, end, other, tuple(unpack(packed)))

    def extended(self, glossary: Iterable[GlossaryEntry]) -> Lexicon:
        """Return this lexicon with the entries of a user's glossary before its own."""
        compiler = Compiler()
        compiler.add_glossary(glossary)
        return Lexicon(self.tables.overlaid(compiler.compile()))


@cache
def default_lexicon() -> Lexicon:
    """Return the built-in lexicon, which is loaded once a process."""
    return Lexicon(load_tables())


class _Typed(NamedTuple):
    """A word of a query: the stems that it may stand for, and whether it is a stop word."""

    stems: tuple[str, ...]
    is_stop: bool


@lru_cache(_CACHED_WORDS)
def _read(word: str, language: Language) -> _Typed:
    """Return a word of a query, read in ``language``."""
    analyzer = analyzer_for(language)
    stems = analyzer.query_stems(word)
    if language == "tr" and analyzer.exact(word).startswith(tuple(light_verbs())):
        # Of a light verb, queries have the word as it is, and terms its stem.
        stems = tuple(dict.fromkeys((*stems, *analyzer.terms(word).stems)))
    return _Typed(stems, analyzer.is_stop(word))


def _look_up(words: Sequence[_Typed], table: Mapping[str, str]) -> str | None:
    """Return the entry of a term with its stop words, else without them, or None."""
    for stems in _combine(words):
        if (whole := table.get(" ".join(stems))) is not None:
            return whole
    if words[0].is_stop or words[-1].is_stop:
        return None
    for stems in _combine([word for word in words if not word.is_stop]):
        if (found := table.get(" ".join(dict.fromkeys(stems)))) is not None:
            return found
    return None


def _combine(words: Sequence[_Typed]) -> Iterator[tuple[str, ...]]:
    """Yield one stem of each word, the likeliest first."""
    return islice(product(*(word.stems for word in words)), _MOST_KEYS)


def _collect(
    best: dict[str, Translation], renderings: Iterable[Rendering], factor: float
) -> None:
    for stem, weight, origin in renderings:
        if stem not in best or best[stem].weight < weight * factor:
            best[stem] = Translation(stem, weight * factor, origin)


def _sorted(best: dict[str, Translation]) -> list[Translation]:
    return sorted(best.values(), key=lambda one: (-one.weight, one.stem))
