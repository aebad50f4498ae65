"""Ids of a corpus that mean one entity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.gazetteer.ids import make_id
from diplosearch.entity_index.aliases import alias_mistyped
from diplosearch.entity_index.corpus_people import CorpusPeople
from diplosearch.entity_index.names import Naming
from diplosearch.entity_index.organization_aliases import (
    alias_abbreviated,
    alias_acronyms,
    alias_inflected,
    alias_shortened,
)
from diplosearch.model import EntityType

NAMES = [
    "Recep Tayyip Erdoğan",
    "Erdoğan",
    "Erdogan",
    "Olzhas Bektenov",
    "Oljas Bektenov",
    "Bektenov",
    "Ali Yılmaz",
    "Cevdet Yılmaz",
    "Yılmaz",
]


def naming(name: str, documents: int = 1, id: str = "") -> Naming:
    return Naming(id or make_id("PERSON", name), name, documents)


def alias_people(
    namings: Iterable[Naming], called: Mapping[str, int] | None = None
) -> dict[str, str]:
    """Return the aliases of a corpus that gives these names and no offices."""
    return CorpusPeople(sorted(namings), {}, called or {}).aliases()


@pytest.mark.parametrize(
    ("namings", "aliases"),
    [
        ([naming("Wang Yi"), naming("Wang")], {"person:wang": "person:wang-yi"}),
        (
            [naming("Olzhas Bektenov", 2), naming("Oljas Bektenov"), naming("Bektenov")],
            {
                "person:oljas-bektenov": "person:olzhas-bektenov",
                "person:bektenov": "person:olzhas-bektenov",
            },
        ),
        ([naming("Ali Yılmaz"), naming("Cevdet Yılmaz"), naming("Yılmaz")], {}),
        (
            [naming("Mikhail Mishustin", id="person:known"), naming("Mişustin")],
            {"person:misustin": "person:known"},
        ),
        ([naming("Erdoğan"), naming("Erdoğan", 3)], {}),
        ([], {}),
    ],
)
def test_people_are_joined(namings: list[Naming], aliases: dict[str, str]) -> None:
    """Spellings and bare surnames stand for the person; two people for themselves."""
    assert alias_people(namings) == aliases


@given(
    st.lists(
        st.builds(naming, st.sampled_from(NAMES), st.integers(1, 40)),
        unique=True,
        max_size=9,
    ).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some)))
)
def test_order_joins_nobody_else(drawn: tuple[list[Naming], list[Naming]]) -> None:
    """The same namings in any order give the same aliases, none of them in a chain."""
    first, second = drawn
    aliases = alias_people(first)
    assert alias_people(second) == aliases
    assert not aliases.keys() & set(aliases.values())


@pytest.mark.parametrize(
    ("forms", "aliases"),
    [
        (
            {"org:anka-yatirim": ["Anka Yatırım", "AYX"], "org:ayx": ["AYX"]},
            {"org:ayx": "org:anka-yatirim"},
        ),
        ({"org:one": ["AYX"], "org:two": ["AYX"], "org:ayx": ["AYX"]}, {}),
        ({"org:one": ["AYX"]}, {}),
        ({"org:one": ["Ayx"], "org:ayx": ["AYX"]}, {}),
        ({"org:siox": ["ŞİÖX"], "org:full": ["Şirket", "ŞİÖX"]}, {"org:siox": "org:full"}),
        ({}, {}),
    ],
)
def test_acronyms_are_joined(forms: dict[str, list[str]], aliases: dict[str, str]) -> None:
    """A bare acronym stands for the one organisation that goes by it, else for itself."""
    assert alias_acronyms(forms) == aliases
    assert alias_acronyms(dict(reversed(forms.items()))) == aliases


def test_acronyms_of_each_other_stay_apart() -> None:
    """Two acronyms that stand for each other make no circle."""
    forms = {"org:abcd": ["ABCD", "WXYZ"], "org:wxyz": ["WXYZ", "ABCD"]}
    assert alias_acronyms(forms) == {}


@pytest.mark.parametrize(
    ("forms", "aliases"),
    [
        (
            {"org:yapi-kredi": ["Yapı ve Kredi Bankası"], "org:ykb": ["YKB"]},
            {"org:ykb": "org:yapi-kredi"},
        ),
        ({"org:yesil-kultur-birligi": ["Yeşil Kültür Birliği"], "org:ykb": ["YKB"]}, {}),
        (
            {
                "org:yapi-kredi": ["Yapı ve Kredi Bankası"],
                "org:yeni-kalkinma-birimi": ["Yeni Kalkınma Birimi", "YKB"],
                "org:ykb": ["YKB"],
            },
            {"org:ykb": "org:yeni-kalkinma-birimi"},
        ),
    ],
    ids=["known", "unknown", "written in brackets"],
)
def test_initials_are_those_of_a_known_organisation(
    forms: dict[str, list[str]], aliases: dict[str, str]
) -> None:
    """An acronym that no text explains is that of the gazetteer's organisation only."""
    assert alias_acronyms(forms) == aliases


