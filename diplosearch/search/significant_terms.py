"""The significant terms of a text: words and entities that set it apart from others.

As in Lucene's MoreLikeThis they are those that are frequent in the text and rare in the
index. Words are counted by stem, and expanded like the words of a query, so they find
translations and other spellings as well.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from ..analysis.term_list import STACK
from ..analysis.term_vectors import TermVectors
from ..analysis.turkish.stems import VERB_MARK
from ..engines.base import Reader
from ..engines.ranking import ENTITY_WEIGHT, inverse_document_frequency
from ..engines.remote_reader import FieldTerm, PrefetchingReader
from ..expansion.expand import Expansion
from ..expansion.word_forms import best_of, is_stop_word
from ..lexicon.lexicon import Lexicon
from ..model import Entity
from ..query import tree
from ..schema import ENTITY, STEM
from .loaded_passages import LoadedPassage, LoadedPassages, LoadedPostings
from .searcher import Searcher

MOST_WORDS = 25
"""Words of the query at most; the default of Lucene's MoreLikeThis."""

MOST_NAMES = 12
"""Entities of the query at most; a guess."""

_CANDIDATES_EACH = 3
"""Candidates expanded for each one kept, as many are in no other document; a guess."""

_SHORTEST_WORD = 2
"""Letters of a stem at least; a guess."""

_TYPES_WITHOUT_WORDS = ("DATE", "MONEY")
"""Types of entities that are searched by id alone, not by their words."""


@dataclass(frozen=True, slots=True)
class _SignificantTerm:
    """A word or an entity of the text; ``order`` counts from its first occurrence."""

    order: int
    written: str
    count: int
    rarity: float
    ids: tuple[str, ...] = ()
    has_words: bool = True

    @property
    def is_name(self) -> bool:
        return bool(self.ids)

    @property
    def weight(self) -> float:
        return self.boost * self.rarity

    @property
    def boost(self) -> float:
        """The factor for a term that comes more than once."""
        return 1 + math.log(self.count)


@dataclass(slots=True)
class _Text:
    """Word forms of passages by stem and names by entity id, in order of occurrence."""

    forms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    types: dict[str, str] = field(default_factory=dict)
    order: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(
        self,
        words: TermVectors,
        text: str,
        offset: int,
        entities: Iterable[tuple[str, Entity]],
    ) -> None:
        """Add the words and names of ``text``, which begins at ``offset``."""
        covered = []
        for id, one in entities:
            start, end = one.start - offset, one.end - offset
            covered.append((start, end))
            self.names[id][" ".join(text[start:end].split())] += 1
            self.types[id] = one.type
            self.order.setdefault((ENTITY, id), len(self.order))
        for stem, start, end in _iterate_words(words):
            if any(first < end and start < last for first, last in covered):
                continue
            self.forms[stem][text[start:end]] += 1
            self.order.setdefault((STEM, stem), len(self.order))

    def terms(self, searcher: Searcher) -> Iterator[FieldTerm]:
        """Yield what is rated: the stems, and all ids of the entities."""
        for stem in self.forms:
            yield STEM, stem
        for id in self.names:
            yield from ((ENTITY, member) for member in searcher.entities.members(id))


def find_significant_terms(
    searcher: Searcher,
    passages: Sequence[LoadedPassage],
    own: Sequence[LoadedPassage],
    lexicon: Lexicon | None,
) -> tuple[tree.Node, str]:
    """Return a tree that finds passages similar to ``passages``, and its words as text.

    ``own`` are all passages of their document; terms that no other document holds are
    left out. Without a lexicon nothing is translated.
    """
    reader = searcher.reader
    text = _Text()
    for passage in passages:
        if passage.has_lead:
            text.add(
                passage.title, passage.stored.title, 0, passage.title_entities_with_ids()
            )
        text.add(
            passage.words,
            passage.passage.text,
            passage.passage.start,
            passage.entities_with_ids(),
        )
    _prefetch(reader, text.terms(searcher))
    candidates = [
        *_take_best(_rate_names(text, searcher), _CANDIDATES_EACH * MOST_NAMES),
        *_take_best(_rate_words(text, reader), _CANDIDATES_EACH * MOST_WORDS),
    ]
    expansion = Expansion(reader, lexicon, searcher.names, own_words=searcher.words)
    expanded = expansion.expand_each(list(map(_parse_words, candidates)))
    _prefetch(reader, (term for node in expanded for term in _terms_in(node)))
    others = _OtherPassages(
        reader, LoadedPostings(LoadedPassages(own), reader.average_length)
    )
    chosen: dict[_SignificantTerm, tree.Node] = {}
    left = {True: MOST_NAMES, False: MOST_WORDS}
    for one, node in zip(candidates, expanded, strict=True):
        whole = _add_entity(one, node, searcher)
        if left[one.is_name] and others.contain(whole):
            left[one.is_name] -= 1
            chosen[one] = _scale(whole, one.boost)
    ordered = sorted(chosen, key=lambda one: one.order)
    node = tree.Boolean(should=tuple(chosen[one] for one in ordered))
    return node if chosen else tree.Nothing(), " ".join(one.written for one in ordered)


