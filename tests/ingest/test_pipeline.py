"""Tasks run in other processes: order of results, a bounded queue, items without one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.ingest.pipeline import Pipeline
from diplosearch.ingest.pool import Pool
from diplosearch.ingest.tasks import Settings
from diplosearch.ingest.worker import Failed
from diplosearch.writing.builder import RecentDigests, SeenRows


class Twice:
    """A task that gives a number twice."""

    weight = 1000

    def __init__(self, number: int) -> None:
        self.number = number

    def do(self, _: Any) -> int:
        """Return twice the number."""
        return 2 * self.number

    def left_out(self, _: str) -> None:
        """Return nothing."""


class Instant(Pool):
    """A pool that works at once, and counts what it was given."""

    def __init__(self, jobs: int) -> None:
        super().__init__(jobs, Settings())
        self.given = 0

    def submit(self, tasks: Any) -> Future[list[Any]]:
        """Do the work now."""
        self.given += len(tasks)
        future: Future[list[Any]] = Future()
        future.set_result([task.do(None) for task in tasks])
        return future


@given(numbers=st.lists(st.integers(-3, 50), max_size=300), jobs=st.integers(1, 3))
def test_items_come_in_order(numbers: list[int], jobs: int) -> None:
    """Every item comes once, in order, with what came of its task where it has one."""
    pool = Instant(jobs)
    pipeline: Pipeline[int] = Pipeline(pool, lambda n: Twice(n) if n >= 0 else None)
    came = [
        (n, None if handle is None else handle.result())
        for n, handle in pipeline.through(numbers)
    ]
    assert [n for n, _ in came] == numbers
    has_pool = jobs > 1
    assert [done for _, done in came] == [
        2 * n if n >= 0 and has_pool else None for n in numbers
    ]
    assert pool.given == (sum(n >= 0 for n in numbers) if has_pool else 0)


def test_what_waits_is_bounded() -> None:
    """However many items come, few are read before the first is passed on."""
    read = 0

    def items() -> Any:
        nonlocal read
        for number in range(100_000):
            read += 1
            yield number

    # One task, and then nothing to do for all that come behind it.
    tasks: tuple[Callable[[int], Twice | None], ...] = (
        lambda n: Twice(n) if n == 0 else None,
        Twice,
    )
    for task_of in tasks:
        read = 0
        pipeline: Pipeline[int] = Pipeline(Instant(2), task_of)
        next(pipeline.through(items()))
        assert read < 6000


def test_what_failed_is_raised_in_its_turn() -> None:
    """An error of a task is raised when its result is taken."""

    class Failing(Twice):
        def do(self, _: Any) -> Any:
            return Failed(LookupError("broke")) if self.number == 1 else self.number

    pipeline: Pipeline[int] = Pipeline(Instant(2), Failing)
    handles = [handle for _, handle in pipeline.through([0, 1, 2]) if handle]
    assert handles[0].result() == 0
    with pytest.raises(LookupError, match="broke"):
        handles[1].result()


def test_errors_that_cannot_be_sent() -> None:
    """An error that cannot be pickled is sent as what it says."""

    class LocalError(Exception):
        """An error that no other process knows."""

    assert str(Failed(LocalError("broke")).error) == "LocalError: broke"


def test_seen_rows() -> None:
    """New rows count as seen; old ones do once they are noted."""
    seen = SeenRows(5)
    assert [row in seen for row in (1, 4, 5, 99)] == [False, False, True, True]
    seen.add(4)
    seen.add(99)
    assert [row in seen for row in (1, 4, 5)] == [False, True, True]


def test_recent_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest digest goes when there are too many."""
    monkeypatch.setattr("diplosearch.writing.builder._KEPT_DIGESTS", 2)
    recent = RecentDigests()
    for digest in (b"a", b"b", b"c"):
        recent.add(digest)
    assert [recent.has(digest) for digest in (b"a", b"b", b"c")] == [False, True, True]