@pytest.mark.parametrize(
    ("names", "aliases"),
    [
        (["Gençlerbirliği", "G.Birliği"], {"org:g-birligi": "org:genclerbirligi"}),
        (["Ankaragücü", "A. Gücü"], {"org:a-gucu": "org:ankaragucu"}),
        (["Gençlerbirliği", "Güzelbirliği", "G.Birliği"], {}),
        (["Gençlerbirliği", "A.Birliği"], {}),
        (["Genç Esnaf Birliği", "G.Birliği"], {}),
    ],
)
def test_abbreviated_clubs_are_joined(names: list[str], aliases: dict[str, str]) -> None:
    """An initial and the end of a name stand for the only club in one word that fits."""
    namings = [
        Naming(make_id("ORG", name), name, 9 - place) for place, name in enumerate(names)
    ]
    assert alias_abbreviated(namings) == aliases


def test_given_name_alone_is_who_is_called_so() -> None:
    """Documents that call the person so decide; a rare bearer of the surname does not."""
    namings = [naming("Sergen Yalçın", 5), naming("Aslı Sergen"), naming("Sergen", 6)]
    called = {"Sergen Yalçın": 1}
    assert alias_people(namings, called=called) == {"person:sergen": "person:sergen-yalcin"}
    assert "person:sergen" not in alias_people(namings, called={})


@pytest.mark.parametrize(
    ("namings", "called"),
    [
        # Nobody calls the president so.
        ([naming("Vladimir Putin", 80), naming("Vladimir", 3)], {"Vladimir Putin": 1}),
        # Two are called so.
        (
            [naming("Hakan Şükür", 7), naming("Hakan Ünsal", 5), naming("Hakan", 4)],
            {"Hakan Şükür": 2, "Hakan Ünsal": 2},
        ),
        # Most of that name are others.
        (
            [*(naming(f"Mert {one}", 2) for one in ("Ak", "Er", "Su")), naming("Mert", 4)],
            {"Mert Ak": 1},
        ),
        # One document is not enough.
        ([naming("Roche Polska"), naming("Roche", 5)], {"Roche Polska": 1}),
    ],
    ids=["a president", "two called so", "others", "one document"],
)
def test_given_name_alone_stays_where_it_may_be_another(
    namings: list[Naming], called: dict[str, int]
) -> None:
    """A given name that several have, or that nobody is called by, is nobody's."""
    assert alias_people(namings, called=called) == {}


def test_rare_surname_is_no_frequent_given_name() -> None:
    """*Tamer* in many documents is not Hüseyin Tamer; *Oosterhuis* is Pieter Oosterhuis."""
    namings = [naming("Hüseyin Tamer"), naming("Tamer Aksoy", 3), naming("Tamer", 4)]
    assert alias_people(namings) == {}
    namings = [naming("Pieter Oosterhuis"), naming("Oosterhuis", 4)]
    assert alias_people(namings) == {"person:oosterhuis": "person:pieter-oosterhuis"}


def test_known_name_is_no_form_of_another() -> None:
    """*UN General Assembly* is not *General Assembly* behind the town of Un."""
    names = "UN General Assembly", "General Assembly", "ANKARA Yenigün", "Yenigün"
    namings = [Naming(make_id("ORG", name), name, 1) for name in names]
    assert alias_inflected(namings, "ORG") == {"org:ankara-yenigun": "org:yenigun"}


