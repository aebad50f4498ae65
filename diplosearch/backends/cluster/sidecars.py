"""Sidecars of an index in a cluster: documents of the index that holds its locks."""

from __future__ import annotations

import time
from typing import Any

from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.http_errors import CONFLICT, MISSING
from ...errors import IndexDamagedError, IndexLockedError, IndexRefusedError
from ..sidecars import Change
from .lock import SIDECAR, index_of, make_lock_index

_TRIES = 10
"""Attempts to change a sidecar while others change it; a guess."""

_FRESH_SECONDS = 1.0
"""Seconds after which what another process changed is read; a guess."""


class ClusterSidecars:
    """Sidecars of an index in a cluster."""

    def __init__(self, connect: Any) -> None:
        """Take what gives a connection to the cluster in a block."""
        self._connect = connect

    def version(self, name: str) -> object:  # noqa: ARG002 - the same for all
        """Return the second of the clock: to ask the cluster takes as long as to read."""
        return int(time.monotonic() / _FRESH_SECONDS)

    def read(self, name: str) -> bytes | None:
        """Return a sidecar; None where there is none."""
        with self._connect() as cluster:
            found = _get(cluster, name)
        return None if found is None else _content_of(found, cluster)

    def change(self, name: str, change: Change) -> None:
        """Replace a sidecar under the version that it was read with.

        Raises :class:`IndexLockedError` where others change it all the time.
        """
        with self._connect() as cluster:
            make_lock_index(cluster)
            for _ in range(_TRIES):
                found = _get(cluster, name)
                before = None if found is None else _content_of(found, cluster)
                condition: dict[str, Any] = {"op_type": "create"}
                if found is not None:
                    condition = {
                        "if_seq_no": found["_seq_no"],
                        "if_primary_term": found["_primary_term"],
                    }
                changed = change(before)
                holder = {"name": SIDECAR, "content": changed.decode()}
                try:
                    path = f"{index_of(cluster)}/_doc/{SIDECAR}-{name}"
                    cluster.ask("PUT", path, {"holder": holder}, **condition)
                except IndexRefusedError as error:
                    if error.status != CONFLICT:
                        raise
                    if (now := _get(cluster, name)) and _content_of(
                        now, cluster
                    ) == changed:
                        return  # the request was repeated and found its own change
                else:
                    return
        raise IndexLockedError(
            f"{cluster.address}: others are changing its {name}; try again"
        )


def _get(cluster: Cluster, name: str) -> Any:
    try:
        return cluster.ask("GET", f"{index_of(cluster)}/_doc/{SIDECAR}-{name}")
    except IndexRefusedError as error:
        if error.status == MISSING:
            return None
        raise


def _content_of(found: Any, cluster: Cluster) -> bytes:
    try:
        content: str = found["_source"]["holder"]["content"]
        return content.encode()
    except (KeyError, TypeError, AttributeError):
        raise IndexDamagedError(
            f"{cluster.address} has a record of tags that cannot be read; remove document "
            f"{found.get('_id')!r} of {index_of(cluster)!r}"
        ) from None
