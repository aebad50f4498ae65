"""Sending in batches to a cluster that takes some of it, later, or never."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from diplosearch.engines.opensearch.address import read_address
from diplosearch.engines.opensearch.bulk import Bulk
from diplosearch.errors import (
    IndexFullError,
    IndexLockedError,
    IndexRefusedError,
    IndexUnreachableError,
)

Answer = Callable[[str], int]
"""Gives the status with which a cluster takes a document, by its id."""

_REASONS = {
    400: {"type": "mapper_parsing_exception", "reason": "no number"},
    403: {
        "type": "cluster_block_exception",
        "reason": "index [x] blocked by: [FORBIDDEN/8/index write, read-only (api)]",
    },
    404: {"type": "index_not_found_exception", "reason": "no such index"},
    429: {"type": "rejected_execution_exception", "reason": "queue is full"},
}


class StandIn:
    """A cluster in the tests' hands."""

    address = read_address("opensearch://stand-in:9200/x", {})

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests: list[list[str]] = []
        self.largest = 0
        self.at_once = 0
        self.most_at_once = 0
        self._lock = threading.Lock()

    def ask(self, method: str, path: str, body: str, **options: Any) -> Any:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return self._ask(body)
        finally:
            with self._lock:
                self.at_once -= 1

    def _ask(self, body: str) -> Any:
        heads = [json.loads(line) for line in body.splitlines()[::2]]
        ids = [next(iter(head.values()))["_id"] for head in heads]
        self.requests.append(ids)
        self.largest = max(self.largest, len(body))
        items = []
        for id in ids:
            status = self.answer(id)
            item: dict[str, Any] = {"status": status}
            if status in _REASONS:
                item["error"] = _REASONS[status]
            items.append({"create": item})
        is_bad = any(item["create"]["status"] >= 300 for item in items)
        return {"errors": is_bad, "items": items}


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def send(cluster: StandIn, count: int, source: dict[str, Any] | None = None) -> Bulk:
    """Send ``count`` documents and return what sent them."""
    bulk = Bulk(cluster)  # type: ignore[arg-type]
    try:
        for id in range(1, count + 1):
            bulk.create("x", id, source or {"a": id}, row=id, routing=id)
        bulk.flush()
    finally:
        bulk.close()
    return bulk


def test_all_is_sent_once(waits: list[float]) -> None:
    """What a cluster takes is sent once, in batches, two of them at a time."""
    cluster = StandIn(lambda id: 201)
    bulk = send(cluster, 10_000)
    assert sorted(id for ids in cluster.requests for id in ids) == sorted(
        str(id) for id in range(1, 10_001)
    )
    assert len(cluster.requests) == 5
    assert cluster.most_at_once <= 2
    assert bulk.failed == {}
    assert waits == []


def test_batches_are_bounded_in_bytes() -> None:
    """However large documents are, a batch is one document over its size at most."""
    cluster = StandIn(lambda id: 201)
    send(cluster, 40, {"a": "x" * 400_000})
    assert cluster.largest < 3_500_000
    assert len(cluster.requests) == 5


def test_only_what_was_rejected_is_sent_again(waits: list[float]) -> None:
    """429 sends again what was not taken, after waits that grow."""
    tries: dict[str, int] = {}

    def answer(id: str) -> int:
        tries[id] = tries.get(id, 0) + 1
        return 429 if id in ("2", "5") and tries[id] <= 3 else 201

    cluster = StandIn(answer)
    bulk = send(cluster, 6)
    assert [sorted(ids) for ids in cluster.requests] == [
        ["1", "2", "3", "4", "5", "6"],
        *[["2", "5"]] * 3,
    ]
    assert waits == sorted(set(waits))
    assert len(waits) == 3
    assert bulk.failed == {}


def test_rejected_for_ever(waits: list[float]) -> None:
    """A cluster that never takes a document ends in an error that says so."""
    with pytest.raises(IndexRefusedError, match="overloaded"):
        send(StandIn(lambda id: 429), 3)
    assert waits == sorted(waits)
    assert 60 < sum(waits) < 600


