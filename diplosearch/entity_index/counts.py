"""Count the entities of documents, and merge aliases at a commit."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..errors import translate_errors
from ..model import Document
from ..storage.safe_files import copy_file
from ..storage.sqlite_files import close_on_error, distrust, refuse_other_tables
from .corrections.corrections import Corrections
from .corrections.decide import NO_ENTITY, Decision, decide
from .document_counts import CountKey, Counts, count_entities
from .entity_rows import write_entities
from .linking import Linker
from .names import OFFICE, WHOLE, TallyRow
from .schema import FULL_SCHEMA, SCHEMA, WITH_QUALIFIERS, add_decisions
from .table import EntityTable

_ADD = """
INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    documents = documents + excluded.documents,
    passages = passages + excluded.passages
"""

_FEW_IDS = 200
"""Ids that a change may always decide of by themselves; a guess."""

_ROWS_PER_ID = 10
"""Rows of which to decide takes as long as of one changed id with those it is connected
with; measured on 6,000 documents, of which half were deleted."""

_KEPT_DOCUMENTS = 2_000
"""Documents whose counts are kept in memory before they are written; a guess."""


class EntityCounter:
    """Counts the entities of documents into the table of the next commit.

    ``base`` is the table of the commit before, None for a rebuild; ``path`` is the file to
    write, None to keep the table in memory. ``is_last`` says that no commit goes on from
    this one, so that nothing is kept for it.

    Raises :class:`UnusableIndexError` when the file cannot be written.
    """

    def __init__(
        self,
        path: Path | None,
        base: Path | sqlite3.Connection | None,
        *,
        is_last: bool = False,
    ) -> None:
        if path is not None and isinstance(base, Path):
            copy_file(base, path)
        self._path = path or ":memory:"
        self.connection = sqlite3.connect(
            self._path, isolation_level=None, check_same_thread=False
        )
        with close_on_error(self.connection):
            distrust(self.connection)
            if isinstance(base, Path):
                scripts = (FULL_SCHEMA, SCHEMA)
                refuse_other_tables(self.connection, "main", scripts, base)
            self.connection.execute("PRAGMA journal_mode = OFF")
            self.connection.execute("PRAGMA synchronous = OFF")
            if isinstance(base, sqlite3.Connection):
                base.backup(self.connection)
            elif base is None:
                self.connection.executescript(SCHEMA)
            if not is_last:
                add_decisions(self.connection)
        self.corrections = Corrections()
        """What goes before the aliases that the counts lead to."""

        self._documents: Counter[CountKey] = Counter()
        self._passages: Counter[CountKey] = Counter()
        self._waiting = 0
        self._has_base = base is not None
        self._is_last = is_last
        # What this change has counted: all ids, and the keys that were subtracted.
        self._touched: set[str] = set()
        self._lessened: set[CountKey] = set()

    def add(self, document: Document) -> None:
        """Count the entities of a document."""
        self.add_counts(count_entities(document))

    def add_counts(self, counts: Counts) -> None:
        """Count the entities of a document, given as :func:`count_entities` does."""
        self._count(counts, 1)

    def remove(self, document: Document) -> None:
        """Subtract the entities of a document from the counts."""
        self.remove_counts(count_entities(document))

    def remove_counts(self, counts: Counts) -> None:
        """Subtract the entities of a document, given as :func:`count_entities` does."""
        self._count(counts, -1)

    def merge(self, other: EntityTable) -> None:
        """Add the counts of another table, made of other documents."""
        self._flush()
        self._has_base = False
        self.connection.execute("BEGIN")
        self.connection.executemany(_ADD, other.rows("tallies"))
        self.connection.execute("COMMIT")

    def _count(self, counts: Counts, sign: int) -> None:
        for fields, passages in counts.items():
            key = CountKey(*fields)
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
        if self._has_base:
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
        decision = decide(self._find_aliases(), self.corrections, self.count_documents)
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
        write_entities(self.connection, decision.names)
        execute("COMMIT")

    def _find_aliases(self) -> dict[str, str]:
        """Return the entity of each id that the corpus makes an alias."""
        linker = Linker(self.connection, self.corrections.banned)
        if self._is_last:
            return linker.find_all()
        if self._has_base and linker.is_decided() and not self._is_large_change():
            rows = self.connection.execute(
                "SELECT id FROM aliases WHERE entity = ?", (NO_ENTITY,)
            )
            banned_before = {id for (id,) in rows}
            linker.decide_changed(
                self._touched | banned_before | self.corrections.banned,
                [TallyRow(*key, 0) for key in self._lessened],
            )
        else:
            linker.decide_all()
        return linker.aliases()

    def _is_large_change(self) -> bool:
        """Return whether to decide of all ids takes less time than of the changed ones."""
        changed = len(self._touched)
        if changed <= _FEW_IDS:
            return False
        (rows,) = self.connection.execute("SELECT count(*) FROM tallies").fetchone()
        return changed * _ROWS_PER_ID > int(rows)

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
            {"id": id, "form": WHOLE, "office": OFFICE},
        ).fetchone()
        return int(count)

    def close(self) -> None:
        """Close the file; one in memory is gone."""
        self.connection.close()
