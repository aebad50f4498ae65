"""The writing of the next commit in a cluster."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import Any

from ...analysis.fingerprint import fingerprint
from ...engines.base import Writer
from ...engines.opensearch.bulk import Bulk
from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.indices import create_passages, delete_indices
from ...engines.opensearch.state import State
from ...engines.opensearch.writer import (
    OpenSearchWriter,
    delete_number,
    sweep,
    sweep_void,
)
from ...entity_index.counts import EntityCounter
from ...errors import (
    DocumentError,
    IndexDamagedError,
    IndexLockedError,
    IndexRefusedError,
    IndexUnreachableError,
    UnusableIndexError,
)
from ...storage.store import WritableStore
from ...stories.segments import Segments
from ...stories.writer import StoryWriter
from ..draft import Draft
from ..manifest import Manifest
from .aliases import (
    allow_switch,
    find_aliased,
    find_current,
    find_marked_parts,
    switch,
    take_over,
)
from .entities.index import EntityIndex
from .entities.replica import Replica
from .entities.rows import ChangeLog, all_rows
from .fence import Claim, Fence
from .generations import (
    Others,
    clean,
    create_entities,
    create_generation,
    mark_replaced,
    refuse_parts,
    remove,
)
from .lock import ClusterLock
from .names import Generation
from .records import BuildingRecord, ManifestRecord
from .state import Described, GenerationState
from .store_writer import ClusterWritingStore, last_row

_ENGINE = "opensearch"
_REMOVED_FOR = 600.0
"""Seconds for which passages that a commit removed stay for readers of earlier ones, as
long as a point in time is kept; a guess."""

_MOST_REMOVED = 10_000
"""Documents whose passages stay so; more would slow searches down. A guess."""

_NOTICED_WITHIN = 10.0
"""Seconds in which readers at work have pinned their state; they ask every three."""

_MOST_SHOWN = 20
"""Refused documents that a message names; a guess."""


class ClusterTransaction:
    """The writing of the next commit in a cluster; holds the writer's lock."""

    store: WritableStore
    writer: Writer
    counter: EntityCounter

    def __init__(
        self,
        cluster: Cluster,
        lock: ClusterLock,
        generation: Generation,
        claim: Claim,
        *,
        record: ManifestRecord | None = None,
        replaced: Sequence[Generation] = (),
        is_resumed: bool = False,
    ) -> None:
        """Begin a change of the commit of ``record``, or a rebuild of ``replaced``."""
        described = record.described if record else None
        self.is_resumed = self._is_saved = is_resumed
        self.base: Manifest | None = described.manifest if described else None
        self.number = claim.number
        self._cluster = cluster
        self._lock = lock
        self._generation = generation
        self._claim = claim
        self._record = record
        self._base_tables = described.tables if described else set()
        self._base_stories = described.stories if described else None
        self._replaced = replaced
        self.others = Others()
        """The generations that were there before a rebuild, besides the current one."""

        self._is_committed = False
        self._state = GenerationState(cluster, generation)
        self._bulk = Bulk(cluster, lock.confirm_if_stale)
        with ExitStack() as undo:
            undo.callback(self._bulk.close)
            self._documents = ClusterWritingStore(
                cluster,
                generation.documents,
                self._bulk,
                claim,
                is_empty=described is None and not is_resumed,
            )
            undo.callback(self._documents.close)
            self.store = self._documents
            base = State(void=claim.fence.void)
            if described is not None:
                self._documents.drop(claim.fence.void)
                base = replace(described.state, void=claim.fence.void)
                base = _sweep_old(cluster, generation.passages, base)
            elif is_resumed:
                self._documents.take_over()
            self._passages = OpenSearchWriter(
                cluster, generation.passages, base, self._bulk, number=self.number
            )
            self.writer = self._passages
            self._entities = EntityIndex(cluster, generation.entities, claim.fence.void)
            self._replica = Replica(self._entities)
            undo.callback(self._replica.close)
            self.counter = self._open_counter(described)
            undo.callback(self.counter.close)
            self._log = ChangeLog(self.counter.connection) if described else None
            self._earlier_stories = self._open_stories(described)
            self.stories: StoryWriter | None = None
            if self._earlier_stories is not None:
                undo.callback(self._earlier_stories.close)
                self.stories = StoryWriter(base=self._earlier_stories)
            undo.pop_all()

    def _open_counter(self, described: Described | None) -> EntityCounter:
        base = None
        if described is not None:
            self._entities.drop(self._claim.fence.void)
            commit = described.state.commit
            self._entities.purge(commit)
            base = self._replica.fetch(commit, described.entities)
        return EntityCounter(self._replica.path, base)

    def _open_stories(self, described: Described | None) -> Segments | None:
        """Return the segments of stories; None for an index that knows of none."""
        if described is None:
            return Segments([])
        if described.stories is None:
            return None if described.manifest.documents else Segments([])
        return self._state.open_stories(described.stories)[0]

    def _write_entities(self) -> dict[str, int]:
        """Write the rows of entities that changed; return the numbers of all, by kind."""
        changes = (
            all_rows(self.counter.connection) if self._log is None else self._log.changes()
        )
        self._entities.write(changes, self.number, self._lock.confirm_if_stale)
        return self._entities.count(self.number)

    def _write_stories(self) -> list[str] | None:
        """Link stories; return the checksums of the segments of the new commit."""
        if self.stories is None:
            return None
        self.stories.finish(self.store)
        kept = list(self._base_stories or ())
        del kept[len(kept) - self.stories.merged :]
        return [*kept, self._state.write_stories(self.stories.connection, self.number)]

    @classmethod
    def change(cls, cluster: Cluster, lock: ClusterLock) -> ClusterTransaction:
        """Begin the next commit of the current generation.

        Raises :class:`IndexMissingError` where there is no index, and
        :class:`IndexLockedError` while parts of a rebuild are there that would replace
        the change.
        """
        take_over(cluster)
        generation = find_current(cluster)
        _refuse_lost_change(cluster, generation)
        state = GenerationState(cluster, generation)
        record = ManifestRecord(state)
        fence = record.described.fence.next(record.described.manifest.commit)
        tables = record.list_unused() if fence.void else []
        first_row = fence.next_row or last_row(cluster, generation.documents) + 1
        lock.confirm_if_stale()
        claim = Claim(fence, record.save, first_row=first_row)
        state.drop_tables(tables)
        return cls(cluster, lock, generation, claim, record=record)

    @classmethod
    def rebuild(
        cls,
        cluster: Cluster,
        lock: ClusterLock,
        resumed: Generation | None,
        documents: int = 0,
    ) -> ClusterTransaction:
        """Begin a new generation, or go on with the interrupted one ``resumed``.

        Its saved documents stay; passages are indexed again from them. ``documents`` are
        as many as will come, 0 where that is unknown.
        """
        replaced = find_aliased(cluster)
        take_over(cluster)
        if find_marked_parts(cluster):
            refuse_parts(cluster)
        others = clean(cluster, kept=resumed)
        generation = resumed or create_generation(cluster, documents)
        record = BuildingRecord(cluster, generation)
        if resumed is None:
            claim = Claim(Fence(1), record.save, first_row=1)
        else:
            fence = (record.fence or Fence(1)).next(0)
            first_row = fence.next_row or last_row(cluster, generation.documents) + 1
            claim = Claim(fence, record.save, first_row=first_row)
            allow_switch(cluster, generation)
            delete_indices(cluster, [generation.passages, generation.entities])
            create_passages(cluster, generation.passages, documents)
            create_entities(cluster, generation, documents)
        lock.confirm()
        begun = cls(
            cluster,
            lock,
            generation,
            claim,
            replaced=replaced,
            is_resumed=resumed is not None,
        )
        begun.others = others
        return begun

    def save(self, draft: Draft) -> None:
        """Save the documents written so far, so that a rebuild can be resumed."""
        self._documents.save()
        if not self._is_saved:
            self._state.write_draft(draft, base=name_commit(self._cluster))
            self._is_saved = True

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the new commit the current one, in one step.

        Raises :class:`DocumentError` for documents that the cluster refuses, and
        :class:`IndexLockedError` where another writer has taken over the lock.
        """
        self._bulk.flush()
        refuse_failed(self._cluster, self._bulk, self._documents)
        try:
            self.writer.commit()
            self.store.commit()
        except IndexDamagedError:
            self._lock.confirm()  # whoever took over has removed what was sent
            raise
        self.counter.finish()
        entities = self._write_entities()
        stories = self._write_stories()
        state = self._passages.state
        manifest = Manifest(
            engine=_ENGINE,
            fingerprint=fingerprint(),
            recognizer=recognizer,
            commit=self.number,
            documents=self.store.count(self.number),
            passages=state.passages,
            repeated_lines=repeated_lines,
            corrections=self.counter.corrections.lines,
        )
        self._lock.confirm()
        if self._record is None:
            self._switch(manifest, state, entities, stories)
            return
        with explain_unknown(self._cluster):
            self._record.commit(
                manifest, state, entities, self._claim.fence.end(), stories=stories
            )
        self._is_committed = True
        self._clean_up(self._record)

    def _switch(
        self,
        manifest: Manifest,
        state: State,
        entities: Mapping[str, int],
        stories: Sequence[str] | None,
    ) -> None:
        """Make a rebuild the current generation."""
        version = self._state.find_manifest()
        fence = self._claim.fence.end()
        self._state.write(manifest, state, entities, fence, version, stories=stories)
        self._state.remove_building()
        with explain_unknown(self._cluster):
            switch(self._cluster, self._generation)
        self._is_committed = True
        mark_replaced(self._cluster, self._replaced)

    def _clean_up(self, record: ManifestRecord) -> None:
        """Remove what the new commit no longer needs; on errors the next writer does.

        That is named one by one, so if this writer was paused here and others went on,
        it takes nothing from them.
        """
        done = record.described
        with suppress(UnusableIndexError):
            self._state.drop_tables(self._base_tables - done.tables)
            if len(done.state.removed) > _MOST_REMOVED:
                time.sleep(_NOTICED_WITHIN)
                swept = sweep(self._cluster, self._generation.passages, done.state)
                record.commit(
                    done.manifest, swept, done.entities, done.fence, stories=done.stories
                )

    def finish(self) -> None:
        """Drop uncommitted changes, clean up, and release the writer's lock."""
        with ExitStack() as ending:
            ending.callback(self._cluster.close)
            ending.callback(self._lock.release)
            if not self._is_committed:
                ending.callback(self._try_to_drop)
            ending.callback(self.store.close)
            ending.callback(self._replica.close)
            if self._is_committed:
                ending.callback(self._replica.keep, self.number)
            ending.callback(self.counter.close)
            if self.stories is not None:
                ending.callback(self.stories.close)
            if self._earlier_stories is not None:
                ending.callback(self._earlier_stories.close)
            ending.callback(self._bulk.close)
            ending.callback(self.writer.abort)

    def _try_to_drop(self) -> None:
        with suppress(UnusableIndexError):
            self._drop()

    def _drop(self) -> None:
        """Undo uncommitted changes, unless they became current or the lock was lost."""
        if not self._lock.is_held():
            return
        if self._record is None:
            if self._generation not in find_aliased(self._cluster) and not self._is_saved:
                remove(self._cluster, [self._generation])
        elif self._state.read().manifest.commit < self.number:
            self._documents.drop([self.number])
            self._entities.drop([self.number])
            delete_number(self._cluster, self._generation.passages, self.number)
            self._claim.end()


