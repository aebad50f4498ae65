"""What a word or a run of words of a query is in the other language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ..analysis.analyzer import analyzer_for
from ..analysis.turkish import turkish_lemmatizer
from ..analysis.word_rules import Terms
from ..model import Language
from ..text.letters import lower
from .compiler import Compiler
from .glossary import GlossaryEntry
from .inflection import find_headwords
from .phrases import english_stems, turkish_stems
from .tables import Origin, Rendering, Tables, load_tables, unpack

MOST_TURKISH = 10
"""Turkish stems that an English word stands for at most."""

MOST_ENGLISH = 20
"""English stems that a Turkish word stands for at most."""

LONGEST_TERM = 10
"""Words of a query that are looked up as one term."""

_SECOND_READING = 0.6


class Translation(NamedTuple):
    """A stem of the other language that a word stands for."""

    stem: str
    weight: float
    origin: Origin


class FoundTerm(NamedTuple):
    """Words from ``start`` to ``end`` of a list that are one term.

    ``renderings`` are phrases in ``language``, the one the words are not in.
    """

    start: int
    end: int
    language: Language
    renderings: tuple[Rendering, ...]


def stems_of(phrase: str, language: Language) -> tuple[str, ...]:
    """Return the stems of a phrase in dictionary form."""
    return turkish_stems(phrase) if language == "tr" else english_stems(phrase)


@dataclass(frozen=True)
class Lexicon:
    """A dictionary and a glossary for both directions. Safe to share."""

    tables: Tables

    def to_turkish(self, word: str) -> list[Translation]:
        """Return the Turkish stems of an English word as typed, the best first."""
        table = self.tables.english
        best: dict[str, Translation] = {}
        typed = lower(analyzer_for("en").base(word), "en")
        for headword, share in find_headwords(typed, table.__contains__).items():
            _collect(best, unpack(table[headword]), share)
        return _sorted(best)[:MOST_TURKISH]

    def to_english(self, word: str) -> list[Translation]:
        """Return the English stems of a Turkish word as typed, the best first.

        A word that may be a form of several counts less for all but the
        first of them.
        """
        terms = analyzer_for("tr").terms(word)
        readings = dict.fromkeys((terms.stem, *turkish_lemmatizer().readings(terms.exact)))
        best: dict[str, Translation] = {}
        for place, stem in enumerate(readings):
            if packed := self.tables.turkish.get(stem):
                _collect(best, unpack(packed), _SECOND_READING if place else 1.0)
        return _sorted(best)[:MOST_ENGLISH]

    def find_terms(self, words: Sequence[str]) -> Iterator[FoundTerm]:
        """Yield the terms among ``words``, the longest first, none overlapping.

        ``words`` are those of a query as typed, stop words among them or not.
        """
        directions: tuple[tuple[Language, Language, dict[str, str]], ...] = (
            ("en", "tr", self.tables.english_terms),
            ("tr", "en", self.tables.turkish_terms),
        )
        for spoken, other, table in directions:
            read = [analyzer_for(spoken).terms(word) for word in words]
            free = [True] * len(words)
            for length in range(min(LONGEST_TERM, len(words)), 0, -1):
                for start in range(len(words) - length + 1):
                    end = start + length
                    if not all(free[start:end]):
                        continue
                    packed = _look_up(read[start:end], table)
                    if packed is not None:
                        free[start:end] = [False] * length
                        yield FoundTerm(start, end, other, tuple(unpack(packed)))

    def extended(self, glossary: Iterable[GlossaryEntry]) -> Lexicon:
        """Return this lexicon with entries of the user's own before its own."""
        compiler = Compiler()
        compiler.add_glossary(glossary)
        return Lexicon(self.tables.overlaid(compiler.compile()))


@cache
def default_lexicon() -> Lexicon:
    """Return the lexicon that the package brings along; loaded once a process."""
    return Lexicon(load_tables())


def _look_up(words: Sequence[Terms], table: dict[str, str]) -> str | None:
    """Return what stands for a term with its stop words, or else without them."""
    whole = table.get(" ".join(terms.stem for terms in words))
    if whole is not None or words[0].is_stop or words[-1].is_stop:
        return whole
    stems = (terms.stem for terms in words if not terms.is_stop)
    return table.get(" ".join(dict.fromkeys(stems)))


def _collect(
    best: dict[str, Translation], renderings: Iterable[Rendering], share: float
) -> None:
    for stem, weight, origin in renderings:
        if stem not in best or best[stem].weight < weight * share:
            best[stem] = Translation(stem, weight * share, origin)


def _sorted(best: dict[str, Translation]) -> list[Translation]:
    return sorted(best.values(), key=lambda one: (-one.weight, one.stem))
