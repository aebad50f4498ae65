"""Where an index lies: what a folder and the memory have in common."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from ..engines.base import Reader, Writer
from ..entity_index.counts import EntityCounter
from ..entity_index.table import EntityTable
from ..errors import IndexClosedError
from ..storage.store import DocumentStore, WritableStore
from .draft import Draft, InterruptedRebuild
from .manifest import Manifest


class Snapshot:
    """One committed state, open for reading; shared by threads, closed by the last."""

    def __init__(
        self,
        manifest: Manifest,
        store: DocumentStore,
        reader: Reader,
        entities: EntityTable,
        release: Callable[[], None],
    ) -> None:
        self.manifest = manifest
        self.store = store
        self.reader = reader
        self.entities = entities
        self._release = release
        self._users = 0
        self._is_retired = False
        self._lock = threading.Lock()

    def use(self) -> AbstractContextManager[Snapshot]:
        """Keep the state open from now until the end of the block.

        Raises :class:`IndexClosedError` when it has been retired already.
        """
        with self._lock:
            if self._is_retired:
                raise IndexClosedError("this index is closed; open it again")
            self._users += 1
        return self._in_use()

    @contextmanager
    def _in_use(self) -> Iterator[Snapshot]:
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
        """Close the state as soon as nobody uses it."""
        with self._lock:
            is_first = not self._is_retired
            self._is_retired = True
            is_free = is_first and self._users == 0
        if is_free:
            self._close()

    def _close(self) -> None:
        with ExitStack() as closing:
            closing.callback(self._release)
            closing.callback(self.store.close)
            closing.callback(self.entities.close)
            closing.callback(self.reader.close)


class Transaction(Protocol):
    """The next state in the making. The caller ends it with ``finish``."""

    store: WritableStore
    writer: Writer
    counter: EntityCounter
    number: int
    """The number of the commit in the making."""

    base: Manifest | None
    """The state that it builds on; None for a rebuild."""

    is_resumed: bool
    """Whether the store holds what an interrupted rebuild has saved."""

    def save(self, draft: Draft) -> None:
        """Bring the documents so far to the disk, for a rebuild that is interrupted."""
        ...

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the next state the current one, in one step.

        Both are kept in its manifest.
        """
        ...

    def finish(self) -> None:
        """Drop what was not committed, clean up, and let the next writer in."""
        ...


class Backend(Protocol):
    """A location that can hold one index."""

    location: str

    def open(self) -> Snapshot:
        """Return the current state.

        Raises :class:`UnusableIndexError` with what to do about it.
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
        """Return the making of the next state; of a new generation if ``is_fresh``.

        ``engine`` None keeps the engine of the index, or takes the default.
        The generation goes on where ``unfinished`` ended.
        Raises :class:`IndexLockedError` when another writer stays at work.
        """
        ...

    def name_source(self, source: Path) -> str:
        """Return how the folder of a corpus is called in the store."""
        ...

    def find_source(self, name: str) -> Path:
        """Return the folder of a corpus by its name in the store."""
        ...

    def find_unfinished(self) -> InterruptedRebuild | None:
        """Return the rebuild that was interrupted last, None where none was."""
        ...

    def remark(self) -> str:
        """Return what whoever changes the index ought to know of the place, or nothing."""
        ...

    def size(self) -> int:
        """Return the bytes that the current state takes on disk."""
        ...

    def close(self) -> None:
        """Let go of what is kept between one call and the next.

        Snapshots stay open. A second call does nothing.
        """
        ...
