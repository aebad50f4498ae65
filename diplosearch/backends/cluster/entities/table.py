"""Looks up the entities of one commit in a cluster, a request for what is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from ....entity_index.table import EntityRecord, EntityTable
from ....model import EntityType
from ....storage.codec import Naming, Namings
from ....text.letters import normalize, replace_surrogates
from .index import EntityIndex, Query
from .rows import ALIAS, ENTITY, TALLY, Source

_MOST_KEPT = 1 << 16
"""Entities, and names that were looked up, kept at most: some 10 MB each; a guess."""

_MOST_SPELT = 1 << 12
"""Entities whose spellings, and parts of names whose entities, are kept; a guess."""

_PARTS_AT_ONCE = 100
"""Parts of names in one request, of which each is four conditions; a guess."""

_VALUES_AT_ONCE = 1_000
"""Values of one request; a guess."""

_BY_COUNT: tuple[Query, ...] = (
    {"documents": "desc"},
    {"passages": "desc"},
    {"id": "asc"},
)


class ClusterEntityTable(EntityTable):
    """The entities of one commit in a cluster. Thread-safe.

    Aliases, of which there are few, are read once and as a whole; of entities what is asked
    for, and kept.
    """

    def __init__(self, index: EntityIndex, commit: int, rows: Mapping[str, int]) -> None:
        """Look up what ``commit`` has in ``index``, which are ``rows`` by kind."""
        self._index = index
        self._commit = commit
        self._rows = rows
        self._records: dict[str, EntityRecord | None] = {}
        self._named: dict[str, list[EntityRecord]] = {}
        self._partly_named: dict[str, list[EntityRecord]] = {}
        self._spelt: dict[str, list[tuple[str, int]]] = {}
        self._reading = threading.Lock()

    def _list(
        self,
        kind: str,
        also: Sequence[Query] = (),
        *,
        sort: Sequence[Query] = ({"key": "asc"},),
        most: int | None = None,
    ) -> Iterator[Source]:
        only: list[Query] = [{"term": {"kind": kind}}, *also]
        return self._index.list(
            self._index.visible(self._commit, only), sort=sort, most=most
        )

    def get(self, id: str) -> EntityRecord | None:
        """Return the entity with this id or alias; None if unknown."""
        entity = self.resolve_alias(id)
        found = self._read([entity]).get(entity)
        if found is None:
            return None
        return EntityRecord(
            found.id,
            found.type,
            found.name,
            found.documents,
            found.passages,
            tuple(form for form, _ in self.forms(found.id)),
        )

    def find_known(self, ids: Iterable[str]) -> set[str]:
        """Return those of ``ids`` that are an entity of the index, or an alias of one."""
        entities = {id: self.resolve_alias(id) for id in ids}
        known = self._read(entities.values())
        return {id for id, entity in entities.items() if known.get(entity) is not None}

    def _read(self, ids: Iterable[str]) -> dict[str, EntityRecord | None]:
        """Return the entities with these ids; those that were not read in one request."""
        wanted = [id for id in dict.fromkeys(ids) if id]
        kept = self._records
        known = {id: kept[id] for id in wanted if id in kept}
        missing = [id for id in wanted if id not in known]
        found: dict[str, EntityRecord | None] = dict.fromkeys(missing)
        for start in range(0, len(missing), _VALUES_AT_ONCE):
            some = missing[start : start + _VALUES_AT_ONCE]
            for source in self._list(ENTITY, [{"terms": {"id": some}}]):
                found[source["id"]] = _record_of(source)
        if len(kept) + len(found) > _MOST_KEPT:
            self._records = kept = {}
        kept.update(found)
        return known | found

    def forms(self, id: str) -> list[tuple[str, int]]:
        """Return the spellings of an entity with the number of passages of each.

        The spelling of most documents comes first, then that of most passages.
        """
        return list(self._read_forms([id])[id])

    def _read_forms(self, ids: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
        """Return the spellings of each of some entities; those not kept in one request."""
        wanted = list(dict.fromkeys(ids))
        kept = self._spelt
        found = {id: kept[id] for id in wanted if id in kept}
        missing = {id for id in wanted if id not in found}
        entity_of = {id: id for id in missing}
        entity_of |= {id: to for id, to in self._entities.items() if to in missing}
        counts: dict[str, dict[str, tuple[int, int]]] = {id: {} for id in missing}
        given = sorted(entity_of)
        for start in range(0, len(given), _VALUES_AT_ONCE):
            some = given[start : start + _VALUES_AT_ONCE]
            for row in self._list(TALLY, [{"terms": {"id": some}}]):
                own = counts[entity_of[row["id"]]]
                documents, passages = own.get(row["form"], (0, 0))
                own[row["form"]] = (
                    documents + row["documents"],
                    passages + row["passages"],
                )
        read = {id: _rank_forms(own) for id, own in counts.items()}
        if len(kept) + len(read) > _MOST_SPELT:
            self._spelt = kept = {}
        kept.update(read)
        return found | read

    def resolve_alias(self, id: str) -> str:
        """Return the id of the entity that ``id`` is an alias of, else ``id``."""
        id = replace_surrogates(id)
        return self._entities.get(id, id)

    def members(self, id: str) -> tuple[str, ...]:
        """Return the id of the entity of ``id``, then all its aliases."""
        entity = self.resolve_alias(id)
        if not entity:
            return ()
        return (entity, *self._members.get(entity, ()))

    def is_given(self, id: str) -> bool:
        """Return whether any document gives this id, whatever entity it is."""
        id = replace_surrogates(id)
        either = _any_of({"term": {"id": id}}, {"prefix": {"id": f"{id}?"}})
        return any(True for _ in self._list(TALLY, [either], most=1))

    @cached_property
    def _aliases(self) -> list[dict[str, Any]]:
        with self._reading:
            return list(self._list(ALIAS))

    @cached_property
    def _entities(self) -> dict[str, str]:
        return {one["id"]: one["entity"] for one in self._aliases}

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        members: dict[str, list[str]] = {}
        for id, entity in sorted(self._entities.items()):
            if id != entity:
                members.setdefault(entity, []).append(id)
        return members

    @cached_property
    def namings(self) -> Namings:
        """The entity of each id that is an alias or no entity, read once."""
        found: dict[str, Naming] = {}
        for one in self._aliases:
            if "name" in one or not one["entity"]:
                type: Any = one.get("type")
                name: Any = one.get("name")
                found[one["id"]] = Naming(type, name, one["entity"])
        return found

    def names_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the name to show of each entity; unknown ids are left out."""
        found = self._read(ids)
        return {id: one.name for id, one in found.items() if one is not None}

    def aliases(self) -> dict[str, str]:
        """Return the entity of each alias; it is empty for what is no entity."""
        return dict(self._entities)

    def find(
        self,
        prefix: str = "",
        *,
        type: EntityType | None = None,
        kind: str | None = None,
        limit: int | None = None,
    ) -> list[EntityRecord]:
        """Return the entities with a word in their name that begins with ``prefix``."""
        start = normalize(replace_surrogates(prefix))
        also: list[Query] = []
        if start:
            also.append(_in_names({"prefix": start}))
        if type is not None:
            also.append({"term": {"type": type}})
        if kind is not None:
            also.append({"prefix": {"id": f"{replace_surrogates(kind)}:"}})
        found = self._list(ENTITY, also, sort=_BY_COUNT, most=limit)
        return [_record_of(one) for one in found]

    def find_by_name(self, name: str, *, is_whole: bool = True) -> list[EntityRecord]:
        """Return the entities with this name, those in most documents first.

        With ``is_whole`` False, ``name`` may also be consecutive words of a name.
        """
        start = normalize(replace_surrogates(name))
        if is_whole:
            return self._read_names([start])[start]
        return list(self._read_parts([start])[start])

    def prefetch_names(self, names: Iterable[str]) -> None:
        """Read the entities with each of these names, in one request."""
        self._read_names([normalize(replace_surrogates(one)) for one in names])

    def prefetch_parts(self, names: Iterable[str]) -> None:
        """Read the entities with each of these names in theirs, in one request."""
        self._read_parts([normalize(replace_surrogates(one)) for one in names])

    def prefetch_forms(self, ids: Iterable[str]) -> None:
        """Read the spellings of each of these entities, in one request."""
        self._read_forms(ids)

    def _read_parts(self, names: Iterable[str]) -> dict[str, list[EntityRecord]]:
        """Return the entities that have each of these normal names in theirs, ranked."""
        known, found = _part_known(names, self._partly_named)
        missing = list(found)
        for start in range(0, len(missing), _PARTS_AT_ONCE):
            some = missing[start : start + _PARTS_AT_ONCE]
            conditions = (
                ({"term": one} for one in some),
                ({"prefix": f"{one} "} for one in some),
            )
            for source in self._list(ENTITY, [_in_names(*chain(*conditions))]):
                names_held = (*source["starts"], *source["wholes"])
                for one in some:
                    if any(
                        held == one or held.startswith(f"{one} ") for held in names_held
                    ):
                        found[one].append(_record_of(source))
        self._partly_named = _with_found(found, self._partly_named, _MOST_SPELT)
        return known | found

    def _read_names(self, names: Iterable[str]) -> dict[str, list[EntityRecord]]:
        """Return the entities with each of these normal names, ranked."""
        known, found = _part_known(names, self._named)
        missing = list(found)
        for start in range(0, len(missing), _VALUES_AT_ONCE):
            some = missing[start : start + _VALUES_AT_ONCE]
            for source in self._list(ENTITY, [{"terms": {"wholes": some}}]):
                for one in found.keys() & set(source["wholes"]):
                    found[one].append(_record_of(source))
        self._named = _with_found(found, self._named, _MOST_KEPT)
        return known | found

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of one of ``TABLES``, sorted; all are read from the cluster."""
        rows: list[tuple[Any, ...]] = []
        if table == "aliases":
            rows = [(one["id"], one["entity"]) for one in self._aliases]
        elif table == "tallies":
            names = ("id", "type", "name", "form", "documents", "passages")
            rows = [tuple(one[name] for name in names) for one in self._list(TALLY)]
        else:
            for one in self._list(ENTITY):
                if table == "entities":
                    columns = ("id", "type", "name", "documents", "passages")
                    rows.append(tuple(one[name] for name in columns))
                else:
                    rows += [(start, one["id"], 0) for start in one["starts"]]
                    rows += [(start, one["id"], 1) for start in one["wholes"]]
        yield from sorted(rows)

    def check(self) -> list[str]:
        """Return what is wrong with the numbers of rows; empty where nothing is."""
        found = self._index.count(self._commit)
        return [
            f"there are {found[kind]:,} rows of the kind {kind!r} in {self._index.name} "
            f"instead of {count:,}"
            for kind, count in self._rows.items()
            if found[kind] != count
        ]

    def close(self) -> None:
        """Drop what was read; a second call does nothing."""
        self._records, self._named = {}, {}
        self._partly_named, self._spelt = {}, {}


def _part_known(
    names: Iterable[str], kept: Mapping[str, list[EntityRecord]]
) -> tuple[dict[str, list[EntityRecord]], dict[str, list[EntityRecord]]]:
    """Return what is kept of names, and an empty list for each of the others."""
    wanted = list(dict.fromkeys(names))
    known = {one: kept[one] for one in wanted if one in kept}
    return known, {one: [] for one in wanted if one not in known}


def _with_found(
    found: dict[str, list[EntityRecord]],
    kept: dict[str, list[EntityRecord]],
    most: int,
) -> dict[str, list[EntityRecord]]:
    """Rank what was found, and return it with what is kept, of which there are ``most``."""
    for records in found.values():
        records.sort(key=_rank)
    if len(kept) + len(found) > most:
        kept = {}
    kept.update(found)
    return kept


def _rank_forms(counts: Mapping[str, tuple[int, int]]) -> list[tuple[str, int]]:
    """Return spellings with their passages; that of most documents comes first."""
    named = [one for one in counts if one]
    named.sort(key=lambda one: (-counts[one][0], -counts[one][1], one))
    return [(form, counts[form][1]) for form in named]


def _record_of(source: Source) -> EntityRecord:
    return EntityRecord(
        source["id"],
        source["type"],
        source["name"],
        source["documents"],
        source["passages"],
    )


def _rank(record: EntityRecord) -> tuple[int, str]:
    return -record.documents, record.id


def _any_of(*queries: Query) -> Query:
    return {"bool": {"should": list(queries)}}


def _in_names(*conditions: Query) -> Query:
    """Return a query for entities of which a name, or the end of one, fits."""
    return _any_of(
        *(
            {how: {field: value}}
            for one in conditions
            for how, value in one.items()
            for field in ("starts", "wholes")
        )
    )
