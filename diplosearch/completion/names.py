"""Entities with a name in which a word begins so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..entities.gazetteer.gazetteer import Gazetteer
from ..entities.gazetteer.ids import kind_of
from ..entity_index.table import EntityRecord
from ..expansion.entity_names import Names
from ..schema import FACET_KINDS, FIELD_KINDS
from ..text.letters import normalize
from .base import Kind

_OFFERED: dict[str, Kind] = {
    kind: facet for facet, kinds in FACET_KINDS.items() for kind in kinds
}
"""What an offer is called by the kind of its entity; other kinds are not offered."""

_READ_FOR_EACH = 4
"""Entities read for each that is offered, since some are of another kind (a guess)."""


def find_names(
    beginning: str,
    *,
    limit: int,
    names: Names,
    countries: Callable[[], Sequence[tuple[str, str]]],
    field: str | None = None,
) -> list[tuple[Kind, str, EntityRecord]]:
    """Return entities with a name that begins so, those in most documents first.

    Each comes with its kind and with the name that begins so: *China* for ``chi``
    and *Çin* for ``çi``, if documents write both. ``countries`` gives the folded names
    of countries with their ids, and is called where the field is that of countries.
    """
    kinds = FIELD_KINDS[field] if field else ()
    found = []
    for record in _fitting(beginning, kinds, limit * _READ_FOR_EACH, names, countries):
        kind = _OFFERED.get(kind_of(record.id))
        if kind is not None and (not kinds or kind_of(record.id) in kinds):
            found.append((kind, _name_of(record, beginning, names), record))
    return found[:limit]


def _fitting(
    beginning: str,
    kinds: tuple[str, ...],
    most: int,
    names: Names,
    countries: Callable[[], Sequence[tuple[str, str]]],
) -> list[EntityRecord]:
    found: dict[str, EntityRecord] = {}
    for kind in kinds or (None,):
        for record in names.table.find(beginning, kind=kind, limit=most):
            found[record.id] = record
    if kinds == FIELD_KINDS["country"]:
        known = _countries(beginning, names, countries())
        found |= {record.id: record for record in known}
    return sorted(found.values(), key=lambda one: (-one.documents, -one.passages, one.id))


def _countries(
    beginning: str, names: Names, known: Sequence[tuple[str, str]]
) -> Iterator[EntityRecord]:
    """Yield the countries of the index with such a name in either language."""
    plain = normalize(beginning)
    if not plain:
        return
    for id in dict.fromkeys(id for key, id in known if key.startswith(plain)):
        record = names.table.get(id)
        if record is not None:
            yield record


def list_countries(gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """Return the folded names of countries in both languages, with their ids."""
    found = ((key, gazetteer.names.find(key)) for key in gazetteer.names)
    return [
        (key, entry.id) for key, entry in found if entry and kind_of(entry.id) == "country"
    ]


def _name_of(record: EntityRecord, beginning: str, names: Names) -> str:
    """Return the name that begins so: the entity's own, or one that documents write."""
    plain = normalize(beginning)
    if _begins(record.name, plain):
        return record.name
    known = names.table.get(record.id)
    forms = known.forms if known else ()
    return next((form for form in forms if _begins(form, plain)), record.name)


def _begins(name: str, plain: str) -> bool:
    return f" {plain}" in f" {normalize(name)}"
