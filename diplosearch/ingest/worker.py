"""A process that works for another one, which started it.

It reads settings and batches of tasks from its standard input and writes what
comes of them to its standard output, all pickled, each behind its length. It
ends with the process that started it: its input ends then.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from queue import SimpleQueue
from typing import IO, Any

from .tasks import Settings, Task, Workshop

_LENGTH_BYTES = 8


class Failed:
    """What a task raised, for the process that gave it."""

    def __init__(self, error: Exception) -> None:
        """Take the error, or what it says where it cannot be sent."""
        try:
            pickle.loads(pickle.dumps(error))
        # Errors of other people's classes fail at this in their own ways.
        except Exception:
            error = RuntimeError(f"{type(error).__name__}: {error}")
        self.error = error


def send(stream: IO[bytes], message: object) -> None:
    """Write a message."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Return the next message, still pickled.

    Raises :class:`EOFError` when the other side is gone.
    """
    length = int.from_bytes(_read(stream, _LENGTH_BYTES), "big")
    return _read(stream, length)


def _read(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def serve() -> None:
    """Work until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between answers
    inbox: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
    workshop: Workshop | None = None
    while True:
        try:
            answer: object = None
            message = pickle.loads(inbox.get())
            if isinstance(message, Settings):
                workshop = Workshop(message)
                gc.freeze()  # what was loaded stays
            else:
                answer = [_do(task, workshop) for task in message]
        # Whatever it is, the other process is to hear of it.
        except Exception as error:
            answer = Failed(error)
        try:
            send(answers, answer)
        except BrokenPipeError:
            os._exit(0)


def _do(task: Task, workshop: Workshop | None) -> Any:
    assert workshop is not None
    try:
        return workshop.do(task)
    # It is raised where the outcome of the task is asked for.
    except Exception as error:
        return Failed(error)


def _listen(inbox: SimpleQueue[bytes]) -> None:
    """Hand on messages; end the process when there will be no more."""
    try:
        while True:
            inbox.put(receive(sys.stdin.buffer))
    except EOFError:
        os._exit(0)
