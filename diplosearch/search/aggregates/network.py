"""Networks: which entities are named together in the passages that answer a query."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

from ...engines.deadline import OutOfTimeError
from ...entities.gazetteer.ids import kind_of
from ...errors import UsageError
from ...export.interchange.networks import write_network
from ...model import ENTITY_TYPES, EntityType
from ...query import tree
from ...schema import ENTITY
from ..options import SearchOptions
from ..searcher import NO_ANSWER, Searcher
from .facets import count_entities

MOST_NODES = 500
"""Entities of a network at most: for each, all entities beside it are counted."""

_NO_NODES = ("date", "money", "title")
"""Kinds of entities that are no nodes unless their types are asked for."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of a network; ``passages`` is the number of passages that name it."""

    id: str
    name: str
    type: EntityType
    passages: int


@dataclass(frozen=True, slots=True)
class Edge:
    """Two entities of a network, by their ids, and how many passages name both."""

    source: str
    target: str
    passages: int


@dataclass(frozen=True, slots=True, repr=False)
class Network(Sequence[Edge]):
    """Who and what is named together in the passages that answer ``query``.

    ``nodes`` are the entities that most passages name, those first. A network is the
    sequence of its ``edges``, one for each two nodes that share passages, the strongest
    first. A slice is a ``Network`` of fewer edges.
    """

    query: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.edges)

    def __iter__(self) -> Iterator[Edge]:
        return iter(self.edges)

    @overload
    def __getitem__(self, index: int) -> Edge: ...

    @overload
    def __getitem__(self, index: slice) -> Network: ...

    def __getitem__(self, index: int | slice) -> Edge | Network:
        if isinstance(index, slice):
            return replace(self, edges=self.edges[index])
        return self.edges[index]

    def __repr__(self) -> str:
        return (
            f"<Network {self.query!r}, {len(self.nodes)} entities, {len(self.edges)} edges>"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the network as values that JSON can carry."""
        return {
            "query": self.query,
            "nodes": [
                {"id": one.id, "name": one.name, "type": one.type, "passages": one.passages}
                for one in self.nodes
            ],
            "edges": [
                {"source": one.source, "target": one.target, "passages": one.passages}
                for one in self.edges
            ],
            "warnings": list(self.warnings),
        }

    def to_graphml(self) -> str:
        """Return the network as GraphML; an edge's weight counts the shared passages."""
        return write_network(self, "graphml")

    def to_gexf(self) -> str:
        """Return the network as GEXF 1.3; an edge's weight counts the shared passages."""
        return write_network(self, "gexf")


def make_network(
    searcher: Searcher,
    query: str,
    options: SearchOptions,
    *,
    types: Collection[EntityType] | None,
    limit: int,
) -> Network:
    """Return the network of the ``limit`` entities that most matching passages name.

    ``types`` are those of its entities, None for all but dates, money and offices. That of
    a query that is more than the engine can do is empty, with a warning.

    Raises :class:`UsageError` for an unknown type, and a ``limit`` out of its bounds.
    """
    if type(limit) is not int or not 2 <= limit <= MOST_NODES:
        raise UsageError(f"limit={limit!r}: give a whole number from 2 to {MOST_NODES}")
    is_list = types is None or (
        isinstance(types, Collection) and not isinstance(types, str)
    )
    unknown = (
        [one for one in types or () if one not in ENTITY_TYPES] if is_list else [types]
    )
    if unknown:
        shown = unknown[0]
        raise UsageError(f"types={shown!r}: give a list of {', '.join(ENTITY_TYPES)}")
    node, warnings = searcher.select(query, options)
    try:
        nodes = _choose_nodes(searcher, node, types, limit)
        edges = _find_edges(searcher, node, nodes)
    except OutOfTimeError:
        return Network(query, (), (), (*warnings, NO_ANSWER))
    return Network(query, nodes, edges, tuple(warnings))


def _choose_nodes(
    searcher: Searcher, node: tree.Node, types: Collection[EntityType] | None, limit: int
) -> tuple[Node, ...]:
    counts = count_entities(searcher, node)
    nodes: list[Node] = []
    for id in sorted(counts, key=lambda id: (-counts[id], id)):
        if len(nodes) == limit:
            break
        if not counts[id] or (types is None and kind_of(id) in _NO_NODES):
            continue
        record = searcher.entities.get(id)
        if record is not None and (types is None or record.type in types):
            nodes.append(Node(id, record.name, record.type, counts[id]))
    return tuple(nodes)


def _find_edges(
    searcher: Searcher, node: tree.Node, nodes: Sequence[Node]
) -> tuple[Edge, ...]:
    """Return an edge for each two nodes that share passages which match."""
    behind = {one.id for one in nodes}
    edges: list[Edge] = []
    for one in nodes:
        behind.discard(one.id)
        named = tree.Keyword(ENTITY, searcher.entities.members(one.id))
        beside = count_entities(searcher, tree.Boolean(must=(node, named)))
        edges += (Edge(one.id, other, beside[other]) for other in behind if beside[other])
    return tuple(sorted(edges, key=lambda edge: (-edge.passages, edge.source, edge.target)))
