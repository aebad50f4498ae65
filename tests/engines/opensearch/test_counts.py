"""What a cluster counts and lists by itself, so that no list of all comes to a client."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from passages_in_cluster import make_entries, passages, term

from diplosearch.engines.base import Entry
from diplosearch.engines.memory import MemoryState
from diplosearch.engines.opensearch import vocabulary
from diplosearch.engines.opensearch.reader import OpenSearchReader
from diplosearch.engines.posting_reader import PostingReader
from diplosearch.expansion.dictionary import TermDictionary
from diplosearch.query.tree import Everything, Keyword, Node, Nothing
from diplosearch.schema import DATE, ENTITY, EXACT, STEM

pytestmark = pytest.mark.cluster

ENTRIES = [
    replace(one, keywords={**one.keywords, DATE: (f"2025-{one.row % 12 + 1:02}-01",)})
    for one in make_entries()
]
WORDS = [
    "bakan", "baskan", "bakim", "makan", "bakanlar", "kazan", "zaman", "ankara", "angara",
    "anakra", "istanbul", "istanbull", "stanbul", "\u00e7in", "go", "g20", "kanal",
    "banka", "bank",
]  # fmt: skip


@pytest.fixture(scope="module")
def filled(cluster_url: str) -> Iterator[OpenSearchReader]:
    """A reader of many passages, some of one document."""
    undated = [
        Entry(one.key + (1 << 40), one.row + (1 << 20), one.length, one.terms, {})
        for one in ENTRIES[:7]
    ]
    with passages(cluster_url, [*ENTRIES, *undated]) as found:
        yield found


@pytest.mark.parametrize(
    "node",
    [term("w3"), Everything(), Keyword(ENTITY, ("person:w1", "person:w2")), Nothing()],
)
def test_documents_are_counted_once(filled: OpenSearchReader, node: Node) -> None:
    """A document counts once, whatever passages of it match, by its date or by none."""
    hits = filled.search(node, limit=1000).hits
    rows = {one.key: (one.row, one.keywords.get(DATE, ("",))[0]) for one in ENTRIES}
    found = {rows.get(key, (key >> 20, "")) for key, _ in hits}
    assert filled.count_documents(node, DATE) == Counter(date for _, date in found)


@pytest.mark.parametrize("at_once", [2, 500])
def test_passages_that_name_any(
    filled: OpenSearchReader, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A passage that names two of a group counts once."""
    monkeypatch.setattr(vocabulary, "_MOST_FILTERS", at_once)
    names = {f"{n}": [f"person:w{n}", f"person:w{n + 1}", "nobody"] for n in range(9)}
    for node in (term("w3"), Everything(), Nothing()):
        matching = {key for key, _ in filled.search(node, limit=1000).hits}
        wanted = {
            name: len(
                matching
                & {
                    key
                    for key, _ in filled.search(
                        Keyword(ENTITY, tuple(ids)), limit=1000
                    ).hits
                }
            )
            for name, ids in names.items()
        }
        conditions = {name: Keyword(ENTITY, tuple(ids)) for name, ids in names.items()}
        assert filled.count_each(node, conditions) == wanted
    assert filled.count_each(Everything(), {}) == {}


def test_near_terms_are_those_of_memory(
    cluster_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misspelt word finds what it finds in memory, with the same frequencies."""
    chance = random.Random(2)
    letters = "abkn"
    words = WORDS + [
        "".join(chance.choices(letters, k=chance.randint(2, 8))) for _ in range(400)
    ]
    entries = [
        Entry(n << 20, n, 5, {EXACT: chance.choices(words, k=5), STEM: ("s",)}, {})
        for n in range(1, 400)
    ]
    oracle = TermDictionary(PostingReader(MemoryState(entries)))
    with passages(cluster_url, entries) as found:
        dictionary = TermDictionary(found)
        monkeypatch.setattr(dictionary, "terms", None)  # the vocabulary is not read
        for word in [*WORDS, *words[-60:], "bakna", "ankarra", "nowhere", "x", "istnbul"]:
            wanted = oracle.find_similar(word, EXACT)
            assert dictionary.find_similar(word, EXACT) == wanted, word
