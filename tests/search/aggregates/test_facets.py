"""Facets: matching passages by entity, language, year and source."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import UsageError
from diplosearch.model import FACETS, Facet
from diplosearch.query.lexer import FIELDS
from diplosearch.schema import FACET_KINDS

day = datetime.date.fromisoformat

DOCUMENTS = [
    Document(
        id="a",
        text="President Recep Tayyip Erdoğan met Xi Jinping in Beijing.",
        date=day("2025-06-01"),
        source="Xinhua",
        language="en",
    ),
    Document(
        id="b",
        text="Cumhurbaşkanı Erdoğan Çin ziyaretini değerlendirdi, Pekin'den döndü.",
        date=day("2026-01-02"),
        source="AA",
        language="tr",
    ),
    Document(
        id="c",
        text="China and the Shanghai Cooperation Organization: Çin, ŞİÖ ve Kuşak ve Yol "
        "İnisiyatifi.",
        date=day("2026-03-04"),
        source="xinhua",
        language="tr",
    ),
]


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """Three short stories, two of them about the same person."""
    with diplosearch.rebuild(DOCUMENTS) as made:
        yield made


@pytest.mark.parametrize(
    ("facet", "values"),
    [
        ("language", [("tr", "tr", 2), ("en", "en", 1)]),
        ("year", [("2026", "2026", 2), ("2025", "2025", 1)]),
        ("country", [("country:CN", "China", 2)]),
        ("city", [("city:1816670", "Beijing", 2)]),
        (
            "person",
            [
                ("person:recep-tayyip-erdogan", "Recep Tayyip Erdoğan", 2),
                ("person:xi-jinping", "Xi Jinping", 1),
            ],
        ),
        (
            "org",
            [
                (
                    "org:shanghai-cooperation-organization",
                    "Shanghai Cooperation Organization",
                    1,
                )
            ],
        ),
        ("event", [("event:belt-and-road-initiative", "Belt and Road Initiative", 1)]),
        ("place", []),
    ],
)
def test_values_are_counted(
    index: Index, facet: Facet, values: list[tuple[str, str, int]]
) -> None:
    """Values come by count, then by id; an entity counts once a passage."""
    found = index.search("lang:tr OR lang:en", facets=(facet,)).facets[facet]
    assert [(one.id, one.name, one.count) for one in found] == values


def test_sources_are_counted_without_case(index: Index) -> None:
    """Spellings of a source that differ in case are counted together."""
    counted = index.search("lang:tr OR lang:en", facets=("source",)).facets["source"]
    assert [(one.id, one.count) for one in counted] == [("xinhua", 2), ("aa", 1)]


def test_only_what_matches_is_counted(index: Index) -> None:
    """Facets count matching passages, not all of the index."""
    results = index.search("person:Xi", facets=("person", "year"))
    assert [one.id for one in results.facets["year"]] == ["2025"]
    assert {one.count for one in results.facets["person"]} == {1}


def test_passage_counts_once_for_two_ids() -> None:
    """A passage that names an entity by two of its ids is counted once."""
    texts = [
        "Ali Yılmaz spoke. Cevdet Yılmaz spoke. Yılmaz left, said President Ali Yılmaz.",
        *(f"President Ali Yılmaz opened bridge number {n} in Ankara." for n in range(12)),
    ]
    documents = [Document(id=f"d{n}", text=text) for n, text in enumerate(texts)]
    with diplosearch.rebuild(documents) as index:
        counted = index.search("Ankara OR spoke", facets=("person",)).facets["person"]
        counts = {one.id: one.count for one in counted}
    assert counts["person:ali-yilmaz"] <= len(texts)


def test_unknown_facets_are_errors_of_usage(index: Index) -> None:
    """Every name in ``FACETS`` can be counted; any other one raises UsageError."""
    assert set(index.search("Çin", facets=FACETS).facets) == set(FACETS)
    assert set(FACET_KINDS) < set(FACETS)
    with pytest.raises(UsageError):
        index.search("Çin", facets=("people",))


def test_facets_of_entities_are_fields() -> None:
    """What can be counted can be searched for, by the same name and the same ids."""
    assert set(FACET_KINDS) < set(FIELDS)
    text = "The 25th Summit of the Council was held by the Strait of Hormuz on Friday."
    with diplosearch.rebuild([Document(id="a", text=text, language="en")]) as made:
        facets = made.search("summit", facets=("place", "event")).facets
        for facet, values in facets.items():
            assert values, facet
            for value in values:
                found = made.search(f'{facet}:"{value.name}"')
                assert [hit.document.id for hit in found] == ["a"], value
