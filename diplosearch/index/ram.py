"""An index in memory; it is gone with the last reference to it."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..analysis.analyzer import fingerprint
from ..engines.base import Writer
from ..engines.memory import MemoryEngine, MemoryState
from ..engines.reader import PostingReader
from ..entity_table import EntityTable
from ..entity_tally import EntityTally
from ..errors import IndexLockedError, UsageError
from ..store import DocumentStore
from .checking import check_memory
from .checkup import Checkup
from .findings import CheckReport
from .manifest import Manifest
from .place import Snapshot
from .unfinished import Draft, Unfinished

MEMORY_LOCATION = ":memory:"


class RamState(NamedTuple):
    """All of one committed state; replaced as a whole."""

    manifest: Manifest
    store: DocumentStore
    engine: MemoryEngine
    passages: MemoryState
    entities: sqlite3.Connection


class RamPlace:
    """The memory as a place of an index."""

    location = MEMORY_LOCATION

    def __init__(self, *, lock_timeout: float = 10.0) -> None:
        self._lock = threading.Lock()
        self._lock_timeout = lock_timeout
        engine = MemoryEngine()
        self.current = RamState(
            _manifest(0, 0, 0, {}, ""),
            DocumentStore(None),
            engine,
            engine.state,
            _empty_table(),
        )

    def open(self) -> Snapshot:
        """Return the current state."""
        current = self.current
        return Snapshot(
            current.manifest,
            current.store.share(),
            PostingReader(current.passages),
            EntityTable(current.entities),
            lambda: None,
        )

    def begin(
        self,
        *,
        purpose: str,
        engine: str | None,
        is_fresh: bool,
        unfinished: Unfinished | None = None,  # noqa: ARG002 - memory saves nothing
    ) -> RamTransaction:
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
        return RamTransaction(self, self._lock, is_fresh=is_fresh)

    def name_source(self, source: Path) -> str:
        """Return the absolute path of ``source``."""
        return os.path.realpath(source)

    def find_source(self, name: str) -> Path:
        """Return the path, which is absolute already."""
        return Path(name)

    def find_unfinished(self) -> None:
        """Return None: what was interrupted is gone."""

    def check(self, *, is_full: bool) -> CheckReport:
        """Return what is wrong with the index."""
        started = time.perf_counter()
        checkup = Checkup(None, self.location, is_full=is_full)
        snapshot = self.open()
        manifest = snapshot.manifest
        with snapshot.use():
            if is_full:
                check_memory(
                    checkup, manifest, snapshot.store, snapshot.reader, snapshot.entities
                )
        return checkup.report(
            documents=manifest.documents,
            passages=manifest.passages,
            seconds=time.perf_counter() - started,
        )

    def remark(self) -> str:
        """Return nothing: there is nothing to know of memory."""
        return ""

    def size(self) -> int:
        """Return 0: nothing is on disk."""
        return 0


class RamTransaction:
    """The next commit in memory in the making."""

    is_resumed = False

    def __init__(self, place: RamPlace, lock: threading.Lock, *, is_fresh: bool) -> None:
        self._place = place
        self._lock = lock
        self._is_committed = False
        current = place.current
        self.base: Manifest | None = None if is_fresh else current.manifest
        self._engine = MemoryEngine() if is_fresh else current.engine
        self.store = DocumentStore(None) if is_fresh else current.store
        self.number = 1 if self.base is None else self.base.commit + 1
        self.store.begin(self.number)
        self.writer: Writer = self._engine.open_writer()
        self.tally = EntityTally(None, None if is_fresh else current.entities)

    def save(self, draft: Draft) -> None:
        """Do nothing: memory goes with the process."""

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the next state the current one."""
        self.tally.finish()
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
        self._place.current = RamState(
            manifest, self.store, self._engine, passages, self.tally.connection
        )
        self._is_committed = True

    def finish(self) -> None:
        """Drop what was not committed and let the next writer in."""
        if not self._is_committed:
            self.store.abort()
            self.writer.abort()
        self._lock.release()


def _empty_table() -> sqlite3.Connection:
    tally = EntityTally(None, None)
    tally.finish()
    return tally.connection


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
