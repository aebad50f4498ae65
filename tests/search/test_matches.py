"""Matches of a tree in the words of a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.model import Document, Entity, Passage
from diplosearch.query.tree import (
    Best,
    Boolean,
    Everything,
    Keyword,
    Node,
    Nothing,
    Sequence,
    Term,
)
from diplosearch.schema import ENTITY, EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from diplosearch.search.loaded_passages import LoadedPassage, LoadedPassages
from diplosearch.search.matches import Matcher
from diplosearch.storage.codec import StoredDocument, encode_document

TEXT = (
    "Çin Dışişleri Bakanı Wang Yi, Çin'in başkenti Beijing'de Azerbaycan Dışişleri Bakanı"
)


def term(text: str, field: str = EXACT, word: str = "w", kind: str = "exact") -> Term:
    """Return a term."""
    return Term(field, text, 1.0, word, kind)  # type: ignore[arg-type]


def phrase(*texts: str, slop: int | None = None, field: str = EXACT) -> Sequence:
    """Return a sequence."""
    return Sequence(field, texts, slop, 1.0, " ".join(texts))


def load_text(
    text: str,
    *,
    start: int = 0,
    entities: tuple[Entity, ...] = (),
    title: str | None = None,
) -> LoadedPassages:
    """Return ``text`` as a loaded passage that begins at ``start`` of its document."""
    document = Document(
        id="a",
        text=" " * start + text,
        title=title,
        language="tr",
        passages=(Passage("a#0", 0, start, start + len(text), text, "tr"),),
        entities=entities,
    )
    return LoadedPassages(
        [LoadedPassage(StoredDocument("a", encode_document(document)), 0)]
    )


def marked(node: Node, text: str = TEXT, start: int = 0) -> list[tuple[str, str]]:
    """Return each match in ``text`` as its words and its kind."""
    matches = Matcher(node, load_text(text, start=start)).match_text(0)
    return [(text[one.start - start : one.end - start], one.kind) for one in matches]


def words(node: Node, text: str = TEXT) -> list[str]:
    """Return the words that are marked."""
    return [word for word, _ in marked(node, text)]


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (term("cin"), ["Çin", "Çin'in"]),
        (term("disisleri"), ["Dışişleri", "Dışişleri"]),
        (term("cinin"), []),
        (term("basken", PREFIX), []),
        (term("baske", PREFIX), ["başkenti"]),
        (term("yi"), ["Yi"]),
        (Best((term("wang"), term("yi"))), ["Wang", "Yi"]),
        (Boolean(must=(term("wang"),), should=(term("yi"),)), ["Wang", "Yi"]),
        (Boolean(must=(term("wang"),), must_not=(term("yi"),)), ["Wang"]),
        (Boolean(must_not=(Boolean(must=(term("wang"),)),)), []),
        (phrase("disisleri", "bakani"), ["Dışişleri Bakanı", "Dışişleri Bakanı"]),
        (phrase("cin", "disisleri", "bakani"), ["Çin Dışişleri Bakanı"]),
        (phrase("bakani", "disisleri"), []),
        (phrase("beijing", "azerbaycan"), ["Beijing'de Azerbaycan"]),
        (phrase("wang", "beijing", slop=3), ["Wang", "Beijing'de"]),
        (phrase("yi", "wang", slop=0), ["Wang Yi"]),
        (phrase("yi", "wang", slop=5), ["Wang Yi"]),
        (phrase("wang", "azerbaycan", slop=1), []),
        (Everything(), []),
        (Nothing(), []),
        (Keyword("source", ("cin",)), []),
    ],
    ids=str,
)
def test_matches(node: Node, found: list[str]) -> None:
    """Terms mark tokens, phrases their span; what must not be there marks nothing."""
    assert words(node) == found


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("the strike in the general hospital", ["strike", "general"]),
        ("the general spoke", []),
        ("a strike", []),
    ],
)
def test_words_of_a_rendering_match_together(text: str, marked: list[str]) -> None:
    """The words of a rendering that need not be neighbours count where all of them are."""
    words = (term(one, kind="translation") for one in ("general", "strike"))
    passages = load_text(text)
    matches = Matcher(Best((Boolean(must=tuple(words)),)), passages).match_text(0)
    found = {text[match.start : match.end] for match in matches}
    assert found == set(marked)


def test_closest_kind_wins() -> None:
    """A token that matches in several ways is marked once, by the closest kind."""
    node = Best((term("baske", PREFIX, kind="prefix"), term("baskenti", kind="exact")))
    assert marked(node) == [("başkenti", "exact")]
    either = Boolean(
        should=(term("bakan", STEM, kind="stem"), phrase("disisleri", "bakani"))
    )
    assert {kind for _, kind in marked(either)} == {"phrase"}


def test_phrase_takes_its_words() -> None:
    """A word inside a matching phrase is not marked a second time."""
    node = Boolean(should=(term("cin"), phrase("cin", "disisleri")))
    assert marked(node) == [("Çin Dışişleri", "phrase"), ("Çin'in", "exact")]


def test_start_is_added() -> None:
    """Spans are offsets into the document, not into the passage."""
    (match,) = Matcher(term("yi", word="Yi"), load_text(TEXT, start=100)).match_text(0)
    assert (match.start, match.end, match.query) == (126, 128, "Yi")


@pytest.mark.parametrize("field", [EXACT, TITLE_EXACT])
def test_title(field: str) -> None:
    """Terms of the title's fields and of the text's fields are marked in the title."""
    passage = load_text("Wang Yi geldi.", title="Çin ziyareti")
    (match,) = Matcher(term("cin", field), passage).match_title(0)
    assert (match.start, match.end) == (0, 3)


@pytest.mark.parametrize("field", [TITLE_EXACT, TITLE_STEM])
def test_title_fields_mark_no_text(field: str) -> None:
    """Terms and phrases of the title's fields mark nothing in the passage."""
    assert words(term("cin", field)) == []
    assert words(phrase("cin", "disisleri", field=TITLE_EXACT)) == []


small_terms = st.sampled_from("abc").map(term)
small_phrases = st.builds(
    lambda texts, slop: phrase(*texts, slop=slop),
    st.lists(st.sampled_from("abc"), min_size=2, max_size=3),
    st.none() | st.integers(0, 2),
)
nodes = st.lists(small_terms | small_phrases, max_size=4).map(
    lambda children: Boolean(should=tuple(children))
)


@given(nodes, st.lists(st.sampled_from(["a", "b", "c", "d", "a'in"]), max_size=12))
def test_matches_come_in_order(node: Node, text: list[str]) -> None:
    """Matches come in order, each once; no match of a word overlaps another."""
    matches = Matcher(node, load_text(" ".join(text))).match_text(0)
    spans = [(match.start, match.end) for match in matches]
    assert spans == sorted(spans)
    assert all(start < end for start, end in spans)
    assert len(set(matches)) == len(matches)
    for one in matches:
        for other in matches:
            if one.kind != "phrase" and one is not other:
                assert one.end <= other.start or other.end <= one.start


def test_entities_of_the_query() -> None:
    """An entity of the query is marked as a whole, unless one of its words matched."""
    entities = (Entity(0, 3, "GPE", "China", "country:CN"),)
    node = term("country:CN", ENTITY, kind="entity")
    found = Matcher(node, load_text(TEXT, entities=entities)).match_text(0)
    assert [(one.start, one.end, one.kind) for one in found] == [(0, 3, "entity")]
    both = Boolean(should=(node, term("cin")))
    found = Matcher(both, load_text(TEXT, entities=entities)).match_text(0)
    assert {one.kind for one in found if one.start < 3} == {"exact"}
