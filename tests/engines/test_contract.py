"""The contract of every engine: what ``engines/base.py`` and the tree promise.

A new engine joins by one line in ``BENCHES``.
"""

from __future__ import annotations

import hashlib
import os
import random
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import corpora, examples, trees

from diplosearch.analysis.term_list import STACK, TermList
from diplosearch.engines.base import Entry, Ranking, Reader, Writer
from diplosearch.engines.memory import MemoryEngine
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.bulk import Bulk
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.engines.opensearch.indices import create_passages, delete_indices
from diplosearch.engines.opensearch.reader import OpenSearchReader
from diplosearch.engines.opensearch.state import State
from diplosearch.engines.opensearch.writer import OpenSearchWriter, sweep
from diplosearch.engines.ranking import K1, length_norm, saturate
from diplosearch.engines.registry import load_engine
from diplosearch.engines.union_reader import unite_readers
from diplosearch.query.tree import (
    Best,
    Between,
    Boolean,
    Concept,
    ConceptList,
    Everything,
    Favoured,
    Keyword,
    Node,
    Nothing,
    Term,
    Word,
)
from diplosearch.query.tree import (
    Sequence as Phrase,
)
from diplosearch.schema import (
    DATE,
    ENTITY,
    EXACT,
    LANGUAGE,
    PREFIX,
    ROW,
    SOURCE,
    STEM,
    TITLE_EXACT,
    TITLE_STEM,
)
from diplosearch.storage.codec import passage_key

EXACT_SCORES = 1e-6


class MemoryBench:
    """The memory engine on the bench."""

    tolerance = EXACT_SCORES

    def __init__(self, folder: Path) -> None:
        self.engine = MemoryEngine()

    def writer(self) -> Writer:
        return self.engine.open_writer()

    def reader(self) -> Reader:
        return self.engine.open_reader()


class DiskBench:
    """An engine in folders: as on disk, each commit is made among links to the last."""

    name = ""
    tolerance = EXACT_SCORES
    """By how much scores may differ from those of our BM25."""

    def __init__(self, folder: Path) -> None:
        self.engine = load_engine(self.name)
        self.folder = folder
        self.commits: list[Path] = []

    def writer(self) -> Writer:
        folder = self.folder / f"commit-{len(self.commits)}"
        folder.mkdir()
        for path in self.commits[-1].iterdir() if self.commits else ():
            os.link(path, folder / path.name)
        writer = self.engine.open_writer(folder)
        end = writer.commit

        def commit() -> None:
            end()
            self.commits.append(folder)

        writer.commit = commit  # type: ignore[method-assign]
        return writer

    def reader(self) -> Reader:
        if not self.commits:
            self.writer().commit()
        return self.engine.open_reader(self.commits[-1])


class WhooshBench(DiskBench):
    """Whoosh on the bench."""

    name = "whoosh"


class TantivyBench(DiskBench):
    """Tantivy on the bench."""

    name = "tantivy"
    tolerance = 0.16


class ClusterBench:
    """An engine in a cluster: an index with a state, swept as a transaction does.

    To make an index takes a while, so what many tests fill alike is made once, and
    again only where a test goes on to change it.
    """

    tolerance = 0.05
    _shared: ClassVar[dict[int, ClusterBench]] = {}

    def __init__(self, url: str) -> None:
        self.index = f"bench-{uuid.uuid4().hex}"
        self.url = url
        self.cluster = Cluster(read_address(f"{url}/{self.index}"))
        self.state = State()
        self._is_made = False
        self._filled: list[Entry] = []

    def fill_alike(self, entries: list[Entry]) -> Reader | None:
        """Return a reader of what other tests have filled; None where it is changed."""
        if self._is_made or self._filled:
            return None
        self._filled = entries
        if id(entries) not in self._shared:
            self._shared[id(entries)] = shared = ClusterBench(self.url)
            shared._write(entries)
        return self._shared[id(entries)].reader()

    def _write(self, entries: Iterable[Entry]) -> None:
        writer = self.writer()
        for one in entries:
            writer.add(one)
        writer.commit()

    def _make(self) -> None:
        if not self._is_made:
            self._is_made = True
            create_passages(self.cluster, self.index)
            if self._filled:
                self._write(self._filled)

    def writer(self) -> Writer:
        self._make()
        self.state = sweep(self.cluster, self.index, self.state)
        bulk = Bulk(self.cluster)
        writer = OpenSearchWriter(self.cluster, self.index, self.state, bulk)
        end = writer.commit

        def commit() -> None:
            end()
            bulk.close()
            assert bulk.failed == {}
            self.state = writer.state

        writer.commit = commit  # type: ignore[method-assign]
        return writer

    def reader(self) -> Reader:
        self._make()
        return OpenSearchReader(self.cluster, self.index, self.state)

    def remove(self) -> None:
        """Remove the index."""
        if self._is_made:
            delete_indices(self.cluster, [self.index])
        self.cluster.close()

    @classmethod
    def remove_shared(cls) -> None:
        """Remove the indices that tests had in common."""
        while cls._shared:
            cls._shared.popitem()[1].remove()


class UnionBench:
    """Two indexes in memory, read as one, with the passages dealt out in turn."""

    tolerance = EXACT_SCORES

    def __init__(self, folder: Path) -> None:
        self.benches = [MemoryBench(folder) for _ in range(2)]
        self.dates: dict[int, str | None] = {}

    def writer(self) -> Writer:
        return _DealingWriter([one.writer() for one in self.benches], self.dates)

    def reader(self) -> Reader:
        readers = [one.reader() for one in self.benches]
        return unite_readers(readers, [0, 0], lambda _: self.dates)


