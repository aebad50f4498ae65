"""The state of a generation in a cluster: manifest, entities, draft, parts."""

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
from ...engines.opensearch.state import State
from ...errors import IndexDamagedError, IndexFormatError, IndexRefusedError
from ...storage.checksummed_json import checksum
from ...storage.sqlite_files import close_on_error
from ...stories.segments import Segments
from ..draft import Draft
from ..manifest import FORMAT, Manifest, describe_format, to_body
from .generations import Generation

_MANIFEST = "manifest"
_DRAFT = "draft"
_ENTITIES = "entities"
_STORIES = "stories"
_CHUNK_BYTES = 4_000_000
"""Bytes of the table of entities in one document; a guess."""


@dataclass(frozen=True, slots=True)
class Described:
    """A commit: its manifest, and what else the index of the state records of it.

    ``entities`` is the checksum of the table of entities, ``stories`` are those of the
    segments of stories, None where it has none. ``version`` is the sequence number of the
    record, which a conditional write compares.
    """

    manifest: Manifest
    state: State
    entities: str
    version: Mapping[str, int]
    stories: tuple[str, ...] | None = None


class GenerationState:
    """Reads and writes the index that holds the state of a generation."""

    def __init__(self, cluster: Cluster, generation: Generation) -> None:
        self._cluster = cluster
        self._index = generation.state

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
            State(**state),
            entities,
            {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]},
            _read_stories(content),
        )

    def write(
        self,
        manifest: Manifest,
        state: State,
        entities: str,
        version: Mapping[str, int] | None = None,
        *,
        stories: Sequence[str] | None = None,
    ) -> Mapping[str, int]:
        """Make this the current commit in one step; return the version of its record.

        Raises :class:`IndexRefusedError` where ``version`` is given and the record has
        changed since.
        """
        body = json.loads(json.dumps(to_body(manifest)))
        counts = json.loads(json.dumps({**asdict(state), "entities": entities}))
        content: dict[str, Any] = {
            "checksum": _checksum(body, counts),
            "manifest": body,
            "state": counts,
        }
        if stories is not None:
            content[_STORIES] = list(stories)
        source = {"kind": _MANIFEST, "content": content}
        try:
            found = self._put(_MANIFEST, source, **(version or {}))
        except IndexRefusedError as error:
            # A request is repeated if its answer was lost, and then finds its own change.
            found = self._get(_MANIFEST) if error.status == CONFLICT else None
            if found is None or found["_source"] != source:
                raise
        return {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}

    def write_draft(self, draft: Draft, *, parts: int = 0) -> None:
        """Write the draft of a rebuild in ``parts`` parts, 0 for a single writer."""
        content = {"draft": asdict(draft), "parts": parts}
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

    def write_part(self, part: int, content: Mapping[str, Any]) -> None:
        """Record that part number ``part`` is complete, with its report ``content``."""
        self._put(f"part-{part}", {"kind": "part", "content": dict(content)})

    def read_part(self, part: int) -> dict[str, Any] | None:
        """Return the report of part number ``part``; None where it is not complete."""
        found = self._get(f"part-{part}")
        return None if found is None else dict(found["_source"]["content"])

    def remove_part(self, part: int) -> None:
        """Remove the report of part number ``part``."""
        with suppress(IndexRefusedError):  # it is not there
            self._cluster.ask("DELETE", f"{self._index}/_doc/part-{part}")

    def remove_draft(self) -> None:
        """Remove the draft of a rebuild."""
        with suppress(IndexRefusedError):  # it is not there
            self._cluster.ask("DELETE", f"{self._index}/_doc/{_DRAFT}")

    def write_entities(self, connection: sqlite3.Connection) -> str:
        """Write a table of entities beside earlier ones; return its checksum."""
        return self._write_table(_ENTITIES, connection)

    def write_stories(self, connection: sqlite3.Connection) -> str:
        """Write a segment of stories beside earlier ones; return its checksum."""
        return self._write_table(_STORIES, connection)

    def _write_table(self, kind: str, connection: sqlite3.Connection) -> str:
        data = zlib.compress(connection.serialize())
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

    def drop_tables(self, *, entities: str, stories: Sequence[str] | None) -> None:
        """Remove all tables except those of entities and stories with these checksums."""
        self._cluster.ask("POST", f"{self._index}/_refresh")
        segments = (f"{_STORIES}-{digest}" for digest in stories or ())
        kinds = [_MANIFEST, _DRAFT, f"{_ENTITIES}-{entities}", *segments]
        kept = {"terms": {"kind": kinds}}
        self._cluster.ask(
            "POST",
            f"{self._index}/_delete_by_query",
            {"query": {"bool": {"must_not": [kept]}}},
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

    def _make_damaged_error(self, what: str) -> IndexDamagedError:
        return IndexDamagedError(
            f"{self._cluster.address} {what}; rebuild the index: diplosearch rebuild"
        )


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


def _checksum(body: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    both = json.dumps([body, state], ensure_ascii=False, sort_keys=True)
    return checksum(both.encode())