def _sweep_old(cluster: Cluster, index: str, state: State) -> State:
    """Delete what was removed long enough ago; return what is still listed as removed."""
    if abs(time.time() - state.removed_at) > _REMOVED_FOR:
        return sweep(cluster, index, state)
    sweep_void(cluster, index, state)
    return state


def name_commit(cluster: Cluster) -> str:
    """Return a name of the current commit; "" where there is none that can be read."""
    with suppress(UnusableIndexError):
        generation = find_current(cluster)
        manifest = GenerationState(cluster, generation).read().manifest
        return f"{generation}/{manifest.commit}"
    return ""


def _refuse_lost_change(cluster: Cluster, current: Generation) -> None:
    """Raise :class:`IndexLockedError` where parts of a rebuild would replace a change."""
    parts = [one for one in find_marked_parts(cluster) if one.number > current.number]
    if parts:
        raise IndexLockedError(
            f"{cluster.address} is being rebuilt in parts ({parts[-1]}), which would "
            "replace this change; nothing was changed: first finish the rebuild "
            "(diplosearch rebuild --finish), or drop its parts (--drop-parts)"
        )


@contextmanager
def explain_unknown(cluster: Cluster) -> Iterator[None]:
    """Say in an error of the block that a commit may have been made all the same."""
    try:
        yield
    except IndexRefusedError:
        raise
    except IndexUnreachableError as error:
        raise IndexUnreachableError(
            f"{error}; whether the last step was made is not known: open "
            f"{cluster.address} and look"
        ) from error


def refuse_failed(cluster: Cluster, bulk: Bulk, documents: ClusterWritingStore) -> None:
    """Raise :class:`DocumentError`, with ids and reasons, for documents refused."""
    if not bulk.failed:
        return
    names = documents.names_of(bulk.failed)
    refused = [f"{names.get(row, row)} ({why})" for row, why in bulk.failed.items()]
    more = f" and {len(refused) - _MOST_SHOWN} more" if len(refused) > _MOST_SHOWN else ""
    raise DocumentError(
        f"{cluster.address} will not take {len(refused)} of the documents, so "
        f"nothing was changed: {'; '.join(refused[:_MOST_SHOWN])}{more}; leave them out"
    )
