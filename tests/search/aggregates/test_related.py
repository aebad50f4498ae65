"""Related entities: those that share passages with one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.search.aggregates.related import Related

DOCUMENTS = [
    Document(
        id="a", text="President Recep Tayyip Erdoğan met Xi Jinping in Beijing on Monday."
    ),
    Document(id="b", text="President Erdogan met Xi Jinping for $5 billion in Ankara."),
    Document(id="c", text="Cumhurbaşkanı Erdoğan, NATO zirvesi için Ankara'da kaldı."),
    Document(id="d", text="Li Qiang, Hangzhou'da konuştu."),
]


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """Four short stories, each one passage."""
    with diplosearch.rebuild(DOCUMENTS) as made:
        yield made


@pytest.mark.parametrize(
    "name", ["Erdoğan", "person:erdogan", "person:recep-tayyip-erdogan"]
)
def test_all_ids_of_an_entity_count(index: Index, name: str) -> None:
    """Passages that name a person by another spelling or the surname count."""
    assert list(index.related(name)) == [
        Related("city:323786", "Ankara", 2),
        Related("person:xi-jinping", "Xi Jinping", 2),
        Related("city:1816670", "Beijing", 1),
        Related("org:nato", "NATO", 1),
    ]


def test_relation_is_mutual(index: Index) -> None:
    """Of two related entities each has the other with the same count."""
    there = {one.id: one.count for one in index.related("Erdoğan")}
    for id, count in there.items():
        back = {one.id: one.count for one in index.related(id)}
        assert back["person:recep-tayyip-erdogan"] == count


def test_entities_without_a_common_passage(index: Index) -> None:
    """Entities that share no passage are not related."""
    assert [one.id for one in index.related("Li Qiang")] == ["city:1808926"]


def test_limit_cuts(index: Index) -> None:
    """At most ``limit`` entities are returned, none for 0."""
    assert len(index.related("Erdoğan", limit=2)) == 2
    assert list(index.related("Erdoğan", limit=0)) == []


def test_negative_limit_is_an_error_of_usage(index: Index) -> None:
    """A negative limit raises UsageError."""
    with pytest.raises(diplosearch.errors.UsageError):
        index.related("Erdoğan", limit=-1)