class _DealingWriter:
    """Writes the passages of a document into one of several indexes."""

    def __init__(self, writers: list[Writer], dates: dict[int, str | None]) -> None:
        self.writers, self.dates = writers, dates

    def add(self, entry: Entry) -> None:
        self.dates[entry.key] = next(iter(entry.keywords.get(DATE, ())), None)
        self.writers[entry.row % len(self.writers)].add(entry)

    def delete(self, rows: Iterable[int]) -> None:
        gone = list(rows)
        for one in self.writers:
            one.delete(gone)

    def commit(self) -> None:
        for one in self.writers:
            one.commit()

    def abort(self) -> None:
        for one in self.writers:
            one.abort()


Bench = MemoryBench | DiskBench | ClusterBench | UnionBench

BENCHES: dict[str, type[MemoryBench | DiskBench | UnionBench]] = {
    "memory": MemoryBench,
    "union": UnionBench,
    "whoosh": WhooshBench,
}
if find_spec("tantivy"):
    BENCHES["tantivy"] = TantivyBench


@pytest.fixture(params=[*BENCHES, pytest.param("opensearch", marks=pytest.mark.cluster)])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """An empty index of each engine in turn."""
    if request.param in BENCHES:
        yield BENCHES[request.param](tmp_path)
        return
    bench = ClusterBench(request.getfixturevalue("cluster_url"))
    yield bench
    bench.remove()


@pytest.fixture(scope="module", autouse=True)
def _no_index_is_left() -> Iterator[None]:
    yield
    ClusterBench.remove_shared()


def shown(value: object) -> str:
    """Return ``value`` as part of a test's name; sets in one order."""
    return str(sorted(value) if isinstance(value, set) else value)


def entry(
    number: int,
    text: str = "",
    *,
    row: int | None = None,
    length: int | None = None,
    keywords: Mapping[str, Sequence[str]] | None = None,
    fields: Mapping[str, str] | None = None,
) -> Entry:
    """Return the entry of a passage; ``_`` leaves a position free."""
    terms = {
        name: tuple("" if term == "_" else term for term in value.split())
        for name, value in {EXACT: text, **(fields or {})}.items()
        if value
    }
    words = len(text.split()) if length is None else length
    return Entry(number, row or number, words, terms, keywords or {})


def fill(bench: Bench, entries: Iterable[Entry], *, delete: Iterable[int] = ()) -> Reader:
    """Commit ``entries`` and return a reader of the outcome."""
    if isinstance(bench, ClusterBench) and any(
        entries is one for one in (LETTERS, PHRASES, DATED, NAMED)
    ):
        reader = bench.fill_alike(entries)  # type: ignore[arg-type]
        if reader is not None:
            return reader
    writer = bench.writer()
    writer.delete(delete)
    for one in entries:
        writer.add(one)
    writer.commit()
    return bench.reader()


def term(text: str, weight: float = 1.0, field: str = EXACT) -> Term:
    """Return the term ``text``."""
    return Term(field, text, weight, text, "exact")


def phrase(
    *texts: str, slop: int | None = None, weight: float = 1.0, gap: int = 0
) -> Phrase:
    """Return the sequence of ``texts``."""
    return Phrase(EXACT, texts, slop, weight, " ".join(texts), gap=gap)


def keys(reader: Reader, node: Node, **options: object) -> list[int]:
    """Return the keys of the passages that match, the best first."""
    found = reader.search(node, **{"limit": 1000, **options})  # type: ignore[arg-type]
    assert found.is_complete
    return [hit.key for hit in found.hits]


def scores(reader: Reader, node: Node) -> dict[int, float]:
    """Return the score of each passage that matches."""
    return dict(reader.search(node, limit=1000).hits)


LETTERS = [
    entry(1, "a b c"),
    entry(2, "a b"),
    entry(3, "b c"),
    entry(4, "c d"),
    entry(5, "d"),
]
A, B, C, D, NONE = term("a"), term("b"), term("c"), term("d"), term("zz")


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (A, {1, 2}),
        (NONE, set()),
        (Everything(), {1, 2, 3, 4, 5}),
        (Nothing(), set()),
        (Best((A, D)), {1, 2, 4, 5}),
        (Best((A, NONE, Nothing())), {1, 2}),
        (Best(()), set()),
        (Boolean(), set()),
        (Boolean(must=(A,)), {1, 2}),
        (Boolean(must=(A, C)), {1}),
        (Boolean(must=(A, NONE)), set()),
        (Boolean(should=(A, D)), {1, 2, 4, 5}),
        (Boolean(should=(A, NONE)), {1, 2}),
        (Boolean(should=(NONE,)), set()),
        (Boolean(must_not=(A,)), {3, 4, 5}),
        (Boolean(must_not=(A, C)), {5}),
        (Boolean(must_not=(NONE,)), {1, 2, 3, 4, 5}),
        (Boolean(must_not=(Everything(),)), set()),
        (Boolean(must=(B,), should=(C,)), {1, 2, 3}),
        (Boolean(must=(B,), should=(NONE,)), {1, 2, 3}),
        (Boolean(must=(B,), must_not=(C,)), {2}),
        (Boolean(should=(A, C), must_not=(D,)), {1, 2, 3}),
        (Boolean(must=(B,), should=(A,), must_not=(C,)), {2}),
        (Boolean(must=(Boolean(must_not=(A,)), C)), {3, 4}),
        (Boolean(must_not=(Boolean(must_not=(A,)),)), {1, 2}),
        (Boolean(must=(Everything(),), must_not=(A,)), {3, 4, 5}),
        (Boolean(must=(Nothing(),), should=(A,)), set()),
        (Boolean(should=(Everything(), A)), {1, 2, 3, 4, 5}),
        (Boolean(must=(A, A)), {1, 2}),
    ],
    ids=shown,
)
def test_which_passages_match(bench: Bench, node: Node, found: set[int]) -> None:
    """Each kind of node matches what the tree's docstrings say, and total counts it."""
    reader = fill(bench, LETTERS)
    assert set(keys(reader, node)) == found
    assert reader.search(node, limit=1).total == len(found)


