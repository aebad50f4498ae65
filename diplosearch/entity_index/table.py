"""The entities of one committed state: their names, ids and counts.

A SQLite file in each commit's folder. What the documents say is counted by the
ids that they give; at the commit the ids that mean one entity are joined.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import IndexDamagedError, named
from ..model import Document, Entity, EntityType
from ..storage.codec import Naming, StoredDocument
from ..text.letters import mend_surrogates, normalize

TABLE_NAME = "entities.sqlite"
TABLES = ("tallies", "entities", "aliases", "starts")

_JOINED = ("PERSON", "ORG")
"""Types whose ids may stand for another one across the corpus."""

_CACHED_IDS = 1 << 14
_ASKED_AT_ONCE = 500
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity that an index knows.

    ``documents`` and ``passages`` count those that name it, by any of its
    ``forms``, which come with the most frequent first, and only where one entity
    is asked for; they are added up over the
    ids that documents give, so one that gives it two counts twice.
    """

    id: str
    type: EntityType
    name: str
    documents: int
    passages: int
    forms: tuple[str, ...] = ()


class EntityTable:
    """Entities of one committed state. Safe to share between threads."""

    def __init__(self, path: Path | sqlite3.Connection) -> None:
        """Open the table at ``path``, or the one that a connection holds in memory."""
        self._lock = threading.RLock()
        self._owns = isinstance(path, Path)
        self._path = path if isinstance(path, Path) else Path(TABLE_NAME)
        self._connection = _connect(path) if isinstance(path, Path) else path
        self._known: dict[str, Naming | None] = {}

    def get(self, id: str) -> EntityRecord | None:
        """Return the entity with this id, or that it is an alias of; None if unknown."""
        found = self._ask(
            "SELECT id, type, name, documents, passages FROM entities WHERE id = ?",
            (self.entity_of(id),),
        )
        if not found:
            return None
        forms = tuple(form for form, _ in self.forms(found[0][0]))
        return replace(EntityRecord(*found[0]), forms=forms)

    def forms(self, id: str) -> list[tuple[str, int]]:
        """Return how an entity is written, and in how many passages each time.

        What most documents write comes first, of equals what most passages do.
        """
        return self._ask(
            "SELECT form, sum(passages) FROM tallies WHERE form != '' AND id IN"
            " (SELECT id FROM aliases WHERE entity = :id UNION SELECT :id)"
            " GROUP BY form ORDER BY sum(documents) DESC, sum(passages) DESC, form",
            {"id": id},
        )

    def entity_of(self, id: str) -> str:
        """Return the id of the entity that ``id`` means across the corpus."""
        id = mend_surrogates(id)
        found = self._ask("SELECT entity FROM aliases WHERE id = ?", (id,))
        return str(found[0][0]) if found else id

    def members(self, id: str) -> tuple[str, ...]:
        """Return all ids by which documents mean the entity that ``id`` means."""
        entity = self.entity_of(id)
        found = self._ask("SELECT id FROM aliases WHERE entity = ? ORDER BY id", (entity,))
        return (entity, *(member for (member,) in found))

    def resolve(self, document: Document) -> Document:
        """Return a stored document with its entities as the whole corpus knows them."""
        changed = self._namings(
            {
                one.id
                for one in (*document.entities, *document.title_entities)
                if one.type in _JOINED
            }
        )
        if not changed:
            return document

        def resolved(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
            return tuple(
                Entity(one.start, one.end, one.type, *reversed(changed[one.id]))
                if one.id in changed
                else one
                for one in entities
            )

        return replace(
            document,
            entities=resolved(document.entities),
            title_entities=resolved(document.title_entities),
            passages=tuple(
                replace(passage, entities=resolved(passage.entities))
                for passage in document.passages
            ),
        )

    def name_entities(self, documents: Iterable[StoredDocument]) -> None:
        """Tell stored documents as what the whole corpus knows their entities."""
        named = [(one, one.named(_JOINED)) for one in documents]
        known = self._namings({id for _, ids in named for id in ids})
        for document, ids in named:
            if ids:
                document.namings = known

    def _namings(self, ids: Iterable[str]) -> dict[str, Naming]:
        """Return the id and the name of what each of ``ids`` means, if that is another."""
        known = self._known
        wanted = list(ids)
        missing = [id for id in wanted if id not in known]
        if len(known) + len(missing) > _CACHED_IDS:
            known = self._known = {}
            missing = wanted
        for start in range(0, len(missing), _ASKED_AT_ONCE):
            part = missing[start : start + _ASKED_AT_ONCE]
            found = self._ask(
                "SELECT aliases.id, entities.id, name FROM aliases"
                f" JOIN entities ON entity = entities.id"
                f" WHERE aliases.id IN ({','.join('?' * len(part))})",
                part,
            )
            named = {id: (entity, name) for id, entity, name in found}
            known.update((id, named.get(id)) for id in part)
        return {id: naming for id in wanted if (naming := known[id]) is not None}

    def _name_of(self, id: str) -> str | None:
        found = self._ask("SELECT name FROM entities WHERE id = ?", (id,))
        return str(found[0][0]) if found else None

    def names_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the name by which each entity is shown."""
        return {id: name for id in ids if (name := self._name_of(id)) is not None}

    def aliases(self) -> dict[str, str]:
        """Return the entity of each id that does not stand for itself."""
        return dict(self._ask("SELECT id, entity FROM aliases", ()))

    def find(
        self,
        prefix: str = "",
        *,
        type: EntityType | None = None,
        kind: str | None = None,
        limit: int | None = None,
    ) -> list[EntityRecord]:
        """Return the entities a word of whose name begins with ``prefix``.

        Case and diacritics count for nothing; the most named come first.
        ``kind`` is what ids begin with, such as ``country``.
        """
        start = normalize(mend_surrogates(prefix))
        among = "1"
        if start:
            among = (
                "id IN (SELECT entity FROM starts"
                " WHERE start >= :start AND start < :start || :last)"
            )
        found = self._ask(
            "SELECT id, type, name, documents, passages FROM entities"
            f" WHERE {among}"
            " AND (:type IS NULL OR type = :type)"
            " AND (:kind IS NULL OR substr(id, 1, length(:kind) + 1) = :kind || ':')"
            " ORDER BY documents DESC, passages DESC, id LIMIT :limit",
            {
                "start": start,
                "last": _LAST,
                "type": type,
                "kind": kind,
                "limit": -1 if limit is None else limit,
            },
        )
        return [EntityRecord(*fields) for fields in found]

    def named(self, name: str, *, is_whole: bool = True) -> list[EntityRecord]:
        """Return the entities that go by ``name``, the most named first.

        With ``is_whole`` False, words that a name holds are enough.
        """
        start = normalize(mend_surrogates(name))
        # Each condition alone finds its way by the key of the table.
        which = "start = :start AND is_whole"
        if not is_whole:
            which = (
                "start = :start UNION SELECT entity FROM starts"
                " WHERE start >= :start || ' ' AND start < :start || '!'"
            )
        found = self._ask(
            "SELECT id, type, name, documents, passages FROM entities"
            f" WHERE id IN (SELECT entity FROM starts WHERE {which})"
            " ORDER BY documents DESC, id",
            {"start": start},
        )
        return [EntityRecord(*fields) for fields in found]

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of one of ``TABLES``, sorted."""
        columns = len(self._ask(f"PRAGMA table_info({table})", ()))
        order = ", ".join(map(str, range(1, columns + 1)))
        yield from self._ask(f"SELECT * FROM {table} ORDER BY {order}", ())

    def check(self) -> list[str]:
        """Return what SQLite finds wrong with the file."""
        return [line for (line,) in self._ask("PRAGMA integrity_check", ()) if line != "ok"]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._owns:
                self._connection.close()

    def _ask(self, query: str, values: Any) -> list[Any]:
        with self._lock, named(self._path, "read"):
            return self._connection.execute(query, values).fetchall()


def _connect(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise IndexDamagedError(f"{path} is missing; rebuild it: diplosearch rebuild")
    with named(path, "read"):
        return sqlite3.connect(
            path.absolute().as_uri() + "?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
        )
