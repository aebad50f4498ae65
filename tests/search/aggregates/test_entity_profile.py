"""Profiles of entities."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator

import pytest

from diplosearch import Document, Index, Relations

day = datetime.date.fromisoformat

DOCUMENTS = [
    Document(
        id="a",
        text="President Recep Tayyip Erdoğan met Xi Jinping in Beijing. Erdoğan left.",
        date=day("2025-03-01"),
    ),
    Document(id="b", text="President Erdogan met Xi Jinping.", date=day("2024-01-02")),
    Document(id="c", text="Cumhurbaşkanı Erdoğan, Ankara'da kaldı."),
    Document(id="d", text="Li Qiang, Hangzhou'da konuştu.", date=day("2026-01-02")),
]


@pytest.fixture(scope="module")
def index(rebuilt: Callable[[list[Document]], Index]) -> Iterator[Index]:
    """Four short stories, three about one person, on each engine."""
    with rebuilt(DOCUMENTS) as made:
        yield made


@pytest.mark.parametrize("name", ["erdogan", "person:recep-tayyip-erdogan"])
def test_profile(index: Index, name: str) -> None:
    """Forms, counts, dates and related entities are those of all ids of an entity."""
    profile = index.profile(name)
    assert profile.id == "person:recep-tayyip-erdogan"
    assert (profile.type, profile.documents, profile.passages) == ("PERSON", 3, 3)
    assert dict(profile.forms) == {"Erdoğan": 2, "Erdogan": 1, "Recep Tayyip Erdoğan": 1}
    assert profile.forms[0] == ("Erdoğan", 2)
    assert profile.first == datetime.date(2024, 1, 2)
    assert profile.last == datetime.date(2025, 3, 1)
    assert profile.related == index.related(name, limit=10)
    assert profile.related[0].id == "person:xi-jinping"


def test_related_are_limited(index: Index) -> None:
    """At most ``limit`` related entities are returned, none for 0."""
    assert len(index.profile("Erdoğan", limit=1).related) == 1
    assert index.profile("Erdoğan", limit=0).related == Relations("Recep Tayyip Erdoğan")


def test_undated_entities_have_no_dates(index: Index) -> None:
    """An entity that no dated document names has None for both dates."""
    profile = index.profile("Ankara")
    assert profile.first is None
    assert profile.last is None


def test_unknown_entities_are_key_errors(index: Index) -> None:
    """A name that the index does not know raises KeyError."""
    with pytest.raises(KeyError):
        index.profile("Nobody Atall")


def test_profile_as_json(index: Index) -> None:
    """``to_dict`` returns values for JSON."""
    made = json.loads(json.dumps(index.profile("Erdoğan").to_dict()))
    assert made["forms"][0] == {"text": "Erdoğan", "passages": 2}
    assert made["first"] == "2024-01-02"
    assert made["related"][0]["name"] == "Xi Jinping"
