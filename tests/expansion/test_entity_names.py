"""Entities that a query names: by a field, or among its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from strategies import examples, queries

import diplosearch
from diplosearch import Document, Index
from diplosearch.entity_index.table import EntityTable
from diplosearch.expansion.entity_names import Names, id_term
from diplosearch.query.tree import Term
from diplosearch.schema import FIELD_KINDS

DOCUMENTS = [
    Document(
        id="a",
        text="Türkiye Cumhurbaşkanı Recep Tayyip Erdoğan, Çin Devlet Başkanı Xi Jinping "
        "ile Pekin'de görüştü.",
    ),
    Document(id="b", text="President Erdogan spoke of China and the United Nations."),
    Document(id="c", text="Çin ve BM, Kuşak ve Yol İnisiyatifi'ni görüştü."),
    Document(id="d", text="Anka Yatırım A.Ş. bugün Ankara'da bir rapor yayımladı."),
]


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """Four short stories in two languages."""
    with diplosearch.rebuild(DOCUMENTS) as made:
        yield made


@pytest.fixture
def names(index: Index) -> Iterator[Names]:
    """What looks up names in the index."""
    with index._use() as searcher:
        yield searcher.names


@pytest.mark.parametrize(
    ("field", "typed", "ids"),
    [
        ("country", "Çin", ["country:CN"]),
        ("country", "China", ["country:CN"]),
        ("country", "CN", ["country:CN"]),
        ("country", "cn", ["country:CN"]),
        ("country", "People's Republic of China", ["country:CN"]),
        ("country", "Erdoğan", []),
        ("country", "Japan", []),
        ("country", "", []),
        ("city", "Pekin", ["city:1816670"]),
        ("city", "beijing", ["city:1816670"]),
        ("city", "1816670", ["city:1816670"]),
        ("org", "UN", ["org:united-nations"]),
        ("org", "bm", ["org:united-nations"]),
        ("org", "Birleşmiş Milletler", ["org:united-nations"]),
        ("entity", "country:CN", ["country:CN"]),
        ("entity", "Belt and Road", ["event:belt-and-road-initiative"]),
        ("person", "Xi Jinping", ["person:xi-jinping"]),
        ("person", "jinping", ["person:xi-jinping"]),
        ("person", "xi-jinping", ["person:xi-jinping"]),
        ("person", "nobody", []),
    ],
)
def test_fields_find_ids(names: Names, field: str, typed: str, ids: list[str]) -> None:
    """In either language, by code, by part of a name; only those that the index names."""
    assert names.find_ids(field, typed) == ids


@pytest.mark.parametrize(
    "typed", ["Erdoğan", "erdogan", "Recep Tayyip", "Recep Tayyip Erdogan"]
)
def test_person_is_found_by_all_ids_of_the_documents(names: Names, typed: str) -> None:
    """Documents that say the surname alone are found as well."""
    found = names.find_ids("person", typed)
    assert found[0] == "person:recep-tayyip-erdogan"
    assert set(found) == set(names.table.members("person:recep-tayyip-erdogan"))


@pytest.mark.parametrize(
    ("field", "typed", "ids"),
    [
        ("person", "jinp", ["person:xi-jinping"]),
        ("country", "chi", ["country:CN"]),
        ("country", "cin", ["country:CN"]),
        ("city", "jinp", []),
    ],
)
def test_prefixes_find_ids(names: Names, field: str, typed: str, ids: list[str]) -> None:
    """How a word of a name begins is enough, within the kinds of the field."""
    assert names.find_ids(field, typed, is_prefix=True) == ids


@pytest.mark.parametrize(
    ("written", "id"),
    [("country:Çin", "country:CN"), ("Çin", "country:CN"), ("city:Pekin", "city:1816670")],
)
def test_name_is_found_with_and_without_field(names: Names, written: str, id: str) -> None:
    """A field, a colon and a name, or a name."""
    assert names.find(written)[0] == id


@pytest.mark.parametrize("written", ["country:", "country: ", "", "18:28", "http://a.b"])
def test_empty_name_finds_nothing(names: Names, written: str) -> None:
    """An empty name, and a colon that belongs to no field, find no entity."""
    assert names.find(written) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["China", "trade"], [(0, 1, "country:CN")]),
        (["Belt", "and", "Road", "Initiative"], [(0, 4, "event:belt-and-road-initiative")]),
        (["ticaret", "Birleşmiş", "Milletler"], [(1, 3, "org:united-nations")]),
        (["trade", "volume"], []),
        (["Japan"], []),
        ([], []),
    ],
)
def test_names_among_words_are_recognised(
    index: Index, names: Names, words: list[str], found: list[tuple[int, int, str]]
) -> None:
    """The longest name counts, if the index names it."""
    with index._use() as snapshot:
        entities = names.recognize(words, snapshot.reader)
    assert [(one.first, one.last, one.terms[0].text) for one in entities] == found


def test_terms_are_weighted_by_how_rare_they_are_together(
    index: Index, names: Names
) -> None:
    """Ids that no passage holds make no term; all of one entity weigh the same."""
    with index._use() as snapshot:
        terms = names.terms(["country:CN", "country:XX"], snapshot.reader, "Çin")
        assert names.terms([], snapshot.reader, "") == ()
    assert [one.text for one in terms] == ["country:CN"]
    assert terms[0].weight > 0


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("country:Çin", {"a", "b", "c"}),
        ("country:China", {"a", "b", "c"}),
        ("country:CN", {"a", "b", "c"}),
        ("org:BM", {"b", "c"}),
        ("person:Erdoğan", {"a", "b"}),
        ("person:erdo*", {"a", "b"}),
        ("person:nobody", set()),
        ('city:"Pekin"', {"a"}),
    ],
)
def test_filters_find_documents_of_both_languages(
    index: Index, query: str, ids: set[str]
) -> None:
    """The name of either language, and the code, find the same documents."""
    assert {hit.document.id for hit in index.search(query)} == ids


def test_fields_are_those_of_entities() -> None:
    """Only *entity* takes any kind."""
    assert [field for field, kinds in FIELD_KINDS.items() if not kinds] == ["entity"]


@settings(max_examples=examples(60))
@given(queries)
def test_any_name_may_be_typed(index: Index, typed: str) -> None:
    """Whatever stands behind a field, the search has an answer."""
    for field in FIELD_KINDS:
        index.search(f"{field}:{typed}")


def test_names_are_read_together(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a table elsewhere is asked for is each name, and the entity that it names."""
    known: list[list[str]] = []
    forms: list[list[str]] = []
    find = type(names.table).find_known

    def find_known(table: EntityTable, ids: Iterable[str]) -> set[str]:
        known.append(list(ids))
        return find(table, known[-1])

    monkeypatch.setattr(type(names.table), "find_known", find_known)
    monkeypatch.setattr(
        type(names.table),
        "prefetch_forms",
        lambda _, ids: forms.append(list(ids)),
        raising=False,
    )
    names.prefetch(["Çin", "Pekin", "Çin"])
    assert {"Çin", "country:CN", "Pekin", "city:1816670"} <= set(known[0])
    assert known[0].count("Çin") == 1
    assert forms == [["country:CN", "city:1816670"]]
    assert {"country:CN", "city:1816670"} <= set(known[-1])


def test_an_id_weighs_one() -> None:
    """Its term is of an entity, with the weight that others multiply."""
    assert id_term("country:CN") == Term("entity", "country:CN", 1.0, "", "entity")


def test_runs_that_name_something(names: Names) -> None:
    """All runs are told with their ids, whether the index holds them or not."""
    runs = names.candidates(["Çin", "Japan", "Belt", "and", "Road"])
    assert [(first, last, ids[0]) for first, last, ids in runs] == [
        (0, 1, "country:CN"),
        (1, 2, "country:JP"),
        (2, 5, "event:belt-and-road-initiative"),
    ]
