"""Decide who in a corpus a bare surname is: by offices, countries, years and frequency.

A document gives a person whose name alone does not tell who it is an id with what it
says beside the name (see :class:`BareId`). Here the people of the whole corpus with that
surname are compared with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..entities.gazetteer.ids import (
    FIRST_WORD,
    BareId,
    make_id,
    read_bare_id,
    without_qualifier,
)
from ..entities.gazetteer.packed import default_gazetteer
from ..entities.holders import Term, known_people
from ..entities.offices import Bearing, agree
from ..entities.people.groups import group_names
from ..entities.people.names import (
    NameWords,
    is_mixed,
    sounds_of,
    split_name,
    surname_sounds,
)
from ..entities.tagger.name_lists import is_given, person_names

_DOMINANT = 10
"""A bare surname goes to the person who is this many times as frequent as all others
with that surname together; a guess."""

_COUNTRY_CODE = 2
"""Letters of the ISO code of a country."""

_MOST_WORDS = 4
"""Words of a name that its given name supports; longer ones are often two. A guess."""

_DOMINANT_OVER_UNKNOWN = 2
"""The same for a person of the gazetteer, beside others who are in none; a guess."""

_DOMINANT_SURNAME = 2
"""Documents of a surname that others have as a given name, to one of its bearer; a
guess."""

_CALLED_ONE_IN = 10
"""Documents of a person, of which one at least has the given name alone; a guess."""


class Naming(NamedTuple):
    """An id that documents give, the name they give it, and the number of documents."""

    id: str
    name: str
    documents: int


Offices = Mapping[str, Collection[Bearing]]
"""The offices that documents give to people, by their ids."""


@dataclass(slots=True)
class _Person:
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


class CorpusPeople:
    """The people of a corpus under the names and ids that documents give them."""

    def __init__(
        self, namings: list[Naming], offices: Offices, called: Mapping[str, int]
    ) -> None:
        self._offices = offices
        self._called = called
        self._counts: dict[str, int] = defaultdict(int)
        self._id_of: dict[str, str] = {}
        self._entity_of: dict[str, str] = {}
        self._bare: list[tuple[Naming, BareId]] = []
        self._doubtful: list[tuple[Naming, str]] = []
        for one in namings:
            id = without_qualifier(one.id, one.name)
            if id != one.id and read_bare_id(one.id).year == FIRST_WORD:
                self._doubtful.append((one, id))
                continue
            self._counts[one.name] += one.documents
            # The id of a person in the gazetteer is not made of this name.
            if one.name not in self._id_of or id != make_id("PERSON", one.name):
                self._id_of[one.name] = id
            if len(split_name(one.name)) == 1 and id == make_id("PERSON", one.name):
                self._bare.append((one, read_bare_id(one.id)))
        people = known_people(default_gazetteer()).by_id
        self._known = {name: id for name, id in self._id_of.items() if id in people}
        self._shown = group_names(self._counts, known=self._known, with_surnames=False)
        self._people: dict[str, _Person] = {}
        """The people with full names, by the ids of their entities."""

        self._bearers: dict[str, set[str]] = defaultdict(set)
        self._by_given_name: dict[str, list[_Person]] = defaultdict(list)

    def group_full_names(self) -> dict[str, str]:
        """Return the entity of each id under a name, and learn who the people are."""
        known = known_people(default_gazetteer()).by_id
        bare = {one.name for one, _ in self._bare}
        aliases = {}
        best_of: dict[str, str] = {}
        for name, shown in self._shown.items():
            if name in self._known:
                best_of.setdefault(shown, self._id_of[name])
        for name, shown in sorted(self._shown.items()):
            id = best_of.get(shown, self._id_of[shown])
            aliases[self._id_of[name]] = id
            if name in bare:
                continue
            person = self._people.setdefault(id, _Person(id))
            person.documents += self._counts[name]
            person.bearings.update(self._offices.get(self._id_of[name], ()))
            words = split_name(name)
            person.sounds |= surname_sounds(words)
            if len(words) > 1:
                person.given.add(words[0])
                person.called += self._called.get(name, 0)
            if not person.is_supported:
                is_name = len(words) <= _MOST_WORDS and any(map(is_given, words[:1]))
                is_name = is_name or person.documents > 1
                person.is_supported = is_name and not is_mixed(name)
            if id in known:
                person.is_supported = True
                person.rank = 1 + bool(known[id].terms)
                person.terms = known[id].terms
                person.bearings.update(term.bearing for term in known[id].terms)
                for words in known[id].names:
                    person.sounds |= surname_sounds(words)
        for person in self._people.values():
            for key in person.sounds:
                self._bearers[key].add(person.id)
            for given in person.given:
                self._by_given_name[given].append(person)
        self._entity_of = aliases
        return aliases

    def decide_bare_names(self) -> dict[str, str]:
        """Return the entity of each id of a bare surname."""
        aliases = {}
        for naming, bare in self._bare:
            words = split_name(naming.name)
            bearing = Bearing(bare.office, bare.owner)
            year = int(bare.year) if bare.year.isdigit() else None
            person = self._find_person(words, bearing, year)
            if person and self._is_too_rare(person, naming, bearing):
                person = None
            if not bearing.office and not (person and person.rank):
                person = self._find_called(words[0], person)
            shown = self._shown[naming.name]
            aliases[naming.id] = (
                person.id if person else self._entity_of[self._id_of[shown]]
            )
        for naming, id in self._doubtful:
            aliases[naming.id] = self._decide_doubtful(naming.name, id)
        return aliases

    def _is_too_rare(self, person: _Person, naming: Naming, bearing: Bearing) -> bool:
        """Return whether a surname alone is too frequent to be that of ``person``.

        *Tolga* in many documents, of which some have a *Tolga Sarıtaş*, is a given name,
        and not the rare *Ayşe Tolga*.
        """
        documents, (word,) = self._counts[naming.name], split_name(naming.name)
        if not person.is_supported:
            return person.documents < documents
        if bearing.office:
            return False
        given = self._by_given_name.get(word, ())
        is_rarer = person.documents < sum(
            one.documents for one in given if one.is_supported
        )
        is_far_rarer = person.documents * _DOMINANT_SURNAME <= documents
        is_far_rarer = is_far_rarer and not person.rank
        is_far_rarer = is_far_rarer or (is_rarer and person.documents < documents)
        if is_given(word) and is_far_rarer:
            return True  # "Hüseyin" in many documents is hardly Saddam Hussein
        if person.rank:
            return False
        is_word = word in person_names().ambiguous_surnames
        if is_word and person.documents < documents:
            return True
        return is_rarer and person.documents * _DOMINANT_SURNAME < documents

    def _find_called(self, given: str, bearer: _Person | None) -> _Person | None:
        """Return whom documents call by a given name alone: *Sergen* is *Sergen Yalçın*.

        Documents with the full name must do so often enough, and twice as many as of all
        others; the others of that given name must be rarer, and so must ``bearer``, who
        has it as a surname and is returned otherwise.
        """
        people = self._by_given_name.get(given)
        if not people:
            return bearer
        first, *others = sorted(
            people, key=lambda one: (-one.called, -one.documents, one.id)
        )
        is_called = (
            first.is_supported
            and first.documents > 1
            and first.called * _CALLED_ONE_IN >= first.documents
            and first.called >= 2 * sum(one.called for one in others)
        )
        rest = sum(one.documents for one in others)
        rest = max(rest, bearer.documents + 1 if bearer else 0)
        return first if is_called and first.documents >= rest else bearer

    def _decide_doubtful(self, name: str, id: str) -> str:
        """Return who a name is of which the first word may be none: *Will Biden*.

        It is whole if another document has it so, else a surname where it is known.
        """
        if name in self._id_of:
            return self._entity_of[self._id_of[name]]
        person = self._find_person(split_name(name)[-1:], Bearing())
        return person.id if person and person.rank else id

    def _find_person(
        self, words: NameWords, bearing: Bearing, year: int | None = None
    ) -> _Person | None:
        ids = {id for key in sounds_of(words) for id in self._bearers.get(key, ())}
        people = _without_unsupported([self._people[id] for id in sorted(ids)])
        if bearing.office:
            people = [one for one in people if _lived_then(one, bearing, year)]
            holders = [one for one in people if _has_office(one, bearing)]
            if holders:
                return _find_dominant(holders)
            people = [one for one in people if not _contradicts(one, bearing)]
        return _find_dominant(people)


def _has_office(person: _Person, bearing: Bearing) -> bool:
    return any(agree(one, bearing) for one in person.bearings)


def _without_unsupported(people: list[_Person]) -> list[_Person]:
    """Return ``people`` without names that a single document has and nothing supports.

    *Favori Lazio Lucescu* is no rival of *Mircea Lucescu*.
    """
    return [one for one in people if one.is_supported] or people


def _lived_then(person: _Person, bearing: Bearing, year: int | None) -> bool:
    """Return whether a holder of an office may have had it in ``year``."""
    terms = [one for one in person.terms if agree(one.bearing, bearing)]
    return not terms or year is None or any(one.covers(year) for one in terms)


def _contradicts(person: _Person, bearing: Bearing) -> bool:
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


def _find_dominant(people: Collection[_Person]) -> _Person | None:
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
