"""A network of entities as GraphML and GEXF, for Gephi, Cytoscape, networkx and others.

GraphML 1.0 (http://graphml.graphdrawing.org) and GEXF 1.3 (https://gexf.net), undirected;
an edge's weight is the number of passages that name both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, Protocol
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ...highlighting.control_characters import one_line
from ...model import EntityType

NetworkFormat = Literal["graphml", "gexf"]


class NodeView(Protocol):
    """An entity with a count; see :class:`~diplosearch.search.aggregates.network.Node`."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def type(self) -> EntityType:
        """What it is."""
        ...

    @property
    def passages(self) -> int:
        """The number of passages that name it."""
        ...


class EdgeView(Protocol):
    """Two entities of a network that share passages."""

    @property
    def source(self) -> str:
        """The id of the one."""
        ...

    @property
    def target(self) -> str:
        """The id of the other."""
        ...

    @property
    def passages(self) -> int:
        """The number of passages that name both."""
        ...


class NetworkView(Protocol):
    """Who appears with whom; see :mod:`diplosearch.search.aggregates.network`."""

    @property
    def query(self) -> str:
        """The query that its passages answer."""
        ...

    @property
    def nodes(self) -> Sequence[NodeView]:
        """The entities."""
        ...

    @property
    def edges(self) -> Sequence[EdgeView]:
        """Each two that share passages."""
        ...


def write_network(network: NetworkView, format: NetworkFormat) -> str:
    """Return a network as XML in a format."""
    root = _WRITERS[format](network)
    ElementTree.indent(root)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return declaration + ElementTree.tostring(root, encoding="unicode") + "\n"


def _make_graphml(network: NetworkView) -> Element:
    root = Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for id, scope, name, type in (
        ("label", "node", "label", "string"),
        ("type", "node", "type", "string"),
        ("passages", "node", "passages", "int"),
        ("weight", "edge", "weight", "double"),
    ):
        attributes = {"id": id, "for": scope, "attr.name": name, "attr.type": type}
        SubElement(root, "key", attributes)
    graph = SubElement(root, "graph", edgedefault="undirected")
    for node in network.nodes:
        element = SubElement(graph, "node", id=one_line(node.id))
        _add_data(element, label=node.name, type=node.type, passages=node.passages)
    for edge in network.edges:
        element = SubElement(graph, "edge", _ends(edge))
        _add_data(element, weight=edge.passages)
    return root


def _add_data(element: Element, **values: str | int) -> None:
    for key, value in values.items():
        SubElement(element, "data", key=key).text = one_line(str(value))


def _make_gexf(network: NetworkView) -> Element:
    root = Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "diplosearch"
    SubElement(meta, "description").text = one_line(network.query)
    graph = SubElement(root, "graph", defaultedgetype="undirected", mode="static")
    attributes = SubElement(graph, "attributes", {"class": "node"})
    for id, type in (("type", "string"), ("passages", "integer")):
        SubElement(attributes, "attribute", id=id, title=id, type=type)
    nodes = SubElement(graph, "nodes")
    for node in network.nodes:
        element = SubElement(nodes, "node", id=one_line(node.id), label=one_line(node.name))
        values = SubElement(element, "attvalues")
        _add_values(values, (("type", node.type), ("passages", node.passages)))
    edges = SubElement(graph, "edges")
    for number, edge in enumerate(network.edges):
        weight = {"id": str(number), "weight": str(edge.passages)}
        SubElement(edges, "edge", {**weight, **_ends(edge)})
    return root


def _add_values(element: Element, values: Iterable[tuple[str, str | int]]) -> None:
    for name, value in values:
        SubElement(element, "attvalue", {"for": name, "value": str(value)})


def _ends(edge: EdgeView) -> dict[str, str]:
    return {"source": one_line(edge.source), "target": one_line(edge.target)}


_WRITERS: dict[NetworkFormat, Callable[[NetworkView], Element]] = {
    "graphml": _make_graphml,
    "gexf": _make_gexf,
}
