"""The pool: engines whose scores are close to ours give the same first ten."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

pytest.importorskip("tantivy")

import diplosearch
from diplosearch import Document, Hit, Index

WORDS = [f"{first}{second}ta" for first in "bcdfgk" for second in "aeiou"]
QUERIES = [" ".join(random.Random(seed).sample(WORDS[:12], 3)) for seed in range(30)]


def make_documents() -> list[Document]:
    """Return documents of 20 to 110 words, common and rare ones."""
    draw = random.Random(1)
    found = []
    for number in range(200):
        count = draw.randint(20, 110)
        words = [WORDS[min(int(draw.paretovariate(0.5)), 30) - 1] for _ in range(count)]
        text = f"{' '.join(words)}."
        found.append(Document(id=f"d{number:03}", text=text, language="en"))
    return found


@pytest.fixture(scope="module")
def exact() -> Iterator[Index]:
    """The documents on an engine that scores by our formula."""
    with diplosearch.rebuild(make_documents()) as index:
        yield index


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The documents on Tantivy, whose scores are close to ours."""
    folder = tmp_path_factory.mktemp("near") / "index"
    with diplosearch.rebuild(make_documents(), folder, engine="tantivy") as index:
        yield index


def summarize(hits: list[Hit]) -> list[tuple[str, float]]:
    """Return the ids and scores of ``hits``."""
    return [(hit.passage.id, hit.score) for hit in hits]


def test_first_ten_are_those_of_other_engines(exact: Index, near: Index) -> None:
    """All queries have the same best passage and score; nearly all the same first ten."""
    equal = 0
    for query in QUERIES:
        found, expected = (
            summarize(list(index.search(query, per_document=None)))
            for index in (near, exact)
        )
        assert len(found) == len(expected) == 10
        assert found[0] == expected[0]
        equal += found == expected
    assert equal >= 0.9 * len(QUERIES)


@pytest.mark.parametrize("query", QUERIES[:10])
def test_scores_never_rise_from_page_to_page(exact: Index, near: Index, query: str) -> None:
    """Ten pages are in the order of their scores, which are nearly those of exact ones."""
    found, expected = (
        [
            hit.score
            for start in range(0, 100, 10)
            for hit in index.search(query, limit=10, offset=start, per_document=None)
        ]
        for index in (near, exact)
    )
    assert found == sorted(found, reverse=True)
    same = sum(one == other for one, other in zip(found, expected, strict=True))
    assert same >= 0.95 * len(expected)


@pytest.mark.parametrize("size", [1, 3, 7, 10, 15, 25])
def test_pages_go_on_within_the_pool_and_behind_it(near: Index, size: int) -> None:
    """Page after page gives the whole list, each passage once."""
    whole = summarize(list(near.search(QUERIES[0], limit=60, per_document=None)))
    assert len(whole) == 60
    paged: list[tuple[str, float]] = []
    while len(paged) < 60:
        page = near.search(QUERIES[0], limit=size, offset=len(paged), per_document=None)
        paged += summarize(list(page))
    assert paged[:60] == whole
