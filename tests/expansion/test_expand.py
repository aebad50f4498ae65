"""What a typed query asks an engine for, as its warnings and its answers tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from strategies import queries

import diplosearch
from diplosearch import Document, Index
from diplosearch.engines.memory import MemoryState
from diplosearch.engines.posting_reader import PostingReader
from diplosearch.expansion.expand import Expansion
from diplosearch.query.parser import parse
from diplosearch.query.tree import Field, Fuzzy, Node, Phrase, Prefix, Range, Word

TYPED = (Word, Prefix, Fuzzy, Phrase, Range, Field)


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """Short documents, one passage each, told apart by their words."""
    texts = {
        "tr": "Dışişleri bakanları Ankara’da ticaret anlaşmasını imzaladı.",
        "en": "Foreign ministers signed the trade agreement in Ankara.",
        "apart": "The agreement was about visas and the trade came later.",
        "stop": "İki devletli çözüm ve barış için bir araya geldiler.",
        "hyphen": "Kazakh-Chinese relations reached a new level.",
    }
    documents = [Document(id=id, text=text) for id, text in texts.items()]
    with diplosearch.rebuild(documents) as index:
        yield index


def found(index: Index, query: str) -> set[str]:
    """Return the ids of the documents that answer."""
    return {hit.document.id for hit in index.search(query, limit=50)}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("bakan", {"tr"}),
        ("minister", {"en"}),
        ("IMZALADI", {"tr"}),
        ('"trade agreement"', {"en"}),
        ('"agreement trade"', set()),
        ('"agreement trade"~0', {"en"}),
        ('"agreement trade"~7', {"en", "apart"}),
        ("+agreement -visas", {"en"}),
        ("agreement NOT visas", {"en"}),
        ("Kazakh-Chinese", {"hyphen"}),
        ("+Kazakh-Chinese", {"hyphen"}),
        ("+Chinese-Kazakh +level", set()),
        ("anlaşma*", {"tr"}),
        ("agreemnt~", {"en", "apart"}),
        ("Ankara AND (imzaladı OR signed)", {"tr", "en"}),
        ('"ve barış"', {"stop"}),
        ("+için +barış", {"stop"}),
        ("zzzz", set()),
        ("", set()),
        ("...", set()),
        ('"..."', set()),
    ],
)
def test_answers(index: Index, query: str, ids: set[str]) -> None:
    """Forms, phrases, patterns and operators find what they should."""
    assert found(index, query) & {"tr", "en", "apart", "stop", "hyphen"} >= ids
    if ids != {"tr"} and ids != {"en"}:  # other languages may add to a plain word
        assert found(index, query) == ids


def test_stop_words_carry_no_weight(index: Index) -> None:
    """Beside other words a stop word finds nothing; alone it is searched."""
    assert "apart" not in found(index, "the Kazakh")
    assert found(index, "the") >= {"en", "apart"}


def leaves(node: Node) -> list[Node]:
    """Return all nodes below ``node``, itself included."""
    below = [
        child
        for name in ("children", "must", "should", "must_not")
        for child in getattr(node, name, ())
    ]
    return [node, *(leaf for child in below for leaf in leaves(child))]


@given(queries)
def test_expansion_leaves_nothing_typed(query: str) -> None:
    """Whatever was typed, an engine gets only what it can look up."""
    reader = PostingReader(MemoryState())
    expanded = Expansion(reader).expand(parse(query).tree)
    assert not [node for node in leaves(expanded) if isinstance(node, TYPED)]
    assert reader.search(expanded, limit=1).total == 0


def test_tags_and_own_fields_restrict() -> None:
    """Filters of the index's own are looked up where they stand, also in brackets."""
    documents = [
        Document(id="a", text="Trade talks in Ankara.", metadata={"desk": "Asia"}),
        Document(id="b", text="Trade talks in Astana.", metadata={"desk": "Europe"}),
    ]
    with diplosearch.rebuild(documents, entities=False) as made:
        made.tag("b", "read later")
        assert found(made, "trade desk:asia") == {"a"}
        assert found(made, "trade desk:(eur* OR asia)") == {"a", "b"}
        assert found(made, 'trade tag:"read later"') == {"b"}
        assert found(made, 'trade -tag:"read later"') == {"a"}
        assert found(made, "trade tag:nothing") == set()


def test_documents_like_one(index: Index) -> None:
    """The terms of a document are expanded each by itself, and find what is like it."""
    assert {hit.document.id for hit in index.similar("en", limit=2)} == {"tr", "apart"}
