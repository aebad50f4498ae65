"""Neighbouring words of a query: those of a concept together, the others by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ..engines.base import Reader
from ..engines.ranking import part_weight
from ..query import tree
from ..query.tree import Node
from ..query.weights import most_weight, scale_each
from .compounds import find_joined, join_pair
from .concepts import find_concepts
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
        run = words[concept.first : concept.last]
        parts = [part for word in run for part in split_words(word)]
        whole = meanings.members.find_whole(concept, parts, " ".join(run))
        if not whole:
            continue
        yield from expand_pairs(nodes[end : concept.first], expand_all, BODY, reader)
        own = expand_all(nodes[concept.first : concept.last])
        factor = part_weight(
            len(nodes) - concept.length,
            whole=max(map(most_weight, whole)),
            parts=sum(map(most_weight, own)),
        )
        yield _add_parts(
            tree.Concept(" ".join(run), best_of(whole)),
            scale_each(own, factor),
            is_name=bool(concept.entities),
        )
        end = concept.last
    yield from expand_pairs(nodes[end:], expand_all, BODY, reader)


def _add_parts(
    concept: tree.Concept, parts: tuple[Node, ...], *, is_name: bool
) -> tree.Concept:
    """Return a concept that is found by its words as well, which count less.

    All words of a term in a passage hold it, wherever they stand (*the pipeline carries
    oil*); those of a name may be of other names.
    """
    if not parts:
        return concept
    whole = concept.whole
    if not is_name and len(parts) > 1:
        words = [concept_of("", part).whole for part in parts]
        if tree.Nothing() not in words:
            whole = best_of([whole, tree.Boolean(must=tuple(words))])
    return replace(concept, whole=whole, loose=tree.Boolean(should=parts))


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
