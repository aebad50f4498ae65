"""Timelines: matching documents and passages by date."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import UsageError

LONG = "Bakanlar Ankara'da ateşkes için uzun bir görüşme yaptı. " * 20

day = datetime.date.fromisoformat

DOCUMENTS = [
    Document(id="a", text=LONG, date=day("2024-11-30"), source="AA", language="tr"),
    Document(
        id="b",
        text="A ceasefire was signed.",
        date=day("2024-12-01"),
        language="en",
    ),
    Document(id="c", text="Ateşkes bozuldu.", date=day("2025-02-03"), language="tr"),
    Document(id="d", text="Ateşkes sürüyor.", language="tr"),
    Document(id="e", text="Trade grew in Almaty.", date=day("2026-01-01"), language="en"),
]


@pytest.fixture(scope="module")
def index(rebuilt: Callable[[list[Document]], Index]) -> Iterator[Index]:
    """Five stories, one of them long and one without a date, on each engine."""
    with rebuilt(DOCUMENTS) as made:
        yield made


def counts(index: Index, *arguments: Any, **options: Any) -> list[tuple[str, int]]:
    """Return the labels of a timeline with their documents."""
    found = index.timeline(*arguments, **options)
    return [(one.label, one.documents) for one in found]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"by": "year"}, [("2024", 2), ("2025", 1), ("2026", 1)]),
        ({"by": "year", "language": "en"}, [("2024", 1), ("2025", 0), ("2026", 1)]),
        ({"by": "year", "since": "2025"}, [("2025", 1), ("2026", 1)]),
        ({"source": "AA"}, [("2024-11", 1)]),
        ({"by": "day", "until": "2024"}, [("2024-11-30", 1), ("2024-12-01", 1)]),
        ({"entities": "Almaty"}, [("2026-01", 1)]),
    ],
)
def test_an_empty_query_counts_what_filters_let_through(
    index: Index, options: dict[str, Any], expected: list[tuple[str, int]]
) -> None:
    """An empty query counts all documents that the filters let through."""
    assert counts(index, **options) == expected


def test_gaps_are_filled(index: Index) -> None:
    """Months without a match are there with 0, also across years."""
    assert counts(index, "ateşkes") == [
        ("2024-11", 1),
        ("2024-12", 1),
        ("2025-01", 0),
        ("2025-02", 1),
    ]


@pytest.mark.parametrize("by", ["month", "year", "day"])
def test_empty_query_counts_as_one_that_matches_all(index: Index, by: Any) -> None:
    """An empty query gives the buckets of a query that matches all documents."""
    counted = index.timeline(by=by)
    both = index.timeline("lang:tr OR lang:en", by=by)
    assert counted.buckets == both.buckets
    assert counted.undated_documents == both.undated_documents == 1
    assert counted.undated_passages == both.undated_passages == 1
    assert counted.documents == len(index.ids())


def test_translation_can_be_left_out(index: Index) -> None:
    """With ``translate=False`` English documents are not counted."""
    assert counts(index, "ateşkes", by="year", translate=False) == [
        ("2024", 1),
        ("2025", 1),
    ]


def test_documents_and_passages_are_counted(index: Index) -> None:
    """A document counts once, its matching passages each; undated ones are apart."""
    found = index.timeline("ateşkes")
    passages = len(index.get("a").passages)
    assert passages > 1
    assert found[0].documents == 1
    assert found[0].passages == passages
    assert found[0].start == datetime.date(2024, 11, 1)
    assert (found.undated_documents, found.undated_passages) == (1, 1)
    assert found.documents == 4
    assert found.passages == passages + 3
    assert found.passages == index.search("ateşkes").total


def test_years_are_those_of_the_facet(index: Index) -> None:
    """The passages of each year are as many as in the facet ``year``."""
    facet = index.search("ateşkes", facets=["year"]).facets["year"]
    found = index.timeline("ateşkes", by="year")
    by_year = Counter({one.label: one.passages for one in found if one.passages})
    assert by_year == Counter({one.id: one.count for one in facet})


def test_nothing_found_is_an_empty_timeline(index: Index) -> None:
    """A query without matches has no buckets; an unknown entity adds a warning."""
    assert not index.timeline("zzzzqqq")
    found = index.timeline(entities="person:nobody-at-all")
    assert not found
    assert "no such entity" in found.warnings[0]


def test_deleted_documents_are_not_counted() -> None:
    """Deleted documents and replaced versions are not counted."""
    with diplosearch.open(":memory:") as index:
        index.add(DOCUMENTS)
        index.delete("c")
        assert counts(index, by="year") == [("2024", 2), ("2025", 0), ("2026", 1)]
        index.add(Document(id="b", text="A ceasefire was signed.", date=day("2020-01-01")))
        assert counts(index, "signed", by="year") == [("2020", 1)]


def test_too_many_gaps_are_left_out() -> None:
    """Too many empty days are left out, with a warning."""
    with diplosearch.open(":memory:") as index:
        for id, date in (("a", datetime.date.min), ("b", datetime.date.max)):
            index.add(Document(id=id, text=f"Peace number {id}.", date=date))
        found = index.timeline(by="day")
        assert [one.label for one in found] == ["0001-01-01", "9999-12-31"]
        assert "too many days" in found.warnings[0]
        assert len(index.timeline(by="year")) == 9999


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((), {"by": "week"}, "month, year, day"),
        ((), {"language": "de"}, "use 'tr' or 'en'"),
        ((3,), {}, "give a string"),
    ],
)
def test_wrong_arguments(
    index: Index, arguments: tuple[Any, ...], options: dict[str, Any], message: str
) -> None:
    """A wrong argument raises UsageError, which says what is allowed."""
    with pytest.raises(UsageError, match=message):
        index.timeline(*arguments, **options)


def test_timeline_as_json(index: Index) -> None:
    """``to_dict`` returns values for JSON, the sums among them."""
    made = json.loads(json.dumps(index.timeline("ateşkes", by="year").to_dict()))
    assert made["buckets"][1] == {
        "label": "2025",
        "start": "2025-01-01",
        "documents": 1,
        "passages": 1,
    }
    assert (made["documents"], made["undated_documents"]) == (4, 1)
