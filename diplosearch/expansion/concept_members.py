"""What finds a concept as a whole: its phrases in both languages, its ids, its acronym."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..engines.base import Reader
from ..engines.ranking import (
    ENTITY_TRUST,
    GAP_TRUST,
    HOMOGRAPH_TRUST,
    PEOPLE_TRUST,
    RENDERING_TRUST,
    inverse_document_frequency,
    meaning_weight,
    name_weight,
    whole_weight,
)
from ..lexicon.lexicon import FoundTerm, Lexicon
from ..model import LANGUAGES
from ..query import tree
from ..query.weights import scale
from ..schema import ENTITY, STEM
from .concepts import Concept
from .dictionary import TermDictionary
from .names import is_acronym, is_common_word, name_renderings, name_stems
from .term_members import TermMembers, make_phrase, other_language
from .word_forms import is_stop_word

_PEOPLE = {"country": "norp", "norp": "country"}
"""Kinds of the ids that a country and its people have, with the same code."""

_FORMS_WITH_GAP = 3
_LONGEST_WITH_GAP = 4
"""Forms of the last word of a phrase, and words of one, that are looked for with another
word between; guesses: each is several phrases to an engine."""


class Members:
    """Finds the members of the concepts of one query in one state of an index."""

    def __init__(
        self,
        reader: Reader,
        lexicon: Lexicon,
        dictionary: TermDictionary,
        *,
        words: int = 1,
    ) -> None:
        """Find in what ``reader`` reads; the query has ``words`` without stop words."""
        self._reader = reader
        self._name_weight = name_weight(words)
        self._whole_weight = whole_weight(words)
        self._meaning_weight = meaning_weight(words)
        self._lexicon = lexicon
        self._terms = TermMembers(reader, lexicon, dictionary)
        self.counted: dict[tree.Node, int] = {}
        """The numbers of passages that were counted."""

        self.to_count: list[tree.Node] | None = None
        """Takes what would be counted, which then counts as rare; None to count it."""

    def find_whole(
        self, concept: Concept, words: Sequence[str], typed: str
    ) -> list[tree.Node]:
        """Return nodes that find a concept of several words as a whole.

        ``words`` are those of the concept. All nodes have one document frequency, that
        of the passages which hold any of them, and differ by how far they are trusted.
        """
        members = [
            *self._find_own(concept, words, typed),
            *(
                node
                for term in concept.terms
                for node in self._terms.find_term(term, typed)
            ),
            *self._find_entities(concept.entities, typed),
        ]
        # The words of a name that stand apart name something else.
        apart: list[tree.Node] = []
        if not concept.is_name:
            apart += _with_gap(members)
            for term in concept.terms:
                apart += self._terms.find_scattered(term, typed)
        is_several = sum(not is_stop_word(word) for word in words) > 1
        # *Deal with* is one word, of which a question may have several.
        is_whole = concept.is_name or is_several
        weight = self._whole_weight if is_whole else self._meaning_weight
        return self._weigh(members, weight, apart)

    def find_meanings(self, terms: Iterable[FoundTerm], typed: str) -> list[tree.Node]:
        """Return nodes that find the phrases for a single word in the other language."""
        found: list[tree.Node] = []
        for term in terms:
            scattered = [*self._terms.find_scattered(term, typed)]
            found += self._weigh(
                [*self._terms.find_term(term, typed)], self._meaning_weight, scattered
            )
        return found

    def find_name(
        self, word: str, terms: Iterable[FoundTerm], entities: Sequence[tree.Term]
    ) -> list[tree.Node]:
        """Return nodes that find a name or an acronym of one word.

        What is a common word as well, as *Katar* and *Sudan* are in Turkish, says less
        than the id, where passages have that.
        """
        terms = list(terms)
        is_doubtful = bool(entities) and not is_acronym(word)
        own = HOMOGRAPH_TRUST if is_doubtful and is_common_word(word) else 1.0
        members: list[tree.Node] = [
            *self._terms.find_exact(word, own, word, "exact", terms=terms)
        ]
        for language in LANGUAGES:
            if not is_acronym(word):
                for stem in name_stems(word, language):
                    if self._reader.frequency(STEM, stem):
                        members.append(
                            tree.Term(STEM, stem, own, word, "stem", language=language)
                        )
            elif language not in {term.language for term in terms}:
                continue
            for stem, weight, origin in name_renderings(word, language, self._lexicon):
                if self._reader.frequency(STEM, stem):
                    trust = RENDERING_TRUST * weight
                    if is_doubtful and language == "tr" and is_common_word(stem):
                        trust *= HOMOGRAPH_TRUST
                    members.append(
                        tree.Term(STEM, stem, trust, word, "translation", origin, language)
                    )
        for term in terms:
            members += self._terms.find_term(term, word)
        members += self._find_entities(entities, word)
        return self._weigh(members, self._name_weight)

    def _weigh(
        self,
        members: Sequence[tree.Node],
        weight: float,
        apart: Sequence[tree.Node] = (),
    ) -> list[tree.Node]:
        """Return the nodes times the rarity of what any of ``members`` finds."""
        if not members:
            return []
        terms = [one for one in members if isinstance(one, tree.Term)]
        if len(terms) == len(members):
            holders = self._estimate(terms)
        else:
            holders = self._count(tree.Best(tuple(members)))
        rarity = inverse_document_frequency(self._reader.passages, holders)
        return [scale(node, weight * rarity) for node in (*members, *apart)]

    def _count(self, node: tree.Node) -> int:
        """Return the number of passages that hold any member of a concept."""
        if self.to_count is not None:
            self.to_count.append(node)
            return 0
        if node not in self.counted:
            self.counted[node] = self._reader.search(node, limit=1).total
        return self.counted[node]

    def _estimate(self, terms: Iterable[tree.Term]) -> int:
        """Return about how many passages hold any of ``terms``, which are of one name.

        To count them takes as long as to search. Its words in both languages are found
        in different passages, its id where they are.
        """
        most: Counter[str | None] = Counter()
        for one in terms:
            key = one.field if one.field == ENTITY else one.language
            count = self._reader.frequency(one.field, one.text)
            most[key] = max(most[key], count)
        holders = max(most["tr"] + most["en"], most[None], most[ENTITY])
        return min(holders, self._reader.passages)

    def _find_own(
        self, concept: Concept, words: Sequence[str], typed: str
    ) -> Iterator[tree.Node]:
        languages = {other_language(term.language) for term in concept.terms} or LANGUAGES
        found: dict[tuple[str, ...], None] = {}
        for language in languages:
            for texts in self._terms.find_phrases(words, language):
                found[texts] = None
        for texts in found:
            yield make_phrase(texts, 1.0, typed)

    def _find_entities(
        self, entities: Iterable[tree.Term], typed: str
    ) -> Iterator[tree.Term]:
        """Yield terms for ids, and for the people of a country, or the country of one."""
        for one in entities:
            yield replace(one, weight=ENTITY_TRUST, word=typed)
            kind, _, code = one.text.partition(":")
            if kind in _PEOPLE:
                other = f"{_PEOPLE[kind]}:{code}"
                if self._reader.frequency(one.field, other):
                    yield replace(one, text=other, weight=PEOPLE_TRUST, word=typed)


def _with_gap(members: Iterable[tree.Node]) -> Iterator[tree.Sequence]:
    """Yield the phrases among ``members`` with one word between their words."""
    forms: Counter[tuple[str, ...]] = Counter()
    for one in members:
        if isinstance(one, tree.Sequence) and len(one.texts) <= _LONGEST_WITH_GAP:
            begin = one.texts[:-1]
            forms[begin] += 1
            if forms[begin] <= _FORMS_WITH_GAP:
                yield replace(one, weight=one.weight * GAP_TRUST, gap=1)