def test_term_scores_by_bm25(bench: Bench) -> None:
    """A term scores its weight times BM25's factor for frequency and length."""
    reader = fill(bench, [entry(1, "a a b"), entry(2, "a", length=9)])
    assert reader.average_length == 6
    assert scores(reader, term("a", 2.5)) == pytest.approx(
        {1: 2.5 * saturate(2, length_norm(3, 6)), 2: 2.5 * saturate(1, length_norm(9, 6))},
        rel=bench.tolerance,
    )


def test_terms_at_one_position_are_found_each(bench: Bench) -> None:
    """Several stems of a word are terms of their own, and the passage is no longer."""
    stacked = STACK.join(("alt", "altı"))
    column = TermList(f"{stacked} kara {STACK.join(('al-', 'alan'))}")
    one, other = entry(1, "x y z"), entry(2, "x y z", fields={STEM: "kara b c"})
    reader = fill(bench, [replace(one, terms={**one.terms, STEM: column}), other])

    for text, keys in (("alt", [1]), ("altı", [1]), ("kara", [1, 2]), ("alan", [1])):
        assert reader.frequency(STEM, text) == len(keys)
        assert sorted(scores(reader, term(text, 1.0, STEM))) == keys
    assert reader.frequency(STEM, stacked) == 0
    assert dict(reader.terms(STEM, "al")) == {"al-": 1, "alan": 1, "alt": 1, "altı": 1}
    found = scores(reader, term("kara", 1.0, STEM))
    assert found[1] == pytest.approx(found[2])


@pytest.mark.parametrize("field", [TITLE_EXACT, TITLE_STEM])
def test_length_counts_for_nothing_in_titles(bench: Bench, field: str) -> None:
    """A term of a title scores without regard to the passage's length."""
    reader = fill(
        bench,
        [entry(1, "x", fields={field: "a"}), entry(2, "x " * 50, fields={field: "a a"})],
    )
    assert scores(reader, term("a", 1.0, field)) == pytest.approx(
        {1: saturate(1, K1), 2: saturate(2, K1)}, rel=bench.tolerance
    )


def test_best_scores_by_the_best_child(bench: Bench) -> None:
    """Disjunction-max: the best child counts, never another passage's score."""
    reader = fill(bench, LETTERS)
    light, heavy = term("a", 1.0), term("b", 3.0)
    one, other = scores(reader, light), scores(reader, heavy)
    assert scores(reader, Best((light, heavy))) == pytest.approx(
        {key: max(one.get(key, 0), other.get(key, 0)) for key in {*one, *other}}
    )


@pytest.mark.parametrize("language", ["tr", "en", "xx"])
def test_favoured_scores_others_lower(bench: Bench, language: str) -> None:
    """Passages without the favoured keyword score so much less; none is lost."""
    reader = fill(bench, DATED)
    plain = scores(reader, A)
    favoured = set(keys(reader, Keyword(LANGUAGE, (language,))))
    assert scores(reader, Favoured(A, LANGUAGE, language, 0.5)) == pytest.approx(
        {key: score if key in favoured else score * 0.5 for key, score in plain.items()}
    )


def test_a_row_scores_what_holds_all_concepts_higher(bench: Bench) -> None:
    """All concepts as a whole score their sum; less scores the sum times the factor."""
    reader = fill(bench, LETTERS)
    listed = ConceptList((Concept("a", A), Concept("b", B, loose=C)), 0.5)
    a, b, c = scores(reader, A), scores(reader, B), scores(reader, C)
    expected = {}
    for key in {*a, *b, *c}:
        some = a.get(key, 0) + max(b.get(key, 0), c.get(key, 0))
        both = a[key] + b[key] if key in a and key in b else 0
        expected[key] = max(both, 0.5 * some)
    assert scores(reader, listed) == pytest.approx(expected)


def test_a_strict_row_matches_what_holds_all_concepts(bench: Bench) -> None:
    """No passage that lacks a concept matches, nor any where one is found nowhere."""
    reader = fill(bench, LETTERS)
    both = {*keys(reader, A)} & {*keys(reader, B)}
    listed = ConceptList((Concept("a", A), Concept("b", B, loose=C)), is_strict=True)
    assert {*keys(reader, listed)} == both
    lacking = replace(listed, concepts=(*listed.concepts, Concept("d", Nothing(), loose=C)))
    assert not keys(reader, lacking)


def test_a_concept_that_nothing_holds_lowers_nothing(bench: Bench) -> None:
    """What holds all other concepts scores as if that one had not been asked for."""
    reader = fill(bench, LETTERS)
    listed = ConceptList((Concept("a", A), Concept("b", B)), 0.5)
    lacking = replace(listed, concepts=(*listed.concepts, Concept("d", Nothing())))
    assert scores(reader, lacking) == pytest.approx(scores(reader, listed))


def test_boolean_scores_the_sum(bench: Bench) -> None:
    """A passage scores the sum of what it matches of must and should."""
    reader = fill(bench, LETTERS)
    one, other, third = scores(reader, A), scores(reader, B), scores(reader, C)
    found = scores(reader, Boolean(must=(B,), should=(A, C)))
    assert found == pytest.approx(
        {key: other[key] + one.get(key, 0) + third.get(key, 0) for key in other}
    )


@pytest.mark.parametrize(
    "node",
    [
        Everything(),
        Keyword(SOURCE, ("xinhua",)),
        Between(DATE, None, None),
        Boolean(must_not=(NONE,)),
    ],
    ids=lambda node: type(node).__name__,
)
def test_filters_add_no_score(bench: Bench, node: Node) -> None:
    """What lets passages through scores 0, alone and beside a term."""
    reader = fill(
        bench, [entry(1, "a", keywords={SOURCE: ("xinhua",), DATE: ("2025-01-01",)})]
    )
    assert scores(reader, node) == {1: 0.0}
    assert scores(reader, Boolean(must=(A, node))) == scores(reader, A)


