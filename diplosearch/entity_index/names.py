"""Read the names that the documents of an index give: what its aliases are decided by."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..entities.gazetteer.ids import read_bare_id
from ..entities.offices import Bearing
from ..entities.people.names import split_name
from ..model import EntityType
from ..text.letters import fold

OFFICE = "OFFICE"
"""The type of the rows that count a person's offices, under the name of an office."""

_JOINT = "&"
"""What stands between the office and its owner in a name of an office."""

WHOLE = ""
"""The form of the row that counts an id over all its forms."""

LINKED: tuple[EntityType, ...] = ("PERSON", "GPE", "ORG", "EVENT")
"""Types of names that may mean the entity of another id."""

_COLUMNS = "SELECT id, type, name, form, documents FROM tallies"


class Naming(NamedTuple):
    """An id that documents give, the name they give it, and the number of documents."""

    id: str
    name: str
    documents: int


Offices = Mapping[str, Collection[Bearing]]
"""The offices that documents give to people, by their ids."""


class TallyRow(NamedTuple):
    """A row of the table ``tallies``, without the number of passages."""

    id: str
    type: str
    name: str
    form: str
    documents: int


def _no_namings() -> dict[EntityType, list[Naming]]:
    return {type: [] for type in LINKED}


@dataclass(slots=True)
class Names:
    """The names of a corpus, or of some of its ids."""

    namings: dict[EntityType, list[Naming]] = field(default_factory=_no_namings)
    offices: dict[str, set[Bearing]] = field(default_factory=lambda: defaultdict(set))
    """The offices that documents give to each person, by id."""

    called: Counter[str] = field(default_factory=Counter)
    """Documents that call a person by the given name alone as well, by the full name."""

    forms: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The spellings of each organisation, by id."""

    @classmethod
    def of(cls, rows: Iterable[TallyRow], banned: Collection[str]) -> Names:
        """Return the names in ``rows``, without ids that are no entity.

        A banned name is no rival of others, as it is none.
        """
        names = cls()
        linked = {str(type): some for type, some in names.namings.items()}
        for id, type, name, form, documents in rows:
            if type == OFFICE:
                names.offices[id].add(read_office(name))
            elif form == WHOLE:
                if type in linked and id not in banned:
                    linked[type].append(Naming(id, name, documents))
            elif type == "ORG":
                if id not in banned:
                    names.forms[id].append(form)
            elif type == "PERSON" and _is_given_name(form, name):
                names.called[name] += documents
        return names


def _is_given_name(form: str, name: str) -> bool:
    """Return whether a spelling is the given name in a full name."""
    return " " in name and " " not in form and split_name(name)[0] == fold(form)


def name_office(bearing: Bearing) -> str:
    """Return the name under which an office is counted."""
    return _JOINT.join(bearing)


def read_office(name: str) -> Bearing:
    """Return the office that :func:`name_office` gave a name."""
    office, _, owner = name.partition(_JOINT)
    return Bearing(office, owner)


def base_of(id: str) -> str:
    """Return an id without what a document may say beside it."""
    return read_bare_id(id).id


def read_all_names(connection: sqlite3.Connection) -> Iterator[TallyRow]:
    """Yield the rows of all names that aliases are decided by."""
    marks = ", ".join("?" * (len(LINKED) + 1))
    rows = connection.execute(f"{_COLUMNS} WHERE type IN ({marks})", (*LINKED, OFFICE))
    return map(TallyRow._make, rows)


def read_names_of(connection: sqlite3.Connection, id: str) -> Iterator[TallyRow]:
    """Yield the rows of an id, with whatever qualifier."""
    for condition in ("id = ?1", "id > ?1 || '?' AND id < ?1 || '@'"):
        yield from map(
            TallyRow._make, connection.execute(f"{_COLUMNS} WHERE {condition}", (id,))
        )
