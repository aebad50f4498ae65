"""The state of a generation in a cluster: manifest, entities, draft, parts.

Its records are replaced under the version that was read, so a writer that was taken for
dead changes none of them.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from typing import Any

from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.http_errors import CONFLICT, MISSING
from ...engines.opensearch.indices import write_alias
from ...engines.opensearch.state import State
from ...errors import (
    IndexDamagedError,
    IndexFormatError,
    IndexLockedError,
    IndexRefusedError,
)
from ...storage.checksummed_json import checksum
from ...storage.sqlite_files import close_on_error
from ...stories.segments import Segments
from ..draft import Draft
from ..manifest import FORMAT, Manifest, describe_format, to_body
from .fence import Fence, read_fence
from .names import Generation

_MANIFEST = "manifest"
_DRAFT = "draft"
_BUILDING = "building"
_REPLACED = "replaced"
_ENTITIES = "entities"
_STORIES = "stories"
_MOST_TABLES = 1_000
"""Tables of entities and stories listed at once: more than writers that died in a row; a
guess."""

_CHUNK_BYTES = 4_000_000
"""Bytes of the table of entities in one document; a guess."""


@dataclass(frozen=True, slots=True)
class Described:
    """A commit: its manifest, and what else the index of the state records of it.

    ``entities`` is the checksum of the table of entities, ``stories`` are those of the
    segments of stories, None where it has none. ``version`` is the sequence number of the
    record, which a conditional write compares; ``fence`` tells of the last writer that
    began.
    """

    manifest: Manifest
    state: State
    entities: str
    version: Mapping[str, int]
    fence: Fence
    stories: tuple[str, ...] | None = None

    @property
    def tables(self) -> set[str]:
        """The names of its tables of entities and stories."""
        return table_names(self.entities, self.stories)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the state of a generation says of it, as far as it could be read.

    ``is_building`` tells whether it is being made, ``is_replaced`` whether a rebuild
    has replaced it; ``parts`` is the number of parts of an unfinished rebuild, 0 for
    none. ``is_old`` tells whether it is of a version that did not mark it.
    """

    has_manifest: bool = False
    is_building: bool = False
    is_replaced: bool = False
    is_old: bool = False
    parts: int = 0


