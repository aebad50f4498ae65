"""The words and names of a text that tell it from others, as a query.

The way is that of Lucene's MoreLikeThis: what is frequent here and rare in the
index. A word is counted by its stem in the language of its passage; what it finds is
looked up as for a word that was typed, so translations and spellings are found.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..analysis.term_vectors import WordColumns
from ..engines.base import Reader
from ..engines.ranking import ENTITY_WEIGHT, inverse_document_frequency
from ..expansion.entity_names import Names
from ..expansion.expand import Expansion
from ..expansion.word_forms import best_of, is_stop_word
from ..lexicon.lexicon import Lexicon
from ..model import Entity
from ..query import tree
from ..schema import ENTITY, STEM
from .loaded_passages import OpenPassage, OpenPassages, OpenPostings

MOST_WORDS = 25
"""Words that a query is made of, as in Lucene."""

MOST_NAMES = 12
"""Entities that a query is made of."""

_TRIED_EACH = 3
"""What is looked up for one that is taken; the rest stands nowhere else."""

_SHORTEST_WORD = 2
_UNSPOKEN = ("DATE", "MONEY")
"""Types of entities whose words tell nothing by themselves."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """A word or an entity, where it first stands, and what it tells."""

    place: int
    written: str
    count: int
    rarity: float
    ids: tuple[str, ...] = ()
    is_spoken: bool = True

    @property
    def is_name(self) -> bool:
        return bool(self.ids)

    @property
    def weight(self) -> float:
        return self.boost * self.rarity

    @property
    def boost(self) -> float:
        """What the word counts for coming more than once."""
        return 1 + math.log(self.count)


@dataclass(slots=True)
class _Text:
    """What passages say: forms by their stems and names by their ids, in order."""

    forms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    types: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(
        self,
        words: WordColumns,
        text: str,
        offset: int,
        named: Iterable[tuple[str, Entity]],
    ) -> None:
        """Add the words and names of ``text``, which begins at ``offset``."""
        covered = []
        for id, one in named:
            start, end = one.start - offset, one.end - offset
            covered.append((start, end))
            self.names[id][" ".join(text[start:end].split())] += 1
            self.types[id] = one.type
            self.places.setdefault((ENTITY, id), len(self.places))
        for stem, start, end in _words_of(words):
            if any(first < end and start < last for first, last in covered):
                continue
            self.forms[stem][text[start:end]] += 1
            self.places.setdefault((STEM, stem), len(self.places))


def find_telling(
    passages: Sequence[OpenPassage],
    own: Sequence[OpenPassage],
    *,
    reader: Reader,
    lexicon: Lexicon | None,
    names: Names,
) -> tuple[tree.Node, str]:
    """Return what finds passages like ``passages``, and its words as one would type them.

    ``own`` are all passages of their document: what no other one holds is left
    out. Without a lexicon nothing is translated.
    """
    text = _Text()
    for passage in passages:
        if passage.has_lead:
            text.add(passage.title, passage.stored.title, 0, passage.named_in_title())
        text.add(
            passage.words, passage.passage.text, passage.passage.start, passage.named()
        )
    likely = [
        *_best(_tell_names(text, reader, names), _TRIED_EACH * MOST_NAMES),
        *_best(_tell_words(text, reader), _TRIED_EACH * MOST_WORDS),
    ]
    expanded = Expansion(reader, lexicon, names).expand_each(list(map(_as_typed, likely)))
    outside = _Outside(reader, OpenPostings(OpenPassages(own), reader.average_length))
    chosen: dict[_Telling, tree.Node] = {}
    room = {True: MOST_NAMES, False: MOST_WORDS}
    for one, node in zip(likely, expanded, strict=True):
        whole = _with_entity(one, node, reader, names)
        if room[one.is_name] and outside.holds(whole):
            room[one.is_name] -= 1
            chosen[one] = _scaled(whole, one.boost)
    ordered = sorted(chosen, key=lambda one: one.place)
    node = tree.Boolean(should=tuple(chosen[one] for one in ordered))
    return node if chosen else tree.Nothing(), " ".join(one.written for one in ordered)


@dataclass(frozen=True, slots=True)
class _Outside:
    """The passages of an index but a document's own."""

    reader: Reader
    own: OpenPostings

    def holds(self, node: tree.Node) -> bool:
        """Tell whether any of them holds a term of ``node``."""
        match node:
            case tree.Term():
                return self._holds(node.field, node.text)
            case tree.Sequence():
                return all(self._holds(node.field, text) for text in node.texts)
            case tree.Best():
                return any(map(self.holds, node.children))
            case tree.Boolean():
                return any(map(self.holds, (*node.must, *node.should)))
        return False

    def _holds(self, name: str, text: str) -> bool:
        return self.reader.frequency(name, text) > self.own.frequency(name, text)


def _words_of(words: WordColumns) -> Iterator[tuple[str, int, int]]:
    """Yield the stem and the span of each word that may tell something."""
    exacts, stems = words.exact.split(" ")[1:-1], words.stem.split(" ")[1:-1]
    for place, (exact, stem) in enumerate(zip(exacts, stems, strict=True)):
        if len(stem) < _SHORTEST_WORD or not stem.isalpha() or is_stop_word(exact):
            continue
        start, end = words.span(place)
        yield stem, start, end


def _tell_words(text: _Text, reader: Reader) -> Iterator[_Telling]:
    for stem, forms in text.forms.items():
        place = text.places[STEM, stem]
        yield _tell(place, forms, reader.frequency(STEM, stem), reader)


def _tell_names(text: _Text, reader: Reader, names: Names) -> Iterator[_Telling]:
    for id, forms in text.names.items():
        members = names.table.members(id)
        frequency = sum(reader.frequency(ENTITY, member) for member in members)
        told = _tell(text.places[ENTITY, id], forms, frequency, reader)
        yield replace(told, ids=members, is_spoken=text.types[id] not in _UNSPOKEN)


def _tell(place: int, forms: Counter[str], frequency: int, reader: Reader) -> _Telling:
    """Return what is written in these forms, the commonest standing for all."""
    written = min(forms, key=lambda form: (-forms[form], form))
    frequency = min(frequency, reader.passages)
    rarity = inverse_document_frequency(reader.passages, frequency)
    return _Telling(place, written, forms.total(), rarity)


def _best(found: Iterable[_Telling], most: int) -> list[_Telling]:
    return sorted(found, key=lambda one: (-one.weight, one.place))[:most]


def _as_typed(one: _Telling) -> tree.Node:
    if not one.is_spoken:
        return tree.Nothing()
    words = [tree.Word(text, 0, len(text)) for text in one.written.split()]
    return words[0] if len(words) == 1 else tree.Boolean(should=tuple(words))


def _with_entity(one: _Telling, node: tree.Node, reader: Reader, names: Names) -> tree.Node:
    """Return what finds a name by its words or by its entity, whichever scores better."""
    if not one.ids:
        return node
    terms = names.terms(one.ids, reader, one.written, weight=ENTITY_WEIGHT)
    return best_of(part for part in (node, *terms) if not isinstance(part, tree.Nothing))


def _scaled(node: tree.Node, factor: float) -> tree.Node:
    """Return ``node`` with scores ``factor`` times as high."""
    match node:
        case tree.Term() | tree.Sequence():
            return replace(node, weight=node.weight * factor)
        case tree.Best():
            return tree.Best(tuple(_scaled(child, factor) for child in node.children))
        case tree.Boolean():
            must, should = (
                tuple(_scaled(child, factor) for child in part)
                for part in (node.must, node.should)
            )
            return tree.Boolean(must, should, node.must_not)
    return node
