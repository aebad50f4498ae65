"""Who and what a passage is about: its people, places, organisations and events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from ..messages import translate
from ..model import Entity, EntityType
from .phrases import shorten

NameGroup = Literal["people", "places", "organisations", "events"]
"""Kinds of names that are shown together."""

NAME_GROUPS: tuple[NameGroup, ...] = get_args(NameGroup)

GROUP_HEADINGS: dict[NameGroup, str] = {
    "people": "People",
    "places": "Places",
    "organisations": "Organisations",
    "events": "Events",
}
"""What each group is called."""

NAME_GAP = "·"
"""Stands between two names."""

LONGEST_NAME = 40
"""Characters of a name in a line of text; a longer one is shortened."""

_LEAST_NAME = 24
"""Characters of a name that can still be recognized (a guess)."""

_HEADING_MARGIN = 8
"""Characters around a heading: a colon, spaces, and the number of names left out."""

_NAME_MARGIN = 3
"""Characters between two names."""

_GROUPS: dict[EntityType, NameGroup] = {
    "PERSON": "people",
    "GPE": "places",
    "LOC": "places",
    "FAC": "places",
    "ORG": "organisations",
    "EVENT": "events",
}


def group_names(entities: Iterable[Entity]) -> dict[NameGroup, tuple[Entity, ...]]:
    """Return a mention of each named entity by group, the most named first.

    Groups without names are left out. Mentions of one id or of one name are one entity,
    which goes by its most frequent name, and the shortest of those; of entities that are
    named equally often, the first comes first. Dates, money, offices and nationalities
    are no names.
    """
    known: dict[tuple[NameGroup, str], list[Entity]] = {}
    mentioned: dict[NameGroup, list[list[Entity]]] = {}
    for entity in entities:
        if group := _GROUPS.get(entity.type):
            by_id, by_name = (group, entity.id), (group, entity.name.casefold())
            mentions = known.get(by_id) or known.get(by_name)
            if mentions is None:
                mentions = []
                mentioned.setdefault(group, []).append(mentions)
            known.setdefault(by_id, mentions)
            known.setdefault(by_name, mentions)
            mentions.append(entity)
    return {
        group: tuple(map(_pick_mention, sorted(mentioned[group], key=len, reverse=True)))
        for group in NAME_GROUPS
        if group in mentioned
    }


def _pick_mention(mentions: Sequence[Entity]) -> Entity:
    counts = Counter(one.name for one in mentions)
    return min(mentions, key=lambda one: (-counts[one.name], len(one.name)))


def list_names(entities: Iterable[Entity]) -> dict[NameGroup, list[str]]:
    """Return the names of :func:`group_names`, with an empty list for each other group."""
    found = group_names(entities)
    return {group: [one.name for one in found.get(group, ())] for group in NAME_GROUPS}


class Shown(NamedTuple):
    """The names of a group that a line has room for, and how many it leaves out."""

    names: tuple[tuple[str, Entity], ...]
    left_out: int


def pick_names(
    found: Mapping[NameGroup, Sequence[Entity]], room: int
) -> dict[NameGroup, Shown]:
    """Return as many names of each group as fit a line of ``room`` characters.

    The first of each group is there in any case, a little shortened where all of them fit
    so; the others are taken in turn. Each name comes as it is shown,
    with its entity.
    """
    if not found:
        return {}
    headings = (translate(GROUP_HEADINGS[group]) for group in found)
    room -= sum(len(heading) + _HEADING_MARGIN for heading in headings)
    firsts = [len(names[0].name) for names in found.values()]
    longest = LONGEST_NAME
    while longest > _LEAST_NAME and sum(min(one, longest) for one in firsts) > room:
        longest -= 1
    if longest == _LEAST_NAME:  # the line is wrapped, so it can hold them whole
        longest = LONGEST_NAME
    texts = {
        group: [shorten(one.name, longest) for one in names]
        for group, names in found.items()
    }
    room -= sum(len(listed[0]) for listed in texts.values())
    picked = dict.fromkeys(found, 1)
    waiting = list(found)
    while waiting:
        for group in list(waiting):
            listed = texts[group][picked[group] :]
            length = len(listed[0]) + _NAME_MARGIN if listed else 0
            if not listed or length > room:
                waiting.remove(group)
            else:
                picked[group] += 1
                room -= length
    return {
        group: Shown(
            tuple(zip(texts[group][:number], found[group], strict=False)),
            len(found[group]) - number,
        )
        for group, number in picked.items()
    }
