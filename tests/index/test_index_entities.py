"""Entities of an index: asked for, told apart, joined, shown, of one recognizer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

import diplosearch
from diplosearch import Document, Entity, Index
from diplosearch.entity_index.table import EntityRecord
from diplosearch.errors import IndexRecognizerError, UsageError
from diplosearch.highlighting.marks import Layer

STORIES = [
    "Turkish President Recep Tayyip Erdoğan met Xi Jinping in Beijing. Erdoğan left.",
    "President Erdogan arrived in Astana. Kazakh Prime Minister Olzhas Bektenov met him.",
    "Kazakistan Başbakanı Oljas Bektenov Ankara'da konuştu. Bektenov, Çin'e gidecek.",
    "Çin Dışişleri Bakanı Wang Yi, Türkiye'yi ziyaret etti. Wang, ŞİÖ zirvesine katıldı.",
    "Vice President Cevdet Yılmaz spoke. Governor Ali Yılmaz of the Shanghai Cooperation "
    "Organization answered.",
]
DOCUMENTS = [Document(id=f"d{place}", text=text) for place, text in enumerate(STORIES)]


def entities_of(index: Index) -> tuple[list[EntityRecord], dict[str, list[Entity]]]:
    """Return all that an index says of entities, whatever the order of its documents."""
    with index:
        records = [index.entity(one.id) for one in index.entities()]
        named = {document.id: list(document.entities) for document in index.documents()}
    return records, named


def filled(*parts: Sequence[Document]) -> Index:
    """Return an index in memory that was filled part by part."""
    index = diplosearch.open(":memory:")
    for part in parts:
        index.add(part)
    return index


@settings(max_examples=examples(25))
@given(st.permutations(DOCUMENTS), st.lists(st.integers(0, len(DOCUMENTS)), max_size=3))
def test_order_and_parts_make_no_difference(some: list[Document], cuts: list[int]) -> None:
    """The same documents give the same ids, names, forms and counts, however they came."""
    borders = [0, *sorted(cuts), len(some)]
    parts = [some[a:b] for a, b in pairwise(borders)]
    assert entities_of(filled(*parts)) == entities_of(filled(DOCUMENTS))


@settings(max_examples=examples(15))
@given(st.permutations(DOCUMENTS), st.integers(0, len(DOCUMENTS)))
def test_deleted_documents_name_nobody(some: list[Document], count: int) -> None:
    """After a deletion all is as if the documents had never been added."""
    gone, kept = some[:count], some[count:]
    index = filled(some)
    index.delete([one.id for one in gone])
    assert entities_of(index) == entities_of(filled(kept))


def test_replaced_document_names_what_it_says_now() -> None:
    """The old version counts for nothing."""
    index = filled(DOCUMENTS)
    index.add(Document(id="d0", text=STORIES[3] + " Wang left."))
    again = filled([Document(id="d0", text=STORIES[3] + " Wang left."), *DOCUMENTS[1:]])
    assert entities_of(index) == entities_of(again)


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """The stories in memory."""
    with filled(DOCUMENTS) as made:
        yield made


@pytest.mark.parametrize(
    ("asked", "id"),
    [
        ("Erdoğan", "person:recep-tayyip-erdogan"),
        ("erdogan", "person:recep-tayyip-erdogan"),
        ("person:Erdoğan", "person:recep-tayyip-erdogan"),
        ("Recep Tayyip", "person:recep-tayyip-erdogan"),
        ("Bektenov", "person:olzhas-bektenov"),
        ("Oljas Bektenov", "person:olzhas-bektenov"),
        ("person:erdogan", "person:recep-tayyip-erdogan"),
        ("Çin", "country:CN"),
        ("China", "country:CN"),
        ("country:Çin", "country:CN"),
        ("country:China", "country:CN"),
        ("country:CN", "country:CN"),
        ("country:cn", "country:CN"),
        ("Turkey", "country:TR"),
        ("city:Pekin", "city:1816670"),
        ("Pekin", "city:1816670"),
        ("ŞİÖ", "org:shanghai-cooperation-organization"),
        ("org:SCO", "org:shanghai-cooperation-organization"),
        ("ali yilmaz", "person:ali-yilmaz"),
        ("Cevdet Yılmaz", "person:cevdet-yilmaz"),
    ],
)
def test_entities_are_asked_for_in_either_language(
    index: Index, asked: str, id: str
) -> None:
    """By id, by field, by name, by part of a name, with or without diacritics."""
    assert index.entity(asked).id == id


@pytest.mark.parametrize(
    "asked",
    ["Nobody", "", " ", ":", "person:", "person:Çin", "country:Erdoğan", "Japan", "\0"],
)
def test_unknown_entities_are_key_errors(index: Index, asked: str) -> None:
    """What the index does not name is not there, though the gazetteer knows it."""
    for ask in (index.entity, index.related):
        with pytest.raises(KeyError):
            ask(asked)


def test_two_people_of_one_surname_stay_two(index: Index) -> None:
    """Cevdet and Ali Yılmaz share a passage and no id."""
    ids = {one.id for one in index.entities(type="PERSON", prefix="yılmaz")}
    assert ids == {"person:cevdet-yilmaz", "person:ali-yilmaz"}


def test_entities_are_listed(index: Index) -> None:
    """The most named first, of a type, by how a word of a name begins, as many as asked."""
    everyone = index.entities()
    assert [one.documents for one in everyone] == sorted(
        (one.documents for one in everyone), reverse=True
    )
    assert index.entities(limit=3) == everyone[:3]
    assert {one.type for one in index.entities(type="GPE")} == {"GPE"}
    assert [one.id for one in index.entities(prefix="jinp")] == ["person:xi-jinping"]


@pytest.mark.parametrize("options", [{"type": "person"}, {"type": "X"}, {"prefix": 5}])
def test_odd_options_are_errors_of_usage(index: Index, options: dict[str, Any]) -> None:
    """The message says what to use."""
    with pytest.raises(UsageError, match=r"use one of|give a string"):
        index.entities(**options)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda index: index.entity(5), id="entity of a number"),
        pytest.param(lambda index: index.entity("\ud800"), id="entity of a surrogate"),
        pytest.param(
            lambda index: index.entities(prefix="\ud800"), id="prefix of a surrogate"
        ),
    ],
)
def test_odd_names_are_told_of(index: Index, ask: Any) -> None:
    """What is no name is unknown or an error of usage, and no other error."""
    with suppress(KeyError, UsageError):
        assert ask(index) == []


def test_related_entities_share_passages(index: Index) -> None:
    """The most frequent first, without dates, offices and the entity itself."""
    related = index.related("Wang Yi")
    assert {"country:CN", "country:TR"} <= {one.id for one in related}
    kinds = {one.id.partition(":")[0] for one in index.related("Erdoğan")}
    assert not kinds & {"date", "money", "title"}
    assert all(one.id != "person:wang-yi" for one in related)
    assert index.related("Wang Yi", limit=1) == related[:1]


def test_hits_show_the_entities_of_the_corpus(index: Index) -> None:
    """A document that says *Erdogan* alone has the id of the full name."""
    document = index.get("d1")
    told = {document.text[one.start : one.end]: one.id for one in document.entities}
    assert told["Erdogan"] == "person:recep-tayyip-erdogan"
    (hit,) = index.search("person:Erdoğan Astana", limit=1)
    assert hit.document == document
    assert hit.passage.entities == document.entities


# Layers


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        (
            ("match", "entity"),
            '<span class="entity gpe" data-id="country:CN" title="China">'
            '<mark class="exact">Çin</mark></span>',
        ),
        (
            ("entity",),
            '<span class="entity gpe" data-id="country:CN" title="China">Çin</span>',
        ),
        (("match",), '<mark class="exact">Çin</mark>'),
        ((), "Çin "),
    ],
)
def test_layers_of_html_switch(
    index: Index, layers: tuple[Layer, ...], expected: str
) -> None:
    """Entities and matches are marked apart, together, or not at all."""
    hit = next(hit for hit in index.search("Çin") if hit.document.id == "d3")
    shown = hit.to_html(layers=layers)
    # Whether a name or a word matched first is none of this test's business.
    assert expected in shown.replace('<mark class="entity">', '<mark class="exact">')
    assert ("<mark" in shown, "<span" in shown) == ("match" in layers, "entity" in layers)


def test_layers_of_the_other_formats_switch(index: Index) -> None:
    """A terminal colours entities, Markdown sets them in italics; text has no marks."""
    hit = next(hit for hit in index.search("ziyaret") if hit.document.id == "d3")
    assert "\x1b[38;5;28mÇin\x1b[0m" in hit.to_ansi()
    assert "\x1b[38;5;" not in hit.to_ansi(layers=["match"])
    assert "\x1b" not in hit.to_ansi(layers=[])
    assert "*Çin*" in hit.to_markdown(layers=["entity"])
    assert "**ziyaret**" in hit.to_markdown()
    assert hit.to_markdown(layers=[]) == hit.to_text() == hit.passage.text


# A gazetteer of one's own


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A gazetteer with an organisation that nobody else knows."""
    path = tmp_path / "own.txt"
    path.write_text("ORG | Foobar Council; FBC | Fubar Konseyi\n", encoding="utf-8")
    return path


