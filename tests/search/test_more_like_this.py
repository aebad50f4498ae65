"""Documents like a document, or like a passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import UsageError

EVENTS = [
    (
        "gas",
        "Türkiye and Azerbaijan signed an agreement on natural gas in Baku. Energy "
        "Minister Alparslan Bayraktar said the pipeline will be finished next year.",
        "Türkiye ve Azerbaycan, Bakü'de doğal gaz anlaşması imzaladı. Enerji Bakanı "
        "Alparslan Bayraktar boru hattının gelecek yıl biteceğini söyledi.",
    ),
    (
        "truce",
        "A ceasefire in Gaza was discussed in Cairo. Egypt asked both parties to "
        "release the hostages and to let aid convoys pass.",
        "Gazze'de ateşkes Kahire'de görüşüldü. Mısır iki taraftan rehinelerin "
        "bırakılmasını ve yardım konvoylarının geçmesini istedi.",
    ),
    (
        "space",
        "China launched a satellite from Jiuquan. The rocket carried instruments "
        "that will measure the temperature of the oceans.",
        "Çin, Jiuquan'dan uydu fırlattı. Roket, okyanusların sıcaklığını ölçecek "
        "aletler taşıdı.",
    ),
    (
        "grain",
        "Ukraine and Russia talked about grain exports in Istanbul. Ships will pass "
        "through the Black Sea under inspection.",
        "Ukrayna ve Rusya İstanbul'da tahıl ihracatını görüştü. Gemiler Karadeniz'den "
        "denetim altında geçecek.",
    ),
]
DOCUMENTS = [
    document
    for name, english, turkish in EVENTS
    for document in (
        Document(id=f"{name}-en", text=english, language="en"),
        Document(id=f"{name}-tr", text=turkish, language="tr"),
    )
]


@pytest.fixture(scope="module")
def index(rebuilt: Callable[[list[Document]], Index]) -> Iterator[Index]:
    """Four events, each reported in both languages, on each engine."""
    with rebuilt(DOCUMENTS) as made:
        yield made


@pytest.mark.parametrize("id", [document.id for document in DOCUMENTS])
def test_the_same_event_comes_first(index: Index, id: str) -> None:
    """From either report the one in the other language is found first."""
    name, language = id.split("-")
    other = f"{name}-{'en' if language == 'tr' else 'tr'}"
    assert index.similar(id)[0].document.id == other


def test_a_document_is_not_like_itself(index: Index) -> None:
    """The document that is asked about, and its passages, are left out and not counted."""
    for document in DOCUMENTS:
        results = index.similar(document.id, limit=100)
        assert document.id not in {hit.document.id for hit in results}
        assert len(results) == results.total


def test_a_hit_may_be_asked_about(index: Index) -> None:
    """A passage finds what its document finds where it is all of it."""
    hit = index.search("Gazze ateşkes", language="tr")[0]
    ids = [one.passage.id for one in index.similar(hit)]
    assert ids == [one.passage.id for one in index.similar(hit.document.id)]


def test_hits_mark_and_explain(index: Index) -> None:
    """What made a passage alike is marked in it, and explained up to its score."""
    hit = index.similar("truce-en")[0]
    text = hit.document.text
    assert "ateşkes" in {text[one.start : one.end] for one in hit.matches}
    explanation = hit.explain()
    assert sum(one.score for one in explanation.reasons) == pytest.approx(hit.score)
    assert [one.rank for one in index.similar("truce-en")] == [
        *range(1, len(index.similar("truce-en")) + 1)
    ]


def test_answers_are_those_of_memory(index: Index) -> None:
    """Every engine gives the same passages in the same order with the same scores."""
    with diplosearch.rebuild(DOCUMENTS) as oracle:
        for document in DOCUMENTS:
            found = [(one.passage.id, one.score) for one in index.similar(document.id)]
            expected = [(one.passage.id, one.score) for one in oracle.similar(document.id)]
            assert [id for id, _ in found] == [id for id, _ in expected]
            assert [score for _, score in found] == pytest.approx(
                [score for _, score in expected]
            )


@pytest.mark.parametrize(
    ("options", "languages"),
    [({"language": "en"}, {"en"}), ({"language": "tr", "entities": "country:KZ"}, set())],
)
def test_filters_hold(index: Index, options: dict[str, Any], languages: set[str]) -> None:
    """The filters of a search restrict what is like a document."""
    found = index.similar("grain-tr", **options)
    assert {hit.passage.language for hit in found} == languages
    assert len(index.similar("grain-tr", limit=2)) == 2


def test_without_translation_names_are_left() -> None:
    """Without translation the other language is found by names alone."""
    with diplosearch.rebuild(DOCUMENTS) as index:
        hit = index.similar("gas-en", translate=False, language="tr")[0]
        assert hit.document.id == "gas-tr"
        assert not {match.kind for match in hit.matches} & {"translation"}


def test_alone_nothing_is_alike() -> None:
    """Where there is no other document, or none that shares a word, nothing is found."""
    with diplosearch.rebuild([DOCUMENTS[0], Document(id="x", text="Xyzzy.")]) as index:
        assert not index.similar("x")
        assert index.similar("x").total == 0
        assert not index.similar("gas-en")


def test_a_hit_of_a_deleted_document_still_finds() -> None:
    """Whoever holds a hit can ask about it, though its document is gone."""
    with diplosearch.open(":memory:") as index:
        index.add(DOCUMENTS)
        hit = index.search("satellite")[0]
        index.delete(hit.document.id)
        assert index.similar(hit)[0].document.id == "space-tr"
        with pytest.raises(KeyError):
            index.similar(hit.document.id)


@pytest.mark.parametrize(
    ("asked", "options", "told"),
    [
        (3, {}, "give a hit or an id"),
        ("gas-en", {"limit": -1}, "limit"),
    ],
)
def test_what_cannot_be_is_told(
    index: Index, asked: Any, options: dict[str, Any], told: str
) -> None:
    """A wrong argument is an error that says what there is."""
    with pytest.raises(UsageError, match=told):
        index.similar(asked, **options)


def test_an_unknown_id_is_a_key_error(index: Index) -> None:
    """The id of no document is told as for ``get``."""
    with pytest.raises(KeyError):
        index.similar("nobody")
