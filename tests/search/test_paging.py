"""Pages of an answer: ties in order, no repeats."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import IndexDamagedError
from diplosearch.storage.sqlite_store import SqliteStore

SENTENCE = "The ministers of both countries signed the agreement in Ankara on Monday."


@pytest.fixture
def ties() -> Index:
    """An index of documents with equal scores, added in an arbitrary order."""
    index = diplosearch.open(":memory:")
    for name in ("m", "c", "x", "a", "q", "f"):
        index.add(Document(id=name, text=SENTENCE), keep_duplicates=True)
    return index


def test_row_without_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row of the engine that the store does not have raises IndexDamagedError."""
    ids = SqliteStore.ids

    def all_but_one(store: SqliteStore, rows: Iterable[int]) -> dict[int, str]:
        found = ids(store, rows)
        found.popitem()
        return found

    monkeypatch.setattr(SqliteStore, "ids", all_but_one)
    documents = [Document(id=str(number), text=SENTENCE) for number in range(25)]
    with (
        diplosearch.rebuild(documents, keep_duplicates=True) as index,
        pytest.raises(IndexDamagedError, match="names row"),
    ):
        index.search("agreement", limit=25)


def test_ties_come_by_id(ties: Index) -> None:
    """Passages of one score are sorted by document id."""
    ids = [hit.document.id for hit in ties.search("agreement")]
    assert ids == ["a", "c", "f", "m", "q", "x"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_ties_are_sorted_across_pages(ties: Index, limit: int) -> None:
    """Pages that end among ties repeat and lose nothing."""
    ids: list[str] = []
    for offset in range(0, 6, limit):
        page = ties.search("agreement", limit=limit, offset=offset)
        ids += [hit.document.id for hit in page]
        assert [hit.rank for hit in page] == list(
            range(offset + 1, min(offset + limit, 6) + 1)
        )
    assert ids == ["a", "c", "f", "m", "q", "x"]


@pytest.mark.parametrize("limit", [3, 9, 10, 11, 25])
def test_ties_around_the_reranked_top(limit: int) -> None:
    """Ties that go on beyond the reranked passages stay sorted."""
    names = [f"{number * 7 % 25:02}" for number in range(25)]
    documents = [Document(id=name, text=SENTENCE) for name in names]
    ids: list[str] = []
    with diplosearch.rebuild(documents, keep_duplicates=True) as index:
        for offset in range(0, 25, limit):
            page = index.search("agreement", limit=limit, offset=offset)
            ids += [hit.document.id for hit in page]
    assert ids == sorted(names)


@pytest.mark.parametrize(("limit", "offset"), [(10, 0), (25, 0), (5, 12), (1, 24)])
def test_ids_are_read_once(
    limit: int, offset: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorting ties reads ids once, those of all documents of the page among them."""
    requests: list[set[int]] = []
    ids = SqliteStore.ids

    def note(store: SqliteStore, rows: Iterable[int]) -> dict[int, str]:
        wanted = list(rows)
        requests.append(set(wanted))
        return ids(store, wanted)

    monkeypatch.setattr(SqliteStore, "ids", note)
    # Of several lengths, so that there are several groups of ties.
    documents = [
        Document(id=str(number), text=SENTENCE + " More of it." * (number // 9))
        for number in range(27)
    ]
    with diplosearch.rebuild(documents, keep_duplicates=True) as index:
        shown = index.search("agreement", limit=limit, offset=offset)
        rows = {index.ids().index(hit.document.id) + 1 for hit in shown}
    assert len(shown) == limit
    assert len(requests) == 1
    assert rows <= requests[0]


def test_order_by_date_reaches_the_page() -> None:
    """A page sorted by date is full although its scores fall and rise."""
    index = diplosearch.open(":memory:")
    index.add(
        [
            Document(
                id=f"{day:02}", text=f"Day {day}. {SENTENCE * (1 + day % 3)}", date=None
            )
            for day in range(1, 29)
        ]
    )
    results = index.search("agreement", sort="date", limit=20)
    assert len(results) == 20