def test_index_stays_with_its_gazetteer(own: Path, tmp_path: Path) -> None:
    """Built with one, it is added to with that one and with no other."""
    stories = [Document(id="a", text="The Foobar Council met on Monday in Ankara.")]
    more = [Document(id="b", text="Fubar Konseyi'nin toplantısı Ankara'da yapıldı.")]
    place = tmp_path / "index"
    diplosearch.rebuild(
        stories, place, resources=diplosearch.Resources(gazetteer=own)
    ).close()
    with diplosearch.open(place) as index:
        assert index.entity("Foobar Council").id == "org:foobar-council"
        with pytest.raises(IndexRecognizerError, match="gazetteer"):
            index.add(more)
        assert index.ids() == ["a"]
        assert index.delete("nobody").deleted == 0
    with diplosearch.open(place, resources=diplosearch.Resources(gazetteer=own)) as index:
        index.add(more)
        assert index.entity("FBC").documents == 2


def test_index_without_a_gazetteer_refuses_one(own: Path, tmp_path: Path) -> None:
    """Built without, it is not added to with one; an empty one takes any."""
    place = tmp_path / "index"
    diplosearch.rebuild(DOCUMENTS[:1], place).close()
    with (
        diplosearch.open(place, resources=diplosearch.Resources(gazetteer=own)) as index,
        pytest.raises(IndexRecognizerError),
    ):
        index.add(DOCUMENTS[1])
    with diplosearch.open(
        ":memory:", resources=diplosearch.Resources(gazetteer=own)
    ) as index:
        index.add(Document(id="a", text="FBC met."))
        assert index.entity("FBC").id == "org:foobar-council"


