"""The records in which a writer's claim is kept, each replaced under its version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.state import State
from ..manifest import Manifest
from .fence import Fence, read_fence
from .names import Generation
from .state import Described, GenerationState


class ManifestRecord:
    """The manifest of the current commit, for a change of it."""

    def __init__(self, state: GenerationState) -> None:
        """Read the current commit."""
        self._state = state
        self.described: Described = state.read()
        self._version = self.described.version

    def list_unused(self) -> list[str]:
        """Return the tables of entities and stories that no commit uses.

        They are removed after the claim is saved. It cannot be where another writer has
        begun since the record was read, so none is a table of a writer at work.
        """
        used = self.described.tables
        return [one for one in self._state.list_tables() if one not in used]

    def save(self, fence: Fence) -> None:
        """Record the writer that has begun.

        Raises :class:`IndexLockedError` where another one has.
        """
        known = self.described
        self._version = self._state.write(
            known.manifest,
            known.state,
            known.entities,
            fence,
            self._version,
            stories=known.stories,
        )

    def commit(
        self,
        manifest: Manifest,
        state: State,
        entities: str,
        fence: Fence,
        *,
        stories: Sequence[str] | None,
    ) -> None:
        """Make this the current commit, in one step.

        Raises :class:`IndexLockedError` where another writer has begun.
        """
        self._version = self._state.write(
            manifest, state, entities, fence, self._version, stories=stories
        )
        kept = None if stories is None else tuple(stories)
        self.described = Described(manifest, state, entities, self._version, fence, kept)


class BuildingRecord:
    """What a generation in the making says of its last writer."""

    def __init__(self, cluster: Cluster, generation: Generation) -> None:
        """Read the record; there need be none."""
        self._state = GenerationState(cluster, generation)
        self.fence, self._version = self._state.read_building()

    def save(self, fence: Fence) -> None:
        """Record the writer that has begun.

        Raises :class:`IndexLockedError` where another one has.
        """
        self._version = self._state.write_building(fence, self._version)


class PartRecord:
    """What a rebuild in parts says of one part: its last writer, and its report."""

    def __init__(self, state: GenerationState, part: int) -> None:
        """Read the record; there need be none."""
        self._state = state
        self._part = part
        self._content, self._version = state.read_part(part)

    @property
    def report(self) -> dict[str, Any] | None:
        """The report of the part; None where it is not complete."""
        return self._content if "documents" in self._content else None

    @property
    def fence(self) -> Fence:
        """The last writer of the part; of an earlier version, the only one."""
        found = self._content.get("fence")
        return Fence(1) if found is None else read_fence(found)

    def save(self, fence: Fence) -> None:
        """Record the writer that has begun; the part is not complete any more.

        Raises :class:`IndexLockedError` where another one has.
        """
        self._write({"fence": fence.to_body()})

    def complete(self, report: Mapping[str, Any]) -> None:
        """Record that the part is complete, with its report.

        Raises :class:`IndexLockedError` where another writer has begun.
        """
        self._write({**report, "fence": self.fence.to_body()})

    def _write(self, content: dict[str, Any]) -> None:
        self._version = self._state.write_part(self._part, content, self._version)
        self._content = content
