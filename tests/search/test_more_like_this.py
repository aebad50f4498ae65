"""Documents that are similar to a document or to a passage."""

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
    """The report of the same event in the other language is the most similar."""
    name, language = id.split("-")
    other = f"{name}-{'en' if language == 'tr' else 'tr'}"
    assert index.similar(id)[0].document.id == other


def test_a_document_is_not_similar_to_itself(index: Index) -> None:
    """The document itself is neither returned nor counted."""
    for document in DOCUMENTS:
        results = index.similar(document.id, limit=100)
        assert document.id not in {hit.document.id for hit in results}
        assert len(results) == results.total


def test_similar_to_a_hit(index: Index) -> None:
    """The hit of a document with one passage finds what the document finds."""
    hit = index.search("Gazze ateşkes", language="tr")[0]
    ids = [one.passage.id for one in index.similar(hit)]
    assert ids == [one.passage.id for one in index.similar(hit.document.id)]


def test_hits_mark_and_explain(index: Index) -> None:
    """Hits mark the words that make them similar; explanations add up to the score."""
    hit = index.similar("truce-en")[0]
    text = hit.document.text
    assert "ateşkes" in {text[one.start : one.end] for one in hit.matches}
    explanation = hit.explain()
    assert sum(one.score for one in explanation.reasons) == pytest.approx(hit.score)
    assert [one.rank for one in index.similar("truce-en")] == [
        *range(1, len(index.similar("truce-en")) + 1)
    ]


def test_engines_agree(index: Index) -> None:
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
    """Only documents that the filters let through are returned."""
    found = index.similar("grain-tr", **options)
    assert {hit.passage.language for hit in found} == languages
    assert len(index.similar("grain-tr", limit=2)) == 2


def test_without_translation_names_are_left() -> None:
    """With ``translate=False`` the other language is found by names alone."""
    with diplosearch.rebuild(DOCUMENTS) as index:
        hit = index.similar("gas-en", translate=False, language="tr")[0]
        assert hit.document.id == "gas-tr"
        assert not {match.kind for match in hit.matches} & {"translation"}


def test_no_similar_document() -> None:
    """Where no other document shares a word, nothing is found."""
    with diplosearch.rebuild([DOCUMENTS[0], Document(id="x", text="Xyzzy.")]) as index:
        assert not index.similar("x")
        assert index.similar("x").total == 0
        assert not index.similar("gas-en")


def test_a_hit_of_a_deleted_document_still_finds() -> None:
    """A hit of a deleted document finds similar ones; its id raises KeyError."""
    with diplosearch.open(":memory:") as index:
        index.add(DOCUMENTS)
        hit = index.search("satellite")[0]
        index.delete(hit.document.id)
        assert index.similar(hit)[0].document.id == "space-tr"
        with pytest.raises(KeyError):
            index.similar(hit.document.id)


@pytest.mark.parametrize(
    ("like", "options", "message"),
    [
        (3, {}, "give a hit or an id"),
        ("gas-en", {"limit": -1}, "limit"),
    ],
)
def test_wrong_arguments(
    index: Index, like: Any, options: dict[str, Any], message: str
) -> None:
    """A wrong argument raises UsageError, which says what is allowed."""
    with pytest.raises(UsageError, match=message):
        index.similar(like, **options)


def test_an_unknown_id_is_a_key_error(index: Index) -> None:
    """An unknown id raises KeyError."""
    with pytest.raises(KeyError):
        index.similar("nobody")
