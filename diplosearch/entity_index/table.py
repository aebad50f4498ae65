"""Look up the entities of one commit: names, ids, counts and aliases.

They are a SQLite file in the folder of the commit. Table ``tallies`` counts by the ids
that documents give; ``entities`` has the sums after ids that mean the same entity have
been merged at the commit. In ``aliases`` an id that is no entity has an empty one, and an
entity with a name given by hand has itself, so that documents show that name.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import IndexDamagedError, translate_errors
from ..model import Document, EntityType
from ..storage.codec import Naming, Namings, StoredDocument, apply_namings
from ..storage.sqlite_files import StepLimit, check_columns, connect_file
from ..text.letters import normalize, replace_surrogates
from .schema import FULL_SCHEMA, SCHEMA, TABLE_NAME, WITH_QUALIFIERS

_KINDS = {"tallies": "ttttii", "entities": "tttii", "aliases": "tt", "starts": "tti"}
"""The types of the columns of each table, as :func:`check_columns` takes them."""

_CACHED_NAMES = 1 << 16
"""Entities whose names are kept: facets ask for the same again. Some 10 MB."""

_LAST = "\U0010ffff"
"""The last code point, to end a range of names with a prefix."""

_IDS_IN_QUERY = 500
"""Ids of one query, within the 999 variables of an old SQLite."""


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity of an index.

    ``documents`` and ``passages`` count those that mention it. They are sums over its
    ids: a document that gives it two ids counts twice. ``forms`` are its spellings, the
    most frequent first; only a lookup of a single entity fills them.
    """

    id: str
    type: EntityType
    name: str
    documents: int
    passages: int
    forms: tuple[str, ...] = ()