# Sequences

PHRASES = [
    entry(1, "a b c"),
    entry(2, "b a c"),
    entry(3, "a x b"),
    entry(4, "a b a b"),
    entry(5, "a _ b"),
    entry(6, "b x x a"),
    entry(7, "a a b"),
    entry(8, "a c", fields={TITLE_EXACT: "a b"}),
]


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (phrase("a", "b"), {1, 4, 7}),
        (phrase("b", "a"), {2, 4}),
        (phrase("a", "a"), {7}),
        (phrase("a", "a", "a"), set()),
        (phrase("a", "b", "c"), {1}),
        (phrase("a", "zz"), set()),
        (phrase("a", "b", slop=0), {1, 2, 4, 7}),
        (phrase("a", "b", slop=1), {1, 2, 3, 4, 5, 7}),
        (phrase("b", "a", slop=2), {1, 2, 3, 4, 5, 6, 7}),
        (phrase("a", "b", "c", slop=0), {1, 2}),
        (phrase("a", "a", slop=1), {4, 7}),
        (phrase("a", "b", gap=1), {1, 3, 4, 5, 7}),
        (phrase("b", "a", gap=1), {2, 4}),
        (phrase("b", "a", gap=2), {2, 4, 6}),
        (phrase("a", "b", "c", gap=1), {1}),
        (phrase("a", "a", "b", gap=1), {4, 7}),
        (Phrase(TITLE_EXACT, ("a", "b"), None, 1.0, "a b"), {8}),
        (Phrase(TITLE_EXACT, ("b", "a"), None, 1.0, "b a"), set()),
    ],
    ids=shown,
)
def test_sequences(bench: Bench, node: Phrase, found: set[int]) -> None:
    """Without slop in order, with a gap at most; with slop near, in any order."""
    reader = fill(bench, PHRASES)
    assert set(keys(reader, node)) == found


def test_sequence_scores_by_its_occurrences(bench: Bench) -> None:
    """The number of occurrences of the phrase is the term frequency."""
    reader = fill(bench, PHRASES)
    norm = length_norm(4, reader.average_length)
    found = scores(reader, phrase("a", "b", weight=2.0))
    assert found[4] == pytest.approx(2.0 * saturate(2, norm), rel=bench.tolerance)


# Keywords, counts, order

DATED = [
    entry(1, "a", keywords={DATE: ("2025-03-01",), SOURCE: ("xinhua",), LANGUAGE: ("tr",)}),
    entry(
        2, "a a", keywords={DATE: ("2026-01-29",), SOURCE: ("el.kz",), LANGUAGE: ("en",)}
    ),
    entry(3, "a", keywords={SOURCE: ("xinhua",)}),
    entry(4, "a a", keywords={DATE: ("2025-03-01",), LANGUAGE: ("tr",)}),
    entry(5, "b"),
]


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (Keyword(SOURCE, ("xinhua",)), {1, 3}),
        (Keyword(SOURCE, ("xinhua", "el.kz")), {1, 2, 3}),
        (Keyword(SOURCE, ("xinhua", "xinhua")), {1, 3}),
        (Keyword(SOURCE, ("xin",)), set()),
        (Keyword(SOURCE, ()), set()),
        (Keyword(LANGUAGE, ("tr",)), {1, 4}),
        (Between(DATE, "2025-03-01", "2025-03-01"), {1, 4}),
        (Between(DATE, "2025-03-02", None), {2}),
        (Between(DATE, None, "2025-12-31"), {1, 4}),
        (Between(DATE, None, None), {1, 2, 4}),
        (Between(DATE, "2026-12-31", "2025-01-01"), set()),
        (Between(SOURCE, "e", "f"), {2}),
        (Boolean(must=(A, Keyword(SOURCE, ("xinhua",)))), {1, 3}),
        (Boolean(must_not=(Between(DATE, None, None),)), {3, 5}),
    ],
    ids=shown,
)
def test_keywords(bench: Bench, node: Node, found: set[int]) -> None:
    """Keywords match as whole values, ranges with both ends."""
    assert set(keys(fill(bench, DATED), node)) == found


def test_rows(bench: Bench) -> None:
    """The rows of documents filter passages as keywords do, and add no score."""
    if isinstance(bench, UnionBench):  # where rows of parts are apart
        pytest.skip("its parts share their rows here; tests/index/test_several.py has them")
    passages = [
        replace(entry(1, text), key=passage_key(row, ordinal), row=row)
        for row, ordinal, text in [(1, 0, "a"), (1, 1, "a b"), (2, 0, "a"), (30, 0, "b")]
    ]
    reader = fill(bench, passages)
    rows = Keyword(ROW, ("1", "30", "77"))
    of_rows = {passage_key(1, 0), passage_key(1, 1), passage_key(30, 0)}
    assert set(keys(reader, rows)) == of_rows
    assert {hit.score for hit in reader.search(rows, limit=9).hits} == {0.0}
    assert set(keys(reader, Boolean(must=(A, rows)))) == of_rows - {passage_key(30, 0)}
    assert set(keys(reader, Boolean(must=(A,), must_not=(rows,)))) == {passage_key(2, 0)}
    assert set(keys(reader, Boolean(should=(A, rows)))) == {*of_rows, passage_key(2, 0)}
    assert keys(reader, Keyword(ROW, ("77",))) == []


def test_order_by_score(bench: Bench) -> None:
    """The best first, equal ones by key."""
    reader = fill(bench, reversed(DATED))
    assert keys(reader, A) == [2, 4, 1, 3]


