"""Who is named with whom, on each engine."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from diplosearch import Index
from diplosearch.errors import UsageError

TEXTS = {
    "a": "Hakan Fidan met Sergey Lavrov in Ankara. The talks were long.",
    "b": "Sergey Lavrov and Hakan Fidan spoke about Syria and the grain deal.",
    "c": "Hakan Fidan, Suriye ve Irak için Ankara'da konuştu.",
    "d": "NATO said nothing about Syria on 3 March 2025.",
}


def counted(index: Index, query: str) -> tuple[Counter[str], Counter[frozenset[str]]]:
    """Return how many passages that match name each entity, and each two of them."""
    singles: Counter[str] = Counter()
    pairs: Counter[frozenset[str]] = Counter()
    if query:
        passages = [hit.passage for hit in index.search(query, limit=None)]
    else:
        passages = [one for document in index.documents() for one in document.passages]
    for passage in passages:
        ids = {one.id for one in passage.entities if one.type not in ("DATE", "TITLE")}
        singles.update(ids)
        pairs.update(map(frozenset, combinations(ids, 2)))
    return singles, pairs


@pytest.mark.parametrize("query", ["", "Suriye", "Fidan", "nothing-of-that"])
def test_counts_are_those_of_the_passages(index: Index, query: str) -> None:
    """Nodes and edges count what a reader of the matching passages would."""
    singles, pairs = counted(index, query)
    network = index.network(query)
    assert {node.id: node.passages for node in network.nodes} == dict(singles)
    assert {
        frozenset((one.source, one.target)): one.passages for one in network.edges
    } == dict(pairs)


def test_the_most_named_come_first(index: Index) -> None:
    """Nodes and edges are sorted by their passages, and ``limit`` keeps the first."""
    network = index.network()
    counts = [node.passages for node in network.nodes]
    assert counts == sorted(counts, reverse=True)
    assert network[0].passages == max(edge.passages for edge in network)
    small = index.network(limit=2)
    assert small.nodes == network.nodes[:2]
    assert {id for edge in small for id in (edge.source, edge.target)} <= {
        node.id for node in small.nodes
    }


def test_types_and_filters(index: Index) -> None:
    """Only the types that are asked for are nodes, and filters restrict the passages."""
    people = index.network(types=["PERSON"])
    assert {node.id for node in people.nodes} == {
        "person:hakan-fidan",
        "person:sergey-lavrov",
    }
    assert [(edge.source, edge.target, edge.passages) for edge in people] == [
        ("person:hakan-fidan", "person:sergey-lavrov", 2)
    ]
    assert {node.type for node in index.network(types=["DATE"]).nodes} == {"DATE"}
    turkish = index.network(language="tr")
    assert {node.id for node in turkish.nodes} == {
        one.id for one in index.get("c").entities if one.type != "TITLE"
    }


def test_a_slice_is_a_network(index: Index) -> None:
    """A slice has the same nodes and fewer edges."""
    network = index.network()
    assert network[:2].edges == network.edges[:2]
    assert network[:2].nodes == network.nodes
    assert "entities" in repr(network)
    assert network.to_dict()["edges"][0]["passages"] == network[0].passages


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"limit": 1}, "from 2 to 500"),
        ({"limit": 501}, "from 2 to 500"),
        ({"limit": None}, "from 2 to 500"),
        ({"types": "PERSON"}, "types='PERSON'"),
        ({"types": ["HUMAN"]}, "types='HUMAN'"),
        ({"query": None}, "query is NoneType"),
        ({"since": "blah"}, "since='blah'"),
    ],
)
def test_what_cannot_be(index: Index, options: dict[str, object], told: str) -> None:
    """An option that cannot be is named, with what can."""
    with pytest.raises(UsageError, match=told):
        index.network(**options)  # type: ignore[arg-type]
