"""A pool of worker processes.

Workers are programs of their own. ``multiprocessing`` would run an unguarded script of
the user's again in each of them, or fork a process whose threads have locked something.
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
"""Characters up to which starting workers takes longer than the tasks; a guess."""

_END_TIMEOUT = 5.0
"""Seconds until a worker that does not end is killed; a guess."""


_ATTEMPTS = 2
"""Workers that may die over one task, or while they start: the first may have been killed
from outside, as by a system that is short of memory."""


class _DeathError(Exception):
    """A worker ended before it answered."""


class _StartError(_DeathError):
    """A worker ended before it had loaded its settings."""


MOST_JOBS = 1024
"""Processes at most; a guess, more than a machine has cores."""


def count_jobs(jobs: int | None) -> int:
    """Return the number of workers; None means one for each core of this process.

    Raises :class:`UsageError` for anything but None and a whole number from 1 to
    ``MOST_JOBS``.
    """
    if jobs is None:
        if not sys.executable:
            return 1
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1
    if isinstance(jobs, bool) or not isinstance(jobs, int) or not 1 <= jobs <= MOST_JOBS:
        raise UsageError(
            f"jobs={jobs!r}: give the number of processes, 1 to {MOST_JOBS}, "
            "or nothing for one a core"
        )
    return jobs


class _Worker:
    """A worker process, seen from the process that started it."""

    def __init__(self) -> None:
        path = [entry for entry in sys.path if isinstance(entry, str)]
        program = _PROGRAM.format(package=__spec__.parent)
        # Ctrl-C must reach only the process that the user started.
        group = {} if os.name == "nt" else {"process_group": 0}
        self._settings: Settings | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, pickle.dumps(path).hex()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **group,  # type: ignore[call-overload]
        )

    def run(self, settings: Settings, tasks: Sequence[Task]) -> list[Any]:
        """Return the results of ``tasks``, a :class:`Failed` for one that raised.

        Raises :class:`_DeathError` when the worker ends, :class:`UsageError` when it
        cannot load the settings.
        """
        if settings is not self._settings:
            self._load_settings(settings)
        answer: list[Any] = self._exchange(tasks)
        return answer

    def _load_settings(self, settings: Settings) -> None:
        try:
            answer = self._exchange(settings)
        except _DeathError:
            raise _StartError from None
        if isinstance(answer, Failed):
            raise UsageError(
                "the worker processes cannot load their settings "
                f"({type(answer.error).__name__}: {answer.error}); give jobs=1 (--jobs 1)"
            ) from answer.error
        self._settings = settings

    def _exchange(self, message: object) -> Any:
        """Send a message and return the answer; raise :class:`_DeathError` without one."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        try:
            send(requests, message)
            return pickle.loads(receive(answers))
        except (EOFError, OSError, ValueError):
            raise _DeathError from None

    def end(self, *, at_once: bool) -> None:
        """End the process: kill it if ``at_once``, else by closing its input."""
        if at_once:
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(OSError):
                stream.close()
        try:
            self._process.wait(_END_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Pool:
    """Worker processes, which are started when the first task is submitted.

    With ``jobs`` None, few tasks are not worth a worker and :meth:`takes` refuses them.
    A context manager: the workers end with it, and with this process, however it ends.

    Raises :class:`UsageError` for a wrong number of ``jobs``, and when the recognizer
    cannot be pickled but ``jobs`` asks for several.
    """

    def __init__(self, jobs: int | None, settings: Settings) -> None:
        self.jobs = count_jobs(jobs)
        self._alone_left = _ALONE if jobs is None else 0
        provider = settings.provider
        reason = (
            provider.unpicklable_reason() if provider is not None and self.jobs > 1 else ""
        )
        if reason and jobs is not None:
            raise UsageError(
                f"the recognizer cannot be sent to other processes ({reason}); "
                "define its class in a module of its own, or give jobs=1"
            )
        if reason:
            self.jobs = 1
        self.settings = settings
        self._threads: ThreadPoolExecutor | None = None
        self._free_workers: LifoQueue[_Worker | None] = LifoQueue()
        self._lock = threading.Lock()
        self._is_closing = False
        self._workers: set[_Worker] = set()

    def takes(self, weight: int) -> bool:
        """Return whether a task of this weight (in characters) is to be submitted."""
        if self.jobs == 1:
            return False
        self._alone_left -= weight
        return self._alone_left < 0

    def set(self, settings: Settings) -> None:
        """Use other settings for the tasks that are submitted from now on."""
        self.settings = settings

    def submit(self, tasks: Sequence[Task]) -> Future[list[Any]]:
        """Return a future of the results of ``tasks``, in their order."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.jobs, "diplosearch-pool")
            for _ in range(self.jobs):
                self._free_workers.put(None)
        return self._threads.submit(self._run_tasks, self.settings, tasks)

    def _run_tasks(self, settings: Settings, tasks: Sequence[Task]) -> list[Any]:
        """Return the results of tasks, run in a free worker.

        If the worker dies, the tasks are run again one by one. One over which two workers
        die is left out.

        Raises :class:`UsageError` when two workers die while they start.
        """
        is_started = True
        for _ in range(_ATTEMPTS):
            try:
                return self._run_in_worker(settings, tasks)
            except _DeathError as death:
                if self._is_closing:
                    raise
                is_started = not isinstance(death, _StartError)
            if is_started and len(tasks) > 1:
                return [self._run_tasks(settings, [task])[0] for task in tasks]
        if not is_started:
            raise UsageError(
                "the worker processes cannot be started; give jobs=1 (--jobs 1)"
            )
        return [tasks[0].left_out(DIED)]

    def _run_in_worker(self, settings: Settings, tasks: Sequence[Task]) -> list[Any]:
        """Return the results of tasks; a worker that dies over them is dropped."""
        worker = self._free_workers.get()
        try:
            if worker is None:
                worker = self._start()
            return worker.run(settings, tasks)
        except _DeathError:
            if worker is not None:
                self._drop(worker)
            worker = None
            raise
        finally:
            self._free_workers.put(worker)

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
        """End all workers; tasks that still run are dropped."""
        with self._lock:
            self._is_closing = True
            workers = list(self._workers)
        if self._threads is None:
            return
        is_idle = self._free_workers.qsize() == self.jobs
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
