"""The writing of the next commit in a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from typing import Any

from ...analysis.fingerprint import fingerprint
from ...engines.base import Writer
from ...engines.opensearch.bulk import Bulk
from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.indices import create_passages, delete_indices
from ...engines.opensearch.state import State
from ...engines.opensearch.writer import OpenSearchWriter, sweep
from ...entity_index.counts import EntityCounter
from ...errors import DocumentError, IndexMissingError, UnusableIndexError
from ...storage.store import WritableStore
from ...stories.segments import Segments
from ...stories.writer import StoryWriter
from ..draft import Draft
from ..manifest import Manifest
from .generations import Generation, clean, create_generation, find_current, remove, switch
from .lock import ClusterLock
from .state import Described, GenerationState, open_entities
from .store_writer import ClusterWritingStore

_ENGINE = "opensearch"
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
        *,
        described: Described | None = None,
        before: Generation | None = None,
        is_resumed: bool = False,
    ) -> None:
        """Begin a change of the commit ``described``, or a rebuild replacing ``before``."""
        self.is_resumed = self._is_saved = is_resumed
        self.base: Manifest | None = described.manifest if described else None
        self.number = described.manifest.commit + 1 if described else 1
        self._cluster = cluster
        self._lock = lock
        self._generation = generation
        self._described = described
        self._before = before
        self._is_committed = False
        self._state = GenerationState(cluster, generation)
        self._bulk = Bulk(cluster)
        with ExitStack() as undo:
            undo.callback(self._bulk.close)
            self._documents = ClusterWritingStore(
                cluster,
                generation.documents,
                self._bulk,
                self.number,
                is_empty=described is None and not is_resumed,
            )
            undo.callback(self._documents.close)
            self.store = self._documents
            base = State()
            if described is not None:
                self._documents.drop_leftovers()
                base = sweep(cluster, generation.passages, described.state)
            self._passages = OpenSearchWriter(
                cluster, generation.passages, base, self._bulk
            )
            self.writer = self._passages
            self.counter = self._open_counter(described)
            undo.callback(self.counter.close)
            self._earlier_stories = self._open_stories(described)
            self.stories: StoryWriter | None = None
            if self._earlier_stories is not None:
                undo.callback(self._earlier_stories.close)
                self.stories = StoryWriter(base=self._earlier_stories)
            undo.pop_all()

    def _open_counter(self, described: Described | None) -> EntityCounter:
        if described is None:
            return EntityCounter(None, None)
        data = self._state.read_entities(described.entities)
        with closing(open_entities(data)) as earlier:
            return EntityCounter(None, earlier)

    def _open_stories(self, described: Described | None) -> Segments | None:
        """Return the segments of stories; None for an index that knows of none."""
        if described is None:
            return Segments([])
        if described.stories is None:
            return None if described.manifest.documents else Segments([])
        return self._state.open_stories(described.stories)[0]

    def _write_stories(self) -> list[str] | None:
        """Link stories; return the checksums of the segments of the new commit."""
        if self.stories is None:
            return None
        self.stories.finish(self.store)
        earlier = self._described.stories if self._described else None
        kept = list(earlier or ())
        del kept[len(kept) - self.stories.merged :]
        return [*kept, self._state.write_stories(self.stories.connection)]

    @classmethod
    def change(cls, cluster: Cluster, lock: ClusterLock) -> ClusterTransaction:
        """Begin the next commit of the current generation.

        Raises :class:`IndexMissingError` where there is no index.
        """
        generation = find_current(cluster)
        clean(cluster)
        described = GenerationState(cluster, generation).read()
        return cls(cluster, lock, generation, described=described)

    @classmethod
    def rebuild(
        cls, cluster: Cluster, lock: ClusterLock, resumed: Generation | None
    ) -> ClusterTransaction:
        """Begin a new generation, or go on with the interrupted one ``resumed``.

        Its saved documents stay; passages are indexed again from them.
        """
        before = None
        with suppress(IndexMissingError):
            before = find_current(cluster)
        clean(cluster, kept=resumed, keeps_last=False)
        if resumed is None:
            generation = create_generation(cluster)
        else:
            generation = resumed
            delete_indices(cluster, [generation.passages])
            create_passages(cluster, generation.passages)
        return cls(cluster, lock, generation, before=before, is_resumed=resumed is not None)

    def save(self, draft: Draft) -> None:
        """Save the documents written so far, so that a rebuild can be resumed."""
        self._documents.save()
        if not self._is_saved:
            self._state.write_draft(draft)
            self._is_saved = True

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the new commit the current one, in one step.

        Raises :class:`DocumentError` for documents that the cluster refuses, and
        :class:`IndexLockedError` where another writer has taken over the lock.
        """
        self._bulk.flush()
        refuse_failed(self._cluster, self._bulk, self._documents)
        self.writer.commit()
        self.store.commit()
        self.counter.finish()
        entities = self._state.write_entities(self.counter.connection)
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
        if self._described is not None:
            version = self._state.write(
                manifest, state, entities, self._described.version, stories=stories
            )
            self._is_committed = True
            self._clean_up(manifest, state, entities, stories, version)
            return
        self._state.write(manifest, state, entities, stories=stories)
        self._state.remove_draft()
        switch(self._cluster, self._generation, self._before)
        self._is_committed = True

    def _clean_up(
        self,
        manifest: Manifest,
        state: State,
        entities: str,
        stories: Sequence[str] | None,
        version: Mapping[str, int],
    ) -> None:
        """Remove what the new commit no longer needs; on errors the next writer does."""
        with suppress(UnusableIndexError):
            swept = sweep(self._cluster, self._generation.passages, state)
            self._state.write(manifest, swept, entities, version, stories=stories)
            self._state.drop_tables(entities=entities, stories=stories)

    def finish(self) -> None:
        """Drop uncommitted changes, clean up, and release the writer's lock."""
        with ExitStack() as ending:
            ending.callback(self._cluster.close)
            ending.callback(self._lock.release)
            if not self._is_committed:
                ending.callback(self._try_to_drop)
            ending.callback(self.store.close)
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
        if self._described is None:
            with suppress(IndexMissingError):
                if find_current(self._cluster) == self._generation:
                    return
            if not self._is_saved:
                remove(self._cluster, [self._generation])
        elif self._state.read().manifest.commit < self.number:
            self._documents.drop_leftovers()
            sweep(self._cluster, self._generation.passages, self._described.state)


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
