"""Files that are on the disk before anything names them."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path

_REMOVING_TRIES = 5
_REMOVING_PAUSE = 0.02


def flush(descriptor: int) -> None:
    """Return once what ``descriptor`` refers to is on the disk."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # a file system that does not know how
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync stops at the drive's cache
            return
    os.fsync(descriptor)


def sync_file(path: Path) -> None:
    """Return once the content of ``path`` is on the disk."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Return once the names in ``path`` are on the disk, where that can be asked."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make ``path`` and the folders above it; their names are on the disk on return."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync_folder(one.parent)


def link_file(source: Path, target: Path) -> None:
    """Make ``target`` the same file as ``source``, or a copy where that cannot be."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        shutil.copy2(source, target)


def remove_folder(path: Path) -> None:
    """Remove a folder and what is in it, as far as that can be done.

    A library's thread may write a last file there after its index was closed.
    """
    for _ in range(_REMOVING_TRIES):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
        time.sleep(_REMOVING_PAUSE)


def write_whole(path: Path, data: bytes) -> None:
    """Make ``data`` the content of ``path``, all of it or nothing.

    Readers see the old content or the new; both are on the disk.
    """
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        flush(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)
