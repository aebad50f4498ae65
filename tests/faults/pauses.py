"""Writers of a cluster that are stopped at random moments and go on when another one has
taken over: nothing that was committed is lost, and every outcome is named.

The lock lasts for seconds here, so that a round takes some. The server is that of
DIPLOSEARCH_OPENSEARCH_URL, or one that is started, with DIPLOSEARCH_OPENSEARCH_NODES
nodes (1).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import diplosearch
from diplosearch import Document
from diplosearch.backends.cluster import lock
from diplosearch.backends.cluster.generations import remove_all
from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.cluster import Cluster
from tools.opensearch_server import serve

from .tally import RunOptions, Tally

CHANGES = {"add": 30, "replace": 30, "delete": 25, "rebuild": 60}
"""What the first writer does, and about how many requests it takes."""

_LOCKED = "with the lock"
"""What a writer says before it stops, if it holds the lock by then."""

_DEAD_AFTER = 2.0
_STOPPED_FOR = _DEAD_AFTER + 0.7
_LIMIT = 120.0
"""Seconds for a writer to stop, and to end; more than it takes on a busy machine."""


def run(options: RunOptions) -> Tally:
    """Return what became of two writers, one of them stopped, in each of the rounds."""
    tally = Tally("pauses", "opensearch", f"seed {options.first}")
    with _server() as url:
        for number in range(options.first, options.first + (options.count or 50)):
            if not tally.has_time(options):
                break
            _Round(f"{url}/pauses-{uuid.uuid4().hex[:8]}", number, tally).play()
    return tally


@contextmanager
def _server() -> Iterator[str]:
    url = os.environ.get("DIPLOSEARCH_OPENSEARCH_URL", "").rstrip("/")
    if url:
        yield url
        return
    nodes = int(os.environ.get("DIPLOSEARCH_OPENSEARCH_NODES", "1"))
    with serve(nodes, is_short_lived=True) as server:
        yield server.url


class _Round:
    """A writer that is stopped, another one, and the index after both."""

    def __init__(self, location: str, number: int, tally: Tally) -> None:
        self._location = location
        self._number = number
        self._tally = tally
        self._random = random.Random(number)
        self._kind = self._random.choice(sorted(CHANGES))
        self._moment = self._random.randrange(2 * CHANGES[self._kind])

    def play(self) -> None:
        """Play the round, and remove its index."""
        shorten_lock()
        try:
            self._play()
        finally:
            cluster = Cluster(read_address(self._location))
            remove_all(cluster)
            cluster.close()

    def _play(self) -> None:
        diplosearch.rebuild(make("old", 4), self._location, entities=False, jobs=1).close()
        command = [sys.executable, "-m", "tests.faults.pauses"]
        writer = subprocess.Popen(
            [*command, self._location, self._kind, str(self._moment)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            is_stopped = _wait_until_stopped(writer)
            if is_stopped:
                time.sleep(_STOPPED_FOR)
            # It may go on beside the other one, or after it.
            delay = self._random.choice((None, self._random.random() * 3))
            if is_stopped and delay is not None:
                threading.Timer(delay, writer.send_signal, [signal.SIGCONT]).start()
            other = self._write_other()
            if is_stopped:
                writer.send_signal(signal.SIGCONT)
            said = writer.communicate(timeout=_LIMIT)[0].strip().splitlines()
        except subprocess.TimeoutExpired:
            self._fault("the first writer does not end")
            return
        finally:
            writer.kill()
            writer.wait()
        first = said[-1] if said else "nothing"
        outcome = first.partition(" ")[0]
        when = "stopped" if is_stopped else "not stopped"
        self._tally.add(f"{self._kind} {when}: {outcome}, other: {other}")
        if outcome not in ("OK", "NAMED"):
            self._fault(f"the first writer says {first[:300]}")
        is_unknown = "not known" in first
        self._check(outcome, other, is_unknown=is_unknown, has_lock=_LOCKED in said)

    def _write_other(self) -> str:
        try:
            with diplosearch.open(self._location, lock_timeout=_LIMIT) as index:
                index.add(make("b", 3))
        except diplosearch.DiplosearchError as error:
            if "another writer began" not in str(error):
                self._fault(f"the other writer says {error}")
            return "NAMED"
        return "OK"

    def _check(self, outcome: str, other: str, *, is_unknown: bool, has_lock: bool) -> None:
        old = {one.id for one in make("old", 4)}
        expected = expect(self._kind, old) if outcome == "OK" else old
        choices = [expected, expect(self._kind, old)] if is_unknown else [expected]
        if other == "OK":
            choices = [one | {"b0", "b1", "b2"} for one in choices]
            if self._kind == "rebuild" and outcome == "OK" and not has_lock:
                choices.append(expected)  # it began after the other one, and replaced it
        with diplosearch.open(self._location) as index:
            found = set(index.ids())
            report = index.check(full=True)
            if found not in choices:
                self._fault(f"{sorted(found)} instead of {sorted(choices[0])}")
            if not report.ok:
                self._fault(f"check: {[str(one) for one in report.damage][:3]}")
            if index.add(make("later", 1)).documents != 1:
                self._fault("nothing can be added afterwards")

    def _fault(self, what: str) -> None:
        where = f"round {self._number}, {self._kind} at {self._moment}"
        self._tally.faults.append(f"{where}: {what}")


def _wait_until_stopped(writer: subprocess.Popen[str]) -> bool:
    """Tell whether ``writer`` stopped; else it has ended before its moment."""
    give_up = time.monotonic() + _LIMIT
    while writer.poll() is None and time.monotonic() < give_up:
        try:
            stat = Path(f"/proc/{writer.pid}/stat").read_text(encoding="utf-8")
        except OSError:
            break
        if stat.rpartition(")")[2].split()[0] == "T":
            return True
        time.sleep(0.05)
    return False


def shorten_lock() -> None:
    """Take a writer for dead after seconds."""
    lock._DEAD_AFTER = _DEAD_AFTER
    lock._RENEWED_EVERY = 0.4
    lock._STALE_AFTER = 0.8


def make(kind: str, count: int) -> list[Document]:
    """Return documents whose ids begin with ``kind``."""
    return [
        Document(id=f"{kind}{n}", text=f"The {kind} embassy in Baku reopened on day {n}.")
        for n in range(count)
    ]


def expect(kind: str, old: set[str]) -> set[str]:
    """Return the ids after a change of this kind."""
    own = {"a0", "a1", "a2"}
    return {
        "add": old | own,
        "replace": old | own,
        "delete": old - {"old0", "old1"},
        "rebuild": own,
    }[kind]


def _write(location: str, kind: str) -> None:
    """Make the change of this kind."""
    if kind == "rebuild":
        diplosearch.rebuild(make("a", 3), location, entities=False, jobs=1).close()
        return
    with diplosearch.open(location, lock_timeout=_LIMIT) as index:
        if kind == "delete":
            index.delete(["old0", "old1"])
            return
        changed = [Document(id="old0", text="It closed again.")]
        index.add([*(changed if kind == "replace" else []), *make("a", 3)])


def main(location: str, kind: str, moment: str) -> int:
    """Make a change, and stop this process at a moment of it: before or after a request."""
    shorten_lock()
    send = Cluster._try
    count = 0
    has_lock = False
    take = lock.ClusterLock.__init__

    def take_and_note(self: lock.ClusterLock, *arguments: Any, **options: Any) -> None:
        nonlocal has_lock
        take(self, *arguments, **options)
        has_lock = True

    def stop_if_due() -> None:
        nonlocal count
        if count == int(moment):
            print(_LOCKED if has_lock else "without a lock", flush=True)
            os.kill(os.getpid(), signal.SIGSTOP)
        count += 1

    def send_or_stop(self: Cluster, *arguments: Any) -> Any:
        if threading.current_thread().name == "diplosearch-lock":
            return send(self, *arguments)
        stop_if_due()
        answer = send(self, *arguments)
        stop_if_due()
        return answer

    Cluster._try = send_or_stop  # type: ignore[method-assign, assignment]
    lock.ClusterLock.__init__ = take_and_note  # type: ignore[method-assign]
    try:
        _write(location, kind)
    except diplosearch.DiplosearchError as error:
        print("NAMED", error)
    # Any other error is a fault that the parent reports.
    except BaseException as error:
        print("UNNAMED", type(error).__name__, error)
    else:
        print("OK")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
