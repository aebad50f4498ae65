"""Which words of a passage answer the query: its tokens against the tree.

Tokens are compared by their terms, so nothing depends on what an engine says
about places. A word of a quoted phrase matches only where the phrase stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..entries import PassageTokens, term_of
from ..fields import ENTITY, EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from ..model import Document, Entity, Language, Match, Passage, Token
from ..query import tree
from ..query.sequences import find_sequences

_IN_TEXT = (EXACT, STEM, PREFIX)
_IN_TITLE = (TITLE_EXACT, TITLE_STEM, EXACT, STEM, PREFIX)


@dataclass(slots=True)
class Wanted:
    """The terms and sequences of a tree that make a passage a hit."""

    terms: dict[tuple[str, str], list[tree.Term]] = field(
        default_factory=lambda: defaultdict(list)
    )
    sequences: list[tree.Sequence] = field(default_factory=list)

    @classmethod
    def of(cls, node: tree.Node) -> Wanted:
        """Return what ``node`` asks for, leaving out what must not be there."""
        wanted = cls()
        for leaf in _leaves(node):
            if isinstance(leaf, tree.Term):
                wanted.terms[leaf.field, leaf.text].append(leaf)
            else:
                wanted.sequences.append(leaf)
        return wanted


def find_matches(
    tokens: PassageTokens, wanted: Wanted, passage: Passage
) -> tuple[Match, ...]:
    """Return the matches in a passage, with offsets into its document."""
    start = passage.start
    found = [
        Match(start + one.start, start + one.end, one.kind, one.query)
        for one in _find(tokens.text, wanted, _IN_TEXT, tokens.language)
    ]
    return _with_entities(found, passage.entities, wanted)


def find_title_matches(
    tokens: PassageTokens, wanted: Wanted, document: Document
) -> tuple[Match, ...]:
    """Return the matches in the document's title."""
    found = _find(tokens.title, wanted, _IN_TITLE, tokens.language)
    return _with_entities(found, document.title_entities, wanted)


def _with_entities(
    matches: list[Match], entities: Iterable[Entity], wanted: Wanted
) -> tuple[Match, ...]:
    """Return ``matches`` with the entities asked for where no word of them matched."""
    taken = [(match.start, match.end) for match in matches]
    for one in entities:
        for term in wanted.terms.get((ENTITY, one.id), ()):
            if not any(start < one.end and end > one.start for start, end in taken):
                matches.append(Match(one.start, one.end, term.kind, term.word))
                break
    return tuple(sorted(matches, key=lambda match: (match.start, match.end)))


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
    tokens: tuple[Token, ...], wanted: Wanted, fields: tuple[str, ...], language: Language
) -> list[Match]:
    phrases = list(_find_phrases(tokens, wanted.sequences, fields))
    taken = {position for places, _ in phrases for position in places}
    matches = [match for _, match in phrases]
    for position, token in enumerate(tokens):
        if position not in taken:
            term = _find_term(token, wanted, fields, language)
            if term is not None:
                matches.append(Match(token.start, token.end, term.kind, term.word))
    return sorted(set(matches), key=lambda match: (match.start, match.end))


def _find_term(
    token: Token, wanted: Wanted, fields: tuple[str, ...], language: Language
) -> tree.Term | None:
    for name in fields:
        for term in wanted.terms.get((name, term_of(token, name) or ""), ()):
            if term.language in (None, language):
                return term
    return None


def _find_phrases(
    tokens: tuple[Token, ...], sequences: Iterable[tree.Sequence], fields: tuple[str, ...]
) -> Iterator[tuple[tuple[int, ...], Match]]:
    """Yield the positions and the match of each phrase, or of each of its words."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, token in enumerate(tokens):
        positions[token.exact].append(position)
    for sequence in sequences:
        if sequence.field not in fields:
            continue
        for places in find_sequences(sequence.texts, positions, sequence.slop):
            for first, last in _stretches(places):
                start, end = tokens[first].start, tokens[last].end
                yield places, Match(start, end, sequence.kind, sequence.word)


def _stretches(places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of each run of neighbours."""
    first = last = places[0]
    for place in places[1:]:
        if place != last + 1:
            yield first, last
            first = place
        last = place
    yield first, last