def test_failures_are_named(waits: list[float]) -> None:
    """A document that is refused is reported with the reason; the others are sent."""
    bulk = send(StandIn(lambda id: 400 if id in ("2", "3") else 201), 4)
    assert bulk.failed == {2: "no number", 3: "no number"}
    assert waits == []


@pytest.mark.parametrize(("patience", "least"), [(0, 0), (20, 10), (3_600, 3_000)])
def test_patience(waits: list[float], patience: int, least: int) -> None:
    """An overloaded cluster is waited for as long as the location says, and no longer."""
    cluster = StandIn(lambda id: 429)
    cluster.address = read_address(f"opensearch://stand-in/x?patience={patience}", {})
    with pytest.raises(
        IndexRefusedError,
        match=rf"overloaded for {patience} s and did not take 3 writes.*patience=SECONDS",
    ):
        send(cluster, 3)
    assert least <= sum(waits) <= patience


def test_what_is_there_was_sent_before(waits: list[float]) -> None:
    """A new document whose id is taken is there already: its answer was lost."""
    bulk = send(StandIn(lambda id: 409 if id == "2" else 201), 3)
    assert bulk.failed == {}
    assert waits == []


def test_nothing_is_sent_once_the_lock_is_lost() -> None:
    """Before each batch the writer asks for its lock, and sends nothing without it."""
    cluster = StandIn(lambda id: 201)
    held = [True, False]

    def confirm() -> None:
        if not held.pop(0):
            raise IndexLockedError("another writer began")

    bulk = Bulk(cluster, confirm)  # type: ignore[arg-type]
    for turn in range(2):
        bulk.create("x", turn, {"a": turn}, row=turn, routing=turn)
        if turn:
            with pytest.raises(IndexLockedError):
                bulk.flush()
        else:
            bulk.flush()
    bulk.close()
    assert cluster.requests == [["0"]]


@pytest.mark.parametrize(
    ("status", "error", "message"),
    [(403, IndexFullError, "only be read"), (404, IndexRefusedError, "no such index")],
)
def test_what_ends_at_once(
    status: int, error: type[Exception], message: str, waits: list[float]
) -> None:
    """An index that is closed to writers, or gone, is not waited for."""
    with pytest.raises(error, match=message):
        send(StandIn(lambda id: status), 3)
    assert waits == []


def test_lost_connection_is_tried_again(waits: list[float]) -> None:
    """A batch for which no answer came is sent again as a whole: ids make that safe."""
    cluster = StandIn(lambda id: 201)
    errors = [IndexUnreachableError("gone"), IndexRefusedError("no node", 503)]
    answer = cluster.ask

    def ask(*arguments: Any, **options: Any) -> Any:
        if errors:
            raise errors.pop(0)
        return answer(*arguments, **options)

    cluster.ask = ask  # type: ignore[method-assign]
    bulk = send(cluster, 3)
    assert cluster.requests == [["1", "2", "3"]]
    assert len(waits) == 2
    assert bulk.failed == {}


def test_too_large(waits: list[float]) -> None:
    """What is too large together is sent in halves; too large alone, it is reported."""
    cluster = StandIn(lambda id: 201)
    answer = cluster.ask

    def ask(method: str, path: str, body: str, **options: Any) -> Any:
        if len(body) > 1_000:
            raise IndexRefusedError("too large", 413)
        return answer(method, path, body, **options)

    cluster.ask = ask  # type: ignore[method-assign]
    bulk = Bulk(cluster)  # type: ignore[arg-type]
    for id in range(1, 9):
        size = 2_000 if id == 3 else 300
        bulk.create("x", id, {"a": "x" * size}, row=id, routing=id)
    bulk.flush()
    bulk.close()
    assert sorted(id for ids in cluster.requests for id in ids) == list("1245678")
    assert bulk.failed == {3: "is larger than the cluster takes"}
