"""What is kept beside the commits of an index: tags, and how its sources are read.

A sidecar is one text by its name. It belongs to the location and not to a commit: a rebuild
leaves it as it is, and so does whatever damages the index.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ..errors import translate_errors
from ..storage.atomic_files import write_whole
from ..storage.bounded_json import MOST_BYTES
from ..storage.safe_files import read_file
from .disk.layout import SIDECARS
from .disk.locks import WriterLock

_LOCK_NAME = "LOCK"
_LOCK_SECONDS = 10.0

Change = Callable[[bytes | None], bytes]
"""Returns a sidecar for what it was before, None where there was none."""


class Sidecars(Protocol):
    """The sidecars of an index. Safe to share between threads."""

    def version(self, name: str) -> object:
        """Return what differs when a sidecar may have changed; quick."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return a sidecar; None where there is none."""
        ...

    def change(self, name: str, change: Change) -> None:
        """Replace a sidecar by what ``change`` makes of it, in one step.

        No change of another process is lost. What ``change`` raises leaves it as it was.
        """
        ...


class FolderSidecars:
    """Sidecars as files of an index folder."""

    def __init__(self, root: Path) -> None:
        self._folder = root / SIDECARS

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def version(self, name: str) -> object:
        """Return the state of the file; None where there is none."""
        try:
            found = self._path(name).lstat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def read(self, name: str) -> bytes | None:
        """Return the content of the file; None where there is none."""
        path = self._path(name)
        if self.version(name) is None:
            return None
        with translate_errors(str(path), "read"):
            return read_file(path, most=MOST_BYTES)

    def change(self, name: str, change: Change) -> None:
        """Replace the file, under a lock of all sidecars."""
        with translate_errors(str(self._folder), "written"):
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(
                self._folder / _LOCK_NAME, purpose="tagging", timeout=_LOCK_SECONDS
            )
        try:
            changed = change(self.read(name))
            with translate_errors(str(self._folder), "written"):
                write_whole(self._path(name), changed)
        finally:
            lock.release()


class MemorySidecars:
    """Sidecars of an index in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, bytes] = {}

    def version(self, name: str) -> object:
        """Return the content."""
        return self._kept.get(name)

    def read(self, name: str) -> bytes | None:
        """Return the content; None where there is none."""
        return self._kept.get(name)

    def change(self, name: str, change: Change) -> None:
        """Replace the content."""
        with self._lock:
            self._kept[name] = change(self._kept.get(name))
