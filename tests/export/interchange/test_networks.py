"""Networks of entities, read back by networkx."""

from __future__ import annotations

import io

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.export.interchange.networks import write_network
from diplosearch.search.aggregates.network import Edge, Network, Node

NETWORK = Network(
    "Gazze <ateşkes> & \x07",
    (
        Node("person:hakan-fidan", "Hakan Fidan", "PERSON", 5),
        Node("country:TR", "Türkiye", "GPE", 4),
        Node("org:a&b", 'A&B "Ltd" <x>', "ORG", 1),
    ),
    (Edge("person:hakan-fidan", "country:TR", 3), Edge("country:TR", "org:a&b", 1)),
)


def read(text: str, format: str) -> networkx.Graph:
    """Return the graph of a text."""
    stream = io.BytesIO(text.encode())
    if format == "graphml":
        return networkx.read_graphml(stream)
    return networkx.read_gexf(stream, version="1.3")


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_a_network_is_read_back(format: str) -> None:
    """Another program finds the nodes with names, types and counts, and weighted edges."""
    graph = read(write_network(NETWORK, format), format)  # type: ignore[arg-type]
    assert not graph.is_directed()
    assert {
        (id, values["label"], values["type"], values["passages"])
        for id, values in graph.nodes(data=True)
    } == {(one.id, one.name, one.type, one.passages) for one in NETWORK.nodes}
    assert {
        (frozenset((left, right)), weight)
        for left, right, weight in graph.edges(data="weight")
    } == {(frozenset((one.source, one.target)), one.passages) for one in NETWORK.edges}


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_an_empty_network(format: str) -> None:
    """A network without nodes is a sound file."""
    graph = read(write_network(Network("", (), ()), format), format)  # type: ignore[arg-type]
    assert len(graph) == 0


@given(st.text(), st.text())
def test_no_name_breaks_the_format(name: str, query: str) -> None:
    """Whatever names and queries hold, the file is XML that others read."""
    nodes = (Node("org:x", name, "ORG", 1), Node("org:y", name, "ORG", 1))
    network = Network(query, nodes, (Edge("org:x", "org:y", 1),))
    assert len(read(network.to_graphml(), "graphml")) == 2
    assert len(read(network.to_gexf(), "gexf")) == 2


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff"])
def test_noncharacters_are_no_xml(sign: str) -> None:
    """What XML has no place for, though it is text to Python, is made visible."""
    network = Network(sign, (Node("org:x", f"a{sign}b", "ORG", 1),), ())
    for format in ("graphml", "gexf"):
        graph = read(write_network(network, format), format)
        assert graph.nodes["org:x"]["label"] == "a\u2426b"