def _prefetch(reader: Reader, terms: Iterable[FieldTerm]) -> None:
    """Read frequencies together where the reader is not a local one."""
    if hasattr(reader, "prefetch_frequencies"):
        cast(PrefetchingReader, reader).prefetch_frequencies(dict.fromkeys(terms))


def _terms_in(node: tree.Node) -> Iterator[FieldTerm]:
    """Yield the terms whose frequencies :class:`_OtherPassages` compares."""
    match node:
        case tree.Term():
            yield node.field, node.text
        case tree.Sequence():
            yield from ((node.field, text) for text in node.texts)
        case tree.Best():
            for child in node.children:
                yield from _terms_in(child)
        case tree.Boolean():
            for child in (*node.must, *node.should):
                yield from _terms_in(child)


@dataclass(frozen=True, slots=True)
class _OtherPassages:
    """The passages of an index except those of one document."""

    reader: Reader
    own: LoadedPostings

    def contain(self, node: tree.Node) -> bool:
        """Return whether any of them holds a term of ``node``."""
        match node:
            case tree.Term():
                return self._contain_term(node.field, node.text)
            case tree.Sequence():
                return all(self._contain_term(node.field, text) for text in node.texts)
            case tree.Best():
                return any(map(self.contain, node.children))
            case tree.Boolean():
                return any(map(self.contain, (*node.must, *node.should)))
        return False

    def _contain_term(self, name: str, text: str) -> bool:
        return self.reader.frequency(name, text) > self.own.frequency(name, text)


def _iterate_words(words: TermVectors) -> Iterator[tuple[str, int, int]]:
    """Yield the stem and the span of each word that may be significant."""
    exacts, stems = words.exact.split(" ")[1:-1], words.stem.split(" ")[1:-1]
    for number, (exact, stack) in enumerate(zip(exacts, stems, strict=True)):
        stem = stack.partition(STACK)[0]
        letters = stem.removesuffix(VERB_MARK)
        if len(letters) < _SHORTEST_WORD or not letters.isalpha() or is_stop_word(exact):
            continue
        start, end = words.span(number)
        yield stem, start, end


def _rate_words(text: _Text, reader: Reader) -> Iterator[_SignificantTerm]:
    """Yield each word of the text with its count and rarity."""
    for stem, forms in text.forms.items():
        frequency = reader.frequency(STEM, stem)
        yield _make_term(text.order[STEM, stem], forms, frequency, reader)


def _rate_names(text: _Text, searcher: Searcher) -> Iterator[_SignificantTerm]:
    """Yield each entity of the text with its count and rarity."""
    for id, forms in text.names.items():
        members = searcher.entities.members(id)
        frequency = sum(searcher.reader.frequency(ENTITY, member) for member in members)
        term = _make_term(text.order[ENTITY, id], forms, frequency, searcher.reader)
        has_words = text.types[id] not in _TYPES_WITHOUT_WORDS
        yield replace(term, ids=members, has_words=has_words)


def _make_term(
    order: int, forms: Counter[str], frequency: int, reader: Reader
) -> _SignificantTerm:
    """Return a term with its rarity; its most frequent form stands for all."""
    written = min(forms, key=lambda form: (-forms[form], form))
    frequency = min(frequency, reader.passages)
    rarity = inverse_document_frequency(reader.passages, frequency)
    return _SignificantTerm(order, written, forms.total(), rarity)


def _take_best(terms: Iterable[_SignificantTerm], most: int) -> list[_SignificantTerm]:
    return sorted(terms, key=lambda one: (-one.weight, one.order))[:most]


def _parse_words(one: _SignificantTerm) -> tree.Node:
    """Return the words of a term as the parser would return them."""
    if not one.has_words:
        return tree.Nothing()
    words = [tree.Word(text, 0, len(text)) for text in one.written.split()]
    return words[0] if len(words) == 1 else tree.Boolean(should=tuple(words))


def _add_entity(one: _SignificantTerm, node: tree.Node, searcher: Searcher) -> tree.Node:
    """Return a tree that finds an entity by words or by id, whichever scores higher."""
    if not one.ids:
        return node
    names, reader = searcher.names, searcher.reader
    terms = names.terms(one.ids, reader, one.written, weight=ENTITY_WEIGHT)
    return best_of(part for part in (node, *terms) if not isinstance(part, tree.Nothing))


def _scale(node: tree.Node, factor: float) -> tree.Node:
    """Return ``node`` with its scores multiplied by ``factor``."""
    match node:
        case tree.Term() | tree.Sequence():
            return replace(node, weight=node.weight * factor)
        case tree.Best():
            return tree.Best(tuple(_scale(child, factor) for child in node.children))
        case tree.Boolean():
            must, should = (
                tuple(_scale(child, factor) for child in children)
                for children in (node.must, node.should)
            )
            return tree.Boolean(must, should, node.must_not)
    return node
