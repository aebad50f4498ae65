"""Neighbouring words of a query: those of a concept together, the others by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from ..engines.base import Reader
from ..engines.ranking import part_weight
from ..query import tree
from ..query.tree import Node
from ..query.weights import most_weight, scale_each
from .compounds import find_joined, join_pair
from .concept_members import Members
from .concepts import Concept, find_concepts
from .entity_names import Names
from .word_finder import Meanings
from .word_forms import BODY, best_of, split_words

ExpandAll = Callable[[Sequence[Node]], tuple[Node, ...]]
"""Returns the expansions of nodes, each by itself."""


def expand_list(
    nodes: Iterable[Node],
    expand_all: ExpandAll,
    meanings: Meanings,
    names: Names | None,
    reader: Reader,
) -> Iterator[Node]:
    """Yield the expansions of ``nodes``, one for all words of a concept.

    A passage scores by the entity or by the words, whichever is better: if both
    were added, names would outweigh the rest of a question (RR@10 on thquad-tr
    0.902 → 0.897).
    """
    for is_word, run in groupby(nodes, key=lambda node: isinstance(node, tree.Word)):
        if is_word:
            words = [node for node in run if isinstance(node, tree.Word)]
            yield from _expand_run(words, expand_all, meanings, names, reader)
        else:
            yield from expand_all(tuple(run))


def _expand_run(
    nodes: Sequence[tree.Word],
    expand_all: ExpandAll,
    meanings: Meanings,
    names: Names | None,
    reader: Reader,
) -> Iterator[Node]:
    """Yield the expansions of neighbouring words, one for all words of a concept."""
    words = [node.text for node in nodes]

    def find(words: Sequence[str]) -> list[Concept]:
        return find_concepts(words, meanings.lexicon, names, reader)

    end = 0
    for concept in find(words):
        rivals = [concept, *filter(None, [concept.rival])]
        first = min(one.first for one in rivals)
        yield from expand_pairs(nodes[end:first], expand_all, BODY, reader)
        end = max(one.last for one in rivals)
        run = _Run(
            words[first:end],
            [expand_all([node]) for node in nodes[first:end]],
            len(nodes),
            meanings.members,
            find,
        )
        readings = [[*run.expand(one.moved(-first))] for one in rivals]
        if len(readings) == 1:
            yield from readings[0]
        else:
            yield best_of(tree.Boolean(should=tuple(one)) for one in readings)
    yield from expand_pairs(nodes[end:], expand_all, BODY, reader)


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words and the expansions of each, of a query of ``count`` words."""

    words: Sequence[str]
    parts: Sequence[tuple[Node, ...]]
    count: int
    members: Members
    find_concepts: Callable[[Sequence[str]], list[Concept]]

    def expand(self, concept: Concept) -> Iterator[Node]:
        """Yield the expansions of the words, one for those of a concept."""
        first, last = concept.first, concept.last
        yield from chain.from_iterable(self.parts[:first])
        yield self._expand_concept(concept)
        yield from chain.from_iterable(self.parts[last:])

    def _expand_concept(self, concept: Concept) -> Node:
        """Return what finds a concept as a whole, or its parts for less."""
        words = self.words[concept.first : concept.last]
        split = [part for word in words for part in split_words(word)]
        whole = self.members.find_whole(concept, split, " ".join(words))
        own = tuple(self._expand_parts(concept))
        if whole:
            factor = part_weight(
                self.count - concept.length,
                whole=max(map(most_weight, whole)),
                parts=sum(map(most_weight, own)),
            )
            own = scale_each(own, factor)
        return best_of([*whole, *((tree.Boolean(should=own),) if own else ())])

    def _expand_parts(self, concept: Concept) -> Iterator[Node]:
        """Yield the expansions of the words of a concept, which may hold a shorter one."""
        first, last = concept.first, concept.last
        inner = self._find_inner(first, last) if concept.length > 2 else None
        if inner is None:
            yield from chain.from_iterable(self.parts[first:last])
        else:
            yield from chain.from_iterable(self.parts[first : inner.first])
            yield self._expand_concept(inner)
            yield from chain.from_iterable(self.parts[inner.last : last])

    def _find_inner(self, first: int, last: int) -> Concept | None:
        """Return the longest shorter concept in a longer one, of equal ones the last."""
        found = [
            one.moved(start)
            for start, end in ((first, last - 1), (first + 1, last))
            for one in self.find_concepts(self.words[start:end])
        ]
        return max(found, key=lambda one: (one.length, one.first), default=None)


def expand_pairs(
    nodes: Sequence[Node], expand_all: ExpandAll, fields: tuple[str, ...], reader: Reader
) -> Iterator[Node]:
    """Yield the expansions of ``nodes``; ``S 400`` finds ``S-400`` as well."""
    at = 0
    while at < len(nodes):
        pair = nodes[at : at + 2]
        joined = _find_pair(pair, fields, reader)
        if joined:
            own = expand_all(pair)
            yield best_of([tree.Boolean(should=own), *joined] if own else joined)
            at += 2
        else:
            yield from expand_all(pair[:1])
            at += 1


def _find_pair(
    nodes: Sequence[Node], fields: tuple[str, ...], reader: Reader
) -> list[Node]:
    """Return nodes that find a designation typed as two words."""
    words = [node.text for node in nodes if isinstance(node, tree.Word)]
    joined = join_pair(*words) if len(words) == 2 else None
    typed = " ".join(words)
    return find_joined(joined, typed, fields, reader) if joined else []
