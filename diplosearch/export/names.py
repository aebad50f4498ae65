"""Who and what a passage is about: its people, places, organisations and events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

from ..model import Entity, EntityType

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

_HEADING_MARGIN = 9
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
    """Return the first mention of each named entity by group, the most named first.

    Groups without names are left out. An entity that has two ids under one name is one;
    of those that are named equally often, the first comes first. Dates, money, offices
    and nationalities are no names.
    """
    counts: Counter[tuple[NameGroup, str]] = Counter()
    first: dict[tuple[NameGroup, str], Entity] = {}
    for entity in entities:
        if group := _GROUPS.get(entity.type):
            key = group, entity.name.casefold()
            counts[key] += 1
            first.setdefault(key, entity)
    found: dict[NameGroup, tuple[Entity, ...]] = {}
    for group in NAME_GROUPS:
        keys = [key for key, _ in counts.most_common() if key[0] == group]
        if keys:
            found[group] = tuple(first[key] for key in keys)
    return found


def list_names(entities: Iterable[Entity]) -> dict[NameGroup, list[str]]:
    """Return the names of :func:`group_names`, with an empty list for each other group."""
    found = group_names(entities)
    return {group: [one.name for one in found.get(group, ())] for group in NAME_GROUPS}


def pick_names(
    found: Mapping[NameGroup, Sequence[Entity]], room: int
) -> dict[NameGroup, Sequence[Entity]]:
    """Return as many names of each group as fit a line of ``room`` characters.

    The first of each group is there in any case; the others are taken in turn.
    """
    picked = dict.fromkeys(found, 1)
    room -= sum(
        len(GROUP_HEADINGS[group]) + len(names[0].name) + _HEADING_MARGIN
        for group, names in found.items()
    )
    waiting = list(found)
    while waiting:
        for group in list(waiting):
            names = found[group]
            if picked[group] == len(names):
                waiting.remove(group)
                continue
            length = len(names[picked[group]].name) + _NAME_MARGIN
            if length > room:
                waiting.remove(group)
            else:
                picked[group] += 1
                room -= length
    return {group: found[group][:number] for group, number in picked.items()}
