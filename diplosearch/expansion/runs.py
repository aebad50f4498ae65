"""Neighbouring words of a query: those of a concept together, the others by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..engines.base import Reader
from ..engines.ranking import part_weight
from ..query import tree
from ..query.tree import Node
from ..query.weights import most_weight, scale_each
from .compounds import find_joined, join_pair
from .concept_members import Members
from .concepts import Concept, find_concepts
from .entity_names import Names
from .names import is_particle
from .query_words import text_of
from .word_finder import Meanings, concept_of
from .word_forms import BODY, best_of, split_words

ExpandAll = Callable[[Sequence[Node]], tuple[Node, ...]]
"""Returns the expansions of nodes, each by itself."""


def expand_list(
    nodes: Iterable[Node],
    expand_all: ExpandAll,
    meanings: Meanings,
    names: Names | None,
    reader: Reader,
) -> Iterator[tree.Concept]:
    """Yield the concepts of ``nodes``, one for all words of a name or term.

    A passage scores by the entity or by the words, whichever is better: if both
    were added, names would outweigh the rest of a question (RR@10 on thquad-tr
    0.902 → 0.897).
    """
    for is_word, run in groupby(nodes, key=lambda node: isinstance(node, tree.Word)):
        if is_word:
            words = [node for node in run if isinstance(node, tree.Word)]
            yield from _expand_run(words, expand_all, meanings, names, reader)
        else:
            yield from _expand_each(list(run), expand_all)


def _expand_run(
    nodes: Sequence[tree.Word],
    expand_all: ExpandAll,
    meanings: Meanings,
    names: Names | None,
    reader: Reader,
) -> Iterator[tree.Concept]:
    """Yield the concepts of neighbouring words."""
    words = [node.text for node in nodes]

    def find(words: Sequence[str]) -> list[Concept]:
        return find_concepts(words, meanings.lexicon, names, reader)

    end = 0
    for concept in find(words):
        rivals = [concept, *filter(None, [concept.rival])]
        first = min(one.first for one in rivals)
        last = max(one.last for one in rivals)
        run = _Run(
            words[first:last],
            [expand_all([node]) for node in nodes[first:last]],
            len(nodes),
            meanings.members,
            find,
        )
        readings = [*filter(None, (run.expand(one.moved(-first)) for one in rivals))]
        if not readings:
            continue
        yield from expand_pairs(nodes[end:first], expand_all, BODY, reader)
        if len(readings) == 1:
            yield from readings[0]
        else:
            yield _choose(" ".join(run.words), readings)
        end = last
    yield from expand_pairs(nodes[end:], expand_all, BODY, reader)


def _choose(text: str, readings: Sequence[Sequence[tree.Concept]]) -> tree.Concept:
    """Return one concept for several readings of the same words."""
    wholes = [
        tree.Boolean(must=tuple(one.whole for one in reading))
        for reading in readings
        if all(one.whole != tree.Nothing() for one in reading)
    ]
    ways = [tree.Boolean(should=tuple(one.any for one in reading)) for reading in readings]
    return tree.Concept(text, best_of(wholes), best_of(ways))


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words and the expansions of each, of a query of ``count`` words."""

    words: Sequence[str]
    parts: Sequence[tuple[Node, ...]]
    count: int
    members: Members
    find_concepts: Callable[[Sequence[str]], list[Concept]]

    def expand(self, concept: Concept) -> list[tree.Concept]:
        """Return the concepts of all words; none if ``concept`` is never found whole."""
        whole = self._expand_concept(concept)
        if whole is None:
            return []
        return [
            *self._expand_words(0, concept.first),
            whole,
            *self._expand_words(concept.last, len(self.words)),
        ]

    def _expand_words(self, first: int, last: int) -> list[tree.Concept]:
        """Return a concept for each word that can be searched."""
        return [
            concept_of(self.words[at], part)
            for at in range(first, last)
            for part in self.parts[at]
        ]

    def _expand_concept(self, concept: Concept) -> tree.Concept | None:
        """Return a concept, found as a whole or by its words for less; None if never whole.

        All words of a term in a passage hold it, wherever they stand (*the pipeline
        carries oil*), but not what each of them may be translated by; those of a name may
        be of other names.
        """
        words = self.words[concept.first : concept.last]
        split = [part for word in words for part in split_words(word)]
        text = " ".join(words)
        found = self.members.find_whole(concept, split, text)
        if not found:
            return None
        own = self._expand_parts(concept)
        if concept.is_name:
            own = [one for one in own if not is_particle(one.text)] or own
        if not own:
            return tree.Concept(text, best_of(found))
        loose = [one.any for one in own]
        factor = part_weight(
            self.count - concept.length,
            whole=max(map(most_weight, found)),
            parts=sum(map(most_weight, loose)),
        )
        if not concept.is_name and len(own) > 1:
            each = scale_each((_as_written(one.whole) for one in own), factor)
            if tree.Nothing() not in each:
                found = [*found, tree.Boolean(must=each)]
        parts = tree.Boolean(should=scale_each(loose, factor))
        return tree.Concept(text, best_of(found), parts)

    def _expand_parts(self, concept: Concept) -> list[tree.Concept]:
        """Return the concepts of the words of one, which may hold a shorter one."""
        first, last = concept.first, concept.last
        inner = self._find_inner(first, last) if concept.length > 2 else None
        whole = self._expand_concept(inner) if inner is not None else None
        if inner is None or whole is None:
            return self._expand_words(first, last)
        before = self._expand_words(first, inner.first)
        return [*before, whole, *self._expand_words(inner.last, last)]

    def _find_inner(self, first: int, last: int) -> Concept | None:
        """Return the longest shorter concept in a longer one, of equal ones the last."""
        found = [
            one.moved(start)
            for start, end in ((first, last - 1), (first + 1, last))
            for one in self.find_concepts(self.words[start:end])
        ]
        return max(found, key=lambda one: (one.length, one.first), default=None)


