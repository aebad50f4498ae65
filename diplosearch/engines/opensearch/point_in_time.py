"""Searches one state of an index, pinned by a point in time of the cluster."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from ...errors import IndexDamagedError, IndexRefusedError, UnusableIndexError
from .cluster import Cluster, lines_of
from .http_errors import MISSING, UNAVAILABLE, error_of, fault_in
from .queries import Query, confine, state_filters
from .state import State

_KEPT = "10m"
"""How long the cluster keeps a point in time after its last request; a guess."""

# Tries, the first wait in seconds, doubled each time, and searches in one request:
# guesses.
_MOST_TRIES = 6
_FIRST_WAIT = 0.1
_MOST_AT_ONCE = 200
_LOST = (MISSING, *UNAVAILABLE, 500)


class View:
    """A view of one state. Safe to share between threads.

    A point in time is lost with a node, or without a request for ten minutes. Then
    another one is opened and filtered to the passages of the state.

    Raises:
        IndexDamagedError: if passages of the state are gone.
    """

    def __init__(self, cluster: Cluster, index: str, state: State) -> None:
        self.cluster = cluster
        self.index = index
        self.state = state
        self._lock = threading.Lock()
        self._point = ""
        self.filters: list[Query] = []
        """Filters for the passages of the state; none if the index has no others."""

        self._is_closed = False
        self.shards = 1
        self._open()

    def _open(self) -> None:
        found = self.cluster.ask(
            "POST",
            f"{self.index}/_search/point_in_time",
            keep_alive=_KEPT,
            allow_partial_pit_creation=False,
        )
        self._point = found["pit_id"]
        self.shards = found["_shards"]["total"]
        filters = state_filters(self.state)
        total, kept = self._count(), self._count(filters)
        self.filters = [] if total == kept else filters
        if kept != self.state.passages:
            self._release()
            raise IndexDamagedError(
                f"{self.cluster.address}: {kept:,} of {self.state.passages:,} passages of "
                "this state are there; if the index was changed, open it again, "
                "else rebuild it: diplosearch rebuild"
            )

    def _count(self, filters: Sequence[Query] = ()) -> int:
        query = {"bool": {"filter": list(filters)}}
        found = self._send({"size": 0, "track_total_hits": True, "query": query})
        return int(found["hits"]["total"]["value"])

    def confine(self, query: Query) -> Query:
        """Return ``query`` filtered to the passages of the state."""
        return confine(query, self.filters)

    def search(self, body: dict[str, Any], *, timeout: float | None = None) -> Any:
        """Return the answer to a search of all shards.

        With a ``timeout``, in seconds, nothing is tried again after it.
        """
        give_up = None if timeout is None else time.monotonic() + timeout
        return self._retry(lambda: self._send(body, timeout=timeout), give_up)

    def search_all(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        """Return the answers to several searches, in one request for 200 of them."""
        answers: list[Any] = []
        for start in range(0, len(bodies), _MOST_AT_ONCE):
            batch = bodies[start : start + _MOST_AT_ONCE]
            answers += self._retry(partial(self._send_all, batch))
        return answers

    def _send(self, body: dict[str, Any], *, timeout: float | None = None) -> Any:
        kind = "query_then_fetch" if self.shards == 1 else "dfs_query_then_fetch"
        return self.cluster.ask(
            "POST",
            "_search",
            {**body, **self._pinned()},
            timeout=timeout,
            tries=None if timeout is None else 1,
            search_type=kind,
            allow_partial_search_results=False,
        )

    def _send_all(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        lines: list[dict[str, Any]] = []
        for body in bodies:
            lines += ({"allow_partial_search_results": False}, {**body, **self._pinned()})
        found = self.cluster.ask("POST", "_msearch", lines_of(lines))["responses"]
        for answer in found:
            if "error" in answer:
                fault = fault_in(answer.get("status", 500), answer)
                raise error_of(fault, str(self.cluster.address), 0)
        return list(found)

    def _pinned(self) -> dict[str, Any]:
        return {"pit": {"id": self._point, "keep_alive": _KEPT}}

    def _retry(self, send: Callable[[], Any], give_up: float | None = None) -> Any:
        wait = _FIRST_WAIT
        for turn in range(_MOST_TRIES):
            point = self._point
            try:
                return send()
            except IndexRefusedError as error:
                is_late = give_up is not None and time.monotonic() > give_up
                if error.status not in _LOST or turn == _MOST_TRIES - 1 or is_late:
                    raise
                with self._lock:
                    if self._is_closed:
                        raise
                    if self._point == point and not self._reopen():
                        time.sleep(wait)
                        wait *= 2
        raise AssertionError("the last turn returns or raises")

    def _reopen(self) -> bool:
        """Open another point in time; tell whether the cluster did."""
        try:
            self._release()
            self._open()
        except IndexRefusedError:
            return False
        return True

    def _release(self) -> None:
        if self._point:
            with suppress(UnusableIndexError):  # it expires by itself
                self.cluster.ask(
                    "DELETE",
                    "_search/point_in_time",
                    {"pit_id": [self._point]},
                    tries=1,
                )

    def close(self) -> None:
        """Release the point in time; a second call does nothing."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._release()
