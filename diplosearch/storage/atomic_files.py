"""Atomic writes, syncs and links: a file is on the disk before anything refers to it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path

from .safe_files import copy_file, create_file, file_state, open_descriptor

_REMOVING_TRIES = 5
"""Attempts to remove a folder; a guess."""

_REMOVING_PAUSE = 0.02
"""Seconds between two of them; a guess."""


def flush(descriptor: int) -> None:
    """Write what the system has cached of an open file to the disk."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # the file system does not support it
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync stops at the drive's cache
            return
    os.fsync(descriptor)


def sync_file(path: Path) -> None:
    """Write what the system has cached of the file ``path`` to the disk."""
    descriptor = open_descriptor(path, os.O_RDWR)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Write the names in the folder ``path`` to the disk; do nothing on Windows."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make ``path`` and the missing folders above it, and sync their names."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync_folder(one.parent)


def link_file(source: Path, target: Path) -> None:
    """Make ``target`` a hard link to ``source``, or a copy where links are not supported.

    Raises :class:`FileNotFoundError` where ``source`` is missing, and
    :class:`IndexDamagedError` where it is a link or no regular file.
    """
    file_state(source)
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        copy_file(source, target)


def remove_folder(path: Path) -> None:
    """Remove a folder and its content; what cannot be removed stays, without an error.

    Tries several times: a thread of the engine's library may write a last file there
    after its index was closed.
    """
    for _ in range(_REMOVING_TRIES):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
        time.sleep(_REMOVING_PAUSE)


def write_whole(path: Path, data: bytes) -> None:
    """Replace the content of ``path`` by ``data`` in one step, and sync it.

    Readers see the old content or the new, never a part of it.
    """
    draft = path.with_name(path.name + ".new")
    with create_file(draft) as file:
        file.write(data)
        file.flush()
        flush(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)