def test_order_by_date(bench: Bench) -> None:
    """The newest first, undated last, equal dates by score and then by key."""
    reader = fill(bench, [*DATED, entry(6, "a", keywords={DATE: ("2025-03-01",)})])
    assert keys(reader, A, order="date") == [2, 4, 1, 6, 3]


def test_ties_go_by_key(bench: Bench) -> None:
    """Passages that score alike come by key, however they were added."""
    numbers = list(range(1, 40))
    random.Random(5).shuffle(numbers)
    reader = fill(bench, [entry(number, "a b") for number in numbers])
    assert keys(reader, A) == sorted(numbers)
    assert keys(reader, Everything()) == sorted(numbers)
    for limit in (1, 7, 19, 25):
        assert keys(reader, A, limit=limit) == sorted(numbers)[:limit]


@pytest.mark.parametrize("order", ["score", "date"])
@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_limit_is_the_beginning_of_all(bench: Bench, order: str, limit: int) -> None:
    """A limit cuts the list and nothing else; total counts all that match."""
    reader = fill(bench, DATED)
    found = reader.search(A, limit=limit, order=order)  # type: ignore[arg-type]
    assert [hit.key for hit in found.hits] == keys(reader, A, order=order)[:limit]
    assert found.total == 4


def test_deadline(bench: Bench) -> None:
    """Past the deadline there is no answer, and it says so; before it there is one."""
    reader = fill(bench, LETTERS)
    late = reader.search(A, limit=5, deadline=time.monotonic() - 1)
    assert late == Ranking(0, (), is_complete=False)
    early = reader.search(A, limit=5, deadline=time.monotonic() + 60)
    assert early == reader.search(A, limit=5)


