"""Decide who in a corpus a bare surname is: by offices, countries, years and frequency.

A document gives a person whose name alone does not tell who it is an id with what it
says beside the name (see :class:`BareId`). Here the people of the whole corpus with that
surname are compared with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Self

from ..entities.gazetteer.ids import (
    FIRST_WORD,
    BareId,
    make_id,
    read_bare_id,
    without_qualifier,
)
from ..entities.gazetteer.packed import default_gazetteer
from ..entities.holders import known_people
from ..entities.offices import Bearing
from ..entities.people.groups import group_names
from ..entities.people.names import (
    NameWords,
    is_mixed,
    sounds_of,
    split_name,
    surname_sounds,
)
from ..entities.tagger.name_lists import is_given, person_names
from .bare_names import GivenName, Person, find_person
from .names import Names, Naming, Offices

_MOST_WORDS = 4
"""Words of a name that its given name supports; longer ones are often two. A guess."""

_DOMINANT_SURNAME = 2
"""Documents of a surname that others have as a given name, to one of its bearer; a
guess."""

_CALLED_ONE_IN = 10
"""Documents of a person, of which one at least has the given name alone; a guess."""


FindGiven = Callable[[str], Sequence[GivenName] | None]
"""Returns the people of the corpus who have a folded given name."""


class CorpusPeople:
    """The people of a corpus under the names and ids that documents give them."""

    def __init__(
        self,
        namings: list[Naming],
        offices: Offices,
        called: Mapping[str, int],
        find_given: FindGiven | None = None,
    ) -> None:
        """Group the names in ``namings``, which are sorted.

        ``find_given`` finds people by a given name where ``namings`` are not those of the
        whole corpus.
        """
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
        # The gazetteer is not read for a corpus without people.
        self._listed = known_people(default_gazetteer()).by_id if namings else {}
        self._known = {name: id for name, id in self._id_of.items() if id in self._listed}
        self._shown = group_names(self._counts, known=self._known, with_surnames=False)
        self._people: dict[str, Person] = {}
        """The people with full names, by the ids of their entities."""

        self._bearers: dict[str, set[str]] = defaultdict(set)
        self._by_given_name: dict[str, list[GivenName]] = defaultdict(list)
        self._find_given = find_given or self._by_given_name.get

    @classmethod
    def of(cls, names: Names, find_given: FindGiven | None = None) -> Self:
        """Return the people among ``names``; ``find_given`` as above."""
        namings = sorted(names.namings["PERSON"])
        return cls(namings, names.offices, names.called, find_given)

    def aliases(self) -> dict[str, str]:
        """Return the id of the entity for each id of a person that is an alias."""
        aliases = self.group_full_names() | self.decide_bare_names()
        return {id: other for id, other in aliases.items() if id != other}

    def group_full_names(self) -> dict[str, str]:
        """Return the entity of each id under a name, and learn who the people are."""
        known = self._listed
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
            person = self._people.setdefault(id, Person(id))
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
                self._by_given_name[given].append(
                    GivenName(
                        given,
                        person.id,
                        person.documents,
                        person.called,
                        person.is_supported,
                    )
                )
        self._entity_of = aliases
        return aliases

    def given_names(self) -> list[GivenName]:
        """Return the given names of the people with full names, once these are grouped."""
        return [one for people in self._by_given_name.values() for one in people]

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
            entity = person.id if person else None
            if not bearing.office and not (person and person.rank):
                entity = self._find_called(words[0], person)
            shown = self._shown[naming.name]
            aliases[naming.id] = entity or self._entity_of[self._id_of[shown]]
        for naming, id in self._doubtful:
            aliases[naming.id] = self._decide_doubtful(naming.name, id)
        return aliases

    def _is_too_rare(self, person: Person, naming: Naming, bearing: Bearing) -> bool:
        """Return whether a surname alone is too frequent to be that of ``person``.

        *Tolga* in many documents, of which some have a *Tolga Sarıtaş*, is a given name,
        and not the rare *Ayşe Tolga*.
        """
        documents, (word,) = self._counts[naming.name], split_name(naming.name)
        if not person.is_supported:
            return person.documents < documents
        if bearing.office:
            return False
        given = self._find_given(word) or ()
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

    def _find_called(self, given: str, bearer: Person | None) -> str | None:
        """Return the id of whom documents call by a given name alone.

        *Sergen* is *Sergen Yalçın*. Documents with the full name must do so often enough,
        and twice as many as of all others; the others of that given name must be rarer,
        and so must ``bearer``, who has it as a surname and is returned otherwise.
        """
        entity = bearer.id if bearer else None
        people = self._find_given(given)
        if not people:
            return entity
        first, *others = sorted(
            people, key=lambda one: (-one.called, -one.documents, one.person)
        )
        is_called = (
            first.is_supported
            and first.documents > 1
            and first.called * _CALLED_ONE_IN >= first.documents
            and first.called >= 2 * sum(one.called for one in others)
        )
        rest = sum(one.documents for one in others)
        rest = max(rest, bearer.documents + 1 if bearer else 0)
        return first.person if is_called and first.documents >= rest else entity

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
    ) -> Person | None:
        ids = {id for key in sounds_of(words) for id in self._bearers.get(key, ())}
        return find_person([self._people[id] for id in sorted(ids)], bearing, year)
