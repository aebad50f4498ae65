"""The golden queries on which engines are compared: each kind has as many."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from paths import GOLDEN

from diplosearch import Index
from diplosearch.query.parser import parse

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