class GenerationState:
    """Reads and writes the index that holds the state of a generation."""

    def __init__(self, cluster: Cluster, generation: Generation) -> None:
        self._cluster = cluster
        self._index = generation.state

    def read_marks(self) -> Marks:
        """Return what the state says of its generation; nothing where it is gone."""
        ids = [_MANIFEST, _BUILDING, _REPLACED, _DRAFT]
        try:
            found = self._cluster.ask("POST", f"{self._index}/_mget", {"ids": ids})
        except IndexRefusedError as error:
            if error.status == MISSING:
                return Marks()
            raise
        sources = {}
        for one in found["docs"]:
            if "error" in one:
                source = self._get(one["_id"])  # raises what is wrong
                one = {"_id": one["_id"], "found": source is not None, **(source or {})}
            if one.get("found"):
                sources[one["_id"]] = one["_source"]
        manifest = sources.get(_MANIFEST, {}).get("content", {})
        draft = sources.get(_DRAFT, {}).get("content", {})
        return Marks(
            has_manifest=_MANIFEST in sources,
            is_building=_BUILDING in sources,
            is_replaced=_REPLACED in sources,
            is_old=_MANIFEST in sources and "fence" not in manifest,
            parts=int(draft.get("parts", 0)),
        )

    def read(self, *, older: Collection[int] = ()) -> Described:
        """Return the current commit, also of one of ``older`` formats.

        Raises :class:`IndexFormatError` where it is of another format version, and
        :class:`IndexDamagedError` where it is missing or was altered.
        """
        found = self._get(_MANIFEST)
        if found is None:
            raise self._make_damaged_error("has no manifest")
        try:
            content = found["_source"]["content"]
            body = content["manifest"]
            version = body["format"]
            is_sound = content["checksum"] == _checksum(body, content["state"])
            fence = _read_fence(content, body["commit"])
        except (KeyError, TypeError):
            raise self._make_damaged_error("has a manifest that cannot be read") from None
        if version != FORMAT and version not in older:
            raise IndexFormatError(describe_format(version, self._cluster.address))
        if not is_sound:
            raise self._make_damaged_error("has a manifest that was altered")
        state = dict(content["state"])
        state["removed"] = tuple(state["removed"])
        entities = state.pop("entities")
        return Described(
            Manifest(**body),
            State(**state, void=fence.void),
            entities,
            _version_of(found),
            fence,
            _read_stories(content),
        )

    def write(
        self,
        manifest: Manifest,
        state: State,
        entities: str,
        fence: Fence,
        version: Mapping[str, int],
        *,
        stories: Sequence[str] | None = None,
    ) -> Mapping[str, int]:
        """Make this the current commit in one step; return the version of its record.

        ``version`` is that of the record before, empty where there is none.

        Raises :class:`IndexLockedError` where the record has changed since.
        """
        body = json.loads(json.dumps(to_body(manifest)))
        counts = json.loads(json.dumps({**asdict(state), "entities": entities}))
        # Kept with the fence, as earlier versions refuse a field here.
        del counts["void"]
        content: dict[str, Any] = {
            "checksum": _checksum(body, counts),
            "manifest": body,
            "state": counts,
            "fence": _seal_fence(fence),
        }
        if stories is not None:
            content[_STORIES] = list(stories)
        return self._replace(_MANIFEST, {"kind": _MANIFEST, "content": content}, version)

    def find_manifest(self) -> Mapping[str, int]:
        """Return the version of the manifest's record; nothing where there is none."""
        found = self._get(_MANIFEST)
        return {} if found is None else _version_of(found)

    def write_building(self, fence: Fence, version: Mapping[str, int]) -> Mapping[str, int]:
        """Record the last writer of a generation in the making; return the version.

        Raises :class:`IndexLockedError` where the record has changed since ``version``.
        """
        source = {"kind": _BUILDING, "content": {"fence": _seal_fence(fence)}}
        return self._replace(_BUILDING, source, version)

    def read_building(self) -> tuple[Fence | None, Mapping[str, int]]:
        """Return the last writer of a generation in the making, and the version.

        None where it is of a version that recorded none.
        """
        found = self._get(_BUILDING)
        if found is None:
            return None, {}
        try:
            return _read_fence(found["_source"]["content"], 0), _version_of(found)
        except (KeyError, TypeError):
            return None, _version_of(found)

    def mark_replaced(self) -> None:
        """Record that a rebuild has replaced the generation, which may be gone."""
        source = {"kind": _REPLACED, "content": {}}
        path = f"{write_alias(self._index)}/_doc/{_REPLACED}"
        self._cluster.ask("PUT", path, source, require_alias=True)

    def remove_building(self) -> None:
        """Record that the generation is whole."""
        self._delete(_BUILDING)
        self._delete(_DRAFT)

    def write_draft(self, draft: Draft, *, parts: int = 0, base: str = "") -> None:
        """Write the draft of a rebuild in ``parts`` parts, 0 for a single writer.

        ``base`` names the commit that the rebuild replaces.
        """
        content = {"draft": asdict(draft), "parts": parts, "base": base}
        self._put(_DRAFT, {"kind": _DRAFT, "content": content})

    def read_draft(self) -> tuple[Draft, int] | None:
        """Return the draft of an unfinished rebuild and the number of its parts.

        None where it is missing or cannot be read; 0 parts for a single writer.
        """
        found = self._get(_DRAFT)
        try:
            if found is None:
                return None
            content = found["_source"]["content"]
            return Draft(**content["draft"]), int(content["parts"])
        except (KeyError, TypeError, ValueError):
            return None

    def read_base(self) -> str:
        """Return the name of the commit that an unfinished rebuild replaces, or ""."""
        found = self._get(_DRAFT)
        return "" if found is None else str(found["_source"]["content"].get("base", ""))

    def write_part(
        self, part: int, content: Mapping[str, Any], version: Mapping[str, int]
    ) -> Mapping[str, int]:
        """Write the record of part number ``part``; return its version.

        Raises :class:`IndexLockedError` where it has changed since ``version``.
        """
        source = {"kind": "part", "content": json.loads(json.dumps(content))}
        return self._replace(f"part-{part}", source, version)

    def read_part(self, part: int) -> tuple[dict[str, Any], Mapping[str, int]]:
        """Return the record of part number ``part``, and its version; empty for none."""
        found = self._get(f"part-{part}")
        if found is None:
            return {}, {}
        return dict(found["_source"]["content"]), _version_of(found)

    def write_entities(self, connection: sqlite3.Connection, number: int) -> str:
        """Write a table of entities beside earlier ones; return its checksum.

        ``number`` is that of the writer. It makes the table one of its own, which
        nobody else writes or removes.
        """
        return self._write_table(_ENTITIES, connection, number)

    def write_stories(self, connection: sqlite3.Connection, number: int) -> str:
        """Write a segment of stories as :meth:`write_entities` does a table."""
        return self._write_table(_STORIES, connection, number)

    def _write_table(self, kind: str, connection: sqlite3.Connection, number: int) -> str:
        # What follows the compressed data is left out when it is read.
        data = zlib.compress(connection.serialize()) + str(number).encode()
        digest = checksum(data)
        for number, start in enumerate(range(0, len(data), _CHUNK_BYTES)):
            chunk = base64.b64encode(data[start : start + _CHUNK_BYTES]).decode()
            self._put(f"{digest}-{number}", {"kind": f"{kind}-{digest}", "data": chunk})
        return digest

    def read_entities(self, digest: str) -> bytes:
        """Return the table of entities with this checksum, serialized by SQLite.

        Raises :class:`IndexDamagedError` where it is missing or was altered.
        """
        return self._read_table(digest, "its table of entities")

    def open_stories(
        self, digests: Iterable[str], cached: Mapping[str, bytes] | None = None
    ) -> tuple[Segments, dict[str, bytes]]:
        """Return the segments of stories with these checksums, and them serialized.

        Those that are ``cached`` are not read again.

        Raises :class:`IndexDamagedError` where one is missing or was altered.
        """
        with ExitStack() as undo:
            connections: list[sqlite3.Connection] = []
            found: dict[str, bytes] = {}
            for digest in digests:
                data = (cached or {}).get(digest)
                if data is None:
                    data = self._read_table(digest, "a segment of its stories")
                found[digest] = data
                connections.append(open_entities(data))
                undo.callback(connections[-1].close)
            undo.pop_all()
        return Segments(connections, location=str(self._cluster.address)), found

    def _read_table(self, digest: str, what: str) -> bytes:
        data = b""
        number = 0
        while checksum(data) != digest:
            found = self._get(f"{digest}-{number}")
            if found is None:
                raise self._make_damaged_error(f"lacks {what}, or it was altered")
            data += base64.b64decode(found["_source"]["data"])
            number += 1
        return zlib.decompress(data)

    def list_tables(self) -> list[str]:
        """Return the names of all tables of entities and stories that are there."""
        self._cluster.ask("POST", f"{self._index}/_refresh")
        names = f"({_ENTITIES}|{_STORIES})-.*"
        tables = {"field": "kind", "include": names, "size": _MOST_TABLES}
        body = {"size": 0, "aggs": {"tables": {"terms": tables}}}
        found = self._cluster.ask(
            "POST", f"{self._index}/_search", body, allow_partial_search_results=False
        )
        return [one["key"] for one in found["aggregations"]["tables"]["buckets"]]

    def drop_tables(self, names: Collection[str]) -> None:
        """Remove the tables with these names."""
        if names:
            self._drop_kinds(list(names))

    def drop_parts(self) -> None:
        """Remove the records of the parts of a rebuild."""
        self._drop_kinds(["part"])

    def _drop_kinds(self, kinds: list[str]) -> None:
        self._cluster.ask("POST", f"{self._index}/_refresh")
        self._cluster.ask(
            "POST",
            f"{self._index}/_delete_by_query",
            {"query": {"terms": {"kind": kinds}}},
            conflicts="proceed",
        )

    def _get(self, id: str) -> Any:
        try:
            return self._cluster.ask("GET", f"{self._index}/_doc/{id}")
        except IndexRefusedError as error:
            if error.status == MISSING:
                return None
            raise

    def _put(self, id: str, source: dict[str, Any], **condition: Any) -> Any:
        return self._cluster.ask("PUT", f"{self._index}/_doc/{id}", source, **condition)

    def _delete(self, id: str) -> None:
        with suppress(IndexRefusedError):  # it is not there
            self._cluster.ask("DELETE", f"{self._index}/_doc/{id}")

    def _replace(
        self, id: str, source: dict[str, Any], version: Mapping[str, int]
    ) -> Mapping[str, int]:
        """Write a record in place of that of ``version``; return the new version."""
        condition: Mapping[str, Any] = version or {"op_type": "create"}
        try:
            found = self._put(id, source, **condition)
        except IndexRefusedError as error:
            if error.status != CONFLICT:
                raise
            # A request is repeated if its answer was lost, and then finds its own change.
            found = self._get(id)
            if found is None or found["_source"] != source:
                raise IndexLockedError(
                    f"{self._cluster.address}: another writer began while this one could "
                    "not be heard of; nothing was changed: try again"
                ) from error
        return _version_of(found)

    def _make_damaged_error(self, what: str) -> IndexDamagedError:
        return IndexDamagedError(
            f"{self._cluster.address} {what}; rebuild the index: diplosearch rebuild"
        )


