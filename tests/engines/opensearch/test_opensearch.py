"""The engine in a cluster: what the contract of all engines does not ask."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from passages_in_cluster import WORDS, make_entries, passages, term
from strategies import corpora, examples, trees

from diplosearch.engines.base import Entry
from diplosearch.engines.memory import MemoryState
from diplosearch.engines.opensearch import (
    frequencies,
    point_in_time,
    reader,
    term_cache,
    vocabulary,
)
from diplosearch.engines.opensearch.bulk import Bulk
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.engines.opensearch.reader import OpenSearchReader
from diplosearch.engines.opensearch.state import State
from diplosearch.engines.opensearch.writer import OpenSearchWriter, sweep
from diplosearch.engines.posting_reader import PostingReader
from diplosearch.engines.remote_reader import RemoteReader
from diplosearch.errors import IndexDamagedError
from diplosearch.query.traversal import require_all
from diplosearch.query.tree import (
    Best,
    Boolean,
    Concept,
    ConceptList,
    Everything,
    Node,
    Nothing,
)
from diplosearch.schema import DATE, ENTITY, EXACT, LANGUAGE, SOUND, SOURCE, STEM

pytestmark = pytest.mark.cluster

ENTRIES = make_entries()


@pytest.fixture(scope="module")
def filled(cluster_url: str) -> Iterator[OpenSearchReader]:
    """A reader of ``ENTRIES``."""
    with passages(cluster_url, ENTRIES) as found:
        yield found


@pytest.fixture(scope="module")
def oracle() -> PostingReader:
    """The same in memory."""
    return PostingReader(MemoryState(ENTRIES))


@pytest.mark.parametrize(
    "node",
    [
        term("w3"),
        Best((term("w3", 2.0), term("s1", 1.5, STEM))),
        Best(tuple(term(f"w{n}", 1 + n / 7) for n in range(20))),
    ],
)
def test_scores_are_ours_over_all_shards(
    filled: OpenSearchReader, oracle: PostingReader, node: Node
) -> None:
    """Scores depend neither on the shard nor on the cluster's own rarity of a term."""
    found = dict(filled.search(node, limit=400).hits)
    assert found == pytest.approx(dict(oracle.search(node, limit=400).hits), rel=1e-5)


