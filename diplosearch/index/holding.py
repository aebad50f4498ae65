"""Holding on to the current commit, which a writer may replace at any moment."""

from __future__ import annotations

from pathlib import Path

from ..backends.disk.generations import IN_USE_NAME, read_current
from ..backends.disk.locks import ReaderLock
from ..errors import IndexDamagedError

_TRIES = 20


def hold_current(root: Path) -> tuple[Path, ReaderLock]:
    """Return the folder of the current commit, and what keeps it there.

    Raises :class:`IndexMissingError` when ``root`` holds no index, and
    :class:`IndexDamagedError` when what is named as current is not there.
    """
    for _ in range(_TRIES):
        folder = read_current(root)
        try:
            lock = ReaderLock(folder / IN_USE_NAME)
        except FileNotFoundError:
            continue  # a writer switched and cleaned up in between
        try:
            # A writer may have looked for readers just before the lock.
            if read_current(root) == folder:
                return folder, lock
        except BaseException:
            lock.release()
            raise
        lock.release()
    raise IndexDamagedError(
        f"{folder} is named as current but missing; rebuild the index: diplosearch rebuild"
    )
