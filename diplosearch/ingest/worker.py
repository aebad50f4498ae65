"""Worker process: reads pickled tasks from stdin, writes their results to stdout.

A message is settings or a batch of tasks; the answer is None or a list of results. Each
is pickled, behind its length in 8 bytes. The worker ends with the process that started
it, because its input ends then.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from queue import SimpleQueue
from typing import IO, Any

from ..garbage import rare_collections
from .tasks import Settings, Task, TaskRunner

_LENGTH_BYTES = 8


class Failed:
    """The error that a task raised, as its result."""

    def __init__(self, error: Exception) -> None:
        """Keep the error, or a RuntimeError with its message if it cannot be pickled."""
        try:
            pickle.loads(pickle.dumps(error))
        # The classes of other libraries' errors may raise anything here.
        except Exception:
            error = RuntimeError(f"{type(error).__name__}: {error}")
        self.error = error


def send(stream: IO[bytes], message: object) -> None:
    """Write a message, pickled."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Return the next message, still pickled.

    Raises :class:`EOFError` when the other process has ended.
    """
    length = int.from_bytes(_read(stream, _LENGTH_BYTES), "big")
    return _read(stream, length)


def _read(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def serve() -> None:
    """Answer messages until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between answers
    inbox: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
    with rare_collections():
        _answer_all(inbox, answers)


def _answer_all(inbox: SimpleQueue[bytes], answers: IO[bytes]) -> None:
    runner: TaskRunner | None = None
    while True:
        try:
            answer: object = None
            message = pickle.loads(inbox.get())
            if isinstance(message, Settings):
                runner = TaskRunner(message)
                gc.freeze()  # what was loaded is never freed
            else:
                answer = [_do(task, runner) for task in message]
        # Any error is sent to the other process.
        except Exception as error:
            answer = Failed(error)
        try:
            send(answers, answer)
        except BrokenPipeError:
            os._exit(0)


def _do(task: Task, runner: TaskRunner | None) -> Any:
    assert runner is not None
    try:
        return runner.do(task)
    # It is raised when the other process takes the result of the task.
    except Exception as error:
        return Failed(error)


def _listen(inbox: SimpleQueue[bytes]) -> None:
    """Put messages into ``inbox``; end the process at the end of the input."""
    try:
        while True:
            inbox.put(receive(sys.stdin.buffer))
    except EOFError:
        os._exit(0)