class Clock:
    """A clock of which each look is a second later."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 1
        return self.now


@pytest.mark.parametrize("seconds", range(1, 12))
@pytest.mark.parametrize(
    "node",
    [
        Boolean(should=(A, B, C)),
        Boolean(must=(Boolean(should=(A, B)), Keyword(LANGUAGE, ("tr",)))),
        Boolean(must=(A,), should=(B, C)),
        Boolean(should=(A, B, C), must_not=(Boolean(should=(B, C)),)),
        Best((A, B, C)),
    ],
)
def test_what_was_found_in_time_matches(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, node: Node, seconds: int
) -> None:
    """Wherever the deadline cuts a search, what it gives is part of the whole answer."""
    reader = fill(bench, LETTERS)
    whole = reader.search(node, limit=9)
    monkeypatch.setattr("diplosearch.engines.deadline.time", Clock())
    cut = reader.search(node, limit=9, deadline=seconds + 0.5)
    assert {hit.key for hit in cut.hits} <= {hit.key for hit in whole.hits}
    assert cut.total <= whole.total
    assert cut.is_complete or not whole.hits or cut.total == len(cut.hits)
    if cut.is_complete:
        assert cut == whole


def test_count_by(bench: Bench) -> None:
    """Matching passages are counted by value; values of no match are left out."""
    reader = fill(bench, DATED)
    assert reader.count_by(A, SOURCE) == {"xinhua": 2, "el.kz": 1}
    assert reader.count_by(Everything(), DATE) == {"2025-03-01": 2, "2026-01-29": 1}
    assert reader.count_by(B, SOURCE) == {}
    assert reader.count_by(Nothing(), LANGUAGE) == {}


def test_frequency(bench: Bench) -> None:
    """Frequency counts passages, not occurrences, in one field."""
    reader = fill(
        bench, [entry(1, "a a", fields={STEM: "s"}), entry(2, "a"), entry(3, "b")]
    )
    assert [reader.frequency(EXACT, text) for text in ("a", "b", "c", "s")] == [2, 1, 0, 0]
    assert reader.frequency(STEM, "s") == 1
    assert reader.frequency(PREFIX, "a") == 0


def test_terms(bench: Bench) -> None:
    """Terms of one field come sorted, with their frequency, from a prefix on."""
    reader = fill(
        bench,
        [
            entry(1, "cin cinko ci çin"),
            entry(2, "cin b cio d", fields={STEM: "cinx"}),
            entry(3, "ci"),
        ],
    )
    assert list(reader.terms(EXACT, "cin")) == [("cin", 2), ("cinko", 1)]
    assert [text for text, _ in reader.terms(EXACT)] == sorted(
        ["b", "ci", "cin", "cinko", "cio", "d", "çin"]
    )
    assert list(reader.terms(EXACT, "zz")) == []
    assert list(reader.terms(STEM, "")) == [("cinx", 1)]
    assert list(reader.terms(TITLE_EXACT)) == []


def test_terms_of_keywords(bench: Bench) -> None:
    """The values of a keyword field are its terms, also after a deletion."""
    entries = [
        entry(1, "a", keywords={DATE: ("2025-03-01",), SOURCE: ("el.kz",)}),
        entry(2, "a", keywords={DATE: ("2025-03-01",), SOURCE: ("xinhua",)}),
        entry(3, "a", keywords={DATE: ("2026-01-29",), SOURCE: ("xinhua",)}),
    ]
    fill(bench, entries)
    reader = fill(bench, [], delete=[3])
    assert list(reader.terms(DATE)) == [("2025-03-01", 2)]
    assert list(reader.terms(SOURCE)) == [("el.kz", 1), ("xinhua", 1)]
    assert list(reader.terms(SOURCE, "x")) == [("xinhua", 1)]
    assert list(reader.terms(LANGUAGE)) == []


NAMED = [
    entry(1, "a b", fields={ENTITY: "country:CN country:CN person:cai-qi"}),
    entry(2, "a b", fields={ENTITY: "country:CN norp:TR"}),
    entry(3, "a", fields={ENTITY: "person:cai-qi"}),
    entry(4, "b"),
]
CHINA = term("country:CN", field=ENTITY)


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (CHINA, {1, 2}),
        (Keyword(ENTITY, ("country:CN",)), {1, 2}),
        (Keyword(ENTITY, ("person:cai-qi", "norp:TR")), {1, 2, 3}),
        (Keyword(ENTITY, ("country:AZ",)), set()),
        (Keyword(ENTITY, ()), set()),
        (Boolean(must=(A, Keyword(ENTITY, ("person:cai-qi",)))), {1, 3}),
        (Boolean(must=(B,), must_not=(Keyword(ENTITY, ("norp:TR",)),)), {1, 4}),
        (Best((CHINA, D)), {1, 2}),
    ],
    ids=shown,
)
def test_entities_filter_and_are_found(bench: Bench, node: Node, found: set[int]) -> None:
    """Ids of entities are terms, and values to filter by."""
    assert set(keys(fill(bench, NAMED), node)) == found


def test_entities_count_for_each_mention(bench: Bench) -> None:
    """A passage that names an entity twice scores higher; a filter adds nothing."""
    reader = fill(bench, NAMED)
    found = scores(reader, CHINA)
    assert found[1] > found[2] > 0
    assert set(scores(reader, Keyword(ENTITY, ("country:CN",))).values()) == {0.0}


def test_count_by_entity(bench: Bench) -> None:
    """Each entity counts the passages that match, however often they name it."""
    reader = fill(bench, NAMED)
    assert reader.count_by(Everything(), ENTITY) == {
        "country:CN": 2,
        "norp:TR": 1,
        "person:cai-qi": 2,
    }
    assert reader.count_by(Boolean(must=(A, B)), ENTITY) == {
        "country:CN": 2,
        "norp:TR": 1,
        "person:cai-qi": 1,
    }
    assert reader.count_by(Nothing(), ENTITY) == {}
    assert reader.frequency(ENTITY, "country:CN") == 2


def test_counts_of_entities_forget_deleted_passages(bench: Bench) -> None:
    """What was deleted is counted no more."""
    fill(bench, NAMED)
    reader = fill(bench, [entry(9, "a", fields={ENTITY: "norp:TR"})], delete=[1, 2])
    assert reader.count_by(Everything(), ENTITY) == {"norp:TR": 1, "person:cai-qi": 1}
    assert reader.frequency(ENTITY, "country:CN") == 0


# Commits


def test_empty_index(bench: Bench) -> None:
    """An index without a passage answers everything with nothing."""
    reader = bench.reader()
    assert (reader.passages, reader.average_length) == (0, 0)
    for node in (A, phrase("a", "b"), Everything(), Boolean(must_not=(A,)), Best((A, B))):
        assert reader.search(node, limit=3) == Ranking(0, ())
        assert reader.search(node, limit=3, order="date") == Ranking(0, ())
    assert reader.frequency(EXACT, "a") == 0
    assert list(reader.terms(EXACT, "a")) == []
    assert reader.count_by(Everything(), SOURCE) == {}


def test_several_commits_are_one_index(bench: Bench) -> None:
    """Several commits answer as one commit of the same passages."""
    for one in LETTERS:
        reader = fill(bench, [one])
    whole = fill(MemoryBench(Path()), LETTERS)
    assert reader.passages == 5
    assert reader.average_length == whole.average_length
    for node in (A, B, Best((A, term("c", 2.0))), Boolean(must_not=(C,))):
        assert reader.search(node, limit=9).total == whole.search(node, limit=9).total
        assert scores(reader, node) == pytest.approx(
            scores(whole, node), rel=bench.tolerance
        )


def test_delete_and_add_again(bench: Bench) -> None:
    """Deleted rows are gone from every answer; a new version is found instead."""
    fill(bench, [entry(1, "a old", row=1), entry(2, "b old", row=1), entry(3, "a", row=2)])
    reader = fill(bench, [entry(9, "a new new new", row=9)], delete=[1])
    assert set(keys(reader, Everything())) == {3, 9}
    assert set(keys(reader, A)) == {3, 9}
    assert set(keys(reader, Boolean(must_not=(A,)))) == set()
    assert keys(reader, term("old")) == []
    assert keys(reader, phrase("a", "old")) == []
    assert reader.frequency(EXACT, "old") == 0
    assert reader.frequency(EXACT, "a") == 2
    assert list(reader.terms(EXACT)) == [("a", 2), ("new", 1)]
    assert reader.passages == 2
    assert reader.average_length == 2.5


def test_delete_leaves_rows_that_begin_alike(bench: Bench) -> None:
    """Row 1 is not row 10 or 11."""
    fill(bench, [entry(n, "a", row=n) for n in (1, 10, 11, 21)])
    assert keys(fill(bench, [], delete=[1]), A) == [10, 11, 21]


def test_delete_spares_what_the_same_writer_adds(bench: Bench) -> None:
    """A deletion is about earlier commits."""
    fill(bench, [entry(1, "a", row=1)])
    writer = bench.writer()
    writer.add(entry(2, "a", row=2))
    writer.delete([1])
    writer.commit()
    assert keys(bench.reader(), A) == [2]


def test_delete_of_what_is_not_there(bench: Bench) -> None:
    """Rows that are not there, none, or twice the same do no harm."""
    fill(bench, LETTERS)
    assert len(keys(fill(bench, [], delete=[]), Everything())) == 5
    assert len(keys(fill(bench, [], delete=[77]), Everything())) == 5
    assert keys(fill(bench, [], delete=[1, 1, 2, 3, 4]), Everything()) == [5]


def test_delete_everything(bench: Bench) -> None:
    """An index whose passages are all deleted is an empty one."""
    fill(bench, LETTERS)
    reader = fill(bench, [], delete=range(1, 6))
    assert (reader.passages, reader.average_length) == (0, 0)
    assert reader.search(Everything(), limit=1).total == 0
    assert list(reader.terms(EXACT)) == []
    assert keys(fill(bench, [entry(9, "a")]), A) == [9]


def test_counts_forget_deleted_passages(bench: Bench) -> None:
    """Keywords of deleted passages are not counted, found, or sorted by."""
    fill(bench, DATED)
    reader = fill(bench, [], delete=[2])
    assert reader.count_by(Everything(), SOURCE) == {"xinhua": 2}
    assert keys(reader, Keyword(SOURCE, ("el.kz",))) == []
    assert keys(reader, A, order="date") == [4, 1, 3]


def test_abort_drops_everything(bench: Bench) -> None:
    """After an abort readers see what they saw, and the next writer goes on."""
    fill(bench, LETTERS)
    writer = bench.writer()
    writer.add(entry(8, "a"))
    writer.delete([1])
    writer.abort()
    assert keys(bench.reader(), A) == keys(fill(MemoryBench(Path()), LETTERS), A)
    if isinstance(bench, DiskBench):
        (bench.folder / f"commit-{len(bench.commits)}").rename(bench.folder / "aborted")
    assert set(keys(fill(bench, [entry(9, "a")]), A)) == {1, 2, 9}


def test_abort_after_commit(bench: Bench) -> None:
    """An abort after the commit does nothing: the changes stay, the next writer works."""
    writer = bench.writer()
    writer.add(entry(1, "a"))
    writer.commit()
    writer.abort()
    assert keys(bench.reader(), A) == [1]
    assert keys(fill(bench, [entry(2, "a")]), A) == [1, 2]


def test_abort_of_the_first_writer(bench: Bench) -> None:
    """An index whose first writer gave up is empty."""
    writer = bench.writer()
    writer.add(entry(1, "a"))
    writer.abort()
    if isinstance(bench, DiskBench):
        (bench.folder / "commit-0").rename(bench.folder / "aborted")
    assert bench.reader().passages == 0


def test_reader_keeps_its_state(bench: Bench) -> None:
    """A reader goes on with the state that it opened, whatever is committed."""
    old = fill(bench, LETTERS)
    before = {node: old.search(node, limit=9) for node in (A, phrase("a", "b"))}
    for number in range(3):
        fill(bench, [entry(10 + number, "a b")], delete=[number + 1])
        assert {node: old.search(node, limit=9) for node in before} == before
        assert old.passages == 5
        assert old.frequency(EXACT, "d") == 2
    old.close()
    assert set(keys(bench.reader(), A)) == {10, 11, 12}


def test_files_are_never_changed_in_place(tmp_path: Path) -> None:
    """A commit only adds, renames over or removes files: links to old ones stay sound."""
    for name, kind in BENCHES.items():
        if not issubclass(kind, DiskBench):
            continue
        folder = tmp_path / name
        folder.mkdir()
        bench = kind(folder)
        states: dict[Path, dict[str, str]] = {}
        for number in range(12):
            fill(bench, [entry(number + 1, f"a t{number}")], delete=[number - 2]).close()
            states[bench.commits[-1]] = _digests(bench.commits[-1])
            assert {path: _digests(path) for path in states} == states


def _digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file but the locks that Tantivy makes and removes."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix != ".lock"
    }


def test_close_twice(bench: Bench) -> None:
    """A second close does nothing."""
    for reader in (bench.reader(), fill(bench, LETTERS), fill(bench, [entry(9, "a")])):
        reader.close()
        reader.close()


def test_threads_search_at_once(bench: Bench) -> None:
    """Many threads get from one reader what one thread gets."""
    words = [f"w{n % 17} x{n % 5} y{n % 3}" for n in range(300)]
    reader = fill(bench, [entry(n, text) for n, text in enumerate(words, 1)])
    nodes: list[Node] = [
        *(Best((term(f"w{n}"), term(f"x{n % 5}", 2.0))) for n in range(17)),
        *(phrase(f"x{n}", "y1") for n in range(5)),
        Boolean(must=(term("y1"),), must_not=(term("x2"),)),
    ]
    expected = [reader.search(node, limit=20) for node in nodes]
    fresh = bench.reader()
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            found = pool.map(lambda node: fresh.search(node, limit=20), nodes)
            terms = pool.map(lambda n: list(fresh.terms(EXACT, f"w{n}")), range(10))
            assert list(found) == expected
            assert all(list(terms))


# Terms of any kind

ODD = [
    *(
        "i̇stanbul",
        "ışık",
        "北京",
        "🇹🇷",
        "👩🏽‍🚀",
        "a b",
        "\x00",
        "\x00a",
        "\t",
        "*",
        "'",
        "\\",
    ),
    *(
        "\ufffd",
        "\U0010ffff",
        "\xe9",
        "e\u0301",
        "x" * 64,
        "x" * 65,
        "ş" * 5_000,
        "None",
        "0",
    ),
]


def test_terms_are_taken_as_they_are(bench: Bench) -> None:
    """No term is lower-cased, split, stemmed, cut or composed."""
    entries = [
        Entry(n, n, 1, {EXACT: (text,), STEM: (text,)}, {SOURCE: (text,)})
        for n, text in enumerate(ODD, 1)
    ]
    reader = fill(bench, entries)
    for number, text in enumerate(ODD, 1):
        assert keys(reader, term(text)) == [number]
        assert keys(reader, term(text, field=STEM)) == [number]
        assert keys(reader, Keyword(SOURCE, (text,))) == [number]
        assert reader.frequency(EXACT, text) == 1
        assert (text, 1) in list(reader.terms(EXACT, text[:2]))
    assert sorted(text for text, _ in reader.terms(EXACT)) == sorted(ODD)
    assert reader.count_by(Everything(), SOURCE) == dict.fromkeys(ODD, 1)


def test_terms_are_sorted_by_code_point(bench: Bench) -> None:
    """All engines sort by code point, beyond the BMP as well."""
    reader = fill(bench, [entry(1, "z \ufffd \U00010000 ş a")])
    assert [text for text, _ in reader.terms(EXACT)] == [
        "a",
        "z",
        "ş",
        "\ufffd",
        "\U00010000",
    ]


def test_great_keys(bench: Bench) -> None:
    """Keys hold a row and an ordinal in one number far beyond 32 bits."""
    numbers = [(1 << 20) + 1, (1 << 40) + 5, (1 << 52) - 1]
    reader = fill(bench, [entry(n, "a", row=n >> 20) for n in numbers])
    assert keys(reader, A) == numbers
    assert keys(fill(bench, [], delete=[numbers[1] >> 20]), A) == [numbers[0], numbers[2]]


def test_long_passage(bench: Bench) -> None:
    """A passage of a hundred thousand words keeps frequency and positions."""
    reader = fill(bench, [entry(1, "a b " * 50_000), entry(2, "b a")])
    norm = length_norm(100_000, reader.average_length)
    tolerance = bench.tolerance
    assert scores(reader, A)[1] == pytest.approx(saturate(50_000, norm), rel=tolerance)
    assert scores(reader, phrase("b", "a"))[1] == pytest.approx(
        saturate(49_999, norm), rel=tolerance
    )


def test_parser_nodes_are_refused(bench: Bench) -> None:
    """A leaf that only the expansion understands is a mistake of the programmer."""
    with pytest.raises(TypeError, match="Word"):
        fill(bench, LETTERS).search(Word("a", 0, 1), limit=1)


# Properties


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder each time."""

    def make() -> Iterator[Path]:
        while True:
            yield tmp_path_factory.mktemp("bench")

    return make()


