"""The writer's lock in a cluster: a document that only one process can create."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.http_errors import CONFLICT, MISSING
from ...engines.opensearch.indices import create_index
from ...engines.opensearch.schema import MARK
from ...errors import IndexLockedError, IndexRefusedError, UnusableIndexError
from ..disk.locks import describe_process

_RETRY_SECONDS = 0.2
"""Seconds between two attempts to take the lock; a guess."""

_RENEWED_EVERY = 10.0
"""Seconds between two renewals by the holder; a guess."""

_DEAD_AFTER = 60.0
"""Seconds without a renewal after which a holder counts as dead; a guess."""

_STALE_AFTER = 20.0
"""Seconds since the last renewal after which a holder asks before it writes; a guess."""

_WRITER = "writer"
_GENERATIONS = "generations"
SIDECAR = "sidecar"
"""The name of documents beside the locks that are none; see :mod:`.sidecars`."""

_MOST_WRITERS = 1_000
"""Locks read at most: more than the 999 parts of a rebuild."""

_WHO = "process {process} on {host}, {purpose} since {since}"
_TAKEN = "resource_already_exists_exception"


class ClusterLock:
    """The exclusive lock of an index's writer, held until :meth:`release`.

    The holder renews it. A lock that was not renewed for a minute is taken over (the
    clocks of machines must agree within half a minute), one of this machine as soon as
    its process is gone.
    """

    def __init__(
        self, cluster: Cluster, *, purpose: str, timeout: float, name: str = _WRITER
    ) -> None:
        """Wait up to ``timeout`` seconds for the lock ``name``.

        Raises :class:`IndexLockedError`, which names the holder.
        """
        self._cluster = cluster
        self._index = index_of(cluster)
        self._name = name
        self._holder: dict[str, Any] = {
            **describe_process(purpose),
            "name": name,
            "token": os.urandom(8).hex(),
        }
        self._version: dict[str, Any] = {}
        self._writing = threading.Lock()
        self._renewed = 0.0
        make_lock_index(cluster)
        give_up = time.monotonic() + timeout
        while not self._try():
            if time.monotonic() >= give_up:
                raise IndexLockedError(self._describe(timeout))
            time.sleep(_RETRY_SECONDS)
        self._is_lost = False
        self._ended = threading.Event()
        self._renewer = threading.Thread(
            target=self._renew, name="diplosearch-lock", daemon=True
        )
        self._renewer.start()

    def _try(self) -> bool:
        found = self._read()
        if found is None:
            return self._write(op_type="create")
        if not _is_dead(found["_source"]["holder"]):
            return False
        return self._write(
            if_seq_no=found["_seq_no"], if_primary_term=found["_primary_term"]
        )

    def _read(self) -> Any:
        try:
            return self._cluster.ask("GET", f"{self._index}/_doc/{self._name}")
        except IndexRefusedError as error:
            if error.status == MISSING:
                return None
            raise

    def _write(self, **condition: Any) -> bool:
        renewed = self._holder["renewed"] = time.time()
        try:
            found = self._cluster.ask(
                "PUT",
                f"{self._index}/_doc/{self._name}",
                {"holder": self._holder},
                **condition,
            )
        except IndexRefusedError as error:
            if error.status != CONFLICT:
                raise
            # A repeated request finds the document that it has written itself.
            found = self._read()
            if found is None:
                return False
            if found["_source"]["holder"]["token"] != self._holder["token"]:
                return False
        self._version = {
            "if_seq_no": found["_seq_no"],
            "if_primary_term": found["_primary_term"],
        }
        self._renewed = renewed
        return True

    def _renew(self) -> None:
        while not self._ended.wait(_RENEWED_EVERY):
            with suppress(UnusableIndexError):
                if not self.is_held():
                    return

    def is_held(self) -> bool:
        """Renew the lock; tell whether it is still held."""
        with self._writing:
            if not self._is_lost and not self._write(**self._version):
                self._is_lost = True
            return not self._is_lost

    def confirm_if_stale(self) -> None:
        """Check that the lock is still held, where it was not renewed lately.

        A writer calls this before all that it sends, so one that was paused sends nothing
        more when it goes on.

        Raises :class:`IndexLockedError` where another writer has taken it over.
        """
        if self._is_lost or abs(time.time() - self._renewed) > _STALE_AFTER:
            self.confirm()

    def confirm(self) -> None:
        """Check that the lock is still held.

        Raises :class:`IndexLockedError` where another writer has taken it over.
        """
        if not self.is_held():
            raise IndexLockedError(
                f"{self._cluster.address}: another writer began while this one could not "
                "be heard of; nothing was changed: try again"
            )

    def _describe(self, timeout: float) -> str:
        found = self._read()
        who = "another process"
        if found is not None:
            holder = found["_source"]["holder"]
            who = _WHO.format(**holder)
        return (
            f"{self._cluster.address} is being written by {who}; waited {timeout:g} s: "
            "try again when it has finished, or stop it"
        )

    def release(self) -> None:
        """Release the lock; a second call does nothing."""
        if self._ended.is_set():
            return
        self._ended.set()
        self._renewer.join()
        with suppress(UnusableIndexError):  # it expires without renewals
            self._cluster.ask(
                "DELETE", f"{self._index}/_doc/{self._name}", **self._version, tries=1
            )


def find_part_writers(cluster: Cluster) -> list[str]:
    """Return descriptions of the processes that are writing parts of a rebuild."""
    index = index_of(cluster)
    cluster.ask("POST", f"{index}/_refresh")
    found = cluster.ask("POST", f"{index}/_search", {"size": _MOST_WRITERS})
    holders = [one["_source"]["holder"] for one in found["hits"]["hits"]]
    return [
        _WHO.format(**holder)
        for holder in holders
        if holder["name"] not in (_WRITER, SIDECAR) and not _is_dead(holder)
    ]


def count_generation(cluster: Cluster, last: int) -> int:
    """Return the number of a new generation, after ``last`` and all that were counted.

    Only the holder of the writer's lock may call this. A number is not used again, since
    a writer that was taken for dead may still write to the indices that had it.
    """
    path = f"{index_of(cluster)}/_doc/{_GENERATIONS}"
    try:
        found = cluster.ask("GET", path)["_source"]["holder"]["last"]
    except IndexRefusedError as error:
        if error.status != MISSING:
            raise
        found = 0
    number = max(last, int(found)) + 1
    # Earlier versions list all records of this index but those of this name.
    cluster.ask("PUT", path, {"holder": {"name": _WRITER, "last": number}})
    return number


def index_of(cluster: Cluster) -> str:
    """Return the name of the index that holds the locks."""
    return f"{cluster.address.name}-writer"


def make_lock_index(cluster: Cluster) -> None:
    """Make the index that holds the locks where it is missing."""
    mappings = {
        "dynamic": "strict",
        "_meta": {MARK: "writer"},
        "properties": {"holder": {"type": "object", "enabled": False}},
    }
    try:
        cluster.ask("GET", index_of(cluster))
    except IndexRefusedError as error:
        if error.status != MISSING:
            raise
        try:
            create_index(cluster, index_of(cluster), mappings, is_awaited=True)
        except IndexRefusedError as other:
            if other.kind != _TAKEN:
                raise


def _is_dead(holder: dict[str, Any]) -> bool:
    """Tell whether the holder of a lock is gone: not renewed, or no process here."""
    if time.time() - holder["renewed"] > _DEAD_AFTER:
        return True
    if holder["host"] != socket.gethostname() or os.name == "nt":
        return False
    try:
        os.kill(holder["process"], 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
