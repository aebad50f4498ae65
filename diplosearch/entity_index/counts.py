"""Count the entities of documents, and merge aliases at a commit."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..entities.bearings import find_bearing
from ..entities.gazetteer.ids import kind_of, read_bare_id
from ..entities.offices import Bearing
from ..entities.people.names import split_name
from ..errors import translate_errors
from ..model import Document, Entity, EntityType
from ..schema import KIND_TYPES
from ..storage.safe_files import copy_file
from ..storage.sqlite_files import close_on_error, distrust, refuse_other_tables
from ..text.letters import fold, normalize
from .aliases import (
    alias_abbreviated,
    alias_acronyms,
    alias_inflected,
    alias_people,
)
from .corpus_people import Naming
from .corrections.corrections import Corrections
from .corrections.decide import NO_ENTITY, Decision, decide
from .event_aliases import alias_events
from .table import SCHEMA, WITH_QUALIFIERS

_ADD = """
INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    documents = documents + excluded.documents,
    passages = passages + excluded.passages
"""
_AFFECTED = "CREATE TEMP TABLE affected (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"
"""The ids of the entities that a commit writes again."""

_WHOLE = ""
"""The form of the row that counts an id over all its forms."""

OFFICE = "OFFICE"
"""The type of the rows that count a person's offices, under the name of an office."""

_JOINT = "&"
"""What stands between the office and its owner in a name of an office."""

_KEPT_DOCUMENTS = 2_000
"""Documents whose counts are kept in memory before they are written; a guess."""

_INFLECTED: tuple[EntityType, ...] = ("ORG", "EVENT")
"""Types whose names are joined with their forms at a commit."""

_WITHOUT_FORMS: tuple[EntityType, ...] = ("DATE", "MONEY")
"""Types whose spellings are not counted."""


class _Key(NamedTuple):
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
        here: set[_Key] = set()
        source = document.title or "" if ordinal is None else document.text
        here.update(_find_offices(source, entities))
        for one in entities:
            here.add(_Key(one.id, one.type, one.name, _WHOLE))
            if one.type not in _WITHOUT_FORMS:
                form = " ".join(source[one.start : one.end].split())
                here.add(_Key(one.id, one.type, one.name, form))
        counts.update(here)
    return dict(counts)


def _find_offices(text: str, entities: Sequence[Entity]) -> Iterator[_Key]:
    """Yield the key of each office that a person has in a passage."""
    if all(one.type != "TITLE" for one in entities):
        return
    for place, one in enumerate(entities):
        if one.type == "PERSON":
            bearing = find_bearing(text, entities, place)
            if bearing.office and not read_bare_id(one.id).office:
                yield _Key(one.id, OFFICE, _JOINT.join(bearing), _WHOLE)