@pytest.mark.slow
@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(
    commits=st.lists(corpora(max_size=5), min_size=1, max_size=2),
    nodes=st.lists(trees, min_size=1, max_size=6),
    deleted=st.sets(st.integers(1, 4), max_size=2),
)
def test_engines_agree(
    folders: Iterator[Path],
    commits: list[list[Entry]],
    nodes: list[Node],
    deleted: set[int],
) -> None:
    """The same passages on every engine; our BM25 gives the same scores and order."""
    readers = {}
    for name, kind in BENCHES.items():
        bench = kind(next(folders))
        seen = 0
        for entries in commits:
            renamed = [
                Entry(one.key + seen, one.row, one.length, one.terms, one.keywords)
                for one in entries
            ]
            seen += 100
            fill(bench, renamed).close()
        readers[name] = fill(bench, [], delete=deleted)
    oracle = readers["memory"]
    for name, reader in readers.items():
        assert reader.passages == oracle.passages, name
        assert reader.average_length == pytest.approx(oracle.average_length), name
        for node in nodes:
            found, expected = scores(reader, node), scores(oracle, node)
            assert found.keys() == expected.keys()
            assert reader.count_by(node, SOURCE) == oracle.count_by(node, SOURCE)
            if BENCHES[name].tolerance != EXACT_SCORES:
                continue  # these lengths have nothing to do with the terms
            assert found == pytest.approx(expected, rel=EXACT_SCORES)
            assert keys(reader, node, order="date", limit=3) == keys(
                oracle, node, order="date", limit=3
            )
        for field in (EXACT, STEM, TITLE_EXACT):
            assert list(reader.terms(field)) == list(oracle.terms(field))
    for reader in readers.values():
        reader.close()


