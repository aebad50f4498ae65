"""An index in a cluster.

A generation is three indices: the passages, the documents, and what describes
them. Documents and passages say which commit added them, documents also which one
removed them. So a change is written beside what is there, and becomes visible when
the manifest names the next commit; a rebuild fills a new generation, and becomes
visible when the alias names it. Each is one step in the cluster.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ...analysis.analyzer import fingerprint
from ...engines.opensearch.address import Address
from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.reader import OpenSearchReader
from ...entity_index.table import EntityTable
from ...errors import IndexAnalyzerError, IndexDamagedError, UnusableIndexError, UsageError
from ...storage.store import DocumentStore
from ..base import Snapshot
from ..draft import InterruptedRebuild
from ..manifest import Manifest, Verify
from .generations import Generation, find_current, find_generations
from .lock import ClusterLock
from .state import Described, GenerationState, open_entities
from .store import ClusterStore
from .transaction import ClusterTransaction

ENGINE_NAME = "opensearch"
_OPENING_TRIES = 5


class ClusterBackend:
    """A cluster as a place of an index."""

    def __init__(
        self, address: Address, *, verify: Verify = "sizes", lock_timeout: float = 10.0
    ) -> None:
        self.address = address
        self.location = str(address)
        self._verify: Verify = verify
        self.lock_timeout = lock_timeout
        self._entities: tuple[str, bytes] = ("", b"")

    def open(self) -> Snapshot:
        """Return the current state."""
        cluster = Cluster(self.address)
        try:
            return self._open(cluster)
        except BaseException:
            cluster.close()
            raise

    def _open(self, cluster: Cluster) -> Snapshot:
        for turn in range(_OPENING_TRIES):
            generation = find_current(cluster)
            described = GenerationState(cluster, generation).read()
            self._refuse_other_analyzer(described.manifest)
            try:
                return self._open_commit(cluster, generation, described)
            except UnusableIndexError:
                # Perhaps a writer switched and cleaned up in between.
                is_same = find_current(cluster) == generation and (
                    GenerationState(cluster, generation).read().version == described.version
                )
                if is_same or turn == _OPENING_TRIES - 1:
                    raise
        raise AssertionError("the last turn returns or raises")

    def _refuse_other_analyzer(self, manifest: Manifest) -> None:
        if manifest.fingerprint != fingerprint():
            raise IndexAnalyzerError(
                f"index {self.location!r} was made by another analyzer (its terms differ); "
                "rebuild it: diplosearch rebuild"
            )

    def _open_commit(
        self, cluster: Cluster, generation: Generation, described: Described
    ) -> Snapshot:
        data = self._read_entities(cluster, generation, described.entities)
        store = ClusterStore(cluster, generation.documents)
        if self._verify == "full":
            problems = store.check()
            if problems:
                raise IndexDamagedError(
                    f"index {self.location!r} is damaged: {'; '.join(problems)}"
                )
        reader = OpenSearchReader(cluster, generation.passages, described.state)
        connection = open_entities(data)

        def release() -> None:
            connection.close()
            cluster.close()

        return Snapshot(described.manifest, store, reader, EntityTable(connection), release)

    def _read_entities(
        self, cluster: Cluster, generation: Generation, digest: str
    ) -> bytes:
        """Return the table of entities; one that was read before is not read again."""
        known, data = self._entities
        if known != digest:
            data = GenerationState(cluster, generation).read_entities(digest)
            self._entities = (digest, data)
        return data

    def begin(
        self,
        *,
        purpose: str,
        engine: str | None,
        is_fresh: bool,
        unfinished: InterruptedRebuild | None = None,
    ) -> ClusterTransaction:
        """Return the making of the next state."""
        if engine not in (None, ENGINE_NAME):
            raise UsageError(
                f"engine {engine!r} keeps its index in a folder; {self.location!r} goes "
                f"with {ENGINE_NAME!r}"
            )
        cluster = Cluster(self.address)
        try:
            lock = ClusterLock(cluster, purpose=purpose, timeout=self.lock_timeout)
            try:
                if not is_fresh:
                    return ClusterTransaction.change(cluster, lock)
                resumed = None if unfinished is None else self._find(cluster, unfinished)
                return ClusterTransaction.rebuild(cluster, lock, resumed)
            except BaseException:
                lock.release()
                raise
        except BaseException:
            cluster.close()
            raise

    def _find(self, cluster: Cluster, unfinished: InterruptedRebuild) -> Generation | None:
        """Return the generation of a rebuild, None where it was cleaned up meanwhile."""
        for generation in find_generations(cluster):
            if str(generation) == unfinished.folder.name:
                return generation
        return None

    def name_source(self, source: Path) -> str:
        """Return the absolute path of ``source``."""
        return os.path.realpath(source)

    def find_source(self, name: str) -> Path:
        """Return the path, which is absolute already."""
        return Path(name)

    def find_unfinished(self) -> InterruptedRebuild | None:
        """Return the rebuild that was interrupted last, None where none was."""
        with self.connect() as cluster:
            current = None
            with suppress(UnusableIndexError):
                current = find_current(cluster)
            for generation in reversed(find_generations(cluster)):
                if generation == current:
                    continue
                with suppress(UnusableIndexError):
                    found = GenerationState(cluster, generation).read_draft()
                    if found is not None and not found[1]:
                        return InterruptedRebuild(Path(str(generation)), found[0])
        return None

    @contextmanager
    def open_documents(self) -> Iterator[tuple[Manifest, DocumentStore]]:
        """Give the documents alone, whatever there is to say of engine and analyzer."""
        with self.connect() as cluster:
            generation = find_current(cluster)
            manifest = GenerationState(cluster, generation).read().manifest
            yield manifest, ClusterStore(cluster, generation.documents)

    def remark(self) -> str:
        """Return nothing: a cluster sees to its disks itself."""
        return ""

    def size(self) -> int:
        """Return the bytes that the current generation takes, each copy counted once."""
        with self.connect() as cluster:
            generation = find_current(cluster)
            found = cluster.ask("GET", f"{','.join(generation.indices)}/_stats/store")
        return int(found["_all"]["primaries"]["store"]["size_in_bytes"])

    def close(self) -> None:
        """Do nothing: each call connects for itself."""

    @contextmanager
    def connect(self) -> Iterator[Cluster]:
        """Give the cluster for a while."""
        cluster = Cluster(self.address)
        try:
            yield cluster
        finally:
            cluster.close()
