"""The entities of one committed state: found by id, by name, by how a name begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch import Document, Passage
from diplosearch.entity_index.counts import EntityCounter
from diplosearch.entity_index.table import EntityTable
from diplosearch.errors import IndexDamagedError
from diplosearch.model import Entity, EntityType
from diplosearch.text.letters import replace_surrogates

TEXT = "Xi Jinping, Xi, Çin, China, Xinhua, Recep Tayyip Erdoğan, Erdoğan, İstanbul"

NAMES: list[tuple[str, EntityType, str, str]] = [
    ("Xi Jinping", "PERSON", "person:xi-jinping", "Xi Jinping"),
    ("Çin", "GPE", "country:CN", "China"),
    ("China", "GPE", "country:CN", "China"),
    ("Xinhua", "ORG", "org:xinhua", "Xinhua"),
    (
        "Recep Tayyip Erdoğan",
        "PERSON",
        "person:recep-tayyip-erdogan",
        "Recep Tayyip Erdoğan",
    ),
    ("İstanbul", "GPE", "city:745044", "Istanbul"),
]


def document(id: str, *names: tuple[str, EntityType, str, str]) -> Document:
    entities = tuple(
        Entity(TEXT.index(written), TEXT.index(written) + len(written), type, name, known)
        for written, type, known, name in names
    )
    passage = Passage(f"{id}#0", 0, 0, len(TEXT), TEXT, "tr", entities)
    return Document(id=id, text=TEXT, passages=(passage,), entities=entities)


BARE = document("b", ("Xi", "PERSON", "person:xi", "Xi"), NAMES[1], NAMES[5])


def fill(path: Path | None) -> EntityCounter:
    tally = EntityCounter(path, None)
    tally.add(document("a", *NAMES))
    tally.add(BARE)
    tally.finish()
    return tally


@pytest.fixture(scope="module")
def table() -> Iterator[EntityTable]:
    """The entities of two documents, one of which says *Xi* alone."""
    with closing(fill(None)) as tally:
        yield EntityTable(tally.connection)


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("xi", ["Xi Jinping", "Xinhua"]),
        ("XI JIN", ["Xi Jinping"]),
        ("jinp", ["Xi Jinping"]),
        ("cin", ["China"]),
        ("ÇİN", ["China"]),
        ("chi", ["China"]),
        ("istan", ["Istanbul"]),
        ("erdogan", ["Recep Tayyip Erdoğan"]),
        ("tayyip erd", ["Recep Tayyip Erdoğan"]),
        ("ayyip", []),
        ("%", []),
        ("_i", []),
        ("xi'; DROP TABLE starts; --", []),
        ("\x00", []),
    ],
)
def test_prefixes_find_any_word_of_a_name(
    table: EntityTable, prefix: str, names: list[str]
) -> None:
    """Case and diacritics count for nothing, and no character is a wildcard."""
    assert [one.name for one in table.find(prefix)] == names


def test_most_named_come_first(table: EntityTable) -> None:
    """All of them, by the number of documents, and no more than the limit."""
    everyone = table.find()
    assert [one.documents for one in everyone] == [2, 2, 2, 1, 1]
    assert table.find(limit=2) == everyone[:2]
    assert table.find(limit=0) == []


def test_type_and_kind_narrow(table: EntityTable) -> None:
    """A type is that of the entity, a kind what its id begins with."""
    assert [one.id for one in table.find(type="GPE")] == ["city:745044", "country:CN"]
    assert [one.id for one in table.find(kind="city")] == ["city:745044"]
    assert table.find(kind="cit") == table.find(kind="%") == []
    assert table.find("xi", type="ORG")[0].name == "Xinhua"


@pytest.mark.parametrize(
    ("name", "is_whole", "ids"),
    [
        ("xi jinping", True, ["person:xi-jinping"]),
        ("Xi", True, ["person:xi-jinping"]),
        ("Jinping", True, []),
        ("Jinping", False, ["person:xi-jinping"]),
        ("Recep Tayyip", False, ["person:recep-tayyip-erdogan"]),
        ("Tayyip", False, ["person:recep-tayyip-erdogan"]),
        ("Tayy", False, []),
        ("Xin", False, []),
        ("Çin", True, ["country:CN"]),
        ("", True, []),
        ("", False, []),
    ],
)
def test_names_are_whole_words(
    table: EntityTable, name: str, is_whole: bool, ids: list[str]
) -> None:
    """A name is found by all of it, or by some of its words."""
    assert [one.id for one in table.find_by_name(name, is_whole=is_whole)] == ids


def test_aliases_lead_to_the_entity(table: EntityTable) -> None:
    """An id of a document finds the entity, and the entity all of its ids."""
    assert table.resolve_alias("person:xi") == "person:xi-jinping"
    assert table.resolve_alias("person:nobody") == "person:nobody"
    assert table.members("person:xi") == ("person:xi-jinping", "person:xi")
    assert table.members("country:CN") == ("country:CN",)
    assert table.aliases() == {"person:xi": "person:xi-jinping"}
    assert table.get("person:xi") == table.get("person:xi-jinping")
    assert table.get("person:nobody") is None
    assert table.names_of(["country:CN", "person:xi", "x"]) == {"country:CN": "China"}


def test_documents_are_shown_as_the_corpus_knows_them(table: EntityTable) -> None:
    """An alias in a document becomes the entity, in its passages as well."""
    shown = table.resolve(BARE)
    (passage,) = shown.passages
    assert shown.entities == passage.entities
    first = shown.entities[0]
    assert (first.id, first.name) == ("person:xi-jinping", "Xi Jinping")
    assert [(one.start, one.end) for one in shown.entities] == [
        (one.start, one.end) for one in BARE.entities
    ]
    whole = document("a", *NAMES)
    assert table.resolve(whole) is whole


def test_damaged_file_is_named(tmp_path: Path) -> None:
    """Bytes that are no table, and a missing file, are an index that is damaged."""
    path = tmp_path / "entities.sqlite"
    path.write_bytes(b"no table at all, but quite some bytes of it" * 100)
    for location in (path, tmp_path / "gone.sqlite"):
        with (
            pytest.raises(IndexDamagedError, match=location.name),
            closing(EntityTable(location)) as table,
        ):
            table.find("xi")


def test_table_on_disk_answers_the_same(table: EntityTable, tmp_path: Path) -> None:
    """What was written is what is read, and closing lets go of it."""
    fill(tmp_path / "entities.sqlite").close()
    other = EntityTable(tmp_path / "entities.sqlite")
    assert other.find() == table.find()
    other.close()


@given(texts.map(replace_surrogates) | st.text(max_size=20).map(replace_surrogates))
def test_any_text_may_be_looked_up(table: EntityTable, text: str) -> None:
    """Nothing that is typed raises."""
    table.find(text)
    table.find_by_name(text)
    table.find_by_name(text, is_whole=False)
    table.get(text)


def test_lone_surrogates_may_be_asked_for(table: EntityTable) -> None:
    """Half a character is in no name, and no error."""
    assert table.find("\ud800") == table.find_by_name("\ud800") == []
    assert table.get("\ud800") is None
