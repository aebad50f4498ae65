"""Which words of a passage answer the query: its words against the tree.

Words are compared by their terms, so nothing depends on what an engine says
about places. A word of a quoted phrase matches only where the phrase stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Self, TypeGuard

from ..analysis.term_vectors import TermVectors
from ..engines.phrase_positions import find_sequences
from ..model import Entity, Language, Match
from ..query import tree
from ..schema import ENTITY, EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from .loaded_passages import LoadedPassages

_IN_TEXT = (EXACT, STEM, PREFIX)
_IN_TITLE = (TITLE_EXACT, TITLE_STEM, EXACT, STEM, PREFIX)

_Leaf = tree.Term | tree.Sequence

_Find = Callable[[str, str], Mapping[int, list[int]]]
"""Gives the places of the words that have a term in a field, by the text's number."""

_by_span = attrgetter("start", "end")


class Matcher:
    """Finds the terms and phrases of a tree that make passages hits.

    Terms mark words the closest form first, and within it as they stand in the tree;
    what must not be there marks nothing.
    """

    __slots__ = ("_entities", "_in_text", "_in_title", "_passages")

    def __init__(self, node: tree.Node, passages: LoadedPassages) -> None:
        """Look for what ``node`` asks for in ``passages``."""
        leaves = list(tree.leaves(node))
        named = [one for one in leaves if _is_term_of(one, ENTITY)]
        self._passages = passages
        self._entities = {one.text: one for one in reversed(named)}
        self._in_text = _Wanted.of(leaves, _IN_TEXT, passages.in_text)
        self._in_title = _Wanted.of(leaves, _IN_TITLE, passages.in_title)

    def in_text(self, number: int) -> tuple[Match, ...]:
        """Return the matches in a passage, with offsets into its document."""
        one = self._passages[number]
        passage = one.passage
        found = self._in_text.find(number, one.words, passage.language, passage.start)
        return self._with_entities(found, one.entities_with_ids() if self._entities else ())

    def in_title(self, number: int) -> tuple[Match, ...]:
        """Return the matches in the title of a passage's document."""
        one = self._passages[number]
        if not one.stored.title:
            return ()
        found = self._in_title.find(number, one.title, one.passage.language, 0)
        return self._with_entities(
            found, one.title_entities_with_ids() if self._entities else ()
        )

    def _with_entities(
        self, matches: list[Match], named: Collection[tuple[str, Entity]]
    ) -> tuple[Match, ...]:
        """Return ``matches`` with the entities asked for where no word of them matched."""
        taken = [(match.start, match.end) for match in matches] if named else []
        for id, one in named:
            term = self._entities.get(id)
            if term and not any(
                start < one.end and end > one.start for start, end in taken
            ):
                matches.append(Match(one.start, one.end, term.kind, term.word))
        matches.sort(key=_by_span)
        return tuple(matches)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for in texts, or in titles.

    Terms come with the places that each has, by the number of the text; one that
    stands nowhere is left out.
    """

    terms: tuple[tuple[tree.Term, Mapping[int, list[int]]], ...]
    phrases: tuple[tree.Sequence, ...]
    find_all: _Find

    @classmethod
    def of(cls, leaves: Sequence[_Leaf], fields: tuple[str, ...], find_all: _Find) -> Self:
        """Return what of ``leaves`` is looked for in one of ``fields``."""
        terms = [one for field in fields for one in leaves if _is_term_of(one, field)]
        held = ((term, find_all(term.field, term.text)) for term in terms)
        phrases = (one for one in leaves if isinstance(one, tree.Sequence))
        return cls(
            tuple((term, places) for term, places in held if places),
            tuple(phrase for phrase in phrases if phrase.field in fields),
            find_all,
        )

    def find(
        self, number: int, words: TermVectors, language: Language, offset: int
    ) -> list[Match]:
        """Return the matches among ``words``; ``offset`` is added to their spans."""
        taken: set[int] = set()
        phrases: dict[Match, None] = {}
        for phrase in self.phrases:
            for places in self._places_together(phrase, number):
                taken.update(places)
                for first, last in _stretches(places):
                    start, end = words.span(first).start, words.span(last).end
                    match = Match(offset + start, offset + end, phrase.kind, phrase.word)
                    phrases[match] = None
        marking: dict[int, tree.Term] = {}
        for term, held in self.terms:
            if number in held and term.language in (None, language):
                for place in held[number]:
                    marking.setdefault(place, term)
        matches = list(phrases)
        for place, term in marking.items():
            if place not in taken:
                start, end = words.span(place)
                matches.append(Match(offset + start, offset + end, term.kind, term.word))
        return matches

    def _places_together(self, phrase: tree.Sequence, number: int) -> list[tuple[int, ...]]:
        """Return the places of each phrase that stands there."""
        positions = {
            text: self.find_all(EXACT, text).get(number, [])
            for text in dict.fromkeys(phrase.texts)
        }
        return find_sequences(phrase.texts, positions, phrase.slop)


def _is_term_of(leaf: _Leaf, field: str) -> TypeGuard[tree.Term]:
    return isinstance(leaf, tree.Term) and leaf.field == field


def _stretches(places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of each run of neighbours."""
    first = last = places[0]
    for place in places[1:]:
        if place != last + 1:
            yield first, last
            first = place
        last = place
    yield first, last