def _as_written(node: Node) -> Node:
    """Return what of a node finds a word by its own forms."""
    children = node.children if isinstance(node, tree.Best) else (node,)
    return best_of(
        one
        for one in children
        if not isinstance(one, tree.Term | tree.Sequence)
        or one.kind in ("exact", "stem", "phrase")
    )


def require(concept: tree.Concept) -> Node:
    """Return what finds a concept that is required: as a whole, or by all its words."""
    found = (concept.whole, _all_words(concept.loose))
    return best_of(one for one in found if one != tree.Nothing())


def _all_words(node: Node) -> Node:
    match node:
        case tree.Boolean(must=(), must_not=()):
            return tree.Boolean(must=node.should)
        case tree.Best():
            return best_of(map(_all_words, node.children))
    return node


def expand_pairs(
    nodes: Sequence[Node], expand_all: ExpandAll, fields: tuple[str, ...], reader: Reader
) -> Iterator[tree.Concept]:
    """Yield the concepts of ``nodes``; ``S 400`` finds ``S-400`` as well."""
    at = 0
    while at < len(nodes):
        pair = nodes[at : at + 2]
        joined = _find_pair(pair, fields, reader)
        if joined:
            own = expand_all(pair)
            both = [tree.Boolean(should=own), *joined] if own else joined
            yield concept_of(" ".join(map(text_of, pair)), best_of(both))
            at += 2
        else:
            yield from _expand_each(pair[:1], expand_all)
            at += 1


def _expand_each(nodes: Sequence[Node], expand_all: ExpandAll) -> Iterator[tree.Concept]:
    """Yield a concept for each of ``nodes`` that can be searched."""
    for node in nodes:
        for expanded in expand_all([node]):
            if isinstance(node, tree.Word):
                yield concept_of(node.text, expanded)
            else:
                yield tree.Concept(text_of(node), expanded)


def _find_pair(
    nodes: Sequence[Node], fields: tuple[str, ...], reader: Reader
) -> list[Node]:
    """Return nodes that find a designation typed as two words."""
    words = [node.text for node in nodes if isinstance(node, tree.Word)]
    joined = join_pair(*words) if len(words) == 2 else None
    typed = " ".join(words)
    return find_joined(joined, typed, fields, reader) if joined else []
