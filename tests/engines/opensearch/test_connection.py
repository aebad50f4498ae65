"""Servers that are slow, endless or none of a cluster: a call is bounded as a whole."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import diplosearch
from diplosearch.engines.opensearch import connection as bounds
from diplosearch.engines.opensearch.address import Address
from diplosearch.engines.opensearch.cluster import Cluster
from diplosearch.engines.opensearch.liveness import read_alert, speaks_tls
from diplosearch.errors import IndexUnreachableError

pytest.importorskip("opensearchpy")

SECONDS = 1.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

Answer = Callable[[socket.socket], None]


@contextmanager
def server(answer: Answer) -> Iterator[int]:
    """Give the port of a server that answers each connection by ``answer``."""
    listener = socket.create_server(("127.0.0.1", 0))
    opened: list[socket.socket] = []

    def serve(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.recv(9_999)
            answer(connection)
            connection.close()

    def listen() -> None:
        with suppress(OSError):
            while True:
                connection = listener.accept()[0]
                opened.append(connection)
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        for connection in opened:
            connection.close()


def whole(body: bytes, head: bytes = HEAD) -> bytes:
    """Return an answer with ``body``."""
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def drip(begin: bytes, rest: bytes) -> Answer:
    """Return an answer whose ``rest`` is sent a byte every fifth of a second."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(begin)
        for byte in rest:
            connection.sendall(bytes([byte]))
            time.sleep(0.2)

    return answer


