"""What a generation in a cluster says of itself: manifest, entities, draft."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.http_errors import CONFLICT, MISSING
from ...engines.opensearch.state import State
from ...errors import IndexDamagedError, IndexFormatError, IndexRefusedError
from ...storage.sqlite_store import close_on_error
from ..draft import Draft
from ..manifest import FORMAT, Manifest
from .generations import Generation

_MANIFEST = "manifest"
_DRAFT = "draft"
_ENTITIES = "entities"
_CHUNK_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Described:
    """A commit as its generation describes it.

    ``entities`` is the checksum of the table of entities. ``version`` tells
    whether the description is still the same.
    """

    manifest: Manifest
    state: State
    entities: str
    version: Mapping[str, int]


class GenerationState:
    """Reads and writes what a generation says of itself."""

    def __init__(self, cluster: Cluster, generation: Generation) -> None:
        self._cluster = cluster
        self._index = generation.state

    def read(self) -> Described:
        """Return the current commit.

        Raises :class:`IndexFormatError` when it is of another format version, and
        :class:`IndexDamagedError` when it is missing or was altered.
        """
        found = self._get(_MANIFEST)
        if found is None:
            raise self._damaged("has no manifest")
        try:
            content = found["_source"]["content"]
            body = content["manifest"]
            version = body["format"]
            is_sound = content["checksum"] == _checksum(body, content["state"])
        except (KeyError, TypeError):
            raise self._damaged("has a manifest that cannot be read") from None
        if version != FORMAT:
            raise IndexFormatError(
                f"{self._cluster.address} is of format {version}, this diplosearch reads "
                f"format {FORMAT}; rebuild the index: diplosearch rebuild"
            )
        if not is_sound:
            raise self._damaged("has a manifest that was altered")
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
        """Make this the current commit, in one step; of ``version`` if that is given.

        Raises :class:`IndexRefusedError` where another one took its place.
        """
        body = json.loads(json.dumps(asdict(manifest)))
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
            # A request whose answer was lost is repeated, and finds its own work.
            found = self._get(_MANIFEST) if error.status == CONFLICT else None
            if found is None or found["_source"] != source:
                raise
        return {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}

    def write_draft(self, draft: Draft, *, parts: int = 0) -> None:
        """Write what an unfinished rebuild is made of, and in how many parts."""
        content = {"draft": asdict(draft), "parts": parts}
        self._put(_DRAFT, {"kind": _DRAFT, "content": content})

    def read_draft(self) -> tuple[Draft, int] | None:
        """Return the draft of an unfinished rebuild, and the number of its parts.

        None where none can be read; no parts where one writer makes it all.
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
        """Write what a part of a rebuild holds, which is done."""
        self._put(f"part-{part}", {"kind": "part", "content": dict(content)})

    def read_part(self, part: int) -> dict[str, Any] | None:
        """Return what a part of a rebuild holds; None where it is not done."""
        found = self._get(f"part-{part}")
        return None if found is None else dict(found["_source"]["content"])

    def remove_part(self, part: int) -> None:
        """Remove what was written of a part."""
        with suppress(IndexRefusedError):  # it is not there
            self._cluster.ask("DELETE", f"{self._index}/_doc/part-{part}")

    def remove_draft(self) -> None:
        """Remove the draft of a rebuild that is done."""
        with suppress(IndexRefusedError):  # it is not there
            self._cluster.ask("DELETE", f"{self._index}/_doc/{_DRAFT}")

    def write_entities(self, connection: sqlite3.Connection) -> str:
        """Write a table of entities beside the ones that are there; return its checksum."""
        data = zlib.compress(connection.serialize())
        digest = _digest(data)
        for number, start in enumerate(range(0, len(data), _CHUNK_BYTES)):
            part = base64.b64encode(data[start : start + _CHUNK_BYTES]).decode()
            self._put(f"{digest}-{number}", {"kind": f"{_ENTITIES}-{digest}", "data": part})
        return digest

    def read_entities(self, digest: str) -> bytes:
        """Return the table of entities with this checksum, as SQLite serializes it."""
        data = b""
        number = 0
        while _digest(data) != digest:
            found = self._get(f"{digest}-{number}")
            if found is None:
                raise self._damaged("lacks its table of entities, or it was altered")
            data += base64.b64decode(found["_source"]["data"])
            number += 1
        return zlib.decompress(data)

    def drop_entities(self, *, but: str) -> None:
        """Remove the tables of entities of earlier commits."""
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

    def _damaged(self, what: str) -> IndexDamagedError:
        return IndexDamagedError(
            f"{self._cluster.address} {what}; rebuild the index: diplosearch rebuild"
        )


def open_entities(data: bytes) -> sqlite3.Connection:
    """Return a table of entities in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with close_on_error(connection):
        connection.deserialize(data)
    return connection


def _checksum(body: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    both = json.dumps([body, state], ensure_ascii=False, sort_keys=True)
    return _digest(both.encode())


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
