"""Compute the aliases of a corpus: ids of its documents that mean the same entity.

A document's ids depend on that document alone. Across the corpus the spellings and the
bare surname of a person are merged, and an acronym with its organisation. The aliases do
not depend on the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..entities.gazetteer.ids import kind_of, make_id, without_qualifier
from ..entities.gazetteer.packed import default_gazetteer
from ..model import EntityType
from ..text.letters import fold
from .corpus_people import CorpusPeople
from .event_aliases import alias_events
from .names import Names, Naming
from .organization_aliases import (
    alias_abbreviated,
    alias_acronyms,
    alias_inflected,
    alias_shortened,
)

_MISTAKEN: tuple[EntityType, ...] = ("PERSON", "ORG", "GPE")
"""Types that the tagger takes for one another."""

_CLEARLY = 2
"""Documents in which a name is one entity, to one of all others; a guess."""

_INFLECTED: tuple[EntityType, ...] = ("ORG", "EVENT")
"""Types whose names are joined with their forms."""


def find_aliases(names: Names, people: CorpusPeople) -> dict[str, str]:
    """Return the entity of each id that is an alias; ``people`` are those of ``names``."""
    namings = names.namings
    aliases = people.aliases()
    aliases |= alias_acronyms(names.forms)
    aliases |= alias_shortened(namings["ORG"])
    for type in _INFLECTED:
        some = namings[type]
        found = alias_inflected(some, type)
        some = [one._replace(id=found.get(one.id, one.id)) for one in some]
        found |= alias_events(some) if type == "EVENT" else alias_abbreviated(some)
        aliases |= {id: aliases.get(other, other) for id, other in found.items()}
    aliases |= alias_mistyped(namings, aliases)
    return {id: aliases.get(other, other) for id, other in aliases.items()}


def alias_mistyped(
    namings: Mapping[EntityType, Sequence[Naming]], aliases: Mapping[str, str]
) -> dict[str, str]:
    """Return the entity of each id of a name that more documents give another type.

    The tagger takes *Beşiktaş* for a person here and there. ``aliases`` are those of
    each type; names that the gazetteer has, and names of several words, stay as they are.
    """
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    own: dict[str, dict[EntityType, str]] = defaultdict(dict)
    documents: dict[str, int] = defaultdict(int)
    for one in (one for type in _MISTAKEN for one in namings[type]):
        documents[aliases.get(one.id, one.id)] += one.documents
    for type in _MISTAKEN:
        for one in namings[type]:
            id = without_qualifier(one.id, one.name)
            if " " in one.name:
                continue
            entity = aliases.get(one.id, aliases.get(id, id))
            counts[fold(one.name)][entity] = max(documents[entity], documents[one.id])
            if id == make_id(type, one.name):
                own[fold(one.name)][type] = id
    found = {}
    for name, ids in own.items():
        by_entity = counts[name]
        total = sum(by_entity.values())
        entity = max(by_entity, key=lambda id: (by_entity[id], id))
        if by_entity[entity] < _CLEARLY * (total - by_entity[entity]):
            continue
        for type, id in ids.items():
            is_other = kind_of(entity) != kind_of(id) and id not in aliases
            if not is_other or not _may_be(type, entity):
                continue
            if default_gazetteer().look_up(name, (type,)) is None:
                found[id] = entity
    return found


def _may_be(type: EntityType, entity: str) -> bool:
    """Return whether a name of ``type`` may be an entity: a place is no person."""
    return type == "PERSON" or kind_of(entity) in ("org", "person")