def test_datelines_belong_to_no_name() -> None:
    """The town and the agency before a story are none of the name behind them."""
    bases = "ABX", "Yenigün Derneği"
    forms = "KONYA DHA ABX", "DHA ABX", "ADANA'da Yenigün Derneği", "ADANA Yenigün Derneği"
    whole = "Bursa Yenigün Derneği"
    names = [Naming(make_id("ORG", name), name, 1) for name in (*bases, *forms, whole)]
    found = alias_inflected(names, "ORG")
    assert {found[make_id("ORG", name)] for name in forms} == {
        make_id("ORG", name) for name in bases
    }
    assert make_id("ORG", whole) not in found


@pytest.mark.parametrize(
    ("names", "aliases"),
    [
        (["Roşel", "Roşel gazetesi"], {"org:rosel": "org:rosel-gazetesi"}),
        (["ROŞEL", "Roşel TV"], {"org:rosel": "org:rosel-tv"}),
        (["Roşel", "Roşel TV", "Roşel gazetesi"], {}),
        (["Roşel", "Başka TV"], {}),
        (["NATO", "NATO TV"], {}),
    ],
)
def test_name_without_the_general_word(names: list[str], aliases: dict[str, str]) -> None:
    """It is the newspaper or channel of that name, if there is but one."""
    namings = [Naming(make_id("ORG", name), name, 1) for name in names]
    assert alias_shortened(namings) == aliases


@pytest.mark.parametrize(
    ("person", "place", "organisation", "aliases"),
    [
        (1, 0, 3, {"person:rosel": "org:rosel"}),
        (0, 1, 3, {"gpe:rosel": "org:rosel"}),
        (1, 2, 0, {"person:rosel": "gpe:rosel"}),
        (2, 0, 3, {}),
        (0, 3, 1, {}),
    ],
)
def test_name_that_most_documents_give_another_type(
    person: int, place: int, organisation: int, aliases: dict[str, str]
) -> None:
    """Twice as many must; a place is taken for a person, an organisation for no place."""
    counts: dict[EntityType, int] = {"PERSON": person, "GPE": place, "ORG": organisation}
    namings = {
        type: [Naming(make_id(type, "Roşel"), "Roşel", count)] * bool(count)
        for type, count in counts.items()
    }
    assert alias_mistyped(namings, {}) == aliases


def test_known_names_keep_their_type() -> None:
    """However often documents take them for another."""
    namings: dict[EntityType, list[Naming]] = {
        "PERSON": [Naming("person:nato", "NATO", 9)],
        "GPE": [],
        "ORG": [Naming("org:nato", "NATO", 1)],
    }
    assert alias_mistyped(namings, {}) == {}


def test_many_of_a_given_name_are_not_the_one_with_that_surname() -> None:
    """*Hüseyin* in many documents is not Saddam Hussein; in few beside him he is."""
    full = naming("Saddam Hussein", 3, id="person:saddam-hussein")
    others = [naming("Hüseyin Yalçın", 3), naming("Hüseyin Bozkır", 3)]
    rare, frequent = naming("Hüseyin", 2), naming("Hüseyin", 9)
    joined = {"person:huseyin": "person:saddam-hussein"}
    assert alias_people([full, rare, *others]) == joined
    assert alias_people([full, frequent]) == joined
    assert alias_people([full, frequent, *others]) == {}


def test_rare_longer_name_with_other_words_is_not_shown() -> None:
    """*Star Ayşe Tokgöz* once is *Ayşe Tokgöz*; other given names are of the name."""
    namings = [naming("Ayşe Tokgöz", 9), naming("Star Ayşe Tokgöz")]
    assert alias_people(namings) == {"person:star-ayse-tokgoz": "person:ayse-tokgoz"}
    namings = [naming("Ayşe Tokgöz", 9), naming("Fatma Ayşe Tokgöz")]
    assert alias_people(namings) == {"person:ayse-tokgoz": "person:fatma-ayse-tokgoz"}
