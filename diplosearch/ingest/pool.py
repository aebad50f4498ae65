"""Processes that work beside this one.

They are started as programs of their own. ``multiprocessing`` would run an
unguarded script of the user's again in each of them, or copy a process whose
threads hold locks.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import LifoQueue
from types import TracebackType
from typing import Any, Self

from ..errors import UsageError
from .tasks import DIED, Settings, Task
from .worker import Failed, receive, send

_PROGRAM = """\
import pickle, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = pickle.loads(bytes.fromhex(sys.argv[1]))
from {package}.worker import serve
serve()
"""
_ALONE = 200_000
"""Characters up to which starting processes takes longer than the work."""

_PATIENCE = 5.0


class _DeathError(Exception):
    """A process ended before it answered."""


def count_jobs(jobs: int | None) -> int:
    """Return how many processes work: the cores that there are, for None.

    Raises :class:`UsageError` for what is no such number.
    """
    if jobs is None:
        if not sys.executable:
            return 1
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise UsageError(
            f"jobs={jobs!r}: give how many processes shall work, 1 or more, "
            "or nothing for one a core"
        )
    return jobs


class _Worker:
    """A process at work, as this one sees it."""

    def __init__(self) -> None:
        path = [entry for entry in sys.path if isinstance(entry, str)]
        program = _PROGRAM.format(package=__spec__.parent)
        # Ctrl-C is for the process that was started by hand alone.
        apart = {} if os.name == "nt" else {"process_group": 0}
        self._settings: Settings | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, pickle.dumps(path).hex()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **apart,  # type: ignore[call-overload]
        )

    def ask(self, settings: Settings, tasks: Sequence[Task]) -> list[Any]:
        """Return what comes of ``tasks``.

        Raises :class:`_DeathError`, and what goes wrong in getting ready.
        """
        if settings is not self._settings:
            self._get_ready(settings)
        answer: list[Any] = self._exchange(tasks)
        return answer

    def _get_ready(self, settings: Settings) -> None:
        try:
            answer = self._exchange(settings)
        except _DeathError:
            raise UsageError(
                "the processes that shall work cannot be started; give jobs=1 (--jobs 1)"
            ) from None
        if isinstance(answer, Failed):
            raise UsageError(
                "the processes that shall work cannot get ready "
                f"({type(answer.error).__name__}: {answer.error}); give jobs=1 (--jobs 1)"
            ) from answer.error
        self._settings = settings

    def _exchange(self, message: object) -> Any:
        ask, answer = self._process.stdin, self._process.stdout
        assert ask is not None
        assert answer is not None
        try:
            send(ask, message)
            return pickle.loads(receive(answer))
        except (EOFError, OSError, ValueError):
            raise _DeathError from None

    def end(self, *, at_once: bool) -> None:
        """End the process, at once or when it sees that there is no more to do."""
        if at_once:
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(OSError):
                stream.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Pool:
    """Processes that are started when there is work for them.

    A user who names no number of ``jobs`` gets none for a little work. A context
    manager; its processes end with it, and with this process, however that ends.
    """

    def __init__(self, jobs: int | None, settings: Settings) -> None:
        self.jobs = count_jobs(jobs)
        self._before = _ALONE if jobs is None else 0
        finder = settings.finder
        reason = finder.why_not_sent() if finder is not None and self.jobs > 1 else ""
        if reason and jobs is not None:
            raise UsageError(
                f"the recognizer cannot be given to other processes ({reason}); "
                "define its class in a module of its own, or give jobs=1"
            )
        if reason:
            self.jobs = 1
        self.settings = settings
        self._threads: ThreadPoolExecutor | None = None
        self._free: LifoQueue[_Worker | None] = LifoQueue()
        self._lock = threading.Lock()
        self._is_closing = False
        self._workers: set[_Worker] = set()

    def takes(self, weight: int) -> bool:
        """Tell whether work of this weight shall be given to the pool."""
        if self.jobs == 1:
            return False
        self._before -= weight
        return self._before < 0

    def set(self, settings: Settings) -> None:
        """Let work that is submitted from now on be done by other settings."""
        self.settings = settings

    def submit(self, tasks: Sequence[Task]) -> Future[list[Any]]:
        """Begin the work on ``tasks`` and return what will hold what comes of each."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.jobs, "diplosearch-pool")
            for _ in range(self.jobs):
                self._free.put(None)
        return self._threads.submit(self._work, self.settings, tasks)

    def _work(self, settings: Settings, tasks: Sequence[Task]) -> list[Any]:
        worker = self._free.get()
        try:
            if worker is None:
                worker = self._start()
            return worker.ask(settings, tasks)
        except _DeathError:
            if worker is not None:
                self._drop(worker)
            worker = None
            if self._is_closing:
                raise
        finally:
            self._free.put(worker)
        if len(tasks) == 1:
            return [tasks[0].left_out(DIED)]
        return [self._work(settings, [task])[0] for task in tasks]

    def _start(self) -> _Worker:
        with self._lock:
            if self._is_closing:
                raise _DeathError
            worker = _Worker()
            self._workers.add(worker)
        return worker

    def _drop(self, worker: _Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.end(at_once=True)

    def close(self) -> None:
        """End all processes; what is under way is dropped."""
        with self._lock:
            self._is_closing = True
            workers = list(self._workers)
        if self._threads is None:
            return
        is_idle = self._free.qsize() == self.jobs
        for worker in workers:
            worker.end(at_once=not is_idle)
        self._threads.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
