"""The weights of a tree's terms: the greatest one, and all multiplied by a factor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from . import tree
from .traversal import leaves


def most_weight(node: tree.Node) -> float:
    """Return the weight of the heaviest term of ``node``; 0 if it has none."""
    return max((one.weight for one in leaves(node)), default=0.0)


def scale(node: tree.Node, factor: float) -> tree.Node:
    """Return ``node`` with all its weights multiplied by ``factor``."""
    match node:
        case tree.Term() | tree.Sequence():
            return replace(node, weight=node.weight * factor)
        case tree.Best():
            return tree.Best(scale_each(node.children, factor))
        case tree.Favoured():
            return replace(node, child=scale(node.child, factor))
        case tree.Boolean():
            return replace(
                node,
                must=scale_each(node.must, factor),
                should=scale_each(node.should, factor),
            )
    return node


def scale_each(nodes: Iterable[tree.Node], factor: float) -> tuple[tree.Node, ...]:
    """Return ``nodes`` with all their weights multiplied by ``factor``."""
    return tuple(scale(node, factor) for node in nodes)
