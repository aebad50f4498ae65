"""An index in memory; it is gone with the last reference to it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..analysis.fingerprint import fingerprint
from ..engines.base import Writer
from ..engines.memory import MemoryEngine, MemoryState
from ..engines.posting_reader import PostingReader
from ..entity_index.counts import EntityCounter
from ..entity_index.table import EntityTable
from ..errors import IndexClosedError, IndexLockedError, UsageError
from ..storage.sqlite_store import SqliteStore
from ..storage.store import WritableStore
from ..stories.segments import Segments, create_segment
from ..stories.table import StoryTable
from .base import LOCK_SECONDS, MEMORY_LOCATION, Snapshot
from .draft import Draft, InterruptedRebuild
from .manifest import Manifest
from .sidecars import MemorySidecars

if TYPE_CHECKING:
    from ..stories.writer import StoryWriter


class _Shared:
    """Counts the users of something that states share; closes it after the last one."""

    def __init__(self, close: Callable[[], None]) -> None:
        """Begin with one user, the caller."""
        self._close = close
        self._users = 1
        self._lock = threading.Lock()

    def use(self) -> None:
        """Add a user."""
        with self._lock:
            self._users += 1

    def release(self) -> None:
        """Remove a user; close after the last one."""
        with self._lock:
            self._users -= 1
            is_last = self._users == 0
        if is_last:
            self._close()


class CommittedState(NamedTuple):
    """One committed state; replaced as a whole.

    Its users are the backend while it is current, snapshots, and the transaction that
    builds on it.
    """

    manifest: Manifest
    store: WritableStore
    engine: MemoryEngine
    passages: MemoryState
    entities: sqlite3.Connection
    stories: sqlite3.Connection
    shared: tuple[_Shared, _Shared, _Shared]
    """The counts of users: of the store, which later states share, entities and stories."""

    def use(self) -> None:
        """Add a user; each calls :meth:`release` once."""
        for one in self.shared:
            one.use()

    def release(self) -> None:
        """Remove a user; close what has no other."""
        for one in self.shared:
            one.release()


class MemoryBackend:
    """A backend that keeps the index in memory."""

    location = MEMORY_LOCATION

    def __init__(self, *, lock_timeout: float = LOCK_SECONDS) -> None:
        self._lock = threading.Lock()
        self._lock_timeout = lock_timeout
        self._switching = threading.Lock()
        self._is_closed = False
        self._current: CommittedState | None = None  # made on first use
        self.sidecars = MemorySidecars()

    def use_current(self) -> CommittedState:
        """Return the current state; the caller releases it.

        Raises :class:`IndexClosedError` where the backend is closed.
        """
        with self._switching:
            if self._is_closed:
                raise IndexClosedError("this index is closed; open it again")
            if self._current is None:
                self._current = _empty_state()
            self._current.use()
            return self._current

    def switch(self, new: CommittedState) -> None:
        """Make ``new`` the current state, and release the previous one.

        Where the backend was closed meanwhile, release ``new``: nothing can open it.
        """
        old: CommittedState | None = new
        with self._switching:
            if not self._is_closed:
                old, self._current = self._current, new
        if old is not None:
            old.release()

    def open(self) -> Snapshot:
        """Open the current state.

        Raises :class:`IndexClosedError` where the backend is closed.
        """
        current = self.use_current()
        return Snapshot(
            current.manifest,
            current.store.share(),
            PostingReader(current.passages),
            EntityTable(current.entities),
            current.release,
            stories=StoryTable(Segments([current.stories], owns=False)),
            is_in_memory=True,
        )

    def close(self) -> None:
        """Release the current state; snapshots of it stay open."""
        with self._switching:
            self._is_closed = True
            old, self._current = self._current, None
        if old is not None:
            old.release()

    def probe(self) -> None:
        """Do nothing: what is in the way is told when a rebuild begins."""

    def begin(
        self,
        *,
        purpose: str,
        engine: str | None,
        is_fresh: bool,
        unfinished: InterruptedRebuild | None = None,  # noqa: ARG002 - memory saves nothing
    ) -> MemoryTransaction:
        """Begin the next state; see :class:`~diplosearch.backends.base.Backend`."""
        if engine not in (None, "memory"):
            raise UsageError(
                f"engine {engine!r} needs a folder; {MEMORY_LOCATION!r} goes with 'memory'"
            )
        if not self._lock.acquire(timeout=self._lock_timeout):
            raise IndexLockedError(
                f"the index in memory is being written by another thread; "
                f"waited {self._lock_timeout:g} s for {purpose}"
            )
        return MemoryTransaction(self, self._lock, is_fresh=is_fresh)

    def name_source(self, source: Path) -> str:
        """Return the absolute path of ``source``."""
        return os.path.realpath(source)

    def find_source(self, name: str) -> Path:
        """Return the path ``name``, which is absolute."""
        return Path(name)

    def find_unfinished(self) -> None:
        """Return None: memory saves no rebuilds."""

    def read_manifest(self) -> Manifest:
        """Return the manifest of the current state."""
        current = self.use_current()
        try:
            return current.manifest
        finally:
            current.release()

    def remark(self) -> str:
        """Return an empty string: memory needs no warning."""
        return ""

    def size(self) -> int:
        """Return 0: nothing is on disk."""
        return 0


class MemoryTransaction:
    """The writing of the next state in memory."""

    is_resumed = False

    def __init__(
        self, backend: MemoryBackend, lock: threading.Lock, *, is_fresh: bool
    ) -> None:
        """Begin on the current state, or on an empty one if ``is_fresh``.

        :meth:`finish` releases ``lock``, which the caller has acquired.
        """
        self._backend = backend
        self._is_committed = False
        from ..stories.writer import StoryWriter  # it brings numpy

        with ExitStack() as ending:
            ending.callback(lock.release)
            current = backend.use_current()
            ending.callback(current.release)
            self.base: Manifest | None = None if is_fresh else current.manifest
            self._engine = MemoryEngine() if is_fresh else current.engine
            self.store: WritableStore = SqliteStore() if is_fresh else current.store
            if is_fresh:
                self._shared_store = _Shared(self.store.close)
            else:
                self._shared_store = current.shared[0]
                self._shared_store.use()
            ending.callback(self._shared_store.release)
            self.number = 1 if self.base is None else self.base.commit + 1
            self.store.begin(self.number)
            self.writer: Writer = self._engine.open_writer()
            self.counter = EntityCounter(None, None if is_fresh else current.entities)
            self._shared_counter = _Shared(self.counter.close)
            ending.callback(self._shared_counter.release)
            base = None if is_fresh else Segments([current.stories], owns=False)
            self._stories = StoryWriter(base=base, merges_all=True)
            self.stories: StoryWriter | None = self._stories
            self._shared_stories = _Shared(self._stories.close)
            ending.callback(self._shared_stories.release)
            self._ending = ending.pop_all()

    def save(self, draft: Draft) -> None:
        """Do nothing: memory saves no rebuilds."""

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the new state the current one."""
        self.counter.finish()
        self._stories.finish(self.store)
        self.writer.commit()
        self.store.commit()
        passages = self._engine.state
        manifest = _manifest(
            self.number,
            self.store.count(self.number),
            len(passages.entries),
            repeated_lines,
            recognizer,
            self.counter.corrections.lines,
        )
        new = CommittedState(
            manifest,
            self.store,
            self._engine,
            passages,
            self.counter.connection,
            self._stories.connection,
            (self._shared_store, self._shared_counter, self._shared_stories),
        )
        new.use()
        self._backend.switch(new)
        self._is_committed = True

    def finish(self) -> None:
        """Drop uncommitted changes, and release the writer's lock."""
        with self._ending:
            if not self._is_committed:
                self.store.abort()
                self.writer.abort()


def _empty_state() -> CommittedState:
    """Return the state before the first commit, with the caller as its user."""
    engine = MemoryEngine()
    store = SqliteStore()
    counter = EntityCounter(None, None)
    counter.finish()
    stories = create_segment(None)
    return CommittedState(
        _manifest(0, 0, 0, {}, ""),
        store,
        engine,
        engine.state,
        counter.connection,
        stories,
        (_Shared(store.close), _Shared(counter.close), _Shared(stories.close)),
    )


def _manifest(
    commit: int,
    documents: int,
    passages: int,
    repeated_lines: Mapping[str, Any],
    recognizer: str,
    corrections: Sequence[str] = (),
) -> Manifest:
    return Manifest(
        engine="memory",
        fingerprint=fingerprint(),
        recognizer=recognizer,
        commit=commit,
        documents=documents,
        passages=passages,
        repeated_lines=repeated_lines,
        corrections=corrections,
    )