class EntityTable:
    """The entities of one commit. Thread-safe.

    Every method raises :class:`UnusableIndexError` or :class:`IndexDamagedError` when the
    file cannot be read.
    """

    def __init__(self, path: Path | sqlite3.Connection) -> None:
        """Open the file at ``path``, or use a connection to a table in memory.

        Raises :class:`IndexDamagedError` when the file is missing.
        """
        self._lock = threading.RLock()
        self._owns = isinstance(path, Path)
        self._path = path if isinstance(path, Path) else Path(TABLE_NAME)
        self._limit: StepLimit | None = None
        if isinstance(path, Path):
            self._connection, self._limit = _connect(path)
        else:
            self._connection = path
        self._names: dict[str, str] = {}

    def get(self, id: str) -> EntityRecord | None:
        """Return the entity with this id or alias; None if unknown."""
        found = self._query(
            "SELECT id, type, name, documents, passages FROM entities WHERE id = ?",
            (self.resolve_alias(id),),
            "tttii",
        )
        if not found:
            return None
        forms = tuple(form for form, _ in self.forms(found[0][0]))
        return replace(EntityRecord(*found[0]), forms=forms)

    def find_known(self, ids: Iterable[str]) -> set[str]:
        """Return those of ``ids`` that are an entity of the index, or an alias of one."""
        entities = {id: self.resolve_alias(id) for id in ids}
        known = self.names_of(entities.values())
        return {id for id, entity in entities.items() if entity in known}

    def prefetch_names(self, names: Iterable[str]) -> None:
        """Do nothing: only a table on another machine reads many names at once."""

    def prefetch_parts(self, names: Iterable[str]) -> None:
        """Do nothing, as :meth:`prefetch_names`."""

    def prefetch_forms(self, ids: Iterable[str]) -> None:
        """Do nothing, as :meth:`prefetch_names`."""

    def forms(self, id: str) -> list[tuple[str, int]]:
        """Return the spellings of an entity with the number of passages of each.

        The spelling of most documents comes first, then that of most passages.
        """
        return self._query(
            "SELECT form, sum(passages) FROM tallies WHERE form != '' AND id IN"
            " (SELECT id FROM aliases WHERE entity = :id UNION SELECT :id)"
            " GROUP BY form ORDER BY sum(documents) DESC, sum(passages) DESC, form",
            {"id": id},
            "ti",
        )

    def resolve_alias(self, id: str) -> str:
        """Return the id of the entity that ``id`` is an alias of, else ``id``.

        It is empty for an id that is no entity.
        """
        id = replace_surrogates(id)
        found = self._query("SELECT entity FROM aliases WHERE id = ?", (id,), "t")
        return str(found[0][0]) if found else id

    def members(self, id: str) -> tuple[str, ...]:
        """Return the id of the entity of ``id``, then all its aliases.

        An id that is no entity has none.
        """
        entity = self.resolve_alias(id)
        if not entity:
            return ()
        found = self._query(
            "SELECT id FROM aliases WHERE entity = :id AND id != :id ORDER BY id",
            {"id": entity},
            "t",
        )
        return (entity, *(member for (member,) in found))

    def is_given(self, id: str) -> bool:
        """Return whether any document gives this id, whatever entity it is.

        It may do so with a qualifier.
        """
        found = self._query(
            f"SELECT 1 FROM tallies WHERE {WITH_QUALIFIERS} LIMIT 1",
            {"id": replace_surrogates(id)},
            "i",
        )
        return bool(found)

    def resolve(self, document: Document) -> Document:
        """Return a stored document with its aliases replaced by their entities.

        What is no entity is left out.
        """
        namings = self.namings
        changed = any(
            one.id in namings for one in (*document.entities, *document.title_entities)
        )
        if not changed:
            return document
        return replace(
            document,
            entities=apply_namings(document.entities, namings),
            title_entities=apply_namings(document.title_entities, namings),
            passages=tuple(
                replace(passage, entities=apply_namings(passage.entities, namings))
                for passage in document.passages
            ),
        )

    def apply_aliases(self, documents: Iterable[StoredDocument]) -> None:
        """Set the entity and its name for the aliases in stored documents (``namings``)."""
        for document in documents:
            document.namings = self.namings

    @cached_property
    def namings(self) -> Namings:
        """The entity of each id that is an alias or no entity, read once.

        They are few: measured, of 100 ids in documents two are aliases.
        """
        found = self._query(
            "SELECT aliases.id, type, name, entity FROM aliases"
            " LEFT JOIN entities ON entity = entities.id"
            " WHERE entities.id IS NOT NULL OR entity = ''",
            (),
            "tTTt",
        )
        return {id: Naming(type, name, to) for id, type, name, to in found}

    @cached_property
    def groups(self) -> dict[str, set[str]]:
        """All ids of each entity that has several."""
        groups: dict[str, set[str]] = defaultdict(set)
        for id, naming in self.namings.items():
            groups[naming.id] |= {naming.id, id}
        return dict(groups)

    def names_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the name to show of each entity; unknown ids are left out."""
        wanted = list(ids)
        names = self._names
        missing = [id for id in wanted if id not in names]
        if len(names) + len(missing) > _CACHED_NAMES:
            names = self._names = {}
            missing = wanted
        for start in range(0, len(missing), _IDS_IN_QUERY):
            batch = missing[start : start + _IDS_IN_QUERY]
            marks = ",".join("?" * len(batch))
            names.update(
                self._query(
                    f"SELECT id, name FROM entities WHERE id IN ({marks})", batch, "tt"
                )
            )
        return {id: names[id] for id in wanted if id in names}

    def aliases(self) -> dict[str, str]:
        """Return the entity of each alias; it is empty for what is no entity."""
        return dict(self._query("SELECT id, entity FROM aliases", (), "tt"))

    def find(
        self,
        prefix: str = "",
        *,
        type: EntityType | None = None,
        kind: str | None = None,
        limit: int | None = None,
    ) -> list[EntityRecord]:
        """Return the entities with a word in their name that begins with ``prefix``.

        Case and diacritics do not matter. Entities in most documents come first.
        ``kind`` is the first part of ids, such as ``country``. ``limit`` None: all.
        """
        start = normalize(replace_surrogates(prefix))
        among = "1"
        if start:
            among = (
                "id IN (SELECT entity FROM starts"
                " WHERE start >= :start AND start < :start || :last)"
            )
        found = self._query(
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
            "tttii",
        )
        return [EntityRecord(*fields) for fields in found]

    def find_by_name(self, name: str, *, is_whole: bool = True) -> list[EntityRecord]:
        """Return the entities with this name, those in most documents first.

        With ``is_whole`` False, ``name`` may also be consecutive words of a name.
        """
        start = normalize(replace_surrogates(name))
        # A UNION, because SQLite uses the key of the table for each condition alone.
        which = "start = :start AND is_whole"
        if not is_whole:
            which = (
                "start = :start UNION SELECT entity FROM starts"
                " WHERE start >= :start || ' ' AND start < :start || '!'"
            )
        found = self._query(
            "SELECT id, type, name, documents, passages FROM entities"
            f" WHERE id IN (SELECT entity FROM starts WHERE {which})"
            " ORDER BY documents DESC, id",
            {"start": start},
            "tttii",
        )
        return [EntityRecord(*fields) for fields in found]

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of one of ``TABLES``, sorted."""
        kinds = _KINDS[table]
        order = ", ".join(map(str, range(1, len(kinds) + 1)))
        yield from self._query(f"SELECT * FROM {table} ORDER BY {order}", (), kinds)

    def check(self) -> list[str]:
        """Return the messages of SQLite's integrity check; empty for a sound file."""
        return [
            line
            for (line,) in self._query("PRAGMA integrity_check", (), "t")
            if line != "ok"
        ]

    def close(self) -> None:
        """Close the file; a connection that was given stays open."""
        with self._lock:
            if self._owns:
                self._connection.close()

    def _query(self, query: str, values: Any, kinds: str) -> list[Any]:
        with self._lock, translate_errors(self._path, "read"):
            if self._limit is not None:
                self._limit.restart()
            rows = self._connection.execute(query, values).fetchall()
            check_columns(rows, kinds, self._path)
            return rows


def _connect(path: Path) -> tuple[sqlite3.Connection, StepLimit]:
    with translate_errors(path, "read"):
        try:
            return connect_file(path, FULL_SCHEMA, SCHEMA)
        except FileNotFoundError:
            raise IndexDamagedError(
                f"{path} is missing; rebuild it: diplosearch rebuild"
            ) from None
