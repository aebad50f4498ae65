"""Passages that hold all concepts of a query, and what an answer says that it lacks."""

from __future__ import annotations

import pytest

from diplosearch import Index
from diplosearch.errors import UsageError
from diplosearch.model import MatchMode

TEXTS = {
    "both": "Mısır ile Katar arasında yürütülen ve haftalardır süren görüşmelerin son "
    "gününde taraflar, kalan maddelerin gelecek ay ele alınmasını kararlaştırdı; "
    "heyetlerin başkentlere dönmesi ve yeni talimat alması bekleniyor.",
    "both-en": "Egypt and Qatar sent their envoys to the talks on Monday.",
    "egypt": "Mısır, Mısır, yine Mısır: Mısır gazeteleri Mısır'ı yazdı.",
    "qatar": "Katar yeni bir liman açtı.",
    "deficit": "Dış ticaret açığı geçen ay daraldı.",
    "trade": "Ticaret heyeti fuarda yeni sözleşmeler imzaladı.",
    "other": "Köyde hasat bu yıl erken başladı.",
}


def ids(index: Index, query: str, match: MatchMode = "best") -> list[str]:
    """Return the ids of the documents that are found, in their order."""
    return [hit.document.id for hit in index.search(query, limit=None, match=match)]


@pytest.mark.parametrize("query", ["Mısır Katar", "Egypt Qatar"])
def test_all_concepts_come_before_most(index: Index, query: str) -> None:
    """By default what holds both comes first, however often another says the one."""
    assert set(ids(index, query)[:2]) == {"both", "both-en"}
    assert set(ids(index, query)) == {"both", "both-en", "egypt", "qatar"}


def test_all_leaves_out_what_lacks_a_concept(index: Index) -> None:
    """With ``all`` only what holds all is found; the others are not counted."""
    results = index.search("Mısır Katar", match="all")
    assert {hit.document.id for hit in results} == {"both", "both-en"}
    assert results.total == results.whole == 2


def test_any_is_in_the_order_of_scores(index: Index) -> None:
    """With ``any`` a passage counts what its words count, whichever it lacks."""
    results = index.search("Mısır Katar", match="any")
    assert {hit.document.id for hit in results} == {"both", "both-en", "egypt", "qatar"}
    assert all(hit.explain().lacking_factor == 1.0 for hit in results)


def test_whole_counts_what_holds_all(index: Index) -> None:
    """``total`` counts what holds any concept, ``whole`` what holds all of them."""
    results = index.search("Mısır Katar", limit=1)
    assert (results.total, results.whole) == (4, 2)
    assert "4 passages, 2 with all words" in results.to_text()


def test_each_hit_tells_what_it_lacks(index: Index) -> None:
    """A hit names the concepts that it does not hold, as the query writes them."""
    missing = {hit.document.id: hit.missing for hit in index.search("Mısır Katar")}
    assert missing == {
        "both": (),
        "both-en": (),
        "egypt": ("Katar",),
        "qatar": ("Mısır",),
    }


def test_answer_names_what_no_passage_holds(index: Index) -> None:
    """A name that stands nowhere is named once, and not with each hit."""
    results = index.search("Sarkozy Mısır")
    assert results.missing == ("Sarkozy",)
    assert results.whole == 0
    assert {hit.missing for hit in results} == {("Sarkozy",)}
    text = results.to_text()
    assert text.startswith("note: no passage holds Sarkozy\n")
    assert "lacks" not in text


def test_what_is_lacking_is_within_the_filters(index: Index) -> None:
    """What only other passages hold, the answer lacks."""
    assert index.search("liman Egypt", language="en").missing == ("liman",)


def test_concept_of_several_words_is_held_as_a_whole(index: Index) -> None:
    """A passage with a part of a term lacks the term; with ``all`` it is not found."""
    missing = {hit.document.id: hit.missing for hit in index.search("trade deficit")}
    assert missing == {"deficit": (), "trade": ("trade deficit",)}
    assert ids(index, "trade deficit", "all") == ["deficit"]


def test_concepts_that_no_passage_holds_order_nothing(index: Index) -> None:
    """What holds all that can be found comes first, whatever else was asked for."""
    assert set(ids(index, "Sarkozy Mısır Katar")[:2]) == {"both", "both-en"}
    assert ids(index, "Sarkozy Mısır", "all") == []


@pytest.mark.parametrize(
    "query", ["Mısır'da Katar ne yaptı", "What did Egypt and Qatar do?"]
)
def test_no_word_of_a_question_has_to_be_held(index: Index, query: str) -> None:
    """In a question the words are unequal: an answer may lack one without counting less."""
    results = index.search(query)
    assert len(results) == 4
    assert all(hit.explain().lacking_factor == 1.0 for hit in results)


def test_stop_words_are_no_concepts(index: Index) -> None:
    """A function word is not lacking, nor does it have to be held."""
    results = index.search("Mısır ile Katar", match="all")
    assert {hit.document.id for hit in results} == {"both", "both-en"}


def test_or_is_a_choice(index: Index) -> None:
    """Where the query says OR, any of its clauses is enough, also with ``all``."""
    assert set(ids(index, "liman OR hasat", "all")) == {"qatar", "other"}
    assert set(ids(index, "(liman OR hasat) Katar", "all")) == {"qatar"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("+Katar Mısır", {"both", "both-en"}),
        ("Mısır Katar -gazete", {"both", "both-en"}),
        ("Mısır Katar lang:tr", {"both"}),
        ('"dış ticaret" daralma', {"deficit"}),
        ("tica* heyeti", {"trade"}),
    ],
)
def test_all_goes_with_signs_and_fields(index: Index, query: str, found: set[str]) -> None:
    """Required and excluded words, filters and phrases hold beside it."""
    assert set(ids(index, query, "all")) == found


def test_score_is_explained_with_what_is_lacking(index: Index) -> None:
    """The lines of an explanation add up to the score of a hit that lacks a concept."""
    for hit in index.search("Mısır Katar", limit=4):
        explanation = hit.explain()
        assert explanation.score == pytest.approx(hit.score)
        assert ("lacks Katar" in str(explanation)) == (hit.document.id == "egypt")


def test_answer_carries_it_in_every_form(index: Index) -> None:
    """JSON has counts and names; text, Markdown and HTML a line; CSV a column."""
    results = index.search("Mısır Katar liman", limit=None)
    values = results.to_dict()
    assert (values["whole"], values["missing"]) == (0, [])
    by_id = {hit["id"]: hit["missing"] for hit in values["hits"]}
    assert by_id["egypt"] == ["Katar", "liman"]
    for text in (results.to_text(), results.to_markdown(), results.to_html()):
        assert "lacks: Katar, liman" in text
    assert '"Katar, liman"' in results.to_csv()


def test_timeline_counts_what_search_finds(index: Index) -> None:
    """A timeline takes the option as well."""
    assert index.timeline("Mısır Katar", match="all").passages == 2


def test_wrong_values_are_refused(index: Index) -> None:
    """The error names the option and the values that it may have."""
    with pytest.raises(UsageError, match="use 'best', 'all' or 'any'"):
        index.search("Katar", match="most")  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["country:", "", "person: ", "()"])
def test_query_without_words_misses_none(index: Index, query: str) -> None:
    """Where nothing is left to search for, no concept is said to be missing."""
    assert index.search(query).missing == ()
