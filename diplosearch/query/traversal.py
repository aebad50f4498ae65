"""Ways through the tree of a query: its leaves, its concepts, and trees made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .tree import (
    Best,
    Boolean,
    Concept,
    ConceptList,
    Favoured,
    Keyword,
    Node,
    Sequence,
    Term,
)


def leaves(node: Node) -> Iterator[Term | Sequence]:
    """Yield the terms and sequences that ``node`` scores, from left to right.

    Those of ``must_not`` are left out.
    """
    match node:
        case Term() | Sequence():
            yield node
        case Best():
            for child in node.children:
                yield from leaves(child)
        case Favoured():
            yield from leaves(node.child)
        case Boolean():
            for child in (*node.must, *node.should):
                yield from leaves(child)
        case ConceptList():
            for concept in node.concepts:
                yield from leaves(concept.whole)
                if not node.is_strict:
                    yield from leaves(concept.loose)


def concept_lists(node: Node) -> Iterator[ConceptList]:
    """Yield the lists of concepts that a passage has to match, or may."""
    match node:
        case ConceptList():
            yield node
        case Favoured():
            yield from concept_lists(node.child)
        case Boolean():
            for child in (*node.must, *node.should):
                yield from concept_lists(child)


def require_all(node: Node, *, only_findable: bool = False) -> Node:
    """Return the tree of the passages of ``node`` that hold all its concepts.

    only_findable: those that no node finds as a whole are passed over.
    """

    def require(node: Node) -> Node:
        match node:
            case ConceptList():
                concepts = node.findable if only_findable else node.concepts
                return replace(node, concepts=concepts, is_strict=True)
            case Favoured():
                return replace(node, child=require(node.child))
            case Boolean():
                required = tuple(one for one in node.should if isinstance(one, ConceptList))
                return replace(
                    node,
                    must=tuple(map(require, (*node.must, *required))),
                    should=tuple(one for one in node.should if one not in required),
                )
        return node

    return require(node)


def map_rows(node: Node, first: int, behind: int) -> Node:
    """Return a tree for a part of an index, in which its rows count from 0.

    Filters by rows keep those from ``first`` to before ``behind``. A tree without such
    filters is returned as it is.
    """

    def each(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(map_rows(one, first, behind) for one in nodes)

    changed: Node = node
    match node:
        case Keyword(field="row"):
            rows = [int(value) for value in node.values]
            own = tuple(str(row - first) for row in rows if first <= row < behind)
            changed = Keyword(node.field, own)
        case Best():
            changed = Best(each(node.children))
        case Favoured():
            changed = replace(node, child=map_rows(node.child, first, behind))
        case Boolean():
            must, should, must_not = map(each, (node.must, node.should, node.must_not))
            changed = replace(node, must=must, should=should, must_not=must_not)
        case ConceptList():
            concepts = tuple(
                Concept(one.text, *each((one.whole, one.loose))) for one in node.concepts
            )
            changed = replace(node, concepts=concepts)
    return node if changed == node else changed
