"""Opens the files of an index folder: regular files only, never through a link.

A folder may come from anybody. A link in it may lead to any file of this machine, a pipe
or a device may never end; so none is opened. The folder of an index itself, and what is
above it, may be a link: that is the user's own choice.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import IO, Any

from ..errors import IndexDamagedError

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = (
    _NO_LINKS
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_LINK_CODES = (errno.ELOOP, getattr(errno, "EMLINK", errno.ELOOP))
"""Error codes for a link where none is followed; the second is FreeBSD's."""

_PLAIN = re.compile(r"\.?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_MOST_LETTERS = 200
"""Letters of a name; file systems allow 255 bytes."""


def is_plain_name(name: str) -> bool:
    """Tell whether ``name`` is a file's name on every system, and no path."""
    return len(name) <= _MOST_LETTERS and _PLAIN.fullmatch(name) is not None


def is_link(path: Path) -> bool:
    """Tell whether ``path`` is a symbolic link, or a junction of Windows."""
    return path.is_symlink() or (hasattr(path, "is_junction") and path.is_junction())


def refuse_link(folder: Path) -> None:
    """Raise :class:`IndexDamagedError` where ``folder`` is a link to a folder."""
    if is_link(folder):
        raise _make_link_error(folder)


def file_state(path: Path) -> os.stat_result:
    """Return size and times of the regular file ``path``.

    Raises :class:`IndexDamagedError` for a link and for what is no regular file, and
    :class:`OSError` as the system does.
    """
    state = os.lstat(path)
    _refuse_other(path, state)
    return state


def open_descriptor(path: Path, flags: int = os.O_RDONLY) -> int:
    """Return a descriptor of the regular file ``path``, opened with ``flags``.

    Raises :class:`IndexDamagedError` for a link and for what is no regular file, and
    :class:`OSError` as the system does.
    """
    try:
        # Looked at before: to open a device or a pipe may already do something.
        file_state(path)
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    try:
        descriptor = os.open(path, flags | _FLAGS, 0o666)
    except OSError as error:
        if error.errno in _LINK_CODES and is_link(path):
            raise _make_link_error(path) from error
        raise
    try:
        _refuse_other(path, os.fstat(descriptor))
        if not _NO_LINKS and is_link(path):
            raise _make_link_error(path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def open_file(path: Path, *, is_changed: bool = False) -> IO[bytes]:
    """Return the regular file ``path``, opened for reading, or for both if ``is_changed``.

    Raises what :func:`open_descriptor` raises.
    """
    descriptor = open_descriptor(path, os.O_RDWR if is_changed else os.O_RDONLY)
    return os.fdopen(descriptor, "rb+" if is_changed else "rb")


def open_or_create(path: Path) -> IO[Any]:
    """Return the regular file ``path``, opened to be locked; create it if missing.

    Raises what :func:`open_descriptor` raises.
    """
    return os.fdopen(open_descriptor(path, os.O_RDWR | os.O_APPEND | os.O_CREAT), "ab")


def create_file(path: Path) -> IO[bytes]:
    """Return a new, empty file ``path`` for writing; what was there goes, unopened."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    return os.fdopen(os.open(path, flags | _FLAGS, 0o666), "wb")


def read_file(path: Path, *, most: int) -> bytes:
    """Return the content of the regular file ``path``, of at most ``most`` bytes.

    Raises what :func:`open_descriptor` raises, and :class:`IndexDamagedError` for more.
    """
    with open_file(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise IndexDamagedError(
            f"{path} has more than {most:,} bytes, so no diplosearch wrote it; rebuild the "
            "index: diplosearch rebuild"
        )
    return data


def copy_file(source: Path, target: Path) -> None:
    """Copy the regular file ``source`` to a new file ``target``."""
    with open_file(source) as read, create_file(target) as written:
        while data := read.read(_COPIED_BYTES):
            written.write(data)


_COPIED_BYTES = 1 << 20
"""Bytes of one read of a copy; a guess."""


def _refuse_other(path: Path, state: os.stat_result) -> None:
    if stat.S_ISLNK(state.st_mode):
        raise _make_link_error(path)
    if not stat.S_ISREG(state.st_mode):
        raise IndexDamagedError(
            f"{path} is no regular file, and was not opened; remove it, or rebuild the "
            "index in another folder"
        )


def _make_link_error(path: Path) -> IndexDamagedError:
    return IndexDamagedError(
        f"{path} is a link, which no index holds, and was not followed; remove it, or "
        "rebuild the index in another folder"
    )