def table_names(entities: str, stories: Iterable[str] | None) -> set[str]:
    """Return the names of a table of entities and of segments of stories."""
    segments = {f"{_STORIES}-{digest}" for digest in stories or ()}
    return {f"{_ENTITIES}-{entities}", *segments} if entities else segments


def _read_stories(content: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the checksums of the segments of stories, None where there are none.

    A version of diplosearch that knows of no stories names none of them.
    """
    found = content.get(_STORIES)
    return None if found is None else tuple(map(str, found))


def open_entities(data: bytes) -> sqlite3.Connection:
    """Return a connection in memory to a serialized table of entities."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with close_on_error(connection):
        connection.deserialize(data)
    return connection


def _version_of(found: Mapping[str, Any]) -> Mapping[str, int]:
    return {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}


def _seal_fence(fence: Fence) -> dict[str, Any]:
    body = fence.to_body()
    return {**body, "checksum": _checksum(body, {})}


def _read_fence(content: Mapping[str, Any], commit: int) -> Fence:
    """Return the fence of a record; of an earlier version, one whose writer is lost.

    Raises :class:`KeyError` or :class:`TypeError` where it was altered.
    """
    if "fence" not in content:
        return Fence(commit + 1)
    body = dict(content["fence"])
    if body.pop("checksum") != _checksum(body, {}):
        raise KeyError("fence")
    return read_fence(body)


def _checksum(body: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    both = json.dumps([body, state], ensure_ascii=False, sort_keys=True)
    return checksum(both.encode())
