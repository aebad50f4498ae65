"""An index in memory; it is gone with the last reference to it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from ..analysis.analyzer import fingerprint
from ..engines.base import Writer
from ..engines.memory import MemoryEngine, MemoryState
from ..engines.posting_reader import PostingReader
from ..entity_index.counts import EntityCounter
from ..entity_index.table import EntityTable
from ..errors import IndexClosedError, IndexLockedError, UsageError
from ..storage.sqlite_store import SqliteStore
from ..storage.store import WritableStore
from .base import Snapshot
from .draft import Draft, InterruptedRebuild
from .manifest import Manifest

MEMORY_LOCATION = ":memory:"


class _Shared:
    """Closes what several states share, once the last of its users is gone."""

    def __init__(self, close: Callable[[], None]) -> None:
        """Begin with one user, who made it."""
        self._close = close
        self._users = 1
        self._lock = threading.Lock()

    def use(self) -> None:
        """Count one more user."""
        with self._lock:
            self._users += 1

    def release(self) -> None:
        """Count one user less, and close if that was the last."""
        with self._lock:
            self._users -= 1
            is_last = self._users == 0
        if is_last:
            self._close()


class CommittedState(NamedTuple):
    """All of one committed state; replaced as a whole.

    It is used by the place as long as it is current, by snapshots, and by the
    transaction that builds on it.
    """

    manifest: Manifest
    store: WritableStore
    engine: MemoryEngine
    passages: MemoryState
    entities: sqlite3.Connection
    shared: tuple[_Shared, _Shared]
    """What closes the store, which later states share, and the entities."""

    def use(self) -> None:
        """Keep the state open until it is released once more."""
        for one in self.shared:
            one.use()

    def release(self) -> None:
        """Close what nobody else uses."""
        for one in self.shared:
            one.release()


class MemoryBackend:
    """The memory as a place of an index."""

    location = MEMORY_LOCATION

    def __init__(self, *, lock_timeout: float = 10.0) -> None:
        self._lock = threading.Lock()
        self._lock_timeout = lock_timeout
        self._switching = threading.Lock()
        self._is_closed = False
        self._current: CommittedState | None = None  # until somebody asks for it

    def use_current(self) -> CommittedState:
        """Return the current state; the caller releases it.

        Raises :class:`IndexClosedError` where the place is closed.
        """
        with self._switching:
            if self._is_closed:
                raise IndexClosedError("this index is closed; open it again")
            if self._current is None:
                self._current = _empty_state()
            self._current.use()
            return self._current

    def switch(self, new: CommittedState) -> None:
        """Make ``new`` the current state, and release the one before.

        Where the place was closed meanwhile, ``new`` is released: nobody opens it.
        """
        old: CommittedState | None = new
        with self._switching:
            if not self._is_closed:
                old, self._current = self._current, new
        if old is not None:
            old.release()

    def open(self) -> Snapshot:
        """Return the current state."""
        current = self.use_current()
        return Snapshot(
            current.manifest,
            current.store.share(),
            PostingReader(current.passages),
            EntityTable(current.entities),
            current.release,
        )

    def close(self) -> None:
        """Let the current state go; who has it open goes on."""
        with self._switching:
            self._is_closed = True
            old, self._current = self._current, None
        if old is not None:
            old.release()

    def begin(
        self,
        *,
        purpose: str,
        engine: str | None,
        is_fresh: bool,
        unfinished: InterruptedRebuild | None = None,  # noqa: ARG002 - memory saves nothing
    ) -> MemoryTransaction:
        """Return the making of the next state."""
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
        """Return the path, which is absolute already."""
        return Path(name)

    def find_unfinished(self) -> None:
        """Return None: what was interrupted is gone."""

    def remark(self) -> str:
        """Return nothing: there is nothing to know of memory."""
        return ""

    def size(self) -> int:
        """Return 0: nothing is on disk."""
        return 0


class MemoryTransaction:
    """The next commit in memory in the making."""

    is_resumed = False

    def __init__(
        self, backend: MemoryBackend, lock: threading.Lock, *, is_fresh: bool
    ) -> None:
        """Begin on the current state, or anew; ``lock`` is released in the end."""
        self._backend = backend
        self._is_committed = False
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
            self._ending = ending.pop_all()

    def save(self, draft: Draft) -> None:
        """Do nothing: memory goes with the process."""

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the next state the current one."""
        self.counter.finish()
        self.writer.commit()
        self.store.commit()
        passages = self._engine.state
        manifest = _manifest(
            self.number,
            self.store.count(self.number),
            len(passages.entries),
            repeated_lines,
            recognizer,
        )
        new = CommittedState(
            manifest,
            self.store,
            self._engine,
            passages,
            self.counter.connection,
            (self._shared_store, self._shared_counter),
        )
        new.use()
        self._backend.switch(new)
        self._is_committed = True

    def finish(self) -> None:
        """Drop what was not committed and let the next writer in."""
        with self._ending:
            if not self._is_committed:
                self.store.abort()
                self.writer.abort()


def _empty_state() -> CommittedState:
    """Return the state before the first commit, with its maker as its user."""
    engine = MemoryEngine()
    store = SqliteStore()
    counter = EntityCounter(None, None)
    counter.finish()
    return CommittedState(
        _manifest(0, 0, 0, {}, ""),
        store,
        engine,
        engine.state,
        counter.connection,
        (_Shared(store.close), _Shared(counter.close)),
    )


def _manifest(
    commit: int,
    documents: int,
    passages: int,
    repeated_lines: Mapping[str, Any],
    recognizer: str,
) -> Manifest:
    return Manifest(
        engine="memory",
        fingerprint=fingerprint(),
        recognizer=recognizer,
        commit=commit,
        documents=documents,
        passages=passages,
        repeated_lines=repeated_lines,
    )