class EntityCounter:
    """Counts the entities of documents into the table of the next commit.

    ``base`` is the table of the commit before, None for a rebuild; ``path`` is the file to
    write, None to keep the table in memory.

    Raises :class:`UnusableIndexError` when the file cannot be written.
    """

    def __init__(self, path: Path | None, base: Path | sqlite3.Connection | None) -> None:
        if path is not None and isinstance(base, Path):
            copy_file(base, path)
        self._path = path or ":memory:"
        self.connection = sqlite3.connect(
            self._path, isolation_level=None, check_same_thread=False
        )
        with close_on_error(self.connection):
            distrust(self.connection)
            if isinstance(base, Path):
                refuse_other_tables(self.connection, "main", SCHEMA, base)
            self.connection.execute("PRAGMA journal_mode = OFF")
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.execute("PRAGMA temp_store = MEMORY")
            self.connection.executescript(_AFFECTED)
            if isinstance(base, sqlite3.Connection):
                base.backup(self.connection)
            elif base is None:
                self.connection.executescript(SCHEMA)
        self.corrections = Corrections()
        """What goes before the aliases that the counts lead to."""

        self._documents: Counter[_Key] = Counter()
        self._passages: Counter[_Key] = Counter()
        self._waiting = 0
        self._changed: set[str] = set()
        """The ids whose counts differ from those of ``base``."""

    def add(self, document: Document) -> None:
        """Count the entities of a document."""
        self.add_counts(count_entities(document))

    def add_counts(self, counts: Counts) -> None:
        """Count the entities of a document, given as :func:`count_entities` does."""
        self._count(counts, 1)

    def remove(self, document: Document) -> None:
        """Subtract the entities of a document from the counts."""
        self._count(count_entities(document), -1)

    def merge(self, other: sqlite3.Connection) -> None:
        """Add the counts of another table, made of other documents."""
        self._flush()
        self._changed.update(id for (id,) in other.execute("SELECT id FROM tallies"))
        self.connection.execute("BEGIN")
        self.connection.executemany(
            _ADD,
            other.execute("SELECT id, type, name, form, documents, passages FROM tallies"),
        )
        self.connection.execute("COMMIT")

    def _count(self, counts: Counts, sign: int) -> None:
        for fields, passages in counts.items():
            key = _Key(*fields)
            self._passages[key] += sign * passages
            self._documents[key] += sign
        self._waiting += 1
        if self._waiting >= _KEPT_DOCUMENTS:
            with translate_errors(self._path, "written"):
                self._flush()

    def _flush(self) -> None:
        self.connection.execute("BEGIN")
        self.connection.executemany(
            _ADD,
            (
                (*key, documents, self._passages[key])
                for key, documents in sorted(self._documents.items())
            ),
        )
        self.connection.execute("COMMIT")
        self._changed.update(key.id for key in self._documents)
        self._documents.clear()
        self._passages.clear()
        self._waiting = 0

    def finish(self) -> None:
        """Write the counts, the aliases, and the entities with their names."""
        self._flush()
        execute = self.connection.execute
        execute("BEGIN")
        execute("DELETE FROM tallies WHERE documents <= 0")
        before = dict(execute("SELECT id, entity FROM aliases").fetchall())
        decision = self._decide()
        execute("DELETE FROM aliases")
        self.connection.executemany(
            "INSERT INTO aliases VALUES (?, ?)", sorted(decision.aliases.items())
        )
        self._write_entities(decision, before)
        execute("COMMIT")

    def _set_affected(self, decision: Decision, before: Mapping[str, str]) -> None:
        """Enter the ids of the entities of which anything differs from ``base``.

        ``before`` are the aliases of ``base``. Nothing else is written again: that takes
        as long as all else of a commit that adds little.
        """
        after = decision.aliases
        moved = {id for id, entity in before.items() if after.get(id) != entity}
        moved |= {id for id, entity in after.items() if before.get(id) != entity}
        moved |= self._changed
        entities = {before.get(id, id) for id in moved} | {
            after.get(id, id) for id in moved
        }
        entities |= decision.names.keys() | {id for id in before if before[id] == id}
        entities |= {after.get(id, id) for id in entities}
        members = {id for id, entity in after.items() if entity in entities}
        self.connection.execute("DELETE FROM affected")
        self.connection.executemany(
            "INSERT INTO affected VALUES (?)", [(id,) for id in sorted(entities | members)]
        )

    def _decide(self) -> Decision:
        """Return the entities of ids: the aliases of the corpus, corrected by hand."""
        return decide(self._find_aliases(), self.corrections, self.count_documents)

    def find_unknown(self, ids: Iterable[str]) -> list[str]:
        """Return those of ``ids`` that no document gives."""
        self._flush()
        return [id for id in ids if self.count_documents(id) <= 0]

    def count_documents(self, id: str) -> int:
        """Return the number of documents that give an id, of those that are written.

        A document that gives it two types or names counts twice.
        """
        (count,) = self.connection.execute(
            "SELECT coalesce(sum(documents), 0) FROM tallies"
            f" WHERE {WITH_QUALIFIERS} AND form = :form AND type != :office",
            {"id": id, "form": _WHOLE, "office": OFFICE},
        ).fetchone()
        return int(count)

    def _find_aliases(self) -> dict[str, str]:
        """Return the entity of each id that is an alias, but for banned ones.

        A banned name is no rival of others, as it is none.
        """
        banned = self.corrections.banned
        rows = self.connection.execute(
            "SELECT id, name, documents FROM tallies WHERE type = 'PERSON' AND form = ''"
        )
        aliases = alias_people(
            (Naming(*row) for row in rows if row[0] not in banned),
            self._read_offices(),
            self._count_given_names(),
        )
        forms: dict[str, list[str]] = defaultdict(list)
        for id, form in self.connection.execute(
            "SELECT DISTINCT id, form FROM tallies WHERE type = 'ORG' AND form != ''"
        ):
            if id not in banned:
                forms[id].append(form)
        aliases |= alias_acronyms(forms)
        for type in _INFLECTED:
            rows = self.connection.execute(
                "SELECT id, name, documents FROM tallies WHERE type = ? AND form = ''",
                (type,),
            )
            names = [Naming(*row) for row in rows if row[0] not in banned]
            found = alias_inflected(names, type)
            names = [one._replace(id=found.get(one.id, one.id)) for one in names]
            found |= alias_events(names) if type == "EVENT" else alias_abbreviated(names)
            aliases |= {id: aliases.get(other, other) for id, other in found.items()}
        return {id: aliases.get(other, other) for id, other in aliases.items()}

    def _count_given_names(self) -> Counter[str]:
        """Return how many documents call a person by the given name alone as well.

        They are counted by the full name.
        """
        called: Counter[str] = Counter()
        for name, form, documents in self.connection.execute(
            "SELECT name, form, documents FROM tallies WHERE type = 'PERSON'"
            " AND form != '' AND instr(form, ' ') = 0 AND instr(name, ' ') > 0"
        ):
            if split_name(name)[0] == fold(form):
                called[name] += documents
        return called

    def _read_offices(self) -> dict[str, set[Bearing]]:
        """Return the offices that documents give to each person."""
        offices: dict[str, set[Bearing]] = defaultdict(set)
        for id, name in self.connection.execute(
            "SELECT id, name FROM tallies WHERE type = ?", (OFFICE,)
        ):
            office, _, owner = name.partition(_JOINT)
            offices[id].add(Bearing(office, owner))
        return offices

    def _write_entities(self, decision: Decision, before: Mapping[str, str]) -> None:
        """Write the entities with the name to show, and the beginnings of their names."""
        self._set_affected(decision, before)
        self.connection.execute("DELETE FROM entities WHERE id IN affected")
        self.connection.execute("DELETE FROM starts WHERE entity IN affected")
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for row in self.connection.execute(
            "SELECT id, type, name, form, documents, passages FROM tallies"
            " WHERE id IN affected AND type != ?",
            (OFFICE,),
        ):
            entity = decision.aliases.get(row[0], row[0])
            if entity in rows:
                rows[entity].append(row)
            else:
                rows[entity] = [row]
        starts: list[tuple[str, str, bool]] = []
        entities = []
        for entity, members in sorted(rows.items()):
            wholes = [row for row in members if row[3] == _WHOLE]
            if not wholes or entity == NO_ENTITY:
                continue
            # The entity's own name before an alias's, then the most frequent one.
            best = wholes[0]
            if len(wholes) > 1:
                best = min(wholes, key=lambda row: (row[0] != entity, -row[4], row[2]))
            name = decision.names.get(entity, best[2])
            documents = sum([row[4] for row in wholes])
            passages = sum([row[5] for row in wholes])
            entities.append((entity, _type_of(entity, best), name, documents, passages))
            names = {name, best[2], *[row[3] for row in members]}
            starts += [(start, entity, whole) for start, whole in _starts(names).items()]
        self.connection.executemany("INSERT INTO entities VALUES (?, ?, ?, ?, ?)", entities)
        self.connection.executemany("INSERT INTO starts VALUES (?, ?, ?)", sorted(starts))

    def close(self) -> None:
        """Close the file; one in memory is gone."""
        self.connection.close()


def _passages_of(document: Document) -> Iterator[tuple[int | None, tuple[Entity, ...]]]:
    """Yield the ordinal and the entities of each passage; None for the headline."""
    if document.title_entities:
        yield None, document.title_entities
    for passage in document.passages:
        yield passage.ordinal, passage.entities


def _type_of(entity: str, best: tuple[Any, ...]) -> str:
    """Return the type of an entity; ``best`` is the row of its ids that names it.

    Where it was merged by hand into an id that no document gives, the id tells.
    """
    id, type = str(best[0]), str(best[1])
    return type if id == entity else KIND_TYPES.get(kind_of(entity), type)


def _starts(names: set[str]) -> dict[str, bool]:
    """Return the folded names from each word on, and whether that is a whole name."""
    starts: dict[str, bool] = {}
    for start in {normalize(name) for name in names}:
        if start:
            starts[start] = True
        rest = start
        while " " in rest:
            rest = rest[rest.index(" ") + 1 :]
            starts.setdefault(rest, False)
    return starts
