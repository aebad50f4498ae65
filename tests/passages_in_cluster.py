"""Passages in an index of a cluster, for tests of what reads them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from diplosearch.engines.base import Entry
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.bulk import Bulk
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.engines.opensearch.indices import create_passages, delete_indices
from diplosearch.engines.opensearch.reader import OpenSearchReader
from diplosearch.engines.opensearch.state import State
from diplosearch.engines.opensearch.writer import OpenSearchWriter
from diplosearch.query.tree import Term
from diplosearch.schema import DATE, ENTITY, EXACT, LANGUAGE, SOUND, SOURCE, STEM

WORDS = 60


@contextmanager
def passages(url: str, entries: Iterable[Entry]) -> Iterator[OpenSearchReader]:
    """Give a reader of an index of ``entries``, two shards of them."""
    name = f"test-{uuid.uuid4().hex}"
    cluster = Cluster(read_address(f"{url}/{name}?shards=2"))
    create_passages(cluster, name)
    bulk = Bulk(cluster)
    writer = OpenSearchWriter(cluster, name, State(), bulk)
    for entry in entries:
        writer.add(entry)
    writer.commit()
    bulk.close()
    assert bulk.failed == {}
    found = OpenSearchReader(cluster, name, writer.state)
    try:
        yield found
    finally:
        found.close()
        delete_indices(cluster, [name])
        cluster.close()


def make_entries() -> list[Entry]:
    """Return entries enough to be spread over shards, with lengths that fit."""
    chance = random.Random(7)
    entries = []
    for number in range(1, 301):
        count = chance.randint(3, 30)
        words = tuple(f"w{int(chance.random() ** 2 * WORDS)}" for _ in range(count))
        terms = {
            EXACT: words,
            STEM: tuple(f"s{word[1:-1]}" for word in words),
            SOUND: (f"s{number % 7} x", ""),
            ENTITY: tuple(f"person:{word}" for word in words[:2]),
        }
        keywords = {
            LANGUAGE: ("tr" if number % 3 else "en",),
            SOURCE: (f"source {number % 5}",),
            DATE: (f"2025-{number % 12 + 1:02}-01",),
        }
        row = (number + 1) // 2
        entries.append(Entry(row << 20 | number % 2, row, count, terms, keywords))
    return entries


def term(text: str, weight: float = 1.0, field: str = EXACT) -> Term:
    """Return the term ``text``."""
    return Term(field, text, weight, text, "exact")
