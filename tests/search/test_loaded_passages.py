"""Loaded passages and their posting lists."""

from __future__ import annotations

import datetime

import pytest

from diplosearch.engines.memory import MemoryState
from diplosearch.engines.scorer import Scorer
from diplosearch.ingest.entries import make_entries
from diplosearch.model import Document, Entity, Passage
from diplosearch.query import tree
from diplosearch.schema import (
    DATE,
    ENTITY,
    EXACT,
    LANGUAGE,
    LEAD_GAP,
    PREFIX,
    SOURCE,
    STEM,
    TITLE_EXACT,
    TITLE_STEM,
)
from diplosearch.search.loaded_passages import LoadedPassage, LoadedPassages, LoadedPostings
from diplosearch.storage.codec import Naming, StoredDocument, encode_document

FIRST = "Çin Dışişleri Bakanı Wang Yi, bakanlarla görüştü."
SECOND = "China's minister met ministers in China."
CHINA = Entity(0, 3, "GPE", "China", "country:CN")
DOCUMENT = Document(
    id="a",
    text=f"{FIRST} {SECOND}",
    title="Çin bakanı geldi",
    language="tr",
    source="El.kz",
    date=datetime.date(2026, 1, 29),
    passages=(
        Passage("a#0", 0, 0, len(FIRST), FIRST, "tr", (CHINA,)),
        Passage("a#1", 1, len(FIRST) + 1, len(FIRST) + 1 + len(SECOND), SECOND, "en"),
    ),
    entities=(CHINA,),
    title_entities=(CHINA,),
)


def leaf(field: str, text: str) -> tree.Term:
    """Return a term of weight 2."""
    return tree.Term(field, text, 2.0, text, "exact")


NODES = [
    *(leaf(EXACT, text) for text in ("cin", "china", "wang", "nobody")),
    *(leaf(STEM, text) for text in ("bakan", "minist", "cin")),
    *(leaf(PREFIX, text) for text in ("bakan", "disis", "minis", "yi")),
    leaf(TITLE_EXACT, "cin"),
    leaf(TITLE_STEM, "bakan"),
    leaf(ENTITY, "country:CN"),
    tree.Sequence(EXACT, ("wang", "yi"), None, 3.0, "wang yi"),
    tree.Sequence(EXACT, ("geldi", "cin"), 3, 3.0, "geldi cin"),
    tree.Sequence(EXACT, ("cin", "bakani"), None, 3.0, "cin bakani"),
    tree.Sequence(TITLE_EXACT, ("cin", "bakani"), None, 3.0, "cin bakani"),
    tree.Keyword(LANGUAGE, ("en",)),
    tree.Keyword(SOURCE, ("el.kz",)),
    tree.Keyword(ENTITY, ("country:CN",)),
    tree.Between(DATE, "2026", None),
    tree.Between(DATE, None, "2025"),
    tree.Favoured(leaf(TITLE_EXACT, "cin"), LANGUAGE, "en", 0.5),
    tree.Boolean(must=(leaf(TITLE_EXACT, "cin"),), must_not=(leaf(EXACT, "wang"),)),
]


@pytest.fixture
def passages() -> LoadedPassages:
    """Both passages of the document, loaded."""
    stored = StoredDocument("a", encode_document(DOCUMENT))
    return LoadedPassages(LoadedPassage(stored, ordinal) for ordinal in (0, 1))


@pytest.mark.parametrize("node", NODES, ids=str)
def test_scores_are_those_of_the_engines(passages: LoadedPassages, node: tree.Node) -> None:
    """Loaded passages have the scores that an engine gives them, to the last digit."""
    memory = MemoryState(make_entries(1, DOCUMENT))
    expected = {
        key - min(memory.entries): score
        for key, score in Scorer(memory).score(node).items()
    }
    postings = LoadedPostings(passages, memory.average_length)
    assert Scorer(postings).score(node) == expected


def test_title_stands_before_the_first_passage(passages: LoadedPassages) -> None:
    """The title's positions come first, then a gap; only the first passage has them."""
    assert passages.positions(EXACT, "cin") == {0: [0, 3 + LEAD_GAP]}
    assert passages.find_in_text(EXACT, "cin") == {0: [0]}
    assert passages.positions(EXACT, "geldi") == {0: [2]}
    assert passages.positions(TITLE_EXACT, "geldi") == {0: [2], 1: [2]}
    assert [one.length for one in passages] == [10, 6]


def test_entities_keep_the_ids_of_the_document(passages: LoadedPassages) -> None:
    """An entity has the id and name of the index, and is found by that of the document."""
    stored = passages[0].stored
    stored.namings = {"country:CN": Naming("GPE", "Elsewhere", "country:XX")}
    first = LoadedPassage(stored, 0)
    ((id, entity),) = first.entities_with_ids()
    assert (id, entity.id, entity.name) == ("country:CN", "country:XX", "Elsewhere")
    assert [id for id, _ in first.title_entities_with_ids()] == ["country:CN"]
    assert LoadedPostings(LoadedPassages([first]), 1.0).postings(ENTITY, "country:CN") == (
        [0],
        [2],
    )
    assert passages[1].entities_with_ids() == []


def test_what_is_no_entity_is_nowhere(passages: LoadedPassages) -> None:
    """An id that stands for no entity is in no list of a passage, its document or title."""
    stored = StoredDocument(passages[0].stored.id, encode_document(DOCUMENT))
    stored.namings = {"country:CN": Naming("GPE", "", "")}
    first = LoadedPassage(stored, 0)
    assert first.entities_with_ids() == first.title_entities_with_ids() == []
    assert stored.entity_ids(0) == stored.title_entity_ids == []
    assert stored.document.entities == stored.document.title_entities == ()
    assert [one.entities for one in stored.document.passages] == [(), ()]
