"""The golden queries on which engines are compared: each kind has as many."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from paths import GOLDEN

import diplosearch
from diplosearch import Index, Results
from diplosearch.backends.cluster.generations import remove_all
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.query.parser import parse

FACETS = ("source", "language", "year", "person", "country", "place")

LINES = [
    json.loads(line)
    for line in (GOLDEN / "parity.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_kinds_are_alike_in_number() -> None:
    """Two hundred different queries, twenty of each of ten kinds."""
    assert Counter(line["kind"] for line in LINES).most_common()[-1][1] == 20
    assert len({line["query"] for line in LINES}) == 200


@pytest.mark.parametrize("line", LINES[::20], ids=lambda line: line["kind"])
def test_queries_are_answered(seeds_index: Index, line: dict[str, object]) -> None:
    """A query of each kind is read without a warning and answered without an error."""
    query, options = line["query"], line["options"]
    assert isinstance(query, str)
    assert isinstance(options, dict)
    assert not parse(query).warnings
    seeds_index.search(query, **options)


def summarize(results: Results) -> dict[str, object]:
    """Return what is the same on every engine, whatever the order among equals."""
    return {
        "total": results.total,
        "facets": {
            name: sorted((one.id, one.count) for one in found)
            for name, found in results.facets.items()
        },
        "hits": {
            (hit.document.id, hit.passage.ordinal): [
                (one.start, one.end) for one in (*hit.matches, *hit.title_matches)
            ]
            for hit in results
        },
    }


@pytest.mark.cluster
def test_answers_in_a_cluster(cluster_url: str, seeds: Path) -> None:
    """All 200 queries have the same counts, facets, passages and marks in a cluster, of
    one node or of three, as in memory.
    """
    location = f"{cluster_url}/test-parity"
    with (
        diplosearch.rebuild(seeds, jobs=1) as memory,
        diplosearch.rebuild(seeds, location, jobs=1) as cluster,
    ):
        for line in LINES:
            options = {**line["options"], "limit": None, "facets": list(FACETS)}
            found, expected = (
                summarize(index.search(line["query"], **options))
                for index in (cluster, memory)
            )
            assert found == expected, line["query"]
    found_cluster = Cluster(read_address(location))
    remove_all(found_cluster)
    found_cluster.close()
