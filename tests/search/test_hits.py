"""Answers with a limit of None, of 0, and of a number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import IndexClosedError
from diplosearch.search import hits as module
from diplosearch.search.hits import HitStream

DOCUMENTS = [
    Document(id=f"{number:03}", text=f"The ministers signed accord number {number}.")
    for number in range(60)
]


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """Sixty documents that all match one query."""
    with diplosearch.rebuild(DOCUMENTS, entities=False, jobs=1) as made:
        yield made


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of seven passages, so that sixty take several."""
    monkeypatch.setattr(module, "BLOCK", 7)


def test_no_limit_gives_all(index: Index, small_blocks: None) -> None:
    """With ``limit=None`` every matching passage is a hit, once, ranked in order."""
    results = index.search("accord", limit=None)
    assert isinstance(results.hits, HitStream)
    assert len(results) == results.total == 60
    assert [hit.rank for hit in results] == list(range(1, 61))
    assert {hit.document.id for hit in results} == {one.id for one in DOCUMENTS}


@pytest.mark.parametrize("offset", [0, 3, 10, 25, 59, 60, 90])
def test_no_limit_is_a_large_limit(index: Index, small_blocks: None, offset: int) -> None:
    """The hits of ``limit=None`` are those of a limit that is large enough."""
    whole = index.search("accord number 7", limit=100, offset=offset)
    streamed = index.search("accord number 7", limit=None, offset=offset)
    assert list(streamed) == list(whole)
    assert [hit.explain() for hit in streamed] == [hit.explain() for hit in whole]


def test_streamed_hits_are_a_sequence(index: Index, small_blocks: None) -> None:
    """Streamed hits can be indexed and sliced, from either end."""
    results = index.search("accord", limit=None)
    hits = list(results)
    assert [results[number] for number in (0, 9, 10, 30, 59)] == [
        hits[number] for number in (0, 9, 10, 30, 59)
    ]
    assert results[-1] == hits[-1]
    assert list(results[5:40:3]) == hits[5:40:3]
    with pytest.raises(IndexError):
        results[60]


def test_few_are_not_streamed(index: Index) -> None:
    """Few hits are loaded at once, also with ``limit=None``."""
    results = index.search('"number 7"', limit=None)
    assert isinstance(results.hits, tuple)


def test_limit_of_zero(index: Index) -> None:
    """A limit of 0 returns no hits, but the total and the facets."""
    results = index.search("accord", limit=0, facets=["language"])
    assert len(results) == 0
    assert results.total == 60
    assert results.facets["language"][0].count == 60


def test_similar_without_a_limit(index: Index) -> None:
    """With ``limit=None`` all similar documents are returned."""
    assert len(index.similar("007", limit=None)) == index.similar("007").total == 59


def test_streamed_hits_end_with_the_index() -> None:
    """Streamed hits of an index that was closed raise IndexClosedError."""
    with diplosearch.rebuild(DOCUMENTS, entities=False, jobs=1) as closed:
        results = closed.search("accord", limit=None)
    with pytest.raises(IndexClosedError):
        list(results)
