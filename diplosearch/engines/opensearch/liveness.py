"""Whether a server is alive, and speaks TLS; asked on connections of their own."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress

_ALERT = "_ALERT_"
"""In the reason of an error of OpenSSL: the other side has ended the handshake."""

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

    Nothing is sent over it, so its certificate is not looked at. A server that asks for
    one of ours ends the handshake with an alert, which it speaks TLS for.
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection(host, seconds) as sock,
            context.wrap_socket(sock),
        ):
            return True
    except ssl.SSLError as error:
        return _ALERT in (error.reason or "")
    except OSError:
        return False


def read_alert(
    host: tuple[str, int], seconds: float, certificate: str = "", key: str = ""
) -> str:
    """Return the alert with which the server at ``host`` ends a handshake; "" for none.

    With TLS 1.3 a server looks at a client's certificate when the client has finished, so
    the alert is read after the handshake; a write before it may fail without a reason.

    Args:
        host: name and port.
        seconds: to wait at most for each of the handshake and the alert.
        certificate: path of the client's certificate; "" for none.
        key: path of its key; "" where it stands in the same file.
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        if certificate:
            context.load_cert_chain(certificate, key or None)
        with (
            socket.create_connection(host, seconds) as sock,
            context.wrap_socket(sock) as secure,
        ):
            secure.recv(1)
    except ssl.SSLError as error:
        reason = error.reason or ""
        return reason if _ALERT in reason else ""
    except OSError:
        pass
    return ""
