"""The tables of entities as documents of an index: one a row, of several versions.

A row carries the number of the commit that added it, and of the one that removed it, as
a document does. Of an entity one document has all that a reader asks for by name; rows of
``tallies`` and ``aliases`` are documents of their own.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import groupby
from typing import Any, Literal, NamedTuple

from ....engines.opensearch.schema import MARK

Kind = Literal["tally", "alias", "entity"]

TALLY: Kind = "tally"
ALIAS: Kind = "alias"
ENTITY: Kind = "entity"
KINDS = (TALLY, ALIAS, ENTITY)

MILESTONE = "milestone"
"""The kind of a row that says when a commit was current; it belongs to no commit."""

_KEY_BYTES = 12
_LONGEST = 8_000  # characters of a value that is searched; Lucene takes 32,766 bytes

Source = dict[str, Any]


class RowChange(NamedTuple):
    """A row of the next commit: what it is then, None where it is gone.

    ``is_known`` tells whether the commit before has the row.
    """

    key: str
    source: Source | None
    is_known: bool = False


def entity_mappings() -> dict[str, Any]:
    """Return the mappings of an index of entities."""
    whole = {"type": "integer"}
    found = {"type": "keyword", "ignore_above": _LONGEST}
    shown = {"type": "keyword", "index": False, "doc_values": False}
    return {
        "dynamic": "strict",
        "_meta": {MARK: "entities"},
        "properties": {
            "kind": {"type": "keyword"},
            "key": {"type": "keyword"},
            "id": found,
            "entity": found,
            "type": {"type": "keyword"},
            **dict.fromkeys(("name", "form"), shown),
            **{name: {**found, "doc_values": False} for name in ("starts", "wholes")},
            **{name: {**whole, "index": False} for name in ("documents", "passages")},
            "added": whole,
            "removed": whole,
        },
    }


def key_of(kind: Kind, *values: str) -> str:
    """Return the key of a row: the same for all of its versions."""
    return make_digest(kind, *values)


def make_digest(*values: str) -> str:
    """Return a digest of texts."""
    written = "\x1f".join(values).encode("utf-8", "surrogatepass")
    return blake2b(written, digest_size=_KEY_BYTES).hexdigest()


def tally_row(id: str, type: str, name: str, form: str, counts: tuple[int, int]) -> Source:
    """Return the document of a row of ``tallies``."""
    return {
        "kind": TALLY,
        "key": key_of(TALLY, id, type, name, form),
        "id": id,
        "type": type,
        "name": name,
        "form": form,
        "documents": counts[0],
        "passages": counts[1],
    }


def alias_row(id: str, entity: str, type: str | None, name: str | None) -> Source:
    """Return the document of an alias, with type and name of its entity, if it has any."""
    source = {"kind": ALIAS, "key": key_of(ALIAS, id), "id": id, "entity": entity}
    return source if name is None else {**source, "type": type, "name": name}


def entity_row(
    row: tuple[str, str, str, int, int], starts: Iterable[tuple[str, int]]
) -> Source:
    """Return the document of an entity; ``starts`` are those of its names."""
    id, type, name, documents, passages = row
    known = sorted(starts)
    return {
        "kind": ENTITY,
        "key": key_of(ENTITY, id),
        "id": id,
        "type": type,
        "name": name,
        "documents": documents,
        "passages": passages,
        "starts": [start for start, is_whole in known if not is_whole],
        "wholes": [start for start, is_whole in known if is_whole],
    }


def all_rows(connection: sqlite3.Connection) -> Iterator[RowChange]:
    """Yield all rows of a table of entities, as new ones."""
    for *names, documents, passages in connection.execute("SELECT * FROM tallies"):
        id, type, name, form = names
        source = tally_row(id, type, name, form, (documents, passages))
        yield RowChange(source["key"], source)
    for row in connection.execute(
        "SELECT aliases.id, entity, type, name FROM aliases"
        " LEFT JOIN entities ON entity = entities.id"
    ):
        source = alias_row(*row)
        yield RowChange(source["key"], source)
    starts = groupby(
        connection.execute("SELECT entity, start, is_whole FROM starts ORDER BY entity"),
        key=lambda row: row[0],
    )
    of_entity, found = next(starts, ("", iter(())))
    for row in connection.execute("SELECT * FROM entities ORDER BY id"):
        own: list[tuple[str, int]] = []
        if of_entity == row[0]:
            own = [(start, is_whole) for _, start, is_whole in found]
            of_entity, found = next(starts, ("", iter(())))
        source = entity_row(row, own)
        yield RowChange(source["key"], source)


class ChangeLog:
    """What a change makes of a table of entities that has a commit before."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Note from now on how rows were before they changed."""
        self._connection = connection
        for table, (keys, values) in _TABLES.items():
            columns = ", ".join((*keys, *values, f"PRIMARY KEY ({', '.join(keys)})"))
            connection.execute(
                f"CREATE TEMP TABLE before_{table} ({columns}) WITHOUT ROWID"
            )
            nothing = ["NULL"] * len(values)
            before = [f"OLD.{one}" for one in values]
            for event, side, known in (
                ("INSERT", "NEW", nothing),
                ("UPDATE", "OLD", before),
                ("DELETE", "OLD", before),
            ):
                row = ", ".join((*(f"{side}.{one}" for one in keys), *known))
                same = " AND ".join(f"{one} = {side}.{one}" for one in keys)
                connection.execute(
                    f"CREATE TEMP TRIGGER {event}_{table} AFTER {event} ON main.{table}"
                    f" BEGIN INSERT INTO before_{table} SELECT {row} WHERE NOT EXISTS"
                    f" (SELECT 1 FROM before_{table} WHERE {same}); END"
                )

    def changes(self) -> Iterator[RowChange]:
        """Yield the rows that are not as they were."""
        yield from self._tallies()
        renamed: set[str] = set()
        yield from self._entities(renamed)
        yield from self._aliases(renamed)

    def _tallies(self) -> Iterator[RowChange]:
        rows = self._connection.execute(
            "SELECT id, type, name, form, b.documents, b.passages, t.documents, t.passages"
            " FROM before_tallies b LEFT JOIN tallies t USING (id, type, name, form)"
            " WHERE (b.documents, b.passages) IS NOT (t.documents, t.passages)"
        )
        for *names, before, _, documents, passages in rows:
            id, type, name, form = names
            source = None
            if documents is not None:
                source = tally_row(id, type, name, form, (documents, passages))
            yield RowChange(key_of(TALLY, *names), source, before is not None)

    def _entities(self, renamed: set[str]) -> Iterator[RowChange]:
        """Yield changed entities; add to ``renamed`` those with another type or name."""
        execute = self._connection.execute
        noted = {id: row for id, *row in execute("SELECT * FROM before_entities")}
        old_starts: dict[str, dict[str, int | None]] = defaultdict(dict)
        for start, entity, is_whole in execute("SELECT * FROM before_starts"):
            old_starts[entity][start] = is_whole
        ids = {**noted, **old_starts}
        now = self._read_starts(ids)
        for id in ids:
            row = execute("SELECT * FROM entities WHERE id = ?", (id,)).fetchone()
            old = (id, *noted[id]) if id in noted else row
            is_known = old is not None and old[1] is not None
            starts = now.get(id, {})
            changed = old_starts.get(id, {})
            are_same = all(starts.get(one) == before for one, before in changed.items())
            if (is_known and row == old and are_same) or not (is_known or row):
                continue
            if not (is_known and row and row[1:3] == old[1:3]):
                renamed.add(id)
            source = None if row is None else entity_row(row, starts.items())
            yield RowChange(key_of(ENTITY, id), source, is_known)

    def _read_starts(self, ids: Iterable[str]) -> dict[str, dict[str, int]]:
        """Return the starts of each of ``ids``, in one scan of their table."""
        execute = self._connection.execute
        execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id TEXT PRIMARY KEY)")
        execute("DELETE FROM wanted")
        self._connection.executemany("INSERT INTO wanted VALUES (?)", ((id,) for id in ids))
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for start, entity, is_whole in execute(
            "SELECT * FROM starts WHERE entity IN (SELECT id FROM wanted)"
        ):
            found[entity][start] = is_whole
        return found

    def _aliases(self, renamed: Iterable[str]) -> Iterator[RowChange]:
        execute = self._connection.execute
        before = dict(execute("SELECT id, entity FROM before_aliases"))
        ids = dict.fromkeys(before)
        for entity in renamed:
            ids.update(execute("SELECT id, 0 FROM aliases WHERE entity = ?", (entity,)))
        for id in ids:
            row = execute(
                "SELECT aliases.id, entity, type, name FROM aliases"
                " LEFT JOIN entities ON entity = entities.id WHERE aliases.id = ?",
                (id,),
            ).fetchone()
            is_known = before.get(id, "") is not None
            is_same = row is not None and id in before and before[id] == row[1]
            if (is_same and row[1] not in renamed) or not (row or is_known):
                continue
            yield RowChange(key_of(ALIAS, id), alias_row(*row) if row else None, is_known)


_TABLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "tallies": (("id", "type", "name", "form"), ("documents", "passages")),
    "aliases": (("id",), ("entity",)),
    "entities": (("id",), ("type", "name", "documents", "passages")),
    "starts": (("start", "entity"), ("is_whole",)),
}
"""The columns of the key of each table, and its other ones."""
