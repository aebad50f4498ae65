"""What the expansion of a query looks up in a remote index was read before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from paths import GOLDEN, SEEDS
from strategies import queries

import diplosearch
from diplosearch.engines.base import Order, Ranking, Reader
from diplosearch.engines.remote_reader import FieldTerm, RemoteReader
from diplosearch.expansion.entity_names import Names
from diplosearch.expansion.expand import Expansion
from diplosearch.lexicon.lexicon import Lexicon, default_lexicon
from diplosearch.query.parser import parse
from diplosearch.query.tree import Node


class Remote:
    """A remote reader of what another one reads; notes what was not read ahead."""

    def __init__(self, reader: Reader) -> None:
        """Read from ``reader``."""
        self._reader = reader
        self.passages = reader.passages
        self.average_length = reader.average_length
        self.pool = reader.pool
        self.requests: list[str] = []
        self.terms_read: set[FieldTerm] = set()
        self.lists_read: set[FieldTerm] = set()

    def search(
        self,
        node: Node,
        *,
        limit: int,
        order: Order = "score",
        deadline: float | None = None,
    ) -> Ranking:
        """Return what the other reader finds."""
        return self._reader.search(node, limit=limit, order=order, deadline=deadline)

    def count_by(self, node: Node, field: str) -> dict[str, int]:
        """Return what the other reader counts."""
        return self._reader.count_by(node, field)

    def count_documents(self, node: Node, field: str) -> dict[str, int]:
        """Count nothing: no query asks for it."""
        raise NotImplementedError

    def count_all(self, nodes: Sequence[Node]) -> list[int]:
        """Count nothing: no query asks for it."""
        raise NotImplementedError

    def count_each(self, node: Node, conditions: Mapping[str, Node]) -> dict[str, int]:
        """Count nothing: no query asks for it."""
        raise NotImplementedError

    def near_terms(self, field: str, term: str, edits: int) -> list[tuple[str, int]]:
        """Return all terms, and take their frequencies for read."""
        listed = list(self._reader.terms(field))
        self.terms_read |= {(field, text) for text, _ in listed}
        return listed

    def prefetch_terms(self, prefixes: Iterable[FieldTerm]) -> None:
        """Take lists for read, and the frequencies of their terms."""
        wanted = set(prefixes)
        if wanted:
            self.requests.append("lists")
        for field, prefix in wanted:
            listed = self._reader.terms(field, prefix)
            self.terms_read |= {(field, text) for text, _ in listed}
        self.lists_read |= wanted

    def prefetch_frequencies(self, terms: Iterable[FieldTerm]) -> None:
        """Take frequencies for read."""
        wanted = set(terms)
        if wanted:
            self.requests.append("frequencies")
        self.terms_read |= wanted

    def frequency(self, field: str, term: str) -> int:
        """Return a frequency; it has to be read."""
        if (field, term) not in self.terms_read:
            self.requests.append(f"{field}:{term}")
        return self._reader.frequency(field, term)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield terms; their list has to be read, unless it is the whole field."""
        if prefix and (field, prefix) not in self.lists_read:
            self.requests.append(f"{field}:{prefix}*")
        return self._reader.terms(field, prefix)

    def close(self) -> None:
        """Do nothing."""


@pytest.fixture(scope="module")
def state() -> Iterator[tuple[Reader, Names]]:
    """A reader of the sample corpus, and its names."""
    with diplosearch.rebuild(SEEDS) as index, index._use() as searcher:
        yield searcher.reader, searcher.names


def golden() -> list[str]:
    """Return the golden queries."""
    lines = [
        line
        for name in ("searches.jsonl", "translations.jsonl")
        for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line)["query"] for line in lines]


def check(query: str, reader: Reader, lexicon: Lexicon | None, names: Names | None) -> None:
    """Assert that a query takes two requests at most, and becomes the same tree."""
    remote = Remote(reader)
    node = parse(query).tree
    expected = Expansion(reader, lexicon, names).expand(node)
    assert Expansion(remote, lexicon, names).expand(node) == expected
    assert remote.requests in ([], ["lists"], ["frequencies"], ["lists", "frequencies"])


@pytest.mark.parametrize(
    "query",
    [
        *golden(),
        '"foreign minister" AND title:("dışişleri bakanı" visit*)',
        "person:(Xi OR Bayramov*) org:nato~ country:nowhere",
        "+için +barış -title:ve (Kuşak ve Yol) NOT (Azerbaijan OR agreemnt~)",
        "Kazakh-Chin* +e-posta Birleşmiş Milletler Güvenlik Konseyi",
    ],
)
def test_golden_queries_are_read_ahead(state: tuple[Reader, Names], query: str) -> None:
    """Each takes a request for lists and one for frequencies, translated or not."""
    reader, names = state
    check(query, reader, default_lexicon(), names)
    check(query, reader, None, names)
    check(query, reader, default_lexicon(), None)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries)
@example(query="person:title:(org:(a b))")
def test_any_query_is_read_ahead(state: tuple[Reader, Names], query: str) -> None:
    """Whatever was typed, what is looked up was read before."""
    check(query, state[0], default_lexicon(), state[1])


def test_local_reader_is_looked_up_at_once(state: tuple[Reader, Names]) -> None:
    """Only a remote reader can read ahead."""
    assert isinstance(Remote(state[0]), RemoteReader)
    assert not isinstance(state[0], RemoteReader)
