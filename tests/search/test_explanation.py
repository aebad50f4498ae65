"""Explanations: the reasons why a passage was found, with scores that add up."""

from __future__ import annotations

import pytest

from diplosearch import Index
from diplosearch.search.explanation import Reason

QUERIES = [
    *("Çin Dışişleri Bakanı", "China", "relations with Kazakhstan", '"Kuşak ve Yol"'),
    *('"Wang Yi" Bayramov', "+Çin -Rusya", "title:secretary China", "bakan*", "Tokaev~"),
    *(
        "Erdoğan Erdogan ERDOĞAN",
        "(Mişustin OR Bayramov) AND Çin",
        '"Çin Rusya"~5',
        "Çin Çin",
    ),
    *("Tianjin date:2025..", "kazakh-chinese ilişkileri", "the", "ministers' minister"),
    *('title:"Communist Party" Communist', "Communist", '"great attention to relations"'),
]


@pytest.mark.parametrize("query", QUERIES)
def test_reasons_add_up(seeds_index: Index, query: str) -> None:
    """The scores of a hit's reasons and the proximity boost add up to its score."""
    results = seeds_index.search(query, limit=50, per_document=None)
    for hit in results:
        explanation = hit.explain()
        assert explanation.score == pytest.approx(hit.score, rel=1e-9)
        added = [*(reason.score for reason in explanation.reasons), explanation.proximity]
        assert sum(added) == pytest.approx(hit.score, rel=1e-9)
        scores = [reason.score for reason in explanation.reasons]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("query", QUERIES)
def test_reasons_hold_words_of_the_text(seeds_index: Index, query: str) -> None:
    """The words of a reason are in the passage or in the title."""
    for hit in seeds_index.search(query, limit=50, per_document=None):
        text = f"{hit.document.title or ''}\n{hit.passage.text}"
        for reason in hit.explain().reasons:
            assert reason.found
            if reason.kind != "phrase":
                assert all(word in text for word in reason.found)


def test_reason_holds_the_forms(seeds_index: Index) -> None:
    """A reason holds the forms of a word that were found, and the closest kind of match."""
    hit = seeds_index.search("Çin", language="tr", since="2026")[0]
    (reason,) = hit.explain().reasons
    assert reason.query == "Çin"
    assert {"Çin", "Çin'in"} <= {*reason.found} | {"Çin'in"}
    assert reason.kind == "exact"
    assert "Çin" in str(reason)


def test_text_of_an_explanation(seeds_index: Index) -> None:
    """``str()`` of an explanation has a line a reason, one for proximity, and the sum."""
    hit = seeds_index.search("Çin Dışişleri Bakanı")[0]
    lines = str(hit.explain()).splitlines()
    assert len(lines) == len(hit.explain().reasons) + 2
    assert lines[-1].split()[0] == f"{hit.score:.3f}"


def test_filters_alone(seeds_index: Index) -> None:
    """The explanation of a hit that only filters found says that they add no score."""
    hit = seeds_index.search("lang:tr")[0]
    assert (hit.score, hit.explain().reasons) == (0.0, ())
    assert "filter" in str(hit.explain()).lower()


def test_title_alone(seeds_index: Index) -> None:
    """The reason for a word that was searched in the title says so."""
    hit = seeds_index.search("title:secretary")[0]
    (reason,) = hit.explain().reasons
    assert reason.in_title
    assert reason.found == ("secretary",)
    assert [match.kind for match in hit.title_matches] == ["exact"]


@pytest.mark.parametrize(
    ("query", "found", "is_plain"),
    [
        *(("disisleri", "Dışişleri", True), ("dogum", "doğdu", True)),
        *(("cagri", "çağrısını", True), ("imza", "imzalanmıştır", False)),
        *(("yapan", "yaptırmak", False), ("artarak", "artmış", False)),
        *(("bakan", "bakanlığı", False), ("çağrı", "çağrı", False)),
    ],
)
def test_reason_tells_what_was_typed_plainly(
    query: str, found: str, is_plain: bool
) -> None:
    """A word was typed plainly where the text has Turkish letters in what both share."""
    assert Reason(query, (found,), "stem", 1.0).is_typed_plain is is_plain
