"""The application as a program that listens on a port."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import MissingExtraError, UsageError
from ..index.index import Index
from . import LOOPBACK, PORT, app

if TYPE_CHECKING:
    import uvicorn

_LONGEST_HEAD = 1 << 18
"""Bytes of the head of a request: a query of 20,000 characters, each as three escapes."""

_STARTING_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a server listens and what it is called.

    ``names`` are further names by which it may be called, as a proxy in front of it is.

    Raises :class:`UsageError` for an address beyond this machine without a token.
    """

    host: str = LOOPBACK
    port: int = PORT
    prefix: str = ""
    token: str | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.is_loopback and not self.token:
            raise UsageError(
                f"{self.host} can be reached from other machines; give a --token that "
                "visitors have to know"
            )

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names by which it may be called; empty for any, where a token is asked."""
        if not self.is_loopback:
            return ()
        return ("localhost", LOOPBACK, "[::1]", _bracketed(self.host), *self.names)


def serve(index: Index, address: Address, announce: Callable[[str], None]) -> None:
    """Serve an index until the program is interrupted.

    ``announce`` is called with the URL once the server listens. Raises
    :class:`MissingExtraError` without the extra ``web``, and :class:`UsageError` where
    nothing can listen at the address.
    """
    server, listening = _make_server(index, address)
    with listening, suppress(KeyboardInterrupt):  # uvicorn raises it again at its end
        announce(_url_of(listening, address))
        server.run(sockets=[listening])


@contextmanager
def serve_in_background(index: Index, address: Address | None = None) -> Iterator[str]:
    """Serve an index in a thread until the end of the block; give the URL.

    The port is a free one unless an address is given. Raises what :func:`serve` raises.
    """
    address = address or Address(port=0)
    server, listening = _make_server(index, address)
    with listening:
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listening]}, daemon=True
        )
        thread.start()
        try:
            yield _url_of(listening, address)
        finally:
            server.should_exit = True
            thread.join(_STARTING_SECONDS)


def _make_server(index: Index, address: Address) -> tuple[uvicorn.Server, socket.socket]:
    try:
        from uvicorn import Config, Server
    except ModuleNotFoundError:
        raise MissingExtraError("uvicorn", "web") from None
    application = app(
        index, prefix=address.prefix, token=address.token, hosts=address.hosts
    )
    config = Config(
        application,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,  # that of the program around it
        log_level="warning",
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_graceful_shutdown=2,
    )
    return Server(config), _listen(address)


def _listen(address: Address) -> socket.socket:
    """Return a socket that listens.

    Raises :class:`UsageError` where the port is taken or the host is none of ours.
    """
    try:
        family = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        return socket.create_server(
            family[0][4][:2],
            family=family[0][0],
            backlog=128,
        )
    except (OSError, OverflowError, UnicodeError) as error:
        number = getattr(error, "errno", None)
        reason = os.strerror(number) if number and number > 0 else str(error)
        raise UsageError(
            f"nothing can listen at {address.host}:{address.port} ({reason}); "
            "give another --port or --host"
        ) from None


def _url_of(listening: socket.socket, address: Address) -> str:
    port = listening.getsockname()[1]
    return f"http://{_bracketed(address.host)}:{port}{address.prefix.rstrip('/')}/"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
