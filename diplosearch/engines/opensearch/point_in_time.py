"""Searches one state of an index; pinned by a point in time once it may be changed."""

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

_ASKED_EVERY = 3.0
"""Seconds after which a reader asks whether passages of its state were removed; a guess."""

# Tries, the first wait in seconds, doubled each time, and searches in one request:
# guesses.
_MOST_TRIES = 6
_FIRST_WAIT = 0.1
_MOST_AT_ONCE = 200
_LOST = (MISSING, *UNAVAILABLE, 500)

HasMoved = Callable[[], bool]
"""Tells whether a later commit has removed passages of the state that is read."""


class View:
    """A view of one state. Safe to share between threads.

    Each search is filtered to the passages of the state, and any copy of a shard may
    answer it, so replicas serve as well and nothing is kept for a reader. Once a later
    commit has removed passages, which are deleted a while after, the view is pinned by
    a point in time.

    A point in time is lost with a node, or without a request for ten minutes. Then
    another one is opened.

    Raises:
        IndexDamagedError: if passages of the state are gone.
    """

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        state: State,
        has_moved: HasMoved = lambda: False,
    ) -> None:
        self.cluster = cluster
        self.index = index
        self.state = state
        self.filters: list[Query] = state_filters(state)
        """Filters for the passages of the state."""

        self._lock = threading.Lock()
        self._point = ""
        self._has_moved = has_moved
        self._asked = time.monotonic()
        self._is_closed = False
        self.shards = self._check()

    @property
    def is_pinned(self) -> bool:
        """Whether a point in time keeps the passages of the state."""
        return bool(self._point)

    def _check(self) -> int:
        """Return the number of shards.

        Raises :class:`IndexDamagedError` where passages of the state are gone.
        """
        query = {"bool": {"filter": self.filters}}
        found = self._send({"size": 0, "track_total_hits": True, "query": query})
        kept = int(found["hits"]["total"]["value"])
        if kept != self.state.passages:
            self._release()
            raise IndexDamagedError(
                f"{self.cluster.address}: {kept:,} of {self.state.passages:,} passages of "
                "this state are there; if the index was changed, open it again, "
                "else rebuild it: diplosearch rebuild"
            )
        return int(found["_shards"]["total"])

    def _pin(self) -> None:
        """Open a point in time, and search in it from now on."""
        found = self.cluster.ask(
            "POST",
            f"{self.index}/_search/point_in_time",
            keep_alive=_KEPT,
            allow_partial_pit_creation=False,
        )
        self._point = found["pit_id"]
        self._check()

    def _keep_up(self) -> None:
        """Pin the state where a later commit has removed passages of it."""
        if self._point or time.monotonic() - self._asked < _ASKED_EVERY:
            return
        with self._lock:
            if not self._point and not self._is_closed:
                self._asked = time.monotonic()
                has_moved = False
                with suppress(UnusableIndexError):  # it is asked again
                    has_moved = self._has_moved()
                if has_moved:
                    self._pin()

    def confine(self, query: Query) -> Query:
        """Return ``query`` filtered to the passages of the state."""
        return confine(query, self.filters)

    def search(
        self, body: dict[str, Any], *, timeout: float | None = None, copies: str = ""
    ) -> Any:
        """Return the answer to a search of all shards.

        With a ``timeout``, in seconds, nothing is tried again after it. Searches of one
        word ``copies`` are answered by the same copies of the shards, as pages have to be.
        """
        give_up = None if timeout is None else time.monotonic() + timeout
        how = {"preference": copies} if copies and not self._point else {}
        return self._retry(lambda: self._send(body, timeout=timeout, **how), give_up)

    def search_all(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        """Return the answers to several searches, in one request for 200 of them."""
        answers: list[Any] = []
        for start in range(0, len(bodies), _MOST_AT_ONCE):
            batch = bodies[start : start + _MOST_AT_ONCE]
            answers += self._retry(partial(self._send_all, batch))
        return answers

    def _send(
        self, body: dict[str, Any], *, timeout: float | None = None, **how: str
    ) -> Any:
        has_scores = bool(body.get("size"))
        is_shared = has_scores and self.shards > 1
        point = self._point
        return self.cluster.ask(
            "POST",
            "_search" if point else f"{self.index}/_search",
            {**body, **_pinned(point)},
            timeout=timeout,
            tries=None if timeout is None else 1,
            search_type="dfs_query_then_fetch" if is_shared else "query_then_fetch",
            allow_partial_search_results=False,
            **({} if point else how),
        )

    def _send_all(self, bodies: Sequence[dict[str, Any]]) -> list[Any]:
        lines: list[dict[str, Any]] = []
        point = self._point
        where = {} if point else {"index": self.index}
        for body in bodies:
            lines += (
                {"allow_partial_search_results": False, **where},
                {**body, **_pinned(point)},
            )
        found = self.cluster.ask("POST", "_msearch", lines_of(lines))["responses"]
        for answer in found:
            if "error" in answer:
                fault = fault_in(answer.get("status", 500), answer)
                raise error_of(fault, str(self.cluster.address), 0)
        return list(found)

    def _retry(self, send: Callable[[], Any], give_up: float | None = None) -> Any:
        wait = _FIRST_WAIT
        for turn in range(_MOST_TRIES):
            point = self._point
            try:
                self._keep_up()
                point = self._point
                return send()
            except IndexRefusedError as error:
                is_late = give_up is not None and time.monotonic() > give_up
                if error.status not in _LOST or turn == _MOST_TRIES - 1 or is_late:
                    raise
                with self._lock:
                    if self._is_closed:
                        raise
                    is_other = self._point != point
                    if not is_other and not (point and self._reopen()):
                        time.sleep(wait)
                        wait *= 2
        raise AssertionError("the last turn returns or raises")

    def _reopen(self) -> bool:
        """Open another point in time; tell whether the cluster did."""
        try:
            self._release()
            self._pin()
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


def _pinned(point: str) -> dict[str, Any]:
    return {"pit": {"id": point, "keep_alive": _KEPT}} if point else {}
