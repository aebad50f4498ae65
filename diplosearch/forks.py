"""Makes ``os.fork`` wait until no other thread is at work in an index.

A child process has a copy of all memory, but of the threads only the one that forked. A
lock that another thread held, ours or one inside of SQLite, stays locked in the child, and
a search there would wait for it without end. So whoever works in an index says so, and a
fork waits for them. It waits no longer than ``MOST_SECONDS``: threads may wait for each
other. A child of such a fork refuses to use an index.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import IndexClosedError

MOST_SECONDS = 10.0
"""Seconds that a fork waits; a search takes less than one. A guess."""


class _Gate:
    """Counts the threads at work, and lets none begin during a fork."""

    def __init__(self) -> None:
        self.generation = 0
        """The number of forks between the first process and this one."""

        self.is_torn = False
        """Whether the last of them came while another thread was at work."""

        # Reentrant, because the garbage collector closes indexes at any time.
        self._condition = threading.Condition(threading.RLock())
        self._depths: dict[int, int] = {}
        self._forking: int | None = None

    def enter(self) -> None:
        """Count this thread as one at work; wait while another one forks."""
        me = threading.get_ident()
        with self._condition:
            while self._forking not in (None, me) and me not in self._depths:
                self._condition.wait()
            self._depths[me] = self._depths.get(me, 0) + 1

    def leave(self) -> None:
        """Undo one call of :meth:`enter`."""
        me = threading.get_ident()
        with self._condition:
            depth = self._depths.pop(me) - 1
            if depth:
                self._depths[me] = depth
            elif self._forking is not None:
                self._condition.notify_all()

    def _is_quiet(self) -> bool:
        return not self._depths.keys() - {self._forking}

    def before_fork(self) -> None:
        """Wait for other threads, and hold the lock until the fork is done."""
        self._condition.acquire()
        while self._forking is not None:
            self._condition.wait()
        self._forking = threading.get_ident()
        self._condition.wait_for(self._is_quiet, MOST_SECONDS)

    def after_in_parent(self) -> None:
        """Let threads begin again."""
        self._forking = None
        self._condition.notify_all()
        self._condition.release()

    def after_in_child(self) -> None:
        """Begin as the only thread."""
        self.is_torn = not self._is_quiet()
        self.generation += 1
        me = threading.get_ident()
        self._depths = {me: self._depths[me]} if me in self._depths else {}
        self._forking = None
        self._condition = threading.Condition(threading.RLock())


_gate = _Gate()
if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(
        before=_gate.before_fork,
        after_in_parent=_gate.after_in_parent,
        after_in_child=_gate.after_in_child,
    )


def generation() -> int:
    """Return the number of forks between the first process and this one."""
    return _gate.generation


def is_torn() -> bool:
    """Tell whether this process was forked while another thread was at work."""
    return _gate.is_torn


@contextmanager
def at_work() -> Iterator[None]:
    """Have forks of other threads wait for the end of the block.

    Raises :class:`IndexClosedError` in a process that was forked while another thread was
    at work.
    """
    _gate.enter()
    try:
        if _gate.is_torn:
            raise IndexClosedError(
                "this process was forked while another thread was at work in an index, so "
                "it cannot use one; fork before that, or start it by the method 'spawn'"
            )
        yield
    finally:
        _gate.leave()
