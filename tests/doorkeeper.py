"""A proxy for a cluster that checks who asks, and can be slow."""

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
    """Proxy with basic authentication; each request is delayed by ``seconds``."""

    daemon_threads = True

    def __init__(self, host: str, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = (host, port)
        self.seconds = 0.0
        self.authorization = f"Basic {_PASS}"
        """What the header of that name has to be; empty for none."""

        self.prefix = ""
        """The path at which the cluster is found, with a slash in front; empty for none."""

        self.forbidden = ""
        """Part of a path; requests for such paths get 403. Empty for none."""

        self.slow = ""
        """Part of a path; requests for such paths take thirty seconds. Empty for none."""

        self.busy = 0
        """Number of writes that get 429 before one is let through."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection."""

    @property
    def address(self) -> str:
        """Host and port of the proxy."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Doorkeeper
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        """Serve a connection; a client that rejects the certificate closes it."""
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Log nothing."""

    def _forward(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        if self.headers.get("authorization", "") != self.server.authorization:
            self._respond(401, b"Unauthorized")
            return
        if not self.path.startswith(f"{self.server.prefix}/"):
            self._respond(404, b"<html>No such page</html>", "text/html")
            return
        path = self.path.removeprefix(self.server.prefix)
        forbidden = self.server.forbidden
        if forbidden and forbidden in self.path:
            body = b'{"error":{"type":"security_exception","reason":"no permissions"}}'
            self._respond(403, body)
            return
        if self.server.busy and (path == "/_bulk" or self.command == "PUT"):
            self.server.busy -= 1
            body = b'{"error":{"type":"rejected_execution_exception","reason":"full"}}'
            self._respond(429, body)
            return
        time.sleep(self.server.seconds)
        end = time.monotonic() + 30
        while self.server.slow and self.server.slow in self.path and time.monotonic() < end:
            time.sleep(0.05)
        connection = http.client.HTTPConnection(*self.server.upstream)
        told = ("content-type", "content-encoding")
        headers = {one: self.headers[one] for one in told if one in self.headers}
        connection.request(self.command, path, body, headers)
        answer = connection.getresponse()
        self._respond(answer.status, answer.read(), answer.headers.get("content-type"))
        connection.close()

    def _respond(self, status: int, body: bytes, content_type: str | None = None) -> None:
        try:
            self.send_response(status)
            self.send_header("content-type", content_type or "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the client has closed the connection

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _forward  # noqa: N815 - by http.server


@contextmanager
def doorkeeper(
    host: str,
    port: int,
    *,
    certificate: Path | None = None,
    clients: Path | None = None,
    version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
) -> Iterator[Doorkeeper]:
    """Run a proxy for the server at ``host`` and ``port`` within the block.

    With a ``certificate``, a file that holds its key as well, the proxy uses TLS, of at
    most ``version``; with ``clients``, a certificate of an authority, it lets those in
    alone who have one of that authority.
    """
    server = Doorkeeper(host, port)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.maximum_version = version
        if clients is not None:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(clients)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
