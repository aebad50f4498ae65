"""Mentions of one document get the ids of what they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from diplosearch.entities.base import Mention
from diplosearch.entities.gazetteer.entry import GazetteerEntry
from diplosearch.entities.gazetteer.gazetteer import Gazetteer
from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.linker import link
from diplosearch.model import EntityType

Make = Callable[[Sequence[str]], Gazetteer]

LINES = [
    "GPE | China | Çin | country:CN",
    "NORP | Chinese | Çinli | norp:CN",
    "PERSON | Mikhail Mishustin | Mihail Mişustin",
    "ORG | Communist Party of China; CPC | Çin Komünist Partisi; ÇKP",
    "LOC | Hazar | Hazar",
]


@pytest.fixture
def gazetteer(gazetteer_of: Make) -> Gazetteer:
    """A country, its people, a person, a party, and an institution of any country."""
    made = gazetteer_of(LINES)
    ministry = GazetteerEntry(
        "ORG", "org:foreign-ministry", "Foreign Ministry", is_institution=True
    )
    made.put("Foreign Ministry", ministry)
    made.put("Dışişleri Bakanlığı", ministry)
    return made


def linked(
    gazetteer: Gazetteer, text: str, *names: tuple[str, EntityType]
) -> list[tuple[str, str, str]]:
    """Link ``names`` of ``text``, each at its next occurrence."""
    mentions, last = [], 0
    for name, type in names:
        start = text.index(name, last)
        last = start + len(name)
        mentions.append(Mention(start, last, type))
    entities = link(text, mentions, gazetteer)
    assert [(one.start, one.end) for one in entities] == [
        tuple(one.span) for one in mentions
    ]
    return [(one.type, one.id, one.name) for one in entities]


@pytest.mark.parametrize(
    ("name", "type", "expected"),
    [
        ("Çin", "GPE", ("GPE", "country:CN", "China")),
        ("China", "LOC", ("GPE", "country:CN", "China")),
        ("HAZAR", "GPE", ("LOC", "loc:hazar", "Hazar")),
        ("Nowhere", "GPE", ("GPE", "gpe:nowhere", "Nowhere")),
        ("CPC", "ORG", ("ORG", "org:communist-party-of-china", "Communist Party of China")),
        (
            "China's Foreign Ministry",
            "ORG",
            ("ORG", "org:foreign-ministry-cn", "Foreign Ministry (China)"),
        ),
        (
            "Chinese Foreign Ministry",
            "ORG",
            ("ORG", "org:foreign-ministry-cn", "Foreign Ministry (Chinese)"),
        ),
        (
            "Chinese Communist Party",
            "ORG",
            ("ORG", "org:chinese-communist-party", "Chinese Communist Party"),
        ),
        (
            "China’s Communist Party",
            "ORG",
            ("ORG", "org:communist-party-of-china", "Communist Party of China"),
        ),
        ("Anka  Yatırım", "ORG", ("ORG", "org:anka-yatirim", "Anka Yatırım")),
        (
            "Mihail Mişustin",
            "PERSON",
            ("PERSON", "person:mikhail-mishustin", "Mikhail Mishustin"),
        ),
        ("Çin", "PERSON", ("PERSON", "person:cin", "Çin")),
    ],
)
def test_names_get_ids(
    gazetteer: Gazetteer, name: str, type: EntityType, expected: tuple[str, str, str]
) -> None:
    """What is known has its id, what is not the id of its name."""
    assert linked(gazetteer, name, (name, type)) == [expected]


def test_one_institution_of_one_country_has_one_name(gazetteer: Gazetteer) -> None:
    """By country, by people or in the other language, the ministry's id is one."""
    names = (
        "China's Foreign Ministry",
        "Chinese Foreign Ministry",
        "Çin Dışişleri Bakanlığı",
    )
    ids = {linked(gazetteer, name, (name, "ORG"))[0][1] for name in names}
    assert ids == {"org:foreign-ministry-cn"}


def test_people_of_a_document_are_one(gazetteer: Gazetteer) -> None:
    """A bare surname has the id of the one person who has it in this document."""
    text = "Mihail Mişustin, Mişustin, Ali Yılmaz, Cevdet Yılmaz, Yılmaz, Mishustin"
    names = [name.strip() for name in text.split(",")]
    found = linked(gazetteer, text, *((name, "PERSON") for name in names))
    assert [id for _, id, _ in found] == [
        "person:mikhail-mishustin",
        "person:mikhail-mishustin",
        "person:ali-yilmaz",
        "person:cevdet-yilmaz",
        "person:yilmaz",
        "person:mikhail-mishustin",
    ]


@pytest.mark.parametrize("between", [" (", "'ın (", "’nin ("])
def test_acronym_means_what_stands_before_it(gazetteer: Gazetteer, between: str) -> None:
    """An acronym that the text explains is that organisation, also later on."""
    text = f"Anka Yatırım{between}AYX) geldi. AYX gitti."
    names: list[tuple[str, EntityType]] = [
        ("Anka Yatırım", "ORG"),
        ("AYX", "ORG"),
        ("AYX", "ORG"),
    ]
    assert {id for _, id, _ in linked(gazetteer, text, *names)} == {"org:anka-yatirim"}


def test_acronym_after_a_comma_is_another_one(gazetteer: Gazetteer) -> None:
    """Only brackets explain."""
    text = "Anka Yatırım, AYX"
    found = linked(gazetteer, text, ("Anka Yatırım", "ORG"), ("AYX", "ORG"))
    assert [id for _, id, _ in found] == ["org:anka-yatirim", "org:ayx"]


def test_mentions_that_know_their_id_keep_it(gazetteer: Gazetteer) -> None:
    """A rule's id and name are not looked up again."""
    (one,) = link("Çin", [Mention(0, 3, "GPE", "country:XX", "Elsewhere")], gazetteer)
    assert (one.id, one.name) == ("country:XX", "Elsewhere")


def test_nobody_is_linked_to_nothing(gazetteer: Gazetteer) -> None:
    """A document without mentions has no entities."""
    assert link("Çin", [], gazetteer) == []


def test_chair_of_a_country_is_its_president() -> None:
    """``ABD Başkanı`` is what Turkish calls the president of the United States."""
    text = "ABD Başkanı geldi, kulüp Başkanı gitti."
    mentions = [
        Mention(0, 3, "GPE", "country:US", "United States"),
        Mention(4, 11, "TITLE", "title:chairperson", "Chairperson"),
        Mention(25, 32, "TITLE", "title:chairperson", "Chairperson"),
    ]
    linked = link(text, mentions, default_gazetteer())
    assert [one.id for one in linked[1:]] == ["title:president", "title:chairperson"]


@pytest.mark.parametrize(
    ("written", "id"),
    [("İzmirli", "city:311046"), ("Rusyaya", "country:RU"), ("Zorbulu", "gpe:zorbulu")],
)
def test_forms_of_a_place_are_the_place(written: str, id: str) -> None:
    """A suffix without an apostrophe is cut where a place without it is known."""
    assert linked(default_gazetteer(), written, (written, "GPE"))[0][1] == id