def test_index_without_entities_stays_without(tmp_path: Path) -> None:
    """Where none are wanted, none are found in what is added later."""
    place = tmp_path / "index"
    with diplosearch.rebuild(DOCUMENTS[:1], place, entities=False) as index:
        index.add(DOCUMENTS[1])
        assert index.entities() == []
        assert index.get("d1").entities == ()
        index.delete(index.ids())
        index.add(DOCUMENTS[1])
        assert index.get("d1").entities == ()


@pytest.mark.parametrize("line", ["ORG | x", "NOBODY | a | b", "ORG | | "])
def test_unsound_gazetteer_is_refused(tmp_path: Path, line: str) -> None:
    """Opening and rebuilding name the file and the line."""
    path = tmp_path / "bad.txt"
    path.write_text(f"# mine\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.txt, line 2"):
        diplosearch.open(":memory:", resources=diplosearch.Resources(gazetteer=path))
    with pytest.raises(UsageError, match=r"bad\.txt, line 2"):
        diplosearch.rebuild(DOCUMENTS[:1], resources=diplosearch.Resources(gazetteer=path))


def test_document_of_the_first_day_is_indexed() -> None:
    """The first day that Python knows is no error."""
    document = Document(id="a", text="He came yesterday.", date=datetime.date.min)
    with filled([document]) as index:
        assert index.ids() == ["a"]
