"""Child processes that may die, and the open files and threads of this process."""

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
"""A folder in memory: a killed process loses nothing there either."""

_TIMEOUT = 10.0
"""Seconds that a thread, a process or a file gets to go away; a guess."""

_WATCHER = "thread-tantivy-"
"""How the name of a thread begins that looks whether an index has changed."""


class Ended(NamedTuple):
    """How a child ended: its answer, or the signal that killed it."""

    answer: Any
    signal: int
    orphans: tuple[int, ...] = ()
    """Processes that the child had started, and that outlived it."""


def fork() -> int:
    """Make a child of this process; return 0 there, and the child's id here.

    A file that another thread has open and locked at that moment is open in the child
    as well, which then waits for itself: so Tantivy's threads, which soon end when an
    index is closed, are waited for. Its watchers lock nothing, and stay while any index
    is open.
    """
    give_up = time.monotonic() + _TIMEOUT
    # Threads of Python and numpy are called as the process is.
    while (
        len({name for name in _tell_threads("comm") if not name.startswith(_WATCHER)}) > 1
        and time.monotonic() < give_up
    ):
        time.sleep(0.01)
    return os.fork()


def _tell_threads(what: str, process: int | str = "self") -> Iterator[str]:
    """Yield what the system says of each thread; one may end meanwhile."""
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):
            yield (task / what).read_text()


def run(
    work: Callable[[], Any], *, kill_after: float | None = None, limit: float = 120.0
) -> Ended:
    """Return the result of ``work`` in a child process.

    The child is killed ``kill_after`` seconds after it has begun, and in any case
    after ``limit`` seconds. An error there is an AssertionError here.
    """
    reading, writing = os.pipe()
    child = fork()
    if child == 0:
        os.close(reading)
        _run_in_child(work, writing)
    os.close(writing)
    started: list[int] = []
    with os.fdopen(reading, "rb", buffering=0) as answers:
        answers.read(1)
        if kill_after is not None:
            time.sleep(kill_after)
            started = children(child)
            os.kill(child, 9)
        data = _read(answers, child, limit)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status < 0:
        return Ended(None, -status, _find_running(started))
    is_sound, answer = pickle.loads(data)
    assert is_sound, answer
    return Ended(answer, 0)


def _find_running(processes: list[int]) -> tuple[int, ...]:
    """Return which processes still run after the time that they get to end."""
    give_up = time.monotonic() + _TIMEOUT
    while (left := (*filter(_is_running, processes),)) and time.monotonic() < give_up:
        time.sleep(0.01)
    return left


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # it has ended, but nobody has asked how


def _read(answers: Any, child: int, limit: float) -> bytes:
    import select

    found = b""
    give_up = time.monotonic() + limit
    while True:
        ready, _, _ = select.select([answers], [], [], max(0.0, give_up - time.monotonic()))
        if not ready:
            os.kill(child, 9)
            return found
        chunk = os.read(answers.fileno(), 1 << 16)
        if not chunk:
            return found
        found += chunk


def _run_in_child(work: Callable[[], Any], writing: int) -> None:
    """Run ``work`` and write its result; ends the child process."""
    outcome = False, "no answer"
    try:
        os.write(writing, b".")
        outcome = True, work()
    # Any error is sent to the parent.
    except BaseException:
        outcome = False, traceback.format_exc()
    finally:
        with os.fdopen(writing, "wb") as answers:
            answers.write(pickle.dumps(outcome))
        os._exit(0)


def work_location() -> Path | None:
    """Return the folder for temporary ones: in memory where there is one, else None."""
    return SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None


@contextmanager
def work_folder() -> Iterator[Path]:
    """Yield an empty temporary folder."""
    with tempfile.TemporaryDirectory(prefix="diplosearch-", dir=work_location()) as folder:
        yield Path(folder).resolve()


def open_files(below: Path) -> list[str]:
    """Return the files below a folder that this process keeps open.

    Threads of a library get some seconds to close theirs.
    """
    give_up = time.monotonic() + _TIMEOUT
    while (found := _list_open(below)) and time.monotonic() < give_up:
        time.sleep(0.01)
    return found


def _list_open(below: Path) -> list[str]:
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            path = os.readlink(descriptor)
        except OSError:  # the descriptor of the listing itself
            continue
        if path.startswith(f"{below}/"):
            found.append(path)
    return sorted(found)


def count_threads() -> int:
    """Return the number of threads of this process, whoever started them."""
    return len(os.listdir("/proc/self/task"))


def count_threads_beyond(usual: int) -> int:
    """Return how many threads more than ``usual`` there are, and stay.

    Threads of a library get some seconds to end.
    """
    give_up = time.monotonic() + _TIMEOUT
    while (more := count_threads() - usual) > 0 and time.monotonic() < give_up:
        time.sleep(0.01)
    return max(0, more)


def children(process: int | str = "self") -> list[int]:
    """Return the processes that one has started, by any of its threads."""
    found = (told.split() for told in _tell_threads("children", process))
    return [int(child) for some in found for child in some]
