"""Which words of a passage answer the query: its words against the tree.

Words are compared by their terms, so nothing depends on what an engine says
about places. A word of a quoted phrase matches only where the phrase stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from ..analysis.columns import WordColumns
from ..fields import ENTITY, EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from ..model import Entity, Language, Match
from ..opened import OpenPassage
from ..query import tree
from ..query.sequences import find_sequences

_IN_TEXT = (EXACT, STEM, PREFIX)
_IN_TITLE = (TITLE_EXACT, TITLE_STEM, EXACT, STEM, PREFIX)

_Find = Callable[[str, str], list[int]]
"""Gives the places of the words that have a term in a field."""

_by_span = attrgetter("start", "end")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The terms and phrases of a tree that make a passage a hit.

    Terms come in the order in which they mark a word: the closest form first, and
    within it as they stand in the tree.
    """

    in_text: tuple[tree.Term, ...]
    in_title: tuple[tree.Term, ...]
    entities: dict[str, tree.Term]
    phrases_in_text: tuple[tree.Sequence, ...]
    phrases_in_title: tuple[tree.Sequence, ...]

    @classmethod
    def of(cls, node: tree.Node) -> Wanted:
        """Return what ``node`` asks for, leaving out what must not be there."""
        leaves = list(_leaves(node))
        terms = [leaf for leaf in leaves if isinstance(leaf, tree.Term)]
        phrases = [leaf for leaf in leaves if isinstance(leaf, tree.Sequence)]
        return cls(
            _ordered(terms, _IN_TEXT),
            _ordered(terms, _IN_TITLE),
            {one.text: one for one in reversed(terms) if one.field == ENTITY},
            tuple(phrase for phrase in phrases if phrase.field in _IN_TEXT),
            tuple(phrase for phrase in phrases if phrase.field in _IN_TITLE),
        )


def find_matches(opened: OpenPassage, wanted: Wanted) -> tuple[Match, ...]:
    """Return the matches in a passage, with offsets into its document."""
    passage = opened.passage
    found = _find(
        opened.words,
        opened.find,
        wanted.in_text,
        wanted.phrases_in_text,
        passage.language,
        passage.start,
    )
    named = opened.named() if wanted.entities else ()
    return _with_entities(found, named, wanted)


def find_title_matches(opened: OpenPassage, wanted: Wanted) -> tuple[Match, ...]:
    """Return the matches in the document's title."""
    if not opened.stored.title:
        return ()
    found = _find(
        opened.title,
        opened.title.find,
        wanted.in_title,
        wanted.phrases_in_title,
        opened.passage.language,
        0,
    )
    named = opened.named_in_title() if wanted.entities else ()
    return _with_entities(found, named, wanted)


def _ordered(terms: list[tree.Term], fields: tuple[str, ...]) -> tuple[tree.Term, ...]:
    return tuple(term for field in fields for term in terms if term.field == field)


def _with_entities(
    matches: list[Match], named: Collection[tuple[str, Entity]], wanted: Wanted
) -> tuple[Match, ...]:
    """Return ``matches`` with the entities asked for where no word of them matched."""
    taken = [(match.start, match.end) for match in matches] if named else []
    for id, one in named:
        term = wanted.entities.get(id)
        if term and not any(start < one.end and end > one.start for start, end in taken):
            matches.append(Match(one.start, one.end, term.kind, term.word))
    matches.sort(key=_by_span)
    return tuple(matches)


def _leaves(node: tree.Node) -> Iterator[tree.Term | tree.Sequence]:
    match node:
        case tree.Term() | tree.Sequence():
            yield node
        case tree.Best():
            for child in node.children:
                yield from _leaves(child)
        case tree.Favoured():
            yield from _leaves(node.child)
        case tree.Boolean():
            for child in (*node.must, *node.should):
                yield from _leaves(child)


def _find(
    words: WordColumns,
    find: _Find,
    terms: Iterable[tree.Term],
    sequences: Iterable[tree.Sequence],
    language: Language,
    offset: int,
) -> list[Match]:
    """Return the matches among ``words``; ``offset`` is added to their spans."""
    taken: set[int] = set()
    phrases: dict[Match, None] = {}
    for sequence in sequences:
        for places in _places_together(sequence, find):
            taken.update(places)
            for first, last in _stretches(places):
                start, end = words.span(first).start, words.span(last).end
                match = Match(offset + start, offset + end, sequence.kind, sequence.word)
                phrases[match] = None
    marking: dict[int, tree.Term] = {}
    for term in terms:
        if term.language is None or term.language == language:
            for place in find(term.field, term.text):
                marking.setdefault(place, term)
    matches = list(phrases)
    for place, term in marking.items():
        if place not in taken:
            start, end = words.span(place)
            matches.append(Match(offset + start, offset + end, term.kind, term.word))
    return matches


def _places_together(sequence: tree.Sequence, find: _Find) -> list[tuple[int, ...]]:
    """Return the places of each phrase that stands there."""
    positions = {text: find(EXACT, text) for text in dict.fromkeys(sequence.texts)}
    return find_sequences(sequence.texts, positions, sequence.slop)


def _stretches(places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of each run of neighbours."""
    first = last = places[0]
    for place in places[1:]:
        if place != last + 1:
            yield first, last
            first = place
        last = place
    yield first, last
