"""Neighbouring words of a query: those of a concept together, the others by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby

from ..engines.base import Reader
from ..engines.ranking import part_weight
from ..query import tree
from ..query.tree import Node
from ..query.weights import most_weight, scale_each
from .compounds import find_joined, join_pair
from .concepts import Concept, find_concepts
from .entity_names import Names
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
    end = 0
    for concept in find_concepts(words, meanings.lexicon, names, reader):
        rivals = [concept, *filter(None, [concept.rival])]
        first = min(one.first for one in rivals)
        last = max(one.last for one in rivals)
        parts = [expand_all([node]) for node in nodes[first:last]]
        readings: list[list[tree.Concept]] = []
        for one in rivals:
            whole = _expand_concept(
                one,
                words[one.first : one.last],
                tuple(chain.from_iterable(parts[one.first - first : one.last - first])),
                len(nodes) - one.length,
                meanings,
            )
            if whole is not None:
                others = [*range(first, one.first), *range(one.last, last)]
                single = {
                    at: [concept_of(words[at], part) for part in parts[at - first]]
                    for at in others
                }
                single[one.first] = [whole]
                readings.append([one for at in sorted(single) for one in single[at]])
        if not readings:
            continue
        yield from expand_pairs(nodes[end:first], expand_all, BODY, reader)
        if len(readings) == 1:
            yield from readings[0]
        else:
            yield _choose(" ".join(words[first:last]), readings)
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


def _expand_concept(
    concept: Concept,
    words: Sequence[str],
    own: tuple[Node, ...],
    others: int,
    meanings: Meanings,
) -> tree.Concept | None:
    """Return a concept, found as a whole or by its words for less; None if never whole.

    All words of a term in a passage hold it, wherever they stand (*the pipeline carries
    oil*); those of a name may be of other names.

    Args:
        concept: several words that mean one thing.
        words: these words as typed.
        own: what finds each of them.
        others: the number of the other words of the query.
        meanings: what words mean.
    """
    split = [part for word in words for part in split_words(word)]
    text = " ".join(words)
    found = meanings.members.find_whole(concept, split, text)
    if not found:
        return None
    if not own:
        return tree.Concept(text, best_of(found))
    factor = part_weight(
        others, whole=max(map(most_weight, found)), parts=sum(map(most_weight, own))
    )
    parts = scale_each(own, factor)
    if not concept.entities and len(parts) > 1:
        each = tuple(concept_of("", part).whole for part in parts)
        if tree.Nothing() not in each:
            found = [*found, tree.Boolean(must=each)]
    return tree.Concept(text, best_of(found), tree.Boolean(should=parts))


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
