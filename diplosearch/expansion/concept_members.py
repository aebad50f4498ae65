"""What finds a concept as a whole: its phrases in both languages, its ids, its acronym."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..analysis.analyzer import analyzer_for
from ..engines.base import Reader
from ..engines.ranking import (
    ENTITY_TRUST,
    EQUIVALENT_TRUST,
    MEANING_WEIGHT,
    PEOPLE_TRUST,
    RENDERING_TRUST,
    SCATTERED_TRUST,
    WHOLE_WEIGHT,
    inverse_document_frequency,
)
from ..lexicon.lexicon import FoundTerm, Lexicon, stems_of
from ..model import LANGUAGES, Language, MatchKind
from ..query import tree
from ..schema import EXACT, STEM
from .concepts import Concept
from .dictionary import TermDictionary
from .names import is_acronym, languages_of_acronym, name_renderings, name_stems
from .word_forms import split_words

_MOST_FORMS = 20
"""Forms of the last word of a phrase that are looked for, the most frequent; a guess."""

_MOST_PHRASES = 400
"""Phrases that a query becomes at most; a cluster takes 1,024 clauses unless changed."""

_LEAST_TRUST = 0.6
"""What the last rendering of a term counts beside its first; a guess."""


class Members:
    """Finds the members of the concepts of one query in one state of an index."""

    def __init__(
        self, reader: Reader, lexicon: Lexicon, dictionary: TermDictionary
    ) -> None:
        self._reader = reader
        self._lexicon = lexicon
        self._dictionary = dictionary
        self._phrases_left = _MOST_PHRASES

    def find_whole(
        self, concept: Concept, words: Sequence[str], typed: str
    ) -> list[tree.Node]:
        """Return nodes that find a concept of several words as a whole.

        ``words`` are those of the concept. All nodes have one document frequency, that
        of the passages which hold any of them, and differ by how far they are trusted.
        """
        members = [
            *self._find_own(concept, words, typed),
            *(node for term in concept.terms for node in self._find_term(term, typed)),
            *self._find_entities(concept.entities, typed),
        ]
        scattered = [
            node for term in concept.terms for node in self._find_scattered(term, typed)
        ]
        return self._weigh(members, WHOLE_WEIGHT, scattered)

    def find_meanings(self, terms: Iterable[FoundTerm], typed: str) -> list[tree.Node]:
        """Return nodes that find the phrases for a single word in the other language."""
        found: list[tree.Node] = []
        for term in terms:
            scattered = [*self._find_scattered(term, typed)]
            found += self._weigh([*self._find_term(term, typed)], MEANING_WEIGHT, scattered)
        return found

    def find_name(
        self, word: str, terms: Iterable[FoundTerm], entities: Sequence[tree.Term]
    ) -> list[tree.Node]:
        """Return nodes that find a name or an acronym of one word."""
        terms = list(terms)
        members: list[tree.Node] = [
            *self._find_exact(word, 1.0, word, "exact", terms=terms)
        ]
        for language in LANGUAGES:
            if not is_acronym(word):
                for stem in name_stems(word, language):
                    if self._reader.frequency(STEM, stem):
                        members.append(
                            tree.Term(STEM, stem, 1.0, word, "stem", language=language)
                        )
            elif language not in {term.language for term in terms}:
                continue
            for stem, weight, origin in name_renderings(word, language, self._lexicon):
                if self._reader.frequency(STEM, stem):
                    trust = RENDERING_TRUST * weight
                    members.append(
                        tree.Term(STEM, stem, trust, word, "translation", origin, language)
                    )
        for term in terms:
            members += self._find_term(term, word)
        members += self._find_entities(entities, word)
        return self._weigh(members, 1.0)

    def _weigh(
        self,
        members: Sequence[tree.Node],
        weight: float,
        scattered: Sequence[tree.Node] = (),
    ) -> list[tree.Node]:
        """Return the nodes times the rarity of what any of ``members`` finds."""
        if not members:
            return []
        holders = self._reader.search(tree.Best(tuple(members)), limit=1).total
        rarity = inverse_document_frequency(self._reader.passages, holders)
        return [scale(node, weight * rarity) for node in (*members, *scattered)]

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

    def _find_term(self, term: FoundTerm, typed: str) -> Iterator[tree.Node]:
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
            yield from self._find_exact(text, trust, typed, "translation", origin)
        elif len(words) == 1:
            for stem in stems_of(text, language)[:1]:
                if self._reader.frequency(STEM, stem):
                    yield tree.Term(
                        STEM, stem, trust, typed, "translation", origin, language
                    )
        for texts in self._find_phrases(words, language):
            yield _make_phrase(texts, trust, typed, origin)

    def _find_exact(
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
            known = self._lexicon.find_terms([word]) if terms is None else terms
            sure = {_other(term.language) for term in known}
            languages = languages_of_acronym(word, sure)
        texts: dict[str, list[Language]] = {}
        for language in languages:
            text = analyzer_for(language).terms(word).exact
            if self._reader.frequency(EXACT, text):
                texts.setdefault(text, []).append(language)
        for text, found in texts.items():
            only = None if len(found) > 1 else found[0]
            yield tree.Term(EXACT, text, trust, typed, kind, origin, only)

    def _find_equivalents(
        self, term: FoundTerm, typed: str
    ) -> Iterator[tuple[str, Language]]:
        """Yield the acronyms of a term in both languages; for an acronym, its words."""
        own = _other(term.language)
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

    def _find_entities(
        self, entities: Iterable[tree.Term], typed: str
    ) -> Iterator[tree.Term]:
        """Yield terms for the ids of entities, and for the people of countries."""
        for one in entities:
            yield replace(one, weight=ENTITY_TRUST, word=typed)
            kind, _, code = one.text.partition(":")
            people = f"norp:{code}"
            if kind == "country" and self._reader.frequency(one.field, people):
                yield replace(one, text=people, weight=PEOPLE_TRUST, word=typed)

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
                    tree.Term(STEM, stem, each, typed, "translation", origin, term.language)
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
            most = min(_MOST_FORMS, self._phrases_left)
            forms = self._dictionary.find_forms(last, language)[:most]
            self._phrases_left -= len(forms)
            yield from ((*texts, form) for form in forms)


def _make_phrase(
    texts: tuple[str, ...], trust: float, typed: str, origin: tree.Origin = ""
) -> tree.Sequence:
    kind: MatchKind = "translation" if origin else "phrase"
    return tree.Sequence(EXACT, texts, None, trust, typed, kind, origin)


def _other(language: Language) -> Language:
    return "en" if language == "tr" else "tr"


def most_weight(node: tree.Node) -> float:
    """Return the weight of the heaviest term of ``node``; 0 if it has none."""
    return max((one.weight for one in tree.leaves(node)), default=0.0)


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