def flood(begin: bytes, part: bytes) -> Answer:
    """Return an answer that repeats ``part`` without end."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(part)

    return answer


SLOW = {
    "nothing": drip(b"", b""),
    "header": drip(b"", HEAD * 50),
    "header lines": drip(HEAD, b"a: b\r\n" * 100),
    "body": drip(HEAD + b"Content-Length: 9000\r\n\r\n", b" " * 400),
    "chunks": drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 100),
    "error": drip(b"HTTP/1.1 503 Busy\r\nContent-Length: 9000\r\n\r\n", b" " * 400),
    "continue": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


def silent(connection: socket.socket) -> None:
    """Answer nothing, and keep the connection open."""
    time.sleep(20)
    connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("retries", [0, 3])
@pytest.mark.parametrize("kind", SLOW)
def test_slow_server(kind: str, retries: int) -> None:
    """A server that sends bytes slowly, wherever, is left when the timeout is over.

    With the socket's own timeout alone, each of them is waited for until it ends.
    """
    answer = silent if kind == "nothing" else SLOW[kind]
    with server(answer) as port:
        location = f"opensearch://127.0.0.1:{port}/x?retries={retries}&timeout={SECONDS}"
        begun = time.monotonic()
        with pytest.raises(
            IndexUnreachableError, match=r"within 1 s|not that of a cluster"
        ):
            diplosearch.open(location)
        assert time.monotonic() - begun < SECONDS + 1


@pytest.mark.slow
def test_slow_tls_server() -> None:
    """A server that sends its part of a TLS handshake slowly is left as well."""
    with server(drip(b"", b"\x16\x03\x03\x40\x00\x02" * 60)) as port:
        begun = time.monotonic()
        with pytest.raises(IndexUnreachableError):
            diplosearch.open(f"opensearchs://127.0.0.1:{port}/x?timeout={SECONDS}")
        assert time.monotonic() - begun < SECONDS + 1


@pytest.mark.slow
def test_server_that_reads_nothing() -> None:
    """A server that takes no more of a request is left when the timeout is over."""
    with server(silent) as port:
        cluster = Cluster(Address((("127.0.0.1", port),), "x", timeout=SECONDS))
        begun = time.monotonic()
        with pytest.raises(IndexUnreachableError, match="within 1 s"):
            cluster.ask("POST", "_bulk", "x" * 50_000_000)
        assert time.monotonic() - begun < SECONDS + 1
        cluster.close()


@pytest.mark.slow
def test_slow_host_of_several() -> None:
    """Where one host of several is slow, another one answers the call."""
    found = whole(b'{"x": 1}')
    with server(silent) as slow, server(lambda one: one.sendall(found)) as good:
        hosts = (("127.0.0.1", slow), ("127.0.0.1", good))
        cluster = Cluster(Address(hosts, "x", timeout=SECONDS))
        for _ in range(3):
            assert cluster.ask("GET", "x") == {"x": 1}
        cluster.close()


@pytest.mark.slow
def test_host_that_hangs() -> None:
    """A host that takes connections and says nothing is left for another one after three
    seconds, whatever the timeout, and then not asked for a while.

    A process that is stopped does so: the system accepts for it. With the timeout of a
    call alone, each second search takes thirty seconds.
    """
    found = whole(b'{"x": 1}')
    with server(silent) as hung, server(lambda one: one.sendall(found)) as good:
        cluster = Cluster(Address((("127.0.0.1", hung), ("127.0.0.1", good)), "x"))
        begun = time.monotonic()
        for _ in range(6):
            assert cluster.ask("GET", "x") == {"x": 1}
        assert time.monotonic() - begun < 20
        cluster.close()


@pytest.mark.slow
def test_slow_host_that_is_alive() -> None:
    """A host that takes long for an answer and answers a ping is waited for: to ask the
    next one would double the load.
    """
    asked: list[int] = []

    def answer(connection: socket.socket) -> None:
        asked.append(1)
        if len(asked) == 1:
            time.sleep(5)
        connection.sendall(whole(b'{"x": 1}'))

    with server(answer) as port:
        cluster = Cluster(Address((("127.0.0.1", port), ("localhost", port)), "x"))
        begun = time.monotonic()
        assert cluster.ask("GET", "x") == {"x": 1}
        assert 5 <= time.monotonic() - begun < 8
        cluster.close()


@pytest.mark.slow
def test_short_timeout_with_a_host_that_hangs() -> None:
    """Two seconds are enough to leave a host that hangs and ask another one."""
    found = whole(b'{"x": 1}')
    with server(silent) as hung, server(lambda one: one.sendall(found)) as good:
        hosts = (("127.0.0.1", hung), ("127.0.0.1", good))
        for pair in (hosts, hosts[::-1]):
            cluster = Cluster(Address(pair, "x"))
            begun = time.monotonic()
            assert cluster.ask("GET", "x", timeout=2, tries=1) == {"x": 1}
            assert time.monotonic() - begun < 2.5
            cluster.close()


@pytest.mark.parametrize("kind", ["closed", "told"])
def test_server_that_expects_tls(tmp_path: Path, kind: str) -> None:
    """Who asks a port that speaks TLS without it is told how to write the location."""
    certificate, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    refusal = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n"
    page = whole(b"The plain HTTP request was sent to HTTPS port", refusal)

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection = listener.accept()[0]
                is_tls = connection.recv(1, socket.MSG_PEEK) == b"\x16"
                if not is_tls and kind == "told":
                    connection.recv(9_999)
                    connection.sendall(page)
                elif is_tls:
                    with suppress(OSError):
                        context.wrap_socket(connection, server_side=True).close()
                connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        location = f"opensearch://127.0.0.1:{listener.getsockname()[1]}/x?retries=0"
        with pytest.raises(IndexUnreachableError, match="write opensearchs://"):
            diplosearch.open(location)


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
def test_server_that_asks_for_a_certificate(tmp_path: Path, version: str) -> None:
    """A server that ends a handshake for want of a certificate of ours is alive, and the
    alert says why; one that speaks no TLS, or closes, is none.

    Under TLS 1.2 such a server was taken for one that hangs.
    """
    certificate, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.maximum_version = ssl.TLSVersion[version]
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(certificate)

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection = listener.accept()[0]
                with suppress(OSError):
                    connection = context.wrap_socket(connection, server_side=True)
                    connection.settimeout(2)
                    connection.recv(1)
                connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        host = ("127.0.0.1", listener.getsockname()[1])
        assert speaks_tls(host, 5)
        assert "ALERT" in read_alert(host, 5)
        assert not read_alert(host, 0.2, str(certificate), str(key))
    for answer in (lambda one: one.sendall(b"HTTP/1.1 400 No\r\n\r\n"), lambda _: None):
        with server(answer) as port:
            assert not speaks_tls(("127.0.0.1", port), 5)
            assert not read_alert(("127.0.0.1", port), 5)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Return the files of a certificate and its key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("needs openssl")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    files = ("-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate))
    subprocess.run([*command, *files], check=True, capture_output=True)
    return certificate, key


NESTED = b'{"a":' * 100_000
UNREADABLE = {
    "deep": whole(NESTED + b"1" + b"}" * 100_000),
    "deep list": whole(b"[" * 100_000 + b"]" * 100_000),
    "deep error": whole(
        NESTED + b"1" + b"}" * 100_000,
        b"HTTP/1.1 400 No\r\nContent-Type: application/json\r\n",
    ),
    "no JSON": whole(b"<html>"),
    "half": whole(b'{"a": '),
    "page": whole(b"<html>", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"),
    "text": whole(b"hello", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"),
    "number": whole(b"5"),
    "digits": whole(b'{"a": ' + b"1" * 10_000 + b"}"),
    "string": whole(b'"x"'),
    "null": whole(b"null"),
    "empty": whole(b""),
    "list": whole(b"[]"),
    "object": whole(b"{}"),
    "other object": whole(b'{"x": [1, {"aliases": 5}], "y": null}'),
    "strings": whole(b'{"x-1": "y"}'),
    "bytes": whole(b"\xff\xfe\xfd"),
    "gzip": whole(gzip.compress(b'{"a": 1}'), HEAD + b"Content-Encoding: gzip\r\n"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "long line": b"HTTP/1.1 200 " + b"O" * 100_000,
    "many lines": HEAD + b"a: b\r\n" * 10_000,
    "bad length": HEAD + b"Content-Length: minus\r\n\r\n{}",
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_answer_of_no_cluster(kind: str) -> None:
    """What no cluster answers is a named error at once, however it is wrong."""
    with server(lambda one: one.sendall(UNREADABLE[kind])) as port:
        location = f"opensearch://127.0.0.1:{port}/x?retries=0&timeout=5"
        begun = time.monotonic()
        with pytest.raises(diplosearch.DiplosearchError) as raised:
            diplosearch.open(location)
        assert time.monotonic() - begun < 4
        assert re.search(rf"127\.0\.0\.1:{port}/x", str(raised.value))


@pytest.mark.parametrize(
    "begin",
    [
        HEAD + b"\r\n",
        HEAD + b"Content-Length: 99999999999\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n",
        b"HTTP/1.1 500 No\r\nContent-Length: 99999999999\r\n\r\n",
    ],
    ids=["until closed", "long", "long chunk", "error"],
)
def test_endless_answer(begin: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that goes on is left at its most bytes, and not asked for again."""
    monkeypatch.setattr(bounds, "MOST_BYTES", 5_000_000)
    asked: list[int] = []

    def answer(connection: socket.socket) -> None:
        asked.append(1)
        flood(begin, b" " * 65_536)(connection)

    with server(answer) as port:
        begun = time.monotonic()
        with pytest.raises(IndexUnreachableError, match="too long"):
            diplosearch.open(f"opensearch://127.0.0.1:{port}/x?timeout=20")
        assert time.monotonic() - begun < 5
        assert asked == [1]


def test_packed_answer_is_not_unpacked() -> None:
    """A small answer that would unpack to gigabytes is refused as it is."""
    packed = gzip.compress(json.dumps({"a": " " * 50_000_000}).encode())
    head = HEAD + b"Content-Encoding: gzip\r\n"
    answer = whole(packed, head)
    with (
        server(lambda one: one.sendall(answer)) as port,
        pytest.raises(IndexUnreachableError),
    ):
        diplosearch.open(f"opensearch://127.0.0.1:{port}/x?retries=0")


@pytest.mark.slow
def test_connection_is_used_again() -> None:
    """Calls after each other go through one connection, and each has its own time."""
    opened: list[int] = []
    found = whole(b'{"x": 1}')

    def answer(connection: socket.socket) -> None:
        opened.append(1)
        connection.sendall(found)
        while connection.recv(9_999):
            connection.sendall(found)

    with server(answer) as port:
        cluster = Cluster(Address((("127.0.0.1", port),), "x", timeout=SECONDS))
        for _ in range(5):
            assert cluster.ask("GET", "x") == {"x": 1}
            time.sleep(0.3)
        assert opened == [1]
        cluster.close()
