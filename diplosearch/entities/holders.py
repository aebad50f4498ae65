"""People of the gazetteer, and the high offices that they held in which years."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

from .gazetteer.gazetteer import Gazetteer
from .gazetteer.ids import make_id
from .offices import Bearing, agree
from .people.names import NameWords, sounds_of, split_name, surname_of, surname_sounds
from .word_lists import rows_of, words_by_kind

_CACHED_PEOPLE = 1 << 12
"""People of the gazetteer that are cached; a guess."""

_MARGIN = 1
"""Years before and after a term in which a text may give its office to a person."""


class Term(NamedTuple):
    """An office held from ``first`` to ``last``, two years; ``last`` is None for today."""

    bearing: Bearing
    first: int
    last: int | None

    def covers(self, year: int) -> bool:
        """Return whether the office was held in ``year``, within a margin of a year."""
        return self.first - _MARGIN <= year <= (self.last or year) + _MARGIN

    def holds(self, year: int) -> bool:
        """Return whether the office was held in ``year``."""
        return self.first <= year <= (self.last or year)


@cache
def terms_by_person() -> dict[str, tuple[Term, ...]]:
    """Return the terms of office of each person in the list of holders, by id."""
    terms = {}
    for name, column in rows_of("holders"):
        terms[make_id("PERSON", name)] = tuple(map(_read_term, column.split(";")))
    return terms


def _read_term(words: str) -> Term:
    owner, office, years = words.split()
    first, _, last = years.partition("-")
    return Term(Bearing(office, owner), int(first), int(last) if last else None)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the gazetteer, with the words of each name and the terms of office."""

    id: str
    name: str
    names: tuple[NameWords, ...]
    terms: tuple[Term, ...]

    def held(self, bearing: Bearing) -> list[Term]:
        """Return the terms in which this person held an office."""
        return [term for term in self.terms if agree(term.bearing, bearing)]


def _is_part(words: NameWords, name: NameWords) -> bool:
    """Return whether ``words`` end with the surname in a name, the others in it too."""
    *given, surname = words
    if surname_sounds(name).isdisjoint(sounds_of((surname,))):
        return False
    others = {sound for word in name for sound in sounds_of((word,))}
    return all(not others.isdisjoint(sounds_of((word,))) for word in given)


@lru_cache(_CACHED_PEOPLE)
def _regnal_name(person: Person) -> str | None:
    """Return the folded word by which a monarch is called, None for another person."""
    royal = words_by_kind("office-words")["part of a name"]
    if all(term.bearing.office.split("-")[-1] not in royal for term in person.terms):
        return None
    words = (word for word in split_name(person.name) if word not in royal)
    return next(words, None)


def _is_called(person: Person, words: NameWords) -> bool:
    return words == (_regnal_name(person),) or any(
        _is_part(words, name) for name in person.names
    )


class KnownPeople:
    """The people of a gazetteer by the sound of their surnames."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        terms = terms_by_person()
        names: dict[str, set[NameWords]] = defaultdict(set)
        shown = {}
        for key, entry in gazetteer.people():
            names[entry.id].add(split_name(key.replace(" - ", "-")))
            shown[entry.id] = entry.name
        self.by_id = {
            id: Person(id, shown[id], tuple(sorted(known)), terms.get(id, ()))
            for id, known in names.items()
        }
        self._by_surname: defaultdict[str, set[str]] = defaultdict(set)
        self.surnames: dict[str, int] = {}
        """Folded surnames: 2 where one of those who have it held a high office, else 1."""
        for person in self.by_id.values():
            if (regnal := _regnal_name(person)) is not None:
                for key in sounds_of((regnal,)):
                    self._by_surname[key].add(person.id)
            for words in person.names:
                if len(words) > 1:
                    rank = 1 + bool(person.terms)
                    surname = surname_of(words)
                    self.surnames[surname] = max(rank, self.surnames.get(surname, 0))
                    for key in surname_sounds(words):
                        self._by_surname[key].add(person.id)

    def called(self, words: NameWords) -> list[Person]:
        """Return the people with this surname, and these other names before it, if any.

        A monarch has the given name for one: *Crown Prince Abdullah*.
        """
        if not words:
            return []
        ids = {
            id
            for key in sounds_of((surname_of(words),))
            for id in self._by_surname.get(key, ())
        }
        people = (self.by_id[id] for id in sorted(ids))
        return [one for one in people if _is_called(one, words)]

    def find_holder(
        self, words: NameWords, bearing: Bearing, year: int | None
    ) -> Person | None:
        """Return who of that name held an office, in ``year`` if one is given.

        None where nobody did, nobody in that year, or two did and the year does not
        decide.
        """
        held = [
            (person, term) for person in self.called(words) for term in person.held(bearing)
        ]
        if len({person.id for person, _ in held}) > 1 and year is not None:
            held = _narrow(held, year)
        people = {person.id: person for person, _ in held}
        if len(people) != 1:
            return None
        if year is not None and not any(term.covers(year) for _, term in held):
            return None
        return next(iter(people.values()))


Held: TypeAlias = list[tuple[Person, Term]]


def _narrow(held: Held, year: int) -> Held:
    """Return who held the office in ``year``, with a margin where nobody did."""
    exact = [one for one in held if one[1].holds(year)]
    if len({person.id for person, _ in exact}) == 1:
        return exact
    return [one for one in held if one[1].covers(year)]


@lru_cache(maxsize=4)
def known_people(gazetteer: Gazetteer) -> KnownPeople:
    """Return the people of a gazetteer."""
    return KnownPeople(gazetteer)
