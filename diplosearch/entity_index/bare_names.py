"""People whom a bare surname in a corpus may mean, and which of them it is.

Offices, countries and years leave some of them; who is far more frequent than all others
of these is meant.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from ..entities.holders import Term
from ..entities.offices import Bearing, agree

_DOMINANT = 10
"""A bare surname goes to the person who is this many times as frequent as all others
with that surname together; a guess."""

_DOMINANT_OVER_UNKNOWN = 2
"""The same for a person of the gazetteer, beside others who are in none; a guess."""

_COUNTRY_CODE = 2
"""Letters of the ISO code of a country."""


@dataclass(slots=True)
class Person:
    """A person with a full name: the id, how many documents, and the offices."""

    id: str
    documents: int = 0
    rank: int = 0
    bearings: set[Bearing] = field(default_factory=set)
    terms: tuple[Term, ...] = ()
    sounds: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    called: int = 0
    """How many documents call the person by the given name alone, beside the full one."""

    is_supported: bool = False
    """Whether more than one document or a known given name says that it is a name."""


class GivenName(NamedTuple):
    """A given name of a person, and what :class:`Person` has of its bearer."""

    name: str
    person: str
    documents: int
    called: int
    is_supported: bool


def find_person(
    people: list[Person], bearing: Bearing, year: int | None = None
) -> Person | None:
    """Return which of ``people`` with one surname is meant, None where nothing decides.

    ``bearing`` and ``year`` are what a document says beside the name.
    """
    people = _without_unsupported(people)
    if bearing.office:
        people = [one for one in people if _lived_then(one, bearing, year)]
        holders = [one for one in people if _has_office(one, bearing)]
        if holders:
            return _find_dominant(holders)
        people = [one for one in people if not _contradicts(one, bearing)]
    return _find_dominant(people)


def _has_office(person: Person, bearing: Bearing) -> bool:
    return any(agree(one, bearing) for one in person.bearings)


def _without_unsupported(people: list[Person]) -> list[Person]:
    """Return ``people`` without names that a single document has and nothing supports.

    *Favori Lazio Lucescu* is no rival of *Mircea Lucescu*.
    """
    return [one for one in people if one.is_supported] or people


def _lived_then(person: Person, bearing: Bearing, year: int | None) -> bool:
    """Return whether a holder of an office may have had it in ``year``."""
    terms = [one for one in person.terms if agree(one.bearing, bearing)]
    return not terms or year is None or any(one.covers(year) for one in terms)


def _contradicts(person: Person, bearing: Bearing) -> bool:
    """Return whether all offices of a person, of whom some are known, are others.

    People of the gazetteer may hold another one, of the same country.
    """
    if not person.bearings or _has_office(person, bearing):
        return False
    if not person.rank:
        return True
    countries = {one.owner for one in person.bearings if _is_country(one.owner)}
    return _is_country(bearing.owner) and bearing.owner not in countries


def _is_country(owner: str) -> bool:
    return len(owner) == _COUNTRY_CODE


def _find_dominant(people: Collection[Person]) -> Person | None:
    """Return the person who is far more frequent than all others, None without one."""
    ranked = sorted(people, key=lambda one: (-one.rank, -one.documents, one.id))
    if not ranked:
        return None
    first, *others = ranked
    equals = sum(one.documents for one in others if one.rank == first.rank)
    if first.documents >= _DOMINANT * equals:
        lesser = sum(one.documents for one in others if one.rank < first.rank)
        if first.documents >= _DOMINANT_OVER_UNKNOWN * lesser:
            return first
    # A name of the gazetteer that hardly ever stands in this corpus.
    first, *others = sorted(ranked, key=lambda one: (-one.documents, one.id))
    rest = sum(one.documents for one in others)
    return first if first.documents >= _DOMINANT * rest else None
