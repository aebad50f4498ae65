"""Writes documents to a cluster in batches, as fast as it takes them.

At most two batches are in flight while one is being filled, which bounds memory and
keeps the cluster busy. When the cluster is overloaded or a node is lost, what was
not taken is sent again after growing waits, up to the patience of the address.

New documents are created and never replace one: an id that is taken was taken by the
same writer, whose answer was lost, since no two writers share ids.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

from ...errors import IndexRefusedError, IndexUnreachableError, UnusableIndexError
from .cluster import Cluster
from .http_errors import CONFLICT, OVERLOADED, UNAVAILABLE, Fault, error_of, fault_in
from .indices import write_alias

# Sizes of a batch, and waits in seconds, doubled each time: guesses.
_BATCH_BYTES = 3_000_000
_BATCH_ACTIONS = 2_000
_MOST_IN_FLIGHT = 2
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0

_TOO_LARGE = 413
_MISSING = 404
_GOOD = 300
_CONFLICTS = 3
"""Times that the cluster itself tries an update again; a guess."""

_REMOVE = (
    "if (ctx._source.removed == null) { ctx._source.removed = [params.number] }"
    " else if (!(ctx._source.removed instanceof List)) {"
    " if (ctx._source.removed != params.number)"
    " { ctx._source.removed = [ctx._source.removed, params.number] } }"
    " else if (!ctx._source.removed.contains(params.number))"
    " { ctx._source.removed.add(params.number) }"
)
"""Adds a commit to those that remove a document, and takes none away."""


class _Action(NamedTuple):
    """Lines of a bulk request, and the row of the document that they belong to."""

    lines: str
    row: int


class Bulk:
    """Sends writes to one cluster. For use by one thread."""

    def __init__(self, cluster: Cluster, confirm: Callable[[], None] | None = None) -> None:
        """Write to ``cluster``, and call ``confirm`` before each batch.

        It raises an error where another writer has begun, and nothing more is sent.
        """
        self._cluster = cluster
        self._confirm = confirm
        self._waiting: list[_Action] = []
        self._size = 0
        self._in_flight: list[Future[None]] = []
        self._threads = ThreadPoolExecutor(_MOST_IN_FLIGHT, "diplosearch-bulk")
        self.failed: dict[int, str] = {}
        """Reasons why the cluster refused documents, by row."""

    def create(
        self, index: str, id: int, source: Mapping[str, Any], *, row: int, routing: int
    ) -> None:
        """Write a new document under its id."""
        head = {
            "create": {
                "_index": write_alias(index),
                "_id": str(id),
                "routing": str(routing),
            }
        }
        self._add(head, source, row)

    def remove(self, index: str, row: int, *, number: int) -> None:
        """Add commit ``number`` to those that remove the document in ``row``."""
        where = {"_index": write_alias(index), "_id": str(row), "routing": str(row)}
        head = {"update": {**where, "retry_on_conflict": _CONFLICTS}}
        script = {"source": _REMOVE, "lang": "painless", "params": {"number": number}}
        self._add(head, {"script": script}, row)

    def _add(self, head: Mapping[str, Any], body: Mapping[str, Any], row: int) -> None:
        lines = f"{_encode(head)}\n{_encode(body)}\n"
        self._waiting.append(_Action(lines, row))
        self._size += len(lines)
        if self._size >= _BATCH_BYTES or len(self._waiting) >= _BATCH_ACTIONS:
            self._submit_batch()

    def _submit_batch(self) -> None:
        while len(self._in_flight) >= _MOST_IN_FLIGHT:
            self._in_flight.pop(0).result()
        actions, self._waiting, self._size = self._waiting, [], 0
        if actions:
            self._in_flight.append(self._threads.submit(self._send, actions))

    def flush(self) -> None:
        """Send the rest and wait for all answers; refusals are in :attr:`failed`.

        Raises:
            IndexRefusedError: the cluster stayed overloaded, or is closed to writes.
            IndexUnreachableError: the cluster did not answer.
            IndexLockedError: another writer has begun.
        """
        self._submit_batch()
        while self._in_flight:
            self._in_flight.pop(0).result()

    def _send(self, actions: list[_Action]) -> None:
        wait, waited, begun = _FIRST_WAIT, 0.0, time.monotonic()
        patience = self._cluster.address.patience
        while True:
            is_last = max(waited, time.monotonic() - begun) + wait > patience
            try:
                actions = self._try(actions, is_last=is_last)
            except IndexRefusedError as error:
                if error.status == _TOO_LARGE:
                    self._send_halves(actions)
                    return
                if is_last or error.status not in (OVERLOADED, *UNAVAILABLE):
                    raise
            except IndexUnreachableError:
                if is_last:
                    raise
            if not actions:
                return
            time.sleep(wait)
            waited += wait
            wait = min(wait * 2, _LONGEST_WAIT)

    def _send_halves(self, actions: list[_Action]) -> None:
        """Send a batch that was too large in halves; one document alone fails."""
        if len(actions) == 1:
            self.failed[actions[0].row] = "is larger than the cluster takes"
            return
        half = len(actions) // 2
        self._send(actions[:half])
        self._send(actions[half:])

    def _try(self, actions: list[_Action], *, is_last: bool) -> list[_Action]:
        """Send ``actions`` once; return those to be sent again."""
        if self._confirm is not None:
            self._confirm()
        body = "".join(action.lines for action in actions)
        found = self._cluster.ask("POST", "_bulk", body, tries=1, require_alias=True)
        if not found["errors"]:
            return []
        again = []
        passing = None
        for action, item in zip(actions, found["items"], strict=True):
            answer = next(iter(item.values()))
            if answer["status"] < _GOOD or (
                "create" in item and answer["status"] == CONFLICT
            ):
                continue
            fault = fault_in(answer["status"], answer)
            if fault.is_block or (fault.status == _MISSING and "index" in fault.kind):
                raise error_of(fault, str(self._cluster.address), 0)
            if fault.is_passing:
                again.append(action)
                passing = fault
            else:
                self.failed.setdefault(action.row, fault.reason or fault.kind)
        if is_last and passing is not None:
            raise self._make_late_error(passing, len(again))
        return again

    def _make_late_error(self, fault: Fault, count: int) -> UnusableIndexError:
        address = self._cluster.address
        if fault.status != OVERLOADED:
            return error_of(fault, str(address), 0)
        return IndexRefusedError(
            f"{address} was overloaded for {address.patience:g} s and did not take "
            f"{count:,} writes; nothing was changed: try again later, send less at once, "
            "or wait longer with ?patience=SECONDS behind the location",
            fault.status,
            fault.kind,
        )

    def close(self) -> None:
        """Drop what was not sent, and wait for what is in flight."""
        self._waiting, self._size = [], 0
        self._threads.shutdown(wait=True, cancel_futures=True)


def _encode(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
