"""The backend of an index in an OpenSearch cluster.

A generation is four OpenSearch indices: passages, documents, entities, and state (the
manifest, the stories). Their rows carry the number of the commit that added them,
documents and entities also of the commit that removed them. So a change adds to what is
there, and becomes visible when the manifest carries the next commit's number; a rebuild
fills a new generation, and becomes visible when the alias is moved to it. Each is one
step in the cluster.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from ...engines.opensearch.address import Address
from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.reader import OpenSearchReader
from ...errors import (
    IndexDamagedError,
    IndexMissingError,
    UnusableIndexError,
    UsageError,
)
from ...storage.store import DocumentStore
from ...stories.table import StoryTable
from ..base import LOCK_SECONDS, Snapshot
from ..draft import InterruptedRebuild
from ..manifest import OLDER_FORMATS, Manifest, Verify, refuse_other_analyzer
from .aliases import find_aliased, find_current
from .entities.index import EntityIndex
from .entities.table import ClusterEntityTable
from .generations import Others, describe_kept, find_generations, find_others
from .lock import ClusterLock
from .names import Generation
from .probe import probe
from .sidecars import ClusterSidecars
from .state import Described, GenerationState
from .store import ClusterStore
from .transaction import ClusterTransaction, name_commit

ENGINE_NAME = "opensearch"
_OPENING_TRIES = 5
"""Attempts to open the current commit while writers switch; a guess."""


class ClusterBackend:
    """A backend that keeps the index in a cluster."""

    def __init__(
        self,
        address: Address,
        *,
        verify: Verify = "sizes",
        lock_timeout: float = LOCK_SECONDS,
    ) -> None:
        self.address = address
        self.location = str(address)
        self._verify: Verify = verify
        self.lock_timeout = lock_timeout
        self._remark = ""
        self._stories: dict[str, bytes] = {}
        self.sidecars = ClusterSidecars(self.connect)

    def open(self) -> Snapshot:
        """Open the current commit.

        Raises :class:`UnusableIndexError`, whose message says what to do.
        """
        cluster = Cluster(self.address)
        try:
            return self._open(cluster)
        except IndexMissingError:
            _refuse_lost_alias(cluster)
            cluster.close()
            raise
        except BaseException:
            cluster.close()
            raise

    def _open(self, cluster: Cluster) -> Snapshot:
        for attempt in range(_OPENING_TRIES):
            generation = find_current(cluster)
            described = GenerationState(cluster, generation).read()
            refuse_other_analyzer(described.manifest, self.location)
            try:
                return self._open_commit(cluster, generation, described)
            except UnusableIndexError:
                # Try again if a writer has switched and cleaned up meanwhile.
                is_same = find_current(cluster) == generation and (
                    GenerationState(cluster, generation).read().version == described.version
                )
                if is_same or attempt == _OPENING_TRIES - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _open_commit(
        self, cluster: Cluster, generation: Generation, described: Described
    ) -> Snapshot:
        store = ClusterStore(cluster, generation.documents, described.state.void)
        if self._verify == "full":
            problems = store.check()
            if problems:
                raise IndexDamagedError(
                    f"index {self.location!r} is damaged: {'; '.join(problems)}"
                )
        with ExitStack() as undo:
            stories = None
            if described.stories is not None:
                segments, self._stories = GenerationState(cluster, generation).open_stories(
                    described.stories, self._stories
                )
                undo.callback(segments.close)
                stories = StoryTable(segments)
            reader = OpenSearchReader(
                cluster,
                generation.passages,
                described.state,
                partial(
                    GenerationState(cluster, generation).removed_since,
                    described.state.commit,
                ),
            )
            undo.pop_all()
        void, commit = described.state.void, described.state.commit
        index = EntityIndex(cluster, generation.entities, void, read=commit)
        return Snapshot(
            described.manifest,
            store,
            reader,
            ClusterEntityTable(index, commit, described.entities),
            cluster.close,
            stories=stories,
        )

    def probe(self) -> None:
        """Check that the cluster can take a rebuild, before documents are read.

        Raises :class:`IndexRefusedError`, :class:`IndexAccessError` or
        :class:`IndexForeignError`, whose message says what is in the way.
        """
        with self.connect() as cluster:
            probe(cluster)

    def begin(
        self,
        *,
        purpose: str,
        engine: str | None,
        is_fresh: bool,
        unfinished: InterruptedRebuild | None = None,
        documents: int | None = None,
    ) -> ClusterTransaction:
        """Begin the next commit; see :class:`~diplosearch.backends.base.Backend`."""
        if engine not in (None, ENGINE_NAME):
            raise UsageError(
                f"engine {engine!r} keeps its index in a folder; {self.location!r} goes "
                f"with {ENGINE_NAME!r}"
            )
        cluster = Cluster(self.address, is_patient=True)
        try:
            lock = ClusterLock(cluster, purpose=purpose, timeout=self.lock_timeout)
            try:
                if not is_fresh:
                    return ClusterTransaction.change(cluster, lock)
                resumed = (
                    None
                    if unfinished is None
                    else self._find_generation(cluster, unfinished)
                )
                begun = ClusterTransaction.rebuild(cluster, lock, resumed, documents or 0)
                self._remark = describe_kept(begun.others)
                return begun
            except BaseException:
                lock.release()
                raise
        except BaseException:
            cluster.close()
            raise

    def _find_generation(
        self, cluster: Cluster, unfinished: InterruptedRebuild
    ) -> Generation | None:
        """Return the generation of a rebuild; None where it was removed meanwhile."""
        for generation in find_generations(cluster):
            if str(generation) == unfinished.folder.name:
                return generation
        return None

    def name_source(self, source: Path) -> str:
        """Return the absolute path of ``source``."""
        return os.path.realpath(source)

    def find_source(self, name: str) -> Path:
        """Return the path ``name``, which is absolute."""
        return Path(name)

    def find_unfinished(self) -> InterruptedRebuild | None:
        """Return the rebuild that was interrupted last; None where there is none."""
        with self.connect() as cluster:
            current = name_commit(cluster)
            newest = max((one.number for one in find_aliased(cluster)), default=0)
            for generation in reversed(find_others(cluster).unfinished):
                with suppress(UnusableIndexError):
                    state = GenerationState(cluster, generation)
                    found = state.read_draft()
                    is_newer = generation.number > newest
                    # What was changed since would be lost.
                    if found and is_newer and state.read_base() in ("", current):
                        return InterruptedRebuild(Path(str(generation)), found[0])
        return None

    def find_others(self) -> Others:
        """Return the generations besides the current one, by what became of them."""
        with self.connect() as cluster:
            return find_others(cluster)

    @contextmanager
    def open_documents(self) -> Iterator[tuple[Manifest, DocumentStore]]:
        """Yield manifest and documents of the current commit, without opening the engine.

        Works for an index of another analyzer too, and of an older format that a rebuild
        can read.

        Raises :class:`IndexMissingError`, :class:`IndexFormatError` or
        :class:`IndexDamagedError`.
        """
        with self.connect() as cluster:
            generation = find_current(cluster)
            state = GenerationState(cluster, generation).read(older=OLDER_FORMATS)
            void = state.state.void
            yield state.manifest, ClusterStore(cluster, generation.documents, void)

    def read_manifest(self) -> Manifest:
        """Return the manifest of the current commit.

        It may be of another analyzer, and of an older format that a rebuild can read.
        """
        with self.connect() as cluster:
            state = GenerationState(cluster, find_current(cluster))
            return state.read(older=OLDER_FORMATS).manifest

    def remark(self) -> str:
        """Return what the last rebuild has kept in the cluster besides its own."""
        return self._remark

    def size(self) -> int:
        """Return the bytes of the current generation, replicas not counted."""
        with self.connect() as cluster:
            generation = find_current(cluster)
            found = cluster.ask("GET", f"{','.join(generation.indices)}/_stats/store")
        return int(found["_all"]["primaries"]["store"]["size_in_bytes"])

    def close(self) -> None:
        """Do nothing: each call opens its own connection."""

    @contextmanager
    def connect(self) -> Iterator[Cluster]:
        """Yield a connection to the cluster; close it after the block."""
        cluster = Cluster(self.address)
        try:
            yield cluster
        finally:
            cluster.close()


def _refuse_lost_alias(cluster: Cluster) -> None:
    """Raise :class:`IndexDamagedError` where an index is there, and its alias gone.

    An alias goes with the last index that it names.
    """
    others = find_others(cluster)
    found = [*others.replaced, *others.kept]
    if found:
        cluster.close()
        raise IndexDamagedError(
            f"{cluster.address}: no passages have the alias {cluster.address.name!r}, "
            f"though there is {', '.join(map(str, found))}: give it to those of a "
            "generation that is whole, or rebuild the index: diplosearch rebuild"
        )
