"""A server before a cluster that lets in who knows the password, and is slow on demand."""

from __future__ import annotations

import base64
import http.client
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

USER, PASSWORD = "reader", "geheim%1"
_PASS = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class Doorkeeper(ThreadingHTTPServer):
    """Asks for a password, waits ``seconds``, and hands on what it is asked."""

    daemon_threads = True

    def __init__(self, host: str, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind = (host, port)
        self.seconds = 0.0
        self.forbidden = ""
        """What a path holds that the user is not allowed."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of those who hang up."""

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Doorkeeper
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        """Serve; who hangs up, as over a certificate, is let go."""
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""

    def _hand_on(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        if self.headers.get("authorization") != f"Basic {_PASS}":
            self._answer(401, b"Unauthorized")
            return
        forbidden = self.server.forbidden
        if forbidden and forbidden in self.path:
            told = b'{"error":{"type":"security_exception","reason":"no permissions"}}'
            self._answer(403, told)
            return
        time.sleep(self.server.seconds)
        connection = http.client.HTTPConnection(*self.server.behind)
        kind = self.headers.get("content-type")
        headers = {"content-type": kind} if kind else {}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        self._answer(answer.status, answer.read(), answer.headers.get("content-type"))
        connection.close()

    def _answer(self, status: int, body: bytes, kind: str | None = None) -> None:
        try:
            self.send_response(status)
            self.send_header("content-type", kind or "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # whoever asked has lost patience

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _hand_on  # noqa: N815 - by http.server


@contextmanager
def doorkeeper(
    host: str, port: int, *, certificate: Path | None = None
) -> Iterator[Doorkeeper]:
    """Give a door before the server at ``host`` and ``port``.

    With a ``certificate`` and its key in one file it is over TLS.
    """
    server = Doorkeeper(host, port)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
