"""File locks: one writer, many readers; the system frees those of a dead process."""

from __future__ import annotations

import datetime
import errno
import json
import os
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from ... import forks
from ...errors import IndexLockedError, UnusableIndexError
from ...storage.bounded_json import read_json
from ...storage.safe_files import create_file, open_file, open_or_create, read_file

fcntl: Any = None
with suppress(ImportError):  # on Windows
    fcntl = import_module("fcntl")

_RETRY_SECONDS = 0.05
"""Seconds between two attempts to lock; a guess."""

_HELD_CODES = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES)
"""Error codes by which systems report that another process holds the lock."""

_MOST_BYTES = 4096
"""Bytes of the description of a lock's holder; more than one has."""

HOLDER_SUFFIX = ".holder"
"""Suffix of the file that describes the holder of a lock."""


class WriterLock:
    """The exclusive lock of an index's writer, held until :meth:`release`."""

    def __init__(self, path: Path, *, purpose: str, timeout: float) -> None:
        """Wait up to ``timeout`` seconds for the lock at ``path``.

        Raises :class:`IndexLockedError`, which names the holder, and
        :class:`UnusableIndexError` where the file system does not support locks.
        """
        self._generation = forks.generation()
        self._file: IO[Any] | None = None
        self._holder = path.with_name(path.name + HOLDER_SUFFIX)
        file = open_or_create(path)
        try:
            self._wait_for(file, path, timeout)
        except BaseException:
            file.close()
            raise
        self._file = file
        try:
            with create_file(self._holder) as note:
                note.write(json.dumps(describe_process(purpose)).encode())
        except BaseException:
            self.release()
            raise

    def _wait_for(self, file: IO[Any], path: Path, timeout: float) -> None:
        give_up = time.monotonic() + timeout
        while not _try_lock(file, path, is_shared=False):
            if time.monotonic() >= give_up:
                raise IndexLockedError(self._describe(path.parent, timeout))
            time.sleep(_RETRY_SECONDS)

    def _describe(self, folder: Path, timeout: float) -> str:
        try:
            holder = read_json(read_file(self._holder, most=_MOST_BYTES))
            who = "process {process} on {host}, {purpose} since {since}".format(**holder)
        except (OSError, ValueError, KeyError, TypeError):
            who = "another process"
        return (
            f"index {str(folder)!r} is being written by {who}; "
            f"waited {timeout:g} s: try again when it has finished, or stop it"
        )

    def release(self) -> None:
        """Release the lock; a second call does nothing."""
        if self._file is not None:
            if self._generation == forks.generation():
                with suppress(OSError):  # the lock counts, not the note
                    self._holder.unlink()
            _unlock(self._file, self._generation)
            self._file = None


class ReaderLock:
    """A shared lock that keeps the folder of a commit from removal while it is read."""

    def __init__(self, path: Path) -> None:
        """Lock the file ``path`` together with other readers.

        Raises :class:`FileNotFoundError` where the folder was removed or is about to
        be, and :class:`UnusableIndexError` where the file system does not support locks,
        or ``path`` is a link.
        """
        self._generation = forks.generation()
        self._file: IO[Any] = open_file(path)
        try:
            if not _try_lock(self._file, path, is_shared=True):
                raise FileNotFoundError(path)
        except BaseException:
            self._file.close()
            raise

    def release(self) -> None:
        """Release the lock."""
        _unlock(self._file, self._generation)


def is_in_use(path: Path) -> bool:
    """Tell whether a reader holds a lock on the file ``path``.

    True as well where that cannot be found out, so that nothing in use is removed.
    """
    try:
        with open_file(path, is_changed=True) as file:
            return not _try_lock(file, path, is_shared=False)
    except FileNotFoundError:
        return False
    except OSError:  # not ours to clean up
        return True


def _try_lock(file: IO[Any], path: Path, *, is_shared: bool) -> bool:
    """Lock an open file; return False where another process holds a lock on it.

    Raises :class:`UnusableIndexError` where the system fails to lock it.
    """
    try:
        _lock(file, is_shared=is_shared)
    except OSError as error:
        if error.errno in _HELD_CODES:
            return False
        raise UnusableIndexError(
            f"the system refuses a lock on {path} ({error.strerror or error}); see to its "
            "file system, or keep the index on a disk of this machine"
        ) from error
    return True


def _lock(file: IO[Any], *, is_shared: bool) -> None:
    """Lock an open file without waiting; raise OSError where that fails.

    Where there is ``flock`` it is what portalocker calls, whose import would take a
    twentieth of the time of a process that answers one query.
    """
    if fcntl is not None:
        fcntl.flock(file, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        return
    import portalocker

    flags = portalocker.LockFlags
    kind = flags.SHARED if is_shared else flags.EXCLUSIVE
    try:
        portalocker.lock(file, kind | flags.NON_BLOCKING)
    except portalocker.exceptions.AlreadyLocked as error:
        raise BlockingIOError(errno.EAGAIN, str(error)) from error
    except portalocker.exceptions.LockException as error:
        # Old versions report a lock that is held by the code of the cause alone.
        cause = error.__cause__
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def _unlock(file: IO[Any], generation: int) -> None:
    """Release the lock that was taken ``generation`` on an open file, and close it.

    Closing it is not enough where a child process that was forked meanwhile has it open
    too. A child itself must not release what the other process holds.
    """
    portalocker = sys.modules.get("portalocker")  # None while Python shuts down
    if generation != forks.generation():
        pass
    elif fcntl is not None:
        with suppress(OSError, ValueError):
            fcntl.flock(file, fcntl.LOCK_UN)
    elif portalocker is not None:
        with suppress(OSError, ValueError, portalocker.exceptions.LockException):
            portalocker.unlock(file)
    file.close()


def describe_process(purpose: str) -> dict[str, object]:
    """Return process, host, purpose and local time, for others that wait for a lock."""
    import socket  # only writers need it

    now = datetime.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    return {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "purpose": purpose,
        "since": now,
    }
