"""What finds a term of the glossary in an index: phrases, stems, acronyms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..analysis.analyzer import analyzer_for
from ..engines.base import Reader
from ..engines.ranking import EQUIVALENT_TRUST, RENDERING_TRUST, SCATTERED_TRUST
from ..lexicon.lexicon import FoundTerm, Lexicon, stems_of
from ..model import LANGUAGES, Language, MatchKind
from ..query import tree
from ..schema import EXACT, STEM
from .dictionary import TermDictionary
from .names import is_acronym, languages_of_acronym
from .word_forms import split_words

_MOST_FORMS = 20
"""Forms of the last word of a phrase that are looked for, the most frequent; a guess."""

_MOST_PHRASES = 400
"""Phrases that a query becomes at most; a cluster takes 1,024 clauses unless changed."""

_LEAST_TRUST = 0.6
"""What the last rendering of a term counts beside its first; a guess."""


class TermMembers:
    """Finds the terms of one query in one state of an index.

    The nodes are weighted by how far they are trusted, 1 at most.
    """

    def __init__(
        self, reader: Reader, lexicon: Lexicon, dictionary: TermDictionary
    ) -> None:
        self._reader = reader
        self._lexicon = lexicon
        self._dictionary = dictionary
        self._phrases_left = _MOST_PHRASES

    def find_term(self, term: FoundTerm, typed: str) -> Iterator[tree.Node]:
        """Yield nodes that find the renderings of a term, and its equivalents."""
        for phrase, weight, origin in term.renderings:
            trust = RENDERING_TRUST * (_LEAST_TRUST + (1 - _LEAST_TRUST) * weight)
            yield from self._find_text(phrase, term.language, trust, typed, origin)
        for phrase, language in self._find_equivalents(term, typed):
            yield from self._find_text(
                phrase, language, EQUIVALENT_TRUST, typed, "glossary"
            )

    def _find_text(
        self, text: str, language: Language, trust: float, typed: str, origin: tree.Origin
    ) -> Iterator[tree.Node]:
        words = split_words(text)
        if is_acronym(text):
            yield from self.find_exact(text, trust, typed, "translation", origin)
        elif len(words) == 1:
            for stem in stems_of(text, language)[:1]:
                if self._reader.frequency(STEM, stem):
                    yield tree.Term(
                        STEM, stem, trust, typed, "translation", origin, language
                    )
        for texts in self.find_phrases(words, language):
            yield make_phrase(texts, trust, typed, origin)

    def find_exact(
        self,
        word: str,
        trust: float,
        typed: str,
        kind: MatchKind,
        origin: tree.Origin = "",
        terms: Sequence[FoundTerm] | None = None,
    ) -> Iterator[tree.Term]:
        """Yield terms that find ``word`` as it is, where it is no other word."""
        languages: Sequence[Language] = LANGUAGES
        if is_acronym(word):
            known = self._lexicon.find_term(word) if terms is None else terms
            sure = {other_language(term.language) for term in known}
            languages = languages_of_acronym(word, sure)
        texts: dict[str, list[Language]] = {}
        for language in languages:
            text = analyzer_for(language).exact(word)
            if self._reader.frequency(EXACT, text):
                texts.setdefault(text, []).append(language)
        for text, found in texts.items():
            only = None if len(found) > 1 else found[0]
            yield tree.Term(EXACT, text, trust, typed, kind, origin, only)

    def _find_equivalents(
        self, term: FoundTerm, typed: str
    ) -> Iterator[tuple[str, Language]]:
        """Yield the acronyms of a term in both languages; for an acronym, its words."""
        own = other_language(term.language)
        known = {one.text for one in term.renderings}
        back = dict.fromkeys(text for phrase in known for text in self._render(phrase, own))
        for text in back:
            if is_acronym(text) or (is_acronym(typed) and text == next(iter(back))):
                yield text, own
        if is_acronym(typed):
            for text in back:
                for acronym in self._render(text, term.language):
                    if is_acronym(acronym) and acronym not in known:
                        yield acronym, term.language

    def _render(self, phrase: str, language: Language) -> Iterator[str]:
        """Yield what the glossary has in ``language`` for the whole of ``phrase``."""
        words = split_words(phrase)
        for term in self._lexicon.find_terms(words):
            if term.language == language and (term.start, term.end) == (0, len(words)):
                yield from (one.text for one in term.renderings)

    def find_scattered(self, term: FoundTerm, typed: str) -> Iterator[tree.Node]:
        """Yield nodes that find all stems of a rendering, wherever they stand."""
        for phrase, weight, origin in term.renderings:
            stems = stems_of(phrase, term.language)
            if len(stems) < 2 or not all(
                self._reader.frequency(STEM, stem) for stem in stems
            ):
                continue
            each = SCATTERED_TRUST * weight / len(stems)
            yield tree.Boolean(
                must=tuple(
                    tree.Term(STEM, stem, each, typed, "translation", origin, term.language)
                    for stem in stems
                )
            )

    def find_phrases(
        self, words: Sequence[str], language: Language
    ) -> Iterator[tuple[str, ...]]:
        """Yield ``words`` as exact forms, with each form that the index has of the last."""
        if len(words) < 2:
            return
        analyzer = analyzer_for(language)
        *before, last = words
        texts = tuple(analyzer.exact(word) for word in before)
        if all(self._reader.frequency(EXACT, text) for text in texts):
            most = min(_MOST_FORMS, self._phrases_left)
            forms = self._dictionary.find_forms(last, language)[:most]
            self._phrases_left -= len(forms)
            yield from ((*texts, form) for form in forms)


def make_phrase(
    texts: tuple[str, ...], trust: float, typed: str, origin: tree.Origin = ""
) -> tree.Sequence:
    """Return a node that finds exact forms in their order, weighted by ``trust``."""
    kind: MatchKind = "translation" if origin else "phrase"
    return tree.Sequence(EXACT, texts, None, trust, typed, kind, origin)


def other_language(language: Language) -> Language:
    """Return English for Turkish and Turkish for English."""
    return "en" if language == "tr" else "tr"
