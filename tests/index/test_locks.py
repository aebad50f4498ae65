"""Locks: one writer, named to others; readers together; the dead hold nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from diplosearch.errors import IndexLockedError
from diplosearch.index.locks import ReaderLock, WriterLock, is_in_use

HOLD = """
import sys, time
from pathlib import Path
from diplosearch.index.locks import ReaderLock, WriterLock
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


def test_holder_is_named(tmp_path: Path) -> None:
    """Who waits in vain is told who holds the index, what for, and for how long."""
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
    for part in (
        f"process {process.pid} ",
        "a rebuild since 20",
        "waited 0.2 s",
        str(tmp_path),
    ):
        assert part in message


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """The system lets go of what a dead process held."""
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
    """Who waits goes on as soon as the lock is free."""
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


def test_folder_that_is_gone(tmp_path: Path) -> None:
    """A folder that was cleaned up cannot be locked, and nobody uses it."""
    with pytest.raises(FileNotFoundError):
        ReaderLock(tmp_path / "gone" / "IN-USE")
    assert not is_in_use(tmp_path / "gone" / "IN-USE")
