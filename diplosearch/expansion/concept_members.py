"""What finds a concept as a whole: its phrases in both languages, its ids, its acronym."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..analysis.analyzer import analyzer_for
from ..engines.base import Reader
from ..engines.ranking import (
    ACRONYM_TRUST,
    ENTITY_TRUST,
    RENDERING_TRUST,
    SCATTERED_TRUST,
    inverse_document_frequency,
)
from ..lexicon.lexicon import FoundTerm, Lexicon, stems_of
from ..model import LANGUAGES, Language
from ..query import tree
from ..schema import EXACT, STEM
from .concepts import Concept
from .dictionary import TermDictionary
from .word_forms import split_words

_MOST_FORMS = 12
"""Forms of the last word of a phrase that are looked for, the most frequent; a guess."""

_LEAST_TRUST = 0.6
"""What the last rendering of a term counts beside its first; a guess."""


class Members:
    """Finds the members of concepts in one state of an index."""

    def __init__(
        self, reader: Reader, lexicon: Lexicon, dictionary: TermDictionary
    ) -> None:
        self._reader = reader
        self._lexicon = lexicon
        self._dictionary = dictionary

    def find(self, concept: Concept, words: Sequence[str], typed: str) -> list[tree.Node]:
        """Return nodes that find a concept as a whole, weighted by how sure each is.

        ``words`` are those of the concept. All have one document frequency, that of
        the passages which hold any of them.
        """
        members = [*self._find_own(concept, words, typed)]
        for term in concept.terms:
            members += self._find_renderings(term, typed)
        members += (
            replace(one, weight=ENTITY_TRUST, word=typed) for one in concept.entities
        )
        if not members:
            return []
        passages = self._reader.passages
        holders = self._reader.search(tree.Best(tuple(members)), limit=1).total
        scattered = [
            node for term in concept.terms for node in self._find_scattered(term, typed)
        ]
        rarity = inverse_document_frequency(passages, holders)
        return [scale(node, rarity) for node in (*members, *scattered)]

    def _find_own(
        self, concept: Concept, words: Sequence[str], typed: str
    ) -> Iterator[tree.Node]:
        languages = {_other(term.language) for term in concept.terms} or LANGUAGES
        found: dict[tuple[str, ...], None] = {}
        for language in languages:
            for texts in self._find_phrases(words, language):
                found[texts] = None
        for texts in found:
            yield _make_phrase(texts, 1.0, typed)

    def _find_renderings(self, term: FoundTerm, typed: str) -> Iterator[tree.Node]:
        for phrase, weight, origin in term.renderings:
            trust = RENDERING_TRUST * (_LEAST_TRUST + (1 - _LEAST_TRUST) * weight)
            words = split_words(phrase)
            if len(words) == 1:
                yield from self._find_word(phrase, term.language, trust, typed, origin)
            for texts in self._find_phrases(words, term.language):
                yield _make_phrase(texts, trust, typed, origin)
            for acronym in self._find_acronyms(words, _other(term.language)):
                yield from self._find_word(
                    acronym, _other(term.language), ACRONYM_TRUST, typed, "glossary"
                )

    def _find_acronyms(self, words: Sequence[str], language: Language) -> Iterator[str]:
        """Yield the acronyms in ``language`` that the glossary has for a phrase."""
        for term in self._lexicon.find_terms(words):
            if term.language == language and (term.start, term.end) == (0, len(words)):
                yield from (one.text for one in term.renderings if one.text.isupper())

    def _find_word(
        self, word: str, language: Language, trust: float, typed: str, origin: tree.Origin
    ) -> Iterator[tree.Term]:
        for stem in stems_of(word, language)[:1]:
            if self._reader.frequency(STEM, stem):
                yield tree.Term(STEM, stem, trust, typed, "translation", origin, language)

    def _find_scattered(self, term: FoundTerm, typed: str) -> Iterator[tree.Node]:
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
                    tree.Term(
                        STEM, stem, each, typed, "translation", origin, term.language
                    )
                    for stem in stems
                )
            )

    def _find_phrases(
        self, words: Sequence[str], language: Language
    ) -> Iterator[tuple[str, ...]]:
        """Yield ``words`` as exact forms, with each form that the index has of the last."""
        if len(words) < 2:
            return
        analyzer = analyzer_for(language)
        *before, last = words
        texts = tuple(analyzer.terms(word).exact for word in before)
        if all(self._reader.frequency(EXACT, text) for text in texts):
            for form in self._dictionary.find_forms(last, language)[:_MOST_FORMS]:
                yield (*texts, form)


def _make_phrase(
    texts: tuple[str, ...], trust: float, typed: str, origin: tree.Origin = ""
) -> tree.Sequence:
    kind = "translation" if origin else "phrase"
    return tree.Sequence(EXACT, texts, None, trust, typed, kind, origin)


def _other(language: Language) -> Language:
    return "en" if language == "tr" else "tr"


def scale(node: tree.Node, factor: float) -> tree.Node:
    """Return ``node`` with all its weights multiplied by ``factor``."""
    match node:
        case tree.Term() | tree.Sequence():
            return replace(node, weight=node.weight * factor)
        case tree.Best():
            return tree.Best(scale_each(node.children, factor))
        case tree.Favoured():
            return replace(node, child=scale(node.child, factor))
        case tree.Boolean():
            return replace(
                node,
                must=scale_each(node.must, factor),
                should=scale_each(node.should, factor),
            )
    return node


def scale_each(nodes: Iterable[tree.Node], factor: float) -> tuple[tree.Node, ...]:
    """Return ``nodes`` with all their weights multiplied by ``factor``."""
    return tuple(scale(node, factor) for node in nodes)
