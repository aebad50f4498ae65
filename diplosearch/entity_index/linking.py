"""Link the ids of an index that mean one entity, at each commit.

Aliases are a function of all names of the index (:func:`.aliases.find_aliases`). A commit
that continues another one decides of no more ids than its changes touch: of those that
are connected with a changed one by keys (:mod:`.naming_keys`), and of the bare names that
are the given name of a changed person. The others stay as the commit before has them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..entities.people.names import sounds_of, split_name
from .aliases import find_aliases
from .bare_names import GivenName
from .corpus_people import CorpusPeople
from .names import (
    WHOLE,
    Names,
    TallyRow,
    base_of,
    read_all_names,
    read_names_of,
)
from .naming_keys import (
    key_of_id,
    key_of_surname,
    keys_of_form,
    keys_of_name,
    named_ids,
    number_of,
)
from .rules_digest import digest_rules
from .schema import WITH_QUALIFIERS


class Linker:
    """Keeps the tables of decisions of a new commit; see :data:`.schema.FULL_SCHEMA`.

    ``banned`` are ids that are no entity.
    """

    def __init__(self, connection: sqlite3.Connection, banned: Collection[str]) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._banned = banned

    def is_decided(self) -> bool:
        """Return whether the tables are there, by the rules of this version."""
        return [*self._execute("SELECT rules FROM decided_by")] == [(digest_rules(),)]

    def aliases(self) -> dict[str, str]:
        """Return the entity of each id that is an alias."""
        return dict(self._execute("SELECT id, entity FROM automatic"))

    def find_all(self) -> dict[str, str]:
        """Return the entity of each id that is an alias, by all names; keep nothing."""
        names = Names.of(read_all_names(self._connection), self._banned)
        return find_aliases(names, CorpusPeople.of(names))

    def decide_all(self) -> None:
        """Decide of all ids, and fill the tables."""
        for table in ("naming_keys", "given_names", "automatic", "decided_by"):
            self._execute(f"DELETE FROM {table}")
        rows = list(read_all_names(self._connection))
        keys = {(key, base_of(row.id)) for row in rows for key in _keys(row)}
        self._insert_keys(sorted((number_of(key), id) for key, id in keys))
        names = Names.of(rows, self._banned)
        people = CorpusPeople.of(names)
        self._insert_aliases(find_aliases(names, people))
        self._insert_given(sorted(people.given_names()))
        self._execute("INSERT INTO decided_by VALUES (?)", (digest_rules(),))

    def decide_changed(self, ids: Iterable[str], vanished: Collection[TallyRow]) -> None:
        """Decide of the ids that a change concerns.

        Args:
            ids: ids that were counted, and those that are or were banned.
            vanished: rows that may not be there any more.
        """
        change = _Change(self._connection, vanished)
        for id in sorted({base_of(id) for id in ids}):
            self._replace_keys(id, change)
        change.connect(map(base_of, ids))
        changed = self._replace_given(change)
        change.connect(self._find_bare(changed))
        names = Names.of(change.rows(), self._banned)
        aliases = find_aliases(names, CorpusPeople.of(names, self._find_given))
        for id in sorted(change.ids):
            self._execute(f"DELETE FROM automatic WHERE {WITH_QUALIFIERS}", {"id": id})
        self._insert_aliases(aliases)

    def _replace_keys(self, id: str, change: _Change) -> None:
        """Write the keys of an id as its names are now."""
        keys = {key for row in change.rows_of(id) for key in _keys(row)}
        gone = {key for row in change.vanished[id] for key in _keys(row)} - keys
        self._connection.executemany(
            "DELETE FROM naming_keys WHERE key = ? AND id = ?",
            sorted((number_of(key), id) for key in gone),
        )
        self._insert_keys(sorted((number_of(key), id) for key in keys))

    def _replace_given(self, change: _Change) -> set[str]:
        """Write the given names of the people in a change; return those that changed."""
        given = {
            split_name(row.name)[0]
            for row in (*change.rows(), *change.all_vanished())
            if row.type == "PERSON" and " " in row.name.replace("-", " ")
        }
        before = {
            one
            for name in given
            for one in self._find_given(name)
            if one.person in change.ids
        }
        people = CorpusPeople.of(Names.of(change.rows(), self._banned))
        people.group_full_names()
        after = set(people.given_names())
        self._connection.executemany(
            "DELETE FROM given_names WHERE name = ? AND person = ?",
            sorted((one.name, one.person) for one in before - after),
        )
        self._insert_given(sorted(after - before))
        return {one.name for one in before ^ after}

    def _find_given(self, name: str) -> list[GivenName]:
        """Return the people with a given name."""
        rows = self._execute("SELECT * FROM given_names WHERE name = ?", (name,))
        return [GivenName(*row)._replace(is_supported=bool(row[4])) for row in rows]

    def _find_bare(self, words: Iterable[str]) -> set[str]:
        """Return the ids of the bare names that are one of ``words``."""
        return {
            id
            for word in words
            for sound in sounds_of((word,))
            for (id,) in self._execute(
                "SELECT id FROM naming_keys WHERE key = ?",
                (number_of(key_of_surname(sound)),),
            )
            if any(
                split_name(row.name) == (word,)
                for row in read_names_of(self._connection, id)
                if row.form == WHOLE
            )
        }

    def _insert_keys(self, keys: Iterable[tuple[int, str]]) -> None:
        insert = "INSERT OR IGNORE INTO naming_keys VALUES (?, ?)"
        self._connection.executemany(insert, keys)

    def _insert_given(self, given: Iterable[GivenName]) -> None:
        insert = "INSERT INTO given_names VALUES (?, ?, ?, ?, ?)"
        self._connection.executemany(insert, given)

    def _insert_aliases(self, aliases: Mapping[str, str]) -> None:
        self._connection.executemany(
            "INSERT INTO automatic VALUES (?, ?)", sorted(aliases.items())
        )


class _Change:
    """The ids that a change concerns, and their rows.

    Ids are without qualifiers; an id's rows are those with any.
    """

    def __init__(
        self, connection: sqlite3.Connection, vanished: Iterable[TallyRow]
    ) -> None:
        self._execute = connection.execute
        self._connection = connection
        self.ids: set[str] = set()
        self.vanished: dict[str, list[TallyRow]] = defaultdict(list)
        for row in vanished:
            self.vanished[base_of(row.id)].append(row)
        self._rows: dict[str, list[TallyRow]] = {}
        self._seen: set[str] = set()

    def rows_of(self, id: str) -> list[TallyRow]:
        """Return the rows of an id."""
        if id not in self._rows:
            self._rows[id] = list(read_names_of(self._connection, id))
        return self._rows[id]

    def rows(self) -> Iterator[TallyRow]:
        """Yield the rows of all ids."""
        for id in sorted(self.ids):
            yield from self.rows_of(id)

    def all_vanished(self) -> Iterator[TallyRow]:
        """Yield the rows of all ids that may not be there any more."""
        for rows in self.vanished.values():
            yield from rows

    def connect(self, ids: Iterable[str]) -> None:
        """Add ids, and all that is connected with them by keys."""
        waiting = list(ids)
        while waiting:
            id = waiting.pop()
            if id in self.ids:
                continue
            self.ids.add(id)
            rows = (*self.rows_of(id), *self.vanished[id])
            keys = {key for row in rows for key in _keys(row)}
            waiting += named_ids(keys)
            for key in {*keys, key_of_id(id)} - self._seen:
                self._seen.add(key)
                found = self._execute(
                    "SELECT id FROM naming_keys WHERE key = ?", (number_of(key),)
                )
                waiting += (other for (other,) in found)


def _keys(row: TallyRow) -> set[str]:
    id = base_of(row.id)
    if row.form != WHOLE:
        return keys_of_form(id, row.type, row.form)
    return keys_of_name(id, row.type, row.name)
