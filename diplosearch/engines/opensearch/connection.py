"""Connections that bound a call as a whole: its time, and the size of its answer.

A socket's own timeout starts anew with each byte, so a server that sends a byte a second
would be waited for without end. Here every read and write of a call gets what is left of
the call's time. Answers are taken as they are sent: unpacked, a small one could fill
the memory.

Where there are other hosts, one that is silent is asked on a connection of its own
whether it is alive: a slow search is waited for, and a host that hangs is left.
"""

from __future__ import annotations

import errno
import io
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from .liveness import is_alive

MOST_BYTES = 256 * 1024 * 1024
"""Bytes of an answer at most; a hundred documents are a few megabytes. A guess."""


_LONGEST_SILENCE = 3.0
"""Seconds without a byte after which a host is asked whether it is alive; a guess."""

_PING_SHARE = 0.5
"""Part of that time in which it has to show that it is; a guess."""

_SILENT_SHARE = 0.3
"""Part of a call's time that a host may be silent, if that is shorter; a guess."""


@dataclass(slots=True)
class Call:
    """What is left of a call: until when (monotonic seconds), and how many bytes.

    ``silence`` is the time in seconds after which a silent host has to show that it is
    alive; None where no other host could be asked. ``is_hung`` is set where it did not.
    """

    deadline: float
    bytes_left: int
    silence: float | None = None
    is_too_long: bool = False
    is_hung: bool = False

    def seconds_to_wait(self) -> float:
        """Return the seconds until the call is late, or the host silent."""
        left = self.seconds_left()
        return left if self.silence is None else min(left, self.silence)

    def note_silence(self, sock: socket.socket) -> None:
        """Raise TimeoutError if the call is late, or the host at ``sock`` hangs."""
        self.seconds_left()
        if self.silence is not None and not is_alive(sock, self.silence * _PING_SHARE):
            self.is_hung = True
            raise TimeoutError("timed out")

    def seconds_left(self) -> float:
        """Return the seconds left; raise TimeoutError if there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left

    def expect(self, size: int) -> None:
        """Raise OSError if ``size`` bytes more are too many."""
        if size > self.bytes_left:
            self.is_too_long = True
            raise OSError(errno.EFBIG, f"an answer of more than {MOST_BYTES:,} bytes")

    def count(self, size: int) -> None:
        """Subtract ``size`` bytes; raise OSError if they are too many."""
        self.expect(size)
        self.bytes_left -= size


_current: ContextVar[Call] = ContextVar("call")


@contextmanager
def bound_call(deadline: float, *, has_other_hosts: bool = False) -> Iterator[Call]:
    """Bound what this thread sends and receives in the block."""
    silence = None
    if has_other_hosts:
        seconds = deadline - time.monotonic()
        silence = max(min(_LONGEST_SILENCE, seconds * _SILENT_SHARE), 0.01)
    call = Call(deadline, MOST_BYTES, silence)
    token = _current.set(call)
    try:
        yield call
    finally:
        _current.reset(token)


def bounded_connection(library: Any) -> type:
    """Return the client's class of connections, bounded by :func:`bound_call`."""

    class BoundedConnection(library.Urllib3HttpConnection):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.pool.ConnectionCls = _bound(self.pool.ConnectionCls)

    return BoundedConnection


def _bound(connection_class: Any) -> Any:
    """Return a subclass of urllib3's HTTP or HTTPS connection."""

    class Bounded(connection_class):  # type: ignore[misc]
        sock: Any

        def connect(self) -> None:
            super().connect()
            self.sock = _BoundedSocket(self.sock)

        def _new_conn(self) -> socket.socket:
            # urllib3 gives each address of a host the whole timeout.
            failure: OSError | None = None
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
            for family, kind, protocol, _, address in found:
                sock = socket.socket(family, kind, protocol)
                try:
                    for option in self.socket_options or ():
                        sock.setsockopt(*option)
                    sock.settimeout(_current.get().seconds_to_wait())
                    sock.connect(address)
                except TimeoutError as error:
                    sock.close()
                    _current.get().is_hung = _current.get().silence is not None
                    failure = error
                except OSError as error:
                    sock.close()
                    failure = error
                else:
                    return sock
            raise failure or OSError(f"{self.host} has no address")

        def request(self, *args: Any, **options: Any) -> None:
            super().request(*args, **{**options, "decode_content": False})

    return Bounded


class _BoundedSocket:
    """A connected socket, with TLS or without, whose reads and writes are bounded."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def sendall(self, data: Any) -> None:
        self._sock.settimeout(_current.get().seconds_left())
        self._sock.sendall(data)

    def makefile(self, *_: Any) -> io.BufferedReader:
        """Return a reader of the bytes of one answer."""
        return _BoundedReader(_BoundedFile(self._sock))


class _BoundedReader(io.BufferedReader):
    def read(self, size: int | None = -1, /) -> bytes:
        # All of a length that the server names is allocated before the first byte.
        _current.get().expect(size or 0)
        return super().read(size)


class _BoundedFile(io.RawIOBase):
    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._file = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        call = _current.get()
        while True:
            self._sock.settimeout(call.seconds_to_wait())
            try:
                size = self._sock.recv_into(buffer)
            except TimeoutError:
                call.note_silence(self._sock)
            else:
                call.count(size)
                return size

    def close(self) -> None:
        self._file.close()
        super().close()
