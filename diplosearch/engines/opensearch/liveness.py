"""Whether a server is alive, and speaks TLS; asked on connections of their own."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress

_PING = b"HEAD / HTTP/1.0\r\n\r\n"


def is_alive(sock: socket.socket, seconds: float) -> bool:
    """Tell whether the server at the other end of ``sock`` answers within ``seconds``.

    A process that hangs still has its connections accepted by the system, so that one
    byte of an answer is awaited, or a handshake where ``sock`` is over TLS.
    """
    peer = sock.getpeername()[:2]
    if isinstance(sock, ssl.SSLSocket):
        return speaks_tls(peer, seconds)
    with suppress(OSError), socket.create_connection(peer, seconds) as other:
        other.sendall(_PING)
        return bool(other.recv(1))
    return False


def speaks_tls(host: tuple[str, int], seconds: float) -> bool:
    """Tell whether the server at ``host`` does a handshake within ``seconds``.

    Nothing is sent over it, so its certificate is not looked at.
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        suppress(OSError),
        socket.create_connection(host, seconds) as sock,
        context.wrap_socket(sock),
    ):
        return True
    return False
