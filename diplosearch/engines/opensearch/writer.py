"""The writer of passages into an index of a cluster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ...errors import IndexDamagedError
from ...schema import KEYWORD_FIELDS, POSITION_FIELDS, ROW, TEXT_FIELDS, TITLE_FIELDS
from ..base import Entry
from .bulk import Bulk
from .cluster import Cluster
from .queries import removed_queries, state_filters, void_queries
from .schema import COMMIT, KEY, LENGTH, PART, value_fields
from .state import State
from .tokens import join

_VALUE_FIELDS = value_fields()
_PATIENCE = 3600.0
"""Seconds that a refresh or a deletion by query may take; a guess."""


class OpenSearchWriter:
    """A :class:`~diplosearch.engines.base.Writer` into an index of a cluster.

    What it writes has the number of the next commit, so readers ignore it until
    :attr:`state` is committed. :func:`sweep` removes what a state names as gone,
    after a commit or before a later writer.
    """

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        base: State,
        bulk: Bulk,
        *,
        number: int | None = None,
        part: int = 0,
    ) -> None:
        """Write commit ``number``, the next one unless given, on top of ``base``.

        Each of several concurrent writers has a ``part``.
        """
        self.state = base
        """The state to read: ``base``, and after ``commit`` the next one."""

        self._cluster = cluster
        self._index = index
        self._bulk = bulk
        self._number = base.commit + 1 if number is None else number
        self._part = part
        self._removed: set[int] = set()
        self._added = 0

    def add(self, entry: Entry) -> None:
        """Add a passage."""
        source = _source_of(entry, self._number)
        if self._part:
            source[PART] = self._part
        self._bulk.create(self._index, entry.key, source, row=entry.row, routing=entry.row)
        self._added += 1

    def delete(self, rows: Iterable[int]) -> None:
        """Delete the passages of documents that earlier commits hold."""
        self._removed.update(rows)

    def commit(self) -> None:
        """Make the changes the state that the next reader opens.

        Raises :class:`IndexDamagedError` if passages that were sent are missing.
        """
        self.confirm()
        removed = tuple(sorted(self._removed))
        state = State(self._number, removed=removed, void=self.state.void)
        passages, length = self._measure(state_filters(state))
        self.state = replace(state, passages=passages, length=length)

    def confirm(self) -> None:
        """Wait until all passages that were sent are searchable.

        Raises :class:`IndexDamagedError` if some are missing.
        """
        self._bulk.flush()
        self._cluster.ask("POST", f"{self._index}/_refresh", timeout=_PATIENCE)
        filters: list[dict[str, Any]] = [{"term": {COMMIT: self._number}}]
        if self._part:
            filters.append({"term": {PART: self._part}})
        arrived, _ = self._measure(filters)
        if arrived != self._added:
            raise IndexDamagedError(
                f"{self._cluster.address}: {arrived:,} of {self._added:,} passages have "
                "arrived; nothing was changed: look after the cluster, then try again"
            )

    def _measure(self, filters: list[dict[str, Any]]) -> tuple[int, int]:
        """Return the number of passages that match, and the sum of their lengths."""
        return measure(self._cluster, self._index, filters)

    def abort(self) -> None:
        """Drop the changes, unless they are committed."""
        self._bulk.close()


def measure(cluster: Cluster, index: str, filters: list[dict[str, Any]]) -> tuple[int, int]:
    """Return the number of passages that match, and the sum of their lengths."""
    found = cluster.ask(
        "POST",
        f"{index}/_search",
        {
            "size": 0,
            "track_total_hits": True,
            "query": {"bool": {"filter": filters}},
            "aggs": {"length": {"sum": {"field": LENGTH}}},
        },
        allow_partial_search_results=False,
    )
    length = found["aggregations"]["length"]["value"]
    return int(found["hits"]["total"]["value"]), int(length or 0)


def sweep(cluster: Cluster, index: str, state: State) -> State:
    """Delete passages that ``state`` names as gone; return it without ``removed``.

    None of a later commit is among them, so a writer that was paused before this
    takes nothing from the one that went on.
    """
    queries = [*removed_queries(state), *void_queries(state)]
    if queries:
        cluster.ask("POST", f"{index}/_refresh", timeout=_PATIENCE)
    for query in queries:
        delete_matching(cluster, index, query)
    return replace(state, removed=())


def delete_number(cluster: Cluster, index: str, number: int) -> None:
    """Delete the passages of one commit, which did not become one."""
    cluster.ask("POST", f"{index}/_refresh", timeout=_PATIENCE)
    delete_matching(cluster, index, {"term": {COMMIT: number}})


def delete_matching(cluster: Cluster, index: str, query: dict[str, Any]) -> None:
    """Delete what matches ``query`` from ``index``, which has been refreshed."""
    cluster.ask(
        "POST",
        f"{index}/_delete_by_query",
        {"query": query},
        timeout=_PATIENCE,
        conflicts="proceed",
        refresh=True,
    )


def _source_of(entry: Entry, commit: int) -> dict[str, Any]:
    """Return the document of a passage."""
    source: dict[str, Any] = {
        KEY: entry.key,
        ROW: entry.row,
        LENGTH: entry.length,
        COMMIT: commit,
    }
    for field in TEXT_FIELDS:
        terms = entry.terms.get(field, ())
        length = 0 if field in TITLE_FIELDS else entry.length
        text = join(terms, length, has_positions=field in POSITION_FIELDS)
        if text:
            source[field] = text
    for field, name in _VALUE_FIELDS.items():
        values = entry.keywords if field in KEYWORD_FIELDS else entry.terms
        found = [value for value in dict.fromkeys(values.get(field, ())) if value]
        if found:
            source[name] = found
    return source
