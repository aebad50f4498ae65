"""Who and what a passage is about, by groups."""

from __future__ import annotations

from diplosearch.export.names import group_names, list_names, pick_names
from diplosearch.model import Entity, EntityType


def mention(type: EntityType, name: str, id: str = "") -> Entity:
    """Return a mention of an entity."""
    return Entity(0, 1, type, name, id or f"x:{name}")


def test_names_are_grouped_and_each_is_there_once() -> None:
    """Each name stands once in its group, the most mentioned first."""
    entities = [
        mention("GPE", "Ankara", "city:1"),
        mention("PERSON", "Wang Yi"),
        mention("GPE", "Çin", "country:CN"),
        mention("LOC", "Karadeniz"),
        mention("GPE", "Çin", "country:CN"),
        mention("GPE", "çin", "city:2"),
    ]
    assert list_names(entities) == {
        "people": ["Wang Yi"],
        "places": ["Çin", "Ankara", "Karadeniz"],
        "organisations": [],
        "events": [],
    }
    assert group_names(entities)["places"][0].id == "country:CN"


def test_one_entity_goes_by_one_name() -> None:
    """Two names of one id are one entity, shown by the name that is used more often."""
    names = ["People's Republic of China", "China", "Ankara"]
    entities = [mention("GPE", name, name[-4:]) for name in names]
    entities[0] = mention("GPE", names[0], entities[1].id)
    assert list_names(entities)["places"] == ["China", "Ankara"]
    assert list_names([*entities, entities[0]])["places"] == [names[0], "Ankara"]


def test_dates_money_offices_and_nationalities_are_no_names() -> None:
    """What has a form and no name is in no group."""
    kinds: tuple[EntityType, ...] = ("DATE", "MONEY", "TITLE", "NORP")
    assert group_names(mention(kind, "x") for kind in kinds) == {}


def test_a_line_has_room_for_the_first_of_each_group() -> None:
    """More names are taken while a line has room; the first of a group is always there."""
    found = group_names(
        [
            *(mention("PERSON", f"Person {number}") for number in range(9)),
            mention("ORG", "An Organisation with Quite a Long Name"),
        ]
    )
    wide = pick_names(found, 100)
    assert [name for name, _ in wide["people"].names] == [
        "Person 0",
        "Person 1",
    ]
    assert wide["people"].left_out == 7
    assert wide["organisations"].names[0][0] == "An Organisation with Quite a Long Name"
    narrow = pick_names(found, 50)
    assert [name for name, _ in narrow["people"].names] == ["Person 0"]
    assert narrow["organisations"].names[0][0] == "An Organisation with Quite a Long Name"
    assert pick_names({}, 10) == {}
