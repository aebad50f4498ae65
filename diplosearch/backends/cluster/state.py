"""The state of a generation in a cluster: manifest, entities, draft, parts."""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.http_errors import CONFLICT, MISSING
from ...engines.opensearch.state import State
from ...errors import IndexDamagedError, IndexFormatError, IndexRefusedError
from ...storage.checksummed_json import checksum
from ...storage.sqlite_files import close_on_error
from ..draft import Draft
from ..manifest import FORMAT, Manifest, describe_format, to_body
from .generations import Generation

_MANIFEST = "manifest"
_DRAFT = "draft"
_ENTITIES = "entities"
_CHUNK_BYTES = 4_000_000
"""Bytes of the table of entities in one document; a guess."""


@dataclass(frozen=True, slots=True)
class Described:
    """A commit: its manifest, and what else the index of the state records of it.

    ``entities`` is the checksum of the table of entities. ``version`` is the sequence
    number of the record, which a conditional write compares.
    """

    manifest: Manifest
    state: State
    entities: str
    version: Mapping[str, int]


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
        )

    def write(
        self,
        manifest: Manifest,
        state: State,
        entities: str,
        version: Mapping[str, int] | None = None,
    ) -> Mapping[str, int]:
        """Make this the current commit in one step; return the version of its record.

        Raises :class:`IndexRefusedError` where ``version`` is given and the record has
        changed since.
        """
        body = json.loads(json.dumps(to_body(manifest)))
        counts = json.loads(json.dumps({**asdict(state), "entities": entities}))
        content = {
            "checksum": _checksum(body, counts),
            "manifest": body,
            "state": counts,
        }
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
        data = zlib.compress(connection.serialize())
        digest = checksum(data)
        for number, start in enumerate(range(0, len(data), _CHUNK_BYTES)):
            chunk = base64.b64encode(data[start : start + _CHUNK_BYTES]).decode()
            self._put(
                f"{digest}-{number}", {"kind": f"{_ENTITIES}-{digest}", "data": chunk}
            )
        return digest

    def read_entities(self, digest: str) -> bytes:
        """Return the table of entities with this checksum, serialized by SQLite.

        Raises :class:`IndexDamagedError` where it is missing or was altered.
        """
        data = b""
        number = 0
        while checksum(data) != digest:
            found = self._get(f"{digest}-{number}")
            if found is None:
                raise self._make_damaged_error(
                    "lacks its table of entities, or it was altered"
                )
            data += base64.b64decode(found["_source"]["data"])
            number += 1
        return zlib.decompress(data)

    def drop_entities(self, *, but: str) -> None:
        """Remove all tables of entities except that with the checksum ``but``."""
        self._cluster.ask("POST", f"{self._index}/_refresh")
        kept = {"terms": {"kind": [_MANIFEST, _DRAFT, f"{_ENTITIES}-{but}"]}}
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


def open_entities(data: bytes) -> sqlite3.Connection:
    """Return a connection in memory to a serialized table of entities."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with close_on_error(connection):
        connection.deserialize(data)
    return connection


def _checksum(body: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    both = json.dumps([body, state], ensure_ascii=False, sort_keys=True)
    return checksum(both.encode())