@pytest.mark.parametrize("order", ["score", "date"])
def test_pages_beyond_one_answer(
    filled: OpenSearchReader, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not fit into one answer comes in several, each passage once."""
    whole = filled.search(term("w1"), limit=300, order=order)  # type: ignore[arg-type]
    monkeypatch.setattr(reader, "_PAGE", 7)
    paged = filled.search(term("w1"), limit=300, order=order)  # type: ignore[arg-type]
    assert paged == whole
    assert len(whole.hits) == whole.total > 14
    some = filled.search(term("w1"), limit=10, order=order)  # type: ignore[arg-type]
    assert some.hits == whole.hits[:10]


@pytest.mark.parametrize("order", ["score", "date"])
def test_passages_with_all_concepts_are_counted_on_the_way(
    filled: OpenSearchReader, order: str
) -> None:
    """One request says how many match, and how many of them hold all concepts."""
    concepts = tuple(Concept(word, term(word), Nothing()) for word in ("w1", "w2"))
    node = ConceptList(concepts)
    found = filled.search(node, limit=3, order=order)  # type: ignore[arg-type]
    strict = filled.search(require_all(node), limit=1)
    assert found.whole == strict.total
    assert 0 < strict.total < found.total
    assert strict.whole is None


def test_frequencies_are_counted_either_way(
    filled: OpenSearchReader, oracle: PostingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What shards know at once is what counting says, over all shards."""
    terms = [(EXACT, f"w{n}") for n in range(WORDS + 1)] + [(STEM, "s1"), (SOUND, "s1 x")]
    expected = {pair: oracle.frequency(*pair) for pair in terms}
    found = frequencies.Frequencies(filled._view)
    assert found._look_up(terms) == found._count(terms) == expected
    monkeypatch.setattr(frequencies, "_SHORT", 0)
    assert found.find(terms) == expected


def test_terms_beyond_one_answer(
    filled: OpenSearchReader, oracle: PostingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Terms that are too many for one answer are walked through."""
    monkeypatch.setattr(vocabulary, "_MOST_BUCKETS", 5)
    fresh = vocabulary.Vocabulary(filled._view)
    assert fresh.read_field(EXACT) is None
    pages = list(fresh.pages(EXACT))
    assert len(pages) > 1
    assert sorted(one for page in pages for one in page) == list(oracle.terms(EXACT))
    pairs = [(EXACT, "w"), (EXACT, "w1"), (STEM, ""), (SOUND, "s1 ")]
    assert fresh.terms(pairs) == [list(oracle.terms(*pair)) for pair in pairs]


def test_prefetched_terms_take_no_request(
    filled: OpenSearchReader, oracle: PostingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read together is looked up without a request, by a remote reader only."""
    view = filled._view
    fresh = OpenSearchReader(view.cluster, view.index, view.state)
    assert isinstance(fresh, RemoteReader)
    assert not isinstance(oracle, RemoteReader)
    terms = [(EXACT, f"w{number}") for number in range(0, 90, 7)] + [(STEM, "s1")]
    prefixes = [(SOUND, f"s{number}") for number in range(8)]
    fresh.prefetch_terms([*prefixes, ("no such field", "s")])
    fresh.prefetch_frequencies([*terms, ("no such field", "w1")])
    monkeypatch.setattr(Cluster, "ask", None)
    for one in terms:
        assert fresh.frequency(*one) == oracle.frequency(*one)
    for prefix in prefixes:
        assert list(fresh.terms(*prefix)) == list(oracle.terms(*prefix))
    monkeypatch.undo()
    fresh.close()


def test_whole_fields_say_what_was_counted(
    filled: OpenSearchReader, oracle: PostingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once all terms of a field are kept, frequencies and lists take no request."""
    view = filled._view
    fresh = OpenSearchReader(view.cluster, view.index, view.state)
    monkeypatch.setattr(term_cache, "_OFTEN", 2)
    for number in range(2):
        fresh.frequency(EXACT, f"w{number}")
    assert fresh._cache._thread is not None
    fresh._cache._thread.join()
    monkeypatch.setattr(Cluster, "ask", None)
    for field in (EXACT, STEM, SOUND, ENTITY):
        assert list(fresh.terms(field)) == list(oracle.terms(field))
        for text, count in [*oracle.terms(field), ("nowhere", 0)]:
            assert fresh.frequency(field, text) == count
    monkeypatch.undo()
    fresh.close()


def test_more_clauses_than_a_cluster_takes(
    filled: OpenSearchReader, oracle: PostingReader
) -> None:
    """Thousands of terms find what they find in memory, in however many clauses."""
    words = [term(f"w{n}", 1.0 + n / 90) for n in range(WORDS)]
    node = Boolean(should=tuple(Best(tuple(words[n % 7 :])) for n in range(40)))
    wanted = {hit.key for hit in oracle.search(node, limit=400).hits}
    assert {hit.key for hit in filled.search(node, limit=400).hits} == wanted
    assert filled.count_by(node, SOURCE) == oracle.count_by(node, SOURCE)


def test_readers_leave_nothing_in_the_cluster(filled: OpenSearchReader) -> None:
    """A search keeps no context open, so any number of readers may look."""
    view = filled._view
    filled.search(term("w3"), limit=5)
    assert not view.is_pinned
    found = view.cluster.ask("GET", f"{view.index}/_stats/search")
    assert found["_all"]["total"]["search"]["point_in_time_current"] == 0


def test_replicas_serve(filled: OpenSearchReader) -> None:
    """A search names no copy of a shard, and the pages of one answer name the same."""
    view, asked = filled._view, []
    ask = view.cluster.ask

    def note(method: str, path: str, body: Any = None, **how: Any) -> Any:
        asked.append(how.get("preference"))
        return ask(method, path, body, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(view.cluster, "ask", note)
        filled.search(term("w3"), limit=5)
        assert asked == [None]
        patch.setattr(reader, "_PAGE", 7)
        for _ in range(2):
            filled.search(term("w1"), limit=30, order="date")
    assert len(set(asked[1:])) == 2


def test_later_commits_are_not_seen(cluster_url: str) -> None:
    """A reader sees its commit, whatever is added, and what its writer was lost."""
    with passages(cluster_url, ENTRIES[:10]) as found:
        view = found._view
        bulk = Bulk(view.cluster)
        later = OpenSearchWriter(view.cluster, view.index, view.state, bulk)
        for entry in ENTRIES[10:20]:
            later.add(entry)
        later.delete([1, 2])
        later.commit()
        bulk.close()
        assert found.search(Everything(), limit=50).total == 10
        assert found.frequency(LANGUAGE, "tr") + found.frequency(LANGUAGE, "en") == 10
        other = OpenSearchReader(view.cluster, view.index, later.state)
        assert other.search(Everything(), limit=50).total == 20 - 4
        assert later.state.removed_by == later.state.commit


def test_state_is_pinned_before_it_changes(
    cluster_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that hears of a removal keeps its passages, though they are deleted."""
    monkeypatch.setattr(point_in_time, "_ASKED_EVERY", 0.0)
    with passages(cluster_url, ENTRIES[:10]) as found:
        view = found._view
        moved = OpenSearchReader(view.cluster, view.index, view.state, lambda: True)
        still = OpenSearchReader(view.cluster, view.index, view.state, lambda: False)
        assert moved.search(Everything(), limit=50).total == 10
        sweep(view.cluster, view.index, State(2, removed=(1, 2)))
        assert moved._view.is_pinned
        assert moved.search(Everything(), limit=50).total == 10
        assert not still._view.is_pinned
        moved.close()


def test_point_in_time_is_lost(filled: OpenSearchReader, oracle: PostingReader) -> None:
    """A reader whose pinned state the cluster has let go takes it up again."""
    view = filled._view
    pinned = OpenSearchReader(view.cluster, view.index, view.state)
    pinned._view._pin()
    for _ in range(2):
        pinned._view._release()
        assert pinned.search(term("w3"), limit=1).total == oracle.frequency(EXACT, "w3")
    pinned.close()


def test_state_that_is_gone(cluster_url: str) -> None:
    """A reader whose passages were removed says so; it never answers by others."""
    with passages(cluster_url, ENTRIES[:10]) as found:
        view = found._view
        view._pin()
        view._release()
        removed = State(2, 0, 0, removed=tuple(range(1, 4)))
        late = OpenSearchReader(view.cluster, view.index, view.state, lambda: True)
        late._view._asked -= 60
        sweep(view.cluster, view.index, removed)
        for one in (found, late):
            with pytest.raises(IndexDamagedError, match="open it again"):
                one.search(Everything(), limit=5)


def test_shards_of_one_document_are_one(filled: OpenSearchReader) -> None:
    """Passages lie with those of their document: they are routed by it."""
    view = filled._view
    for row in (1, 2, 3, 77):
        found = [
            view.cluster.ask(
                "GET", f"{view.index}/_count", routing=str(row), q=f"row:{row}"
            )
        ]
        assert [one["count"] for one in found] == [2]


@settings(max_examples=examples(8), suppress_health_check=list(HealthCheck))
@given(entries=corpora(max_size=30), nodes=trees)
def test_engines_agree(cluster_url: str, entries: list[Entry], nodes: Node) -> None:
    """The same passages as in memory, whatever the tree, and the same counts."""
    oracle = PostingReader(MemoryState(entries))
    with passages(cluster_url, entries) as found:
        assert found.passages == oracle.passages
        assert found.average_length == pytest.approx(oracle.average_length)
        hits = found.search(nodes, limit=100).hits
        assert {hit.key for hit in hits} == {
            hit.key for hit in oracle.search(nodes, limit=100).hits
        }
        assert found.count_by(nodes, SOURCE) == oracle.count_by(nodes, SOURCE)
        for field in (EXACT, STEM, SOUND):
            assert list(found.terms(field)) == list(oracle.terms(field))


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(node=trees)
def test_trees_find_the_same(
    few: tuple[OpenSearchReader, PostingReader], node: Node
) -> None:
    """Any tree finds in one index what it finds in memory."""
    found, oracle = few
    wanted = {hit.key for hit in oracle.search(node, limit=100).hits}
    assert {hit.key for hit in found.search(node, limit=100).hits} == wanted
    assert found.search(node, limit=1).total == len(wanted)


@pytest.fixture(scope="module")
def few(cluster_url: str) -> Iterator[tuple[OpenSearchReader, PostingReader]]:
    """A reader of short passages with few words, so that trees match, and its oracle."""
    chance = random.Random(3)
    entries = []
    for number in range(1, 61):
        words = tuple(chance.choice(["a", "b", "c", "d", "çin", ""]) for _ in range(8))
        title = tuple(chance.choice(["a", "b", ""]) for _ in range(3))
        keywords = {LANGUAGE: (chance.choice(["tr", "en"]),)}
        if number % 3:
            keywords[SOURCE] = (chance.choice(["xinhua", "el.kz"]),)
        if number % 4:
            keywords[DATE] = (chance.choice(["2024-01-31", "2025-06-01", "2026-02-28"]),)
        terms = {EXACT: words, STEM: words[:4], "title_exact": title}
        entries.append(Entry(number << 20, number, 8, terms, keywords))
    with passages(cluster_url, entries) as found:
        yield found, PostingReader(MemoryState(entries))
