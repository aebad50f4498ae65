"""Count the entities of documents, and merge aliases at a commit."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
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
    alias_mistyped,
    alias_people,
    alias_shortened,
)
from .corpus_people import Naming
from .corrections.corrections import Corrections
from .corrections.decide import NO_ENTITY, Decision, decide
from .event_aliases import alias_events
from .table import SCHEMA, WITH_QUALIFIERS, EntityTable

_ADD = """
INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    documents = documents + excluded.documents,
    passages = passages + excluded.passages
"""
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
            if isinstance(base, sqlite3.Connection):
                base.backup(self.connection)
            elif base is None:
                self.connection.executescript(SCHEMA)
        self.corrections = Corrections()
        """What goes before the aliases that the counts lead to."""

        self._documents: Counter[_Key] = Counter()
        self._passages: Counter[_Key] = Counter()
        self._waiting = 0
        self._has_base = base is not None
        # What this change has counted: all ids, and the keys that were subtracted.
        self._touched: set[str] = set()
        self._lessened: set[_Key] = set()

    def add(self, document: Document) -> None:
        """Count the entities of a document."""
        self.add_counts(count_entities(document))

    def add_counts(self, counts: Counts) -> None:
        """Count the entities of a document, given as :func:`count_entities` does."""
        self._count(counts, 1)

    def remove(self, document: Document) -> None:
        """Subtract the entities of a document from the counts."""
        self._count(count_entities(document), -1)

    def merge(self, other: EntityTable) -> None:
        """Add the counts of another table, made of other documents."""
        self._flush()
        self._has_base = False
        self.connection.execute("BEGIN")
        self.connection.executemany(_ADD, other.rows("tallies"))
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
        self._touched.update(key.id for key in self._documents)
        self._lessened.update(key for key, count in self._documents.items() if count <= 0)
        self._documents.clear()
        self._passages.clear()
        self._waiting = 0

    def finish(self) -> None:
        """Write the counts, the aliases, and the entities with their names.

        Of a table that continues one before, only what differs is written.
        """
        self._flush()
        execute = self.connection.execute
        execute("BEGIN")
        self.connection.executemany(
            "DELETE FROM tallies WHERE id = ? AND type = ? AND name = ? AND form = ?"
            " AND documents <= 0",
            sorted(self._lessened),
        )
        decision = self._decide()
        before = dict(execute("SELECT id, entity FROM aliases")) if self._has_base else {}
        changed = {id for id, _ in before.items() ^ decision.aliases.items()}
        self.connection.executemany(
            "DELETE FROM aliases WHERE id = ?", ((id,) for id in sorted(changed))
        )
        self.connection.executemany(
            "INSERT INTO aliases VALUES (?, ?)",
            ((id, to) for id, to in sorted(decision.aliases.items()) if id in changed),
        )
        self._mark_altered(before, decision, changed)
        self._write_entities(decision.names)
        execute("COMMIT")

    def _mark_altered(
        self, before: Mapping[str, str], decision: Decision, changed: set[str]
    ) -> None:
        """Fill the temporary table ``altered`` with the entities to be written.

        Those are all without a base; else those of the ids that were counted, or that are
        another entity than ``before``, and those with a name by hand, now or before.
        """
        execute = self.connection.execute
        execute("CREATE TEMP TABLE altered (entity TEXT PRIMARY KEY) WITHOUT ROWID")
        if not self._has_base:
            for table in ("entities", "starts"):
                execute(f"DELETE FROM {table}")
            execute(
                "INSERT OR IGNORE INTO altered SELECT coalesce(entity, tallies.id)"
                " FROM tallies LEFT JOIN aliases USING (id)"
            )
            return
        ids = self._touched | changed
        altered = {*ids, *decision.names}
        altered.update(id for id, entity in before.items() if id == entity)
        for aliases in (before, decision.aliases):
            altered.update(aliases.get(id, id) for id in ids)
        self.connection.executemany(
            "INSERT INTO altered VALUES (?)", ((id,) for id in altered)
        )
        execute("DELETE FROM entities WHERE id IN (SELECT entity FROM altered)")
        execute("DELETE FROM starts WHERE entity IN (SELECT entity FROM altered)")

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
        namings: dict[EntityType, list[Naming]] = {}
        for type in ("PERSON", "GPE", *_INFLECTED):
            rows = self.connection.execute(
                "SELECT id, name, documents FROM tallies WHERE type = ? AND form = ''",
                (type,),
            )
            namings[type] = [Naming(*row) for row in rows if row[0] not in banned]
        aliases = alias_people(
            namings["PERSON"],
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
        aliases |= alias_shortened(namings["ORG"])
        for type in _INFLECTED:
            names = namings[type]
            found = alias_inflected(names, type)
            names = [one._replace(id=found.get(one.id, one.id)) for one in names]
            found |= alias_events(names) if type == "EVENT" else alias_abbreviated(names)
            aliases |= {id: aliases.get(other, other) for id, other in found.items()}
        aliases |= alias_mistyped(namings, aliases)
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

    def _write_entities(self, names_by_hand: Mapping[str, str]) -> None:
        """Write the entities in ``altered`` with the name to show, and their beginnings.

        ``names_by_hand`` are the names of some entities by id.
        """
        tallies = self.connection.execute(
            "SELECT coalesce(aliases.entity, tallies.id) AS entity, tallies.id, type, name,"
            " form, documents, passages FROM tallies LEFT JOIN aliases USING (id)"
            " WHERE type != ? AND tallies.id IN (SELECT entity FROM altered UNION"
            " SELECT id FROM aliases WHERE entity IN (SELECT entity FROM altered))"
            " AND coalesce(aliases.entity, tallies.id) IN (SELECT entity FROM altered)"
            " ORDER BY entity",
            (OFFICE,),
        ).fetchall()
        self.connection.execute("DROP TABLE altered")
        for entity, rows in groupby(tallies, key=lambda row: row[0]):
            members = list(rows)
            wholes = [row for row in members if row[4] == _WHOLE]
            if not wholes or entity == NO_ENTITY:
                continue
            # The entity's own name before an alias's, then the most frequent one.
            best = min(wholes, key=lambda row: (row[1] != entity, -row[5], row[3]))
            self.connection.execute(
                "INSERT INTO entities VALUES (?, ?, ?, ?, ?)",
                (
                    entity,
                    _type_of(entity, best),
                    names_by_hand.get(entity, best[3]),
                    sum(row[5] for row in wholes),
                    sum(row[6] for row in wholes),
                ),
            )
            names = {best[3], *(row[4] for row in members if row[4])}
            names |= {names_by_hand.get(entity, best[3])}
            self.connection.executemany(
                "INSERT INTO starts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET"
                " is_whole = max(is_whole, excluded.is_whole)",
                ((start, entity, is_whole) for start, is_whole in sorted(_starts(names))),
            )

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
    id, type = str(best[1]), str(best[2])
    return type if id == entity else KIND_TYPES.get(kind_of(entity), type)


def _starts(names: set[str]) -> set[tuple[str, bool]]:
    """Return the folded names from each word on, and whether that is the whole name."""
    starts = set()
    for name in names:
        words = normalize(name).split()
        starts |= {(" ".join(words[first:]), first == 0) for first in range(len(words))}
    return starts
