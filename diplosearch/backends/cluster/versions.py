"""Rows of an index that carry the numbers of commits: what lost writers did is undone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ...engines.opensearch.cluster import Cluster

_TIMEOUT = 3600.0
"""Seconds for requests whose time grows with the index; a guess."""

_RESTORE = (
    "if (ctx._source.removed instanceof List) {"
    " ctx._source.removed.removeIf(one -> params.numbers.contains(one));"
    " if (ctx._source.removed.isEmpty()) { ctx._source.remove('removed') } }"
    " else { ctx._source.remove('removed') }"
)
"""Takes numbers away from the commits that remove a row."""


def drop_numbers(cluster: Cluster, index: str, numbers: Collection[int]) -> None:
    """Undo what writers of these numbers, who never committed, have changed."""
    if not numbers:
        return
    cluster.ask("POST", f"{index}/_refresh", timeout=_TIMEOUT)
    added = {"terms": {"added": list(numbers)}}
    change_by_query(cluster, index, "_delete_by_query", {"query": added})
    script = {"source": _RESTORE, "params": {"numbers": list(numbers)}}
    change_by_query(
        cluster,
        index,
        "_update_by_query",
        {
            "query": {"terms": {"removed": list(numbers)}},
            "script": {**script, "lang": "painless"},
        },
    )


def change_by_query(
    cluster: Cluster, index: str, operation: str, body: dict[str, Any]
) -> None:
    """Change or delete all that a query matches, and make that visible."""
    cluster.ask(
        "POST",
        f"{index}/{operation}",
        body,
        timeout=_TIMEOUT,
        conflicts="proceed",
        refresh=True,
    )
