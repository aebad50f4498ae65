"""The interface of a backend: a folder, a cluster or memory that holds one index."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from .. import forks
from ..engines.base import Reader, Writer
from ..entity_index.table import EntityTable
from ..errors import IndexClosedError
from ..storage.store import DocumentStore, WritableStore
from ..stories.table import StoryTable
from .draft import Draft, InterruptedRebuild
from .manifest import Manifest
from .sidecars import Sidecars

if TYPE_CHECKING:
    from ..entity_index.counts import EntityCounter
    from ..stories.writer import StoryWriter

MEMORY_LOCATION = ":memory:"

LOCK_SECONDS = 10.0
"""Seconds that a writer waits for another one; a guess."""


class Snapshot:
    """One committed state, open for reading. Threads share it; the last one closes it."""

    def __init__(
        self,
        manifest: Manifest,
        store: DocumentStore,
        reader: Reader,
        entities: EntityTable,
        release: Callable[[], None],
        *,
        stories: StoryTable | None = None,
        is_in_memory: bool = False,
    ) -> None:
        self.manifest = manifest
        self.store = store
        self.reader = reader
        self.entities = entities
        self.stories = stories
        """Which documents are one story; None in an index of a version without stories."""

        self._release = release
        self._users = 0
        self._is_retired = False
        self._lock = threading.Lock()
        self._is_in_memory = is_in_memory
        self._generation = forks.generation()

    @property
    def is_of_parent(self) -> bool:
        """Whether its files and connections are shared with the process that forked.

        Reading there moves the offsets of the other process, and closing a connection
        may end what the other process has in the cluster; so neither is done.
        """
        return not self._is_in_memory and self._generation != forks.generation()

    @contextmanager
    def use(self) -> Iterator[Snapshot]:
        """Keep the state open until the end of the block.

        Raises :class:`IndexClosedError` where it was retired before, or opened before a
        fork.
        """
        with forks.at_work():
            if self.is_of_parent:
                raise IndexClosedError("this was opened before a fork; search again")
            with self._lock:
                if self._is_retired:
                    raise IndexClosedError("this index is closed; open it again")
                self._users += 1
            try:
                yield self
            finally:
                self._leave()

    def _leave(self) -> None:
        with self._lock:
            self._users -= 1
            is_last = self._is_retired and self._users == 0
        if is_last:
            self._close()

    def retire(self) -> None:
        """Close the state, or have its last user close it."""
        with self._lock:
            is_first = not self._is_retired
            self._is_retired = True
            is_free = is_first and self._users == 0
        if is_free:
            self._close()

    def _close(self) -> None:
        if self.is_of_parent:
            return
        with ExitStack() as closing:
            closing.callback(self._release)
            closing.callback(self.store.close)
            closing.callback(self.entities.close)
            if self.stories is not None:
                closing.callback(self.stories.close)
            closing.callback(self.reader.close)


class Transaction(Protocol):
    """The writing of the next commit. The caller ends it with ``finish``."""

    store: WritableStore
    writer: Writer
    counter: EntityCounter
    """Its ``corrections`` are set before the commit; none are taken from the one before."""

    stories: StoryWriter | None
    """Links documents of one story; None for an index that knows of none."""

    number: int
    """The number of the commit that is written."""

    base: Manifest | None
    """The manifest of the commit that it changes; None for a rebuild."""

    is_resumed: bool
    """Whether the store holds documents that an interrupted rebuild saved."""

    def save(self, draft: Draft) -> None:
        """Save the documents written so far, so that a rebuild can be resumed."""
        ...

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the new commit the current one, in one step.

        Its manifest keeps ``repeated_lines``, those learnt by the rebuild,
        ``recognizer``, the fingerprint of the recognizer, and the corrections of the
        counter.
        """
        ...

    def finish(self) -> None:
        """Drop uncommitted changes, clean up, and release the writer's lock."""
        ...


class Backend(Protocol):
    """A location that can hold one index."""

    location: str
    """The location in messages: without a password."""

    @property
    def sidecars(self) -> Sidecars:
        """What is kept beside the commits."""
        ...

    def open(self) -> Snapshot:
        """Open the current commit.

        Raises :class:`UnusableIndexError`, whose message says what to do.
        """
        ...

    def probe(self) -> None:
        """Check that a rebuild could be committed here, before documents are read.

        Raises :class:`UnusableIndexError`, whose message says what is in the way.
        """
        ...

    def begin(
        self,
        *,
        purpose: str,
        engine: str | None,
        is_fresh: bool,
        unfinished: InterruptedRebuild | None = None,
    ) -> Transaction:
        """Take the writer's lock and begin the next commit.

        Args:
            purpose: what others read of the lock's holder, such as ``a rebuild``.
            engine: the engine's name; None keeps that of the index, or the default.
            is_fresh: whether to begin a new generation, as a rebuild does.
            unfinished: the interrupted rebuild to resume.

        Raises:
            IndexLockedError: another writer held the lock until the timeout.
            UsageError: the location cannot hold an index of this engine.
        """
        ...

    def name_source(self, source: Path) -> str:
        """Return the name under which the store records the folder of a corpus."""
        ...

    def find_source(self, name: str) -> Path:
        """Return the folder of a corpus by the name that the store recorded."""
        ...

    def find_unfinished(self) -> InterruptedRebuild | None:
        """Return the rebuild that was interrupted last; None where there is none."""
        ...

    def read_manifest(self) -> Manifest:
        """Return the manifest of the current commit, which may be of another analyzer.

        Raises :class:`UnusableIndexError`.
        """
        ...

    def remark(self) -> str:
        """Return a warning for those who change an index here; usually empty."""
        ...

    def size(self) -> int:
        """Return the bytes that the current commit takes on disk."""
        ...

    def close(self) -> None:
        """Release what is kept between calls; a second call does nothing.

        Snapshots stay open.
        """
        ...
