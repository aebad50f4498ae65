"""Children of this process that may die, and what is known of them afterwards."""

from __future__ import annotations

import os
import pickle
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

SHARED_MEMORY = Path("/dev/shm")
"""A folder that no disk stands behind: a killed process loses nothing there either."""

_PATIENCE = 10.0


class Ended(NamedTuple):
    """How a child ended: its answer, or the signal that killed it."""

    answer: Any
    signal: int


def fork() -> int:
    """Make a child of this process; return 0 there, and the child's id here.

    A file that another thread has open and locked at that moment is open in the child
    as well, which then waits for itself: so Tantivy's threads, which soon end when an
    index is closed, are waited for.
    """
    give_up = time.monotonic() + _PATIENCE
    while len(_thread_names()) > 1 and time.monotonic() < give_up:
        time.sleep(0.01)
    return os.fork()


def _thread_names() -> set[str]:
    """Return what the threads are called: those of Python and numpy as the process is."""
    names = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # it has just ended
            names.add((task / "comm").read_text())
    return names


def run(
    work: Callable[[], Any], *, kill_after: float | None = None, limit: float = 120.0
) -> Ended:
    """Return what ``work`` answers in a child of this process.

    The child is killed ``kill_after`` seconds after it has begun, and in any case
    after ``limit`` seconds. What it raises is raised here, as an assertion.
    """
    ask, tell = os.pipe()
    child = fork()
    if child == 0:
        os.close(ask)
        _work(work, tell)
    os.close(tell)
    with os.fdopen(ask, "rb", buffering=0) as answers:
        answers.read(1)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, 9)
        told = _read(answers, child, limit)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status < 0:
        return Ended(None, -status)
    is_sound, answer = pickle.loads(told)
    assert is_sound, answer
    return Ended(answer, 0)


def _read(answers: Any, child: int, limit: float) -> bytes:
    import select

    found = b""
    give_up = time.monotonic() + limit
    while True:
        ready, _, _ = select.select([answers], [], [], max(0.0, give_up - time.monotonic()))
        if not ready:
            os.kill(child, 9)
            return found
        part = os.read(answers.fileno(), 1 << 16)
        if not part:
            return found
        found += part


def _work(work: Callable[[], Any], tell: int) -> None:
    """Do the work in the child, which ends here."""
    told = False, "no answer"
    try:
        os.write(tell, b".")
        told = True, work()
    # Whatever it is, the parent is to hear of it.
    except BaseException:
        told = False, traceback.format_exc()
    finally:
        with os.fdopen(tell, "wb") as answers:
            answers.write(pickle.dumps(told))
        os._exit(0)


def work_place() -> Path | None:
    """Return where to make folders: without a disk behind it, if there is such a place."""
    return SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None


@contextmanager
def work_folder() -> Iterator[Path]:
    """Give an empty folder to work in."""
    with tempfile.TemporaryDirectory(prefix="diplosearch-", dir=work_place()) as folder:
        yield Path(folder).resolve()


def open_files(below: Path) -> list[str]:
    """Return the files below a folder that this process has open, and keeps open.

    A thread of a library may take a moment to let go of what failed.
    """
    give_up = time.monotonic() + _PATIENCE
    while (found := _list_open(below)) and time.monotonic() < give_up:
        time.sleep(0.01)
    return found


def _list_open(below: Path) -> list[str]:
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            path = os.readlink(descriptor)
        except OSError:  # the one that listed the others
            continue
        if path.startswith(f"{below}/"):
            found.append(path)
    return sorted(found)


def count_threads() -> int:
    """Return the number of threads of this process, whoever started them."""
    return len(os.listdir("/proc/self/task"))


def count_threads_beyond(usual: int) -> int:
    """Return how many more threads there are than usual, and stay.

    Those of a library may take a moment to see that they are not needed any more.
    """
    give_up = time.monotonic() + _PATIENCE
    while (more := count_threads() - usual) > 0 and time.monotonic() < give_up:
        time.sleep(0.01)
    return max(0, more)


def children() -> list[str]:
    """Return the processes that this one has started, by any of its threads."""
    tasks = Path("/proc/self/task").iterdir()
    return [child for task in tasks for child in (task / "children").read_text().split()]
