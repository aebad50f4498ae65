"""Locks: one writer, many readers; those of dead processes are free."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import portalocker
import pytest

import diplosearch
from diplosearch.backends.disk import locks
from diplosearch.backends.disk.locks import ReaderLock, WriterLock, is_in_use
from diplosearch.errors import IndexDamagedError, IndexLockedError, UnusableIndexError

HOLD = """
import sys, time
from pathlib import Path
from diplosearch.backends.disk.locks import ReaderLock, WriterLock
path = Path(sys.argv[2])
if sys.argv[1] == "write":
    lock = WriterLock(path, purpose="a rebuild", timeout=5)
else:
    lock = ReaderLock(path)
print("held", flush=True)
time.sleep(60)
"""


def hold(kind: str, path: Path) -> subprocess.Popen[str]:
    """Return a process that holds the lock at ``path``."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, kind, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    """Kill ``process`` without a chance to clean up."""
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    process.communicate()


def fail_to_lock(patch: pytest.MonkeyPatch, error: OSError) -> None:
    """Make the system refuse all locks."""

    def refuse(*_: object, **__: object) -> None:
        raise error

    patch.setattr(locks, "_lock", refuse)


@pytest.mark.parametrize("reports", ["class", "cause"])
def test_without_flock_portalocker_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reports: str
) -> None:
    """As on Windows: a lock that is held is told in the way of all versions."""
    monkeypatch.setattr(locks, "fcntl", None)
    path = tmp_path / "LOCK"
    path.touch()
    assert not is_in_use(path)
    lock = ReaderLock(path)
    assert is_in_use(path)
    lock.release()
    assert not is_in_use(path)

    def refuse(*_: object) -> None:
        cause = OSError(errno.EAGAIN, "held")
        if reports == "class":
            raise portalocker.exceptions.AlreadyLocked("held")
        raise portalocker.exceptions.LockException("held") from cause

    monkeypatch.setattr(portalocker, "lock", refuse)
    assert is_in_use(path)


def test_message_names_the_holder(tmp_path: Path) -> None:
    """The message of a timeout has the process, purpose and start of the holder."""
    path = tmp_path / "LOCK"
    process = hold("write", path)
    try:
        started = time.monotonic()
        with pytest.raises(IndexLockedError) as caught:
            WriterLock(path, purpose="an addition", timeout=0.2)
        assert 0.2 <= time.monotonic() - started < 5
    finally:
        end(process)
    message = str(caught.value)
    for text in (
        f"process {process.pid} ",
        "a rebuild since 20",
        "waited 0.2 s",
        str(tmp_path),
    ):
        assert text in message


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """The system frees the lock of a dead process."""
    path = tmp_path / "LOCK"
    end(hold("write", path))
    lock = WriterLock(path, purpose="an addition", timeout=0)
    lock.release()


def test_holder_that_left_no_name(tmp_path: Path) -> None:
    """A holder whose note is missing or broken is another process."""
    path = tmp_path / "LOCK"
    lock = WriterLock(path, purpose="a rebuild", timeout=0)
    for note in ("", "{}", "[]", '{"process": 1}'):
        (tmp_path / "LOCK.holder").write_text(note)
        with pytest.raises(IndexLockedError, match="another process"):
            WriterLock(path, purpose="an addition", timeout=0)
    lock.release()


def test_release(tmp_path: Path) -> None:
    """A released lock can be taken again; a second release does nothing."""
    path = tmp_path / "LOCK"
    first = WriterLock(path, purpose="x", timeout=0)
    first.release()
    second = WriterLock(path, purpose="y", timeout=0)
    first.release()
    with pytest.raises(IndexLockedError):
        WriterLock(path, purpose="z", timeout=0)
    second.release()
    assert not (tmp_path / "LOCK.holder").exists()


def test_threads_exclude_each_other(tmp_path: Path) -> None:
    """Within a process too one writer is at work at a time, and all get their turn."""
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        lock = WriterLock(tmp_path / "LOCK", purpose="x", timeout=20)
        inside.append(number)
        most.append(len(inside))
        time.sleep(0.01)
        inside.remove(number)
        lock.release()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 4


def test_waiting_ends_with_the_release(tmp_path: Path) -> None:
    """A waiting writer gets the lock as soon as it is free."""
    first = WriterLock(tmp_path / "LOCK", purpose="x", timeout=0)
    timer = threading.Timer(0.2, first.release)
    timer.start()
    WriterLock(tmp_path / "LOCK", purpose="y", timeout=10).release()
    timer.join()


def test_readers_share(tmp_path: Path) -> None:
    """Readers hold a folder together; it is free when the last has gone."""
    path = tmp_path / "IN-USE"
    path.touch()
    assert not is_in_use(path)
    one, other = ReaderLock(path), ReaderLock(path)
    process = hold("read", path)
    assert is_in_use(path)
    one.release()
    other.release()
    assert is_in_use(path)
    end(process)
    assert not is_in_use(path)


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EIO, errno.EOPNOTSUPP])
def test_file_system_that_has_no_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """A file system without locks is reported at once, not taken for another writer."""
    path = tmp_path / "LOCK"
    path.touch()
    fail_to_lock(monkeypatch, OSError(code, os.strerror(code)))
    started = time.monotonic()
    with pytest.raises(UnusableIndexError, match="refuses a lock") as caught:
        WriterLock(path, purpose="an addition", timeout=30)
    assert time.monotonic() - started < 10
    assert not isinstance(caught.value, IndexLockedError)
    assert os.strerror(code) in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    with pytest.raises(UnusableIndexError, match="refuses a lock"):
        ReaderLock(path)
    assert is_in_use(path)


@pytest.mark.parametrize("code", [errno.EAGAIN, errno.EACCES])
def test_codes_of_a_held_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Both codes of a lock that another process holds are recognized."""
    path = tmp_path / "LOCK"
    path.touch()
    fail_to_lock(monkeypatch, OSError(code, os.strerror(code)))
    with pytest.raises(IndexLockedError, match="waited 0 s"):
        WriterLock(path, purpose="an addition", timeout=0)
    with pytest.raises(FileNotFoundError):
        ReaderLock(path)
    assert is_in_use(path)


def test_index_on_a_file_system_without_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every operation fails because the index cannot be locked, and changes nothing."""
    location = tmp_path / "index"
    document = diplosearch.Document(id="a", text="Ministers met in Ankara.")
    with diplosearch.rebuild([document], location) as index:
        with monkeypatch.context() as patch:
            fail_to_lock(patch, OSError(errno.ENOLCK, os.strerror(errno.ENOLCK)))
            for use in (
                lambda: diplosearch.open(location),
                lambda: diplosearch.rebuild([document], location),
                lambda: index.delete("a"),
                lambda: index.sync(tmp_path),
                lambda: diplosearch.recover(location),
            ):
                with pytest.raises(UnusableIndexError, match="refuses a lock") as caught:
                    use()
                assert not isinstance(caught.value, (IndexLockedError, IndexDamagedError))
            (damage,) = diplosearch.check(location).damage
            assert "cannot be locked: the system refuses a lock" in str(damage)
        assert index.ids() == ["a"]
    with diplosearch.open(location, verify="full") as index:
        assert index.ids() == ["a"]


def test_folder_that_is_gone(tmp_path: Path) -> None:
    """A folder that was cleaned up cannot be locked, and nobody uses it."""
    with pytest.raises(FileNotFoundError):
        ReaderLock(tmp_path / "gone" / "IN-USE")
    assert not is_in_use(tmp_path / "gone" / "IN-USE")
