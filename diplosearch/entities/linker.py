"""Mentions of one document to entities: what each is called, and its id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..model import Entity
from .base import Mention
from .gazetteer import Gazetteer
from .ids import make_id
from .people import group_names


def link(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Entity]:
    """Return the entities that ``mentions`` of one document name, in their order."""
    people = _link_people(text, mentions, gazetteer)
    return [_link(text, mention, gazetteer, people) for mention in mentions]


def _link(
    text: str, mention: Mention, gazetteer: Gazetteer, people: dict[str, tuple[str, str]]
) -> Entity:
    start, end, type = mention.start, mention.end, mention.type
    written = " ".join(text[start:end].split())
    if type == "PERSON":
        id, name = people[written]
        return Entity(start, end, type, name, id)
    if mention.id is not None and mention.name is not None:
        return Entity(start, end, type, mention.name, mention.id)
    named = gazetteer.look_up(written)
    if named is not None and named.type == type:
        return Entity(start, end, type, named.name, named.id)
    return Entity(start, end, type, written, make_id(type, written))


def _link_people(
    text: str, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> dict[str, tuple[str, str]]:
    """Return the id and the name of each person by the name as it is written."""
    counts = Counter(
        " ".join(text[one.start : one.end].split())
        for one in mentions
        if one.type == "PERSON"
    )
    people = {}
    for written, shown in group_names(counts).items():
        named = gazetteer.look_up(shown)
        if named is not None and named.type == "PERSON":
            people[written] = (named.id, named.name)
        else:
            people[written] = (make_id("PERSON", shown), shown)
    return people
