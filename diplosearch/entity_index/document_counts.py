"""Count the entities of one document: its passages by id, type, name and form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..entities.bearings import find_bearing
from ..entities.gazetteer.ids import read_bare_id
from ..model import Document, Entity, EntityType
from .names import OFFICE, WHOLE, name_office

_WITHOUT_FORMS: tuple[EntityType, ...] = ("DATE", "MONEY")
"""Types whose spellings are not counted."""


class CountKey(NamedTuple):
    """What passages are counted by; ``form`` is empty for all spellings together."""

    id: str
    type: str
    name: str
    form: str


Counts = Mapping[tuple[str, str, str, str], int]
"""Numbers of passages of a document by the id, type, name and form of an entity."""


def count_entities(document: Document) -> Counts:
    """Return in how many passages, the headline included, each entity of a document is.

    So are the offices that people have under their full names, under the type OFFICE.
    """
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for ordinal, entities in _passages_of(document):
        here: set[CountKey] = set()
        source = document.title or "" if ordinal is None else document.text
        here.update(_find_offices(source, entities))
        for one in entities:
            here.add(CountKey(one.id, one.type, one.name, WHOLE))
            if one.type not in _WITHOUT_FORMS:
                form = " ".join(source[one.start : one.end].split())
                here.add(CountKey(one.id, one.type, one.name, form))
        counts.update(here)
    return dict(counts)


def _find_offices(text: str, entities: Sequence[Entity]) -> Iterator[CountKey]:
    """Yield the key of each office that a person has in a passage."""
    if all(one.type != "TITLE" for one in entities):
        return
    for place, one in enumerate(entities):
        if one.type == "PERSON":
            bearing = find_bearing(text, entities, place)
            if bearing.office and not read_bare_id(one.id).office:
                yield CountKey(one.id, OFFICE, name_office(bearing), WHOLE)


def _passages_of(document: Document) -> Iterator[tuple[int | None, tuple[Entity, ...]]]:
    """Yield the ordinal and the entities of each passage; None for the headline."""
    if document.title_entities:
        yield None, document.title_entities
    for passage in document.passages:
        yield passage.ordinal, passage.entities
