"""Run tasks in workers ahead of the items that are being written, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from .pool import Pool
from .tasks import Task
from .worker import Failed

_Item = TypeVar("_Item")

_TASKS = 32
_WEIGHT = 200_000
"""Tasks in a batch for a worker, and their weight in characters; a guess."""

_BATCHES_A_JOB = 2
"""Batches that each worker has in its queue; a guess."""

_MOST_WAITING = 5_000
"""Items that may wait for a task that still runs; a guess."""


class _Batch:
    """Tasks that are submitted to the pool together."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.weight = 0
        self.left = 0
        self.future: Future[list[Any]] | None = None

    def add(self, task: Task) -> Handle:
        self.tasks.append(task)
        self.weight += task.weight
        self.left += 1
        return Handle(self, len(self.tasks) - 1)

    @property
    def is_full(self) -> bool:
        return len(self.tasks) >= _TASKS or self.weight >= _WEIGHT


class Handle:
    """A task that was submitted to the pool, or will be with its batch."""

    __slots__ = ("_position", "batch")

    def __init__(self, batch: _Batch, position: int) -> None:
        self.batch = batch
        self._position = position

    def result(self) -> Any:
        """Wait for the task; return its result, or raise the error that it raised."""
        assert self.batch.future is not None
        outcome = self.batch.future.result()[self._position]
        if isinstance(outcome, Failed):
            raise outcome.error
        return outcome


class Pipeline(Generic[_Item]):
    """Yields items in order while workers run the tasks of later ones.

    ``task_of`` returns the task of an item, None for an item without one. The number of
    items that wait is bounded.
    """

    def __init__(self, pool: Pool, task_of: Callable[[_Item], Task | None]) -> None:
        self._pool = pool
        self._task_of = task_of
        self._batch = _Batch()
        self._running = 0

    def through(self, items: Iterable[_Item]) -> Iterator[tuple[_Item, Handle | None]]:
        """Yield each item, with a handle if its task was submitted to the pool."""
        waiting: deque[tuple[_Item, Handle | None]] = deque()
        for item in items:
            task = self._task_of(item)
            handle = None
            if task is not None and self._pool.takes(task.weight):
                handle = self._batch.add(task)
                if self._batch.is_full:
                    self._submit()
            waiting.append((item, handle))
            while waiting and self._is_next(waiting[0][1], len(waiting)):
                yield self._release(*waiting.popleft())
        self._submit()
        while waiting:
            yield self._release(*waiting.popleft())

    def _is_next(self, handle: Handle | None, waiting: int) -> bool:
        """Return whether the first of the waiting items is to be yielded now."""
        if handle is None:
            return True
        if waiting > _MOST_WAITING:
            self._submit()
            return True
        return self._running > _BATCHES_A_JOB * self._pool.jobs

    def _submit(self) -> None:
        if self._batch.tasks:
            self._batch.future = self._pool.submit(self._batch.tasks)
            self._running += 1
            self._batch = _Batch()

    def _release(self, item: _Item, handle: Handle | None) -> tuple[_Item, Handle | None]:
        if handle is not None:
            handle.batch.left -= 1
            if not handle.batch.left:
                self._running -= 1
        return item, handle