@pytest.mark.slow
@given(entries=corpora(), left=trees, right=trees)
def test_algebra(entries: list[Entry], left: Node, right: Node) -> None:
    """AND is the intersection, OR the union, NOT the difference, Best the maximum."""
    assume(Boolean() not in (left, right))
    reader = fill(MemoryBench(Path()), entries)
    one, other = scores(reader, left), scores(reader, right)
    both = scores(reader, Boolean(must=(left, right)))
    assert both == pytest.approx({key: one[key] + other[key] for key in {*one} & {*other}})
    any_of = scores(reader, Boolean(should=(left, right)))
    assert any_of == pytest.approx(
        {key: one.get(key, 0) + other.get(key, 0) for key in {*one} | {*other}}
    )
    without = scores(reader, Boolean(must=(left,), must_not=(right,)))
    assert without == pytest.approx({key: one[key] for key in {*one} - {*other}})
    best = scores(reader, Best((left, right)))
    assert best == pytest.approx(
        {key: max(one.get(key, 0), other.get(key, 0)) for key in {*one} | {*other}}
    )
    rest = set(scores(reader, Boolean(must_not=(left,))))
    assert rest == set(scores(reader, Everything())) - {*one}


@pytest.mark.slow
@given(entries=corpora(), node=trees)
def test_ranking_is_sound(entries: list[Entry], node: Node) -> None:
    """Scores are not negative and fall; every passage comes once."""
    found = fill(MemoryBench(Path()), entries).search(node, limit=100)
    assert found.total == len(found.hits) == len({hit.key for hit in found.hits})
    assert list(found.hits) == sorted(found.hits, key=lambda hit: (-hit.score, hit.key))
    assert all(hit.score >= 0 for hit in found.hits)


def test_term_of_one_language(bench: Bench) -> None:
    """A term confined to a language finds passages in it only, scored as ever."""
    writer = bench.writer()
    for number, language in enumerate(("tr", "en", "tr"), 1):
        writer.add(entry(number, "is gunu", keywords={LANGUAGE: (language,)}))
    writer.commit()
    reader = bench.reader()
    free = {hit.key: hit.score for hit in reader.search(term("is"), limit=9).hits}
    confined = reader.search(replace(term("is"), language="tr"), limit=9)
    english = sorted(free)[1]
    assert dict(confined.hits) == {
        key: score for key, score in free.items() if key != english
    }
    assert confined.total == 2
    reader.close()
