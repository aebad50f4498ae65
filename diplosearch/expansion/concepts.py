"""The concepts of a query: runs of its words that are known as one name or term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ..engines.base import Reader
from ..lexicon.lexicon import FoundTerm, Lexicon
from ..query.tree import Term
from .entity_names import Names, id_term
from .word_forms import split_words


@dataclass(frozen=True, slots=True)
class Concept:
    """Words ``first`` up to, not including, ``last`` of a query that mean one thing.

    ``terms`` are the glossary's entries for the words, at most one a direction;
    ``entities`` find the entities that the words name.
    """

    first: int
    last: int
    terms: tuple[FoundTerm, ...] = ()
    entities: tuple[Term, ...] = ()
    rival: Concept | None = None
    """Another concept of as many words that overlaps this one and no other."""

    is_name: bool = False
    """Whether the words are a name, of which the index need not have the entity."""

    @property
    def length(self) -> int:
        """The number of words."""
        return self.last - self.first

    def moved(self, count: int) -> Concept:
        """Return the concept in a query of ``count`` more words before it."""
        return replace(self, first=self.first + count, last=self.last + count, rival=None)


def find_concepts(
    words: Sequence[str], lexicon: Lexicon, names: Names | None, reader: Reader
) -> list[Concept]:
    """Return the concepts of several words among neighbouring ``words``, in their order.

    Of runs that overlap the longest counts, of equally long ones the first; the other is
    its rival.
    """
    found: dict[tuple[int, int], Concept] = {}
    if len(words) < 2:
        return []
    for one in (
        *_find_terms(words, lexicon, least=2),
        *_find_entities(words, names, reader),
    ):
        span = one.first, one.last
        if one.length > 1:
            known = found.get(span, Concept(*span))
            found[span] = replace(
                known,
                terms=(*known.terms, *one.terms),
                entities=(*known.entities, *one.entities),
            )
    chosen: list[Concept] = []
    for one in sorted(found.values(), key=lambda one: (-one.length, one.first)):
        overlapped = [
            number
            for number, other in enumerate(chosen)
            if one.first < other.last and other.first < one.last
        ]
        if not overlapped:
            chosen.append(one)
        elif len(overlapped) == 1:
            other = chosen[overlapped[0]]
            if other.length == one.length and other.rival is None:
                chosen[overlapped[0]] = replace(other, rival=one)
    marked = [_mark_name(one, words, names) for one in chosen]
    return list(_drop_entangled(sorted(marked, key=lambda one: one.first)))


def _mark_name(concept: Concept, words: Sequence[str], names: Names | None) -> Concept:
    """Return the concept, and its rival, with the mark of those that are names."""
    typed = " ".join(words[concept.first : concept.last])
    rival = concept.rival and _mark_name(concept.rival, words, names)
    is_name = bool(concept.entities) or (names is not None and names.has_name(typed))
    return replace(concept, is_name=is_name, rival=rival)


def _drop_entangled(concepts: Sequence[Concept]) -> Iterator[Concept]:
    """Yield ``concepts`` without rivals that overlap another concept or rival."""
    end = 0
    for one, following in zip_longest(concepts, concepts[1:]):
        rival = one.rival
        if rival is not None and (
            rival.first < end or (following and rival.last > following.first)
        ):
            rival = None
        end = max(one.last, rival.last if rival else 0)
        yield replace(one, rival=rival)


def concept_candidates(
    words: Sequence[str], lexicon: Lexicon, names: Names | None
) -> Iterator[Concept]:
    """Yield whatever may be a concept among ``words``, one word or several.

    The index need not hold it.
    """
    found = [*_find_terms(words, lexicon)]
    if names is not None:
        for first, last, ids in names.candidates(words):
            found.append(Concept(first, last, entities=tuple(map(id_term, ids))))
    yield from found
    # Those of several words may hold shorter ones.
    within = {
        (start, end)
        for one in found
        for start in range(one.first, one.last)
        for end in range(start + 2, one.last + 1)
        if end - start < one.length
    }
    for start, end in sorted(within):
        yield from (one.moved(start) for one in _find_terms(words[start:end], lexicon))


def _find_terms(
    words: Sequence[str], lexicon: Lexicon, *, least: int = 1
) -> Iterator[Concept]:
    """Yield the terms of the glossary that begin and end with whole ones of ``words``.

    least: the number of words of a term.
    """
    parts = [split_words(word) for word in words]
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    flat: list[str] = []
    for number, part in enumerate(parts):
        starts[len(flat)] = number
        flat += part
        ends[len(flat)] = number + 1
    for term in lexicon.find_terms(flat, least=least):
        for one in (term, *_find_overlapping(term, flat, lexicon)):
            if one.start in starts and one.end in ends:
                yield Concept(starts[one.start], ends[one.end], terms=(one,))


def _find_overlapping(
    term: FoundTerm, words: Sequence[str], lexicon: Lexicon
) -> Iterator[FoundTerm]:
    """Yield terms as long as ``term`` that begin within it, of the same direction."""
    if term.end - term.start < 2 or term.end == len(words):
        return
    first = term.start + 1
    for one in lexicon.find_terms(words[first:], least=2):
        moved = one._replace(start=one.start + first, end=one.end + first)
        is_as_long = one.end - one.start == term.end - term.start
        if is_as_long and moved.start < term.end and one.language == term.language:
            yield moved


def _find_entities(
    words: Sequence[str], names: Names | None, reader: Reader
) -> Iterator[Concept]:
    if names is not None:
        for one in names.recognize(words, reader):
            yield Concept(one.first, one.last, entities=one.terms)
