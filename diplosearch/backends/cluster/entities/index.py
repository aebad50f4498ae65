"""The index of entities of a generation: rows of a commit written, listed and undone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from ....engines.opensearch.bulk import Bulk
from ....engines.opensearch.cluster import Cluster
from ....errors import IndexDamagedError, IndexRefusedError
from ..store import visible
from ..versions import change_by_query, drop_numbers
from .rows import KINDS, RowChange, Source, make_digest

_PAGE_SIZE = 5_000
"""Rows of one request; a guess."""

_KEYS_AT_ONCE = 5_000
"""Rows that one request removes; a guess."""

_UNREAD = ("key", "added", "removed")
_ANSWER = "error,status,hits.total,hits.hits._source,hits.hits.sort,aggregations"
"""What is read neither of a row nor of an answer is longer than the rest."""

_TIMEOUT = 3600.0
"""Seconds for requests whose time grows with the index; a guess."""

_REMOVE = (
    "if (ctx._source.removed == null) { ctx._source.removed = [params.number] }"
    " else if (!ctx._source.removed.contains(params.number))"
    " { ctx._source.removed.add(params.number) }"
)
"""Adds a commit to those that remove a row, and takes none away."""

Query = dict[str, Any]


class EntityIndex:
    """The rows of the tables of entities of one generation."""

    def __init__(self, cluster: Cluster, index: str, void: Sequence[int] = ()) -> None:
        """Read and write ``index``; what numbers in ``void`` wrote counts for nothing."""
        self._cluster = cluster
        self.name = index
        self._void = tuple(void)

    def write(
        self, changes: Iterable[RowChange], number: int, confirm: Callable[[], None]
    ) -> None:
        """Write the rows that commit ``number`` has and the one before had not.

        ``confirm`` is called before each batch; see :class:`Bulk`.

        Raises :class:`IndexDamagedError` where some have not arrived.
        """
        written, gone = 0, []
        bulk = Bulk(self._cluster, confirm)
        try:
            for change in changes:
                if change.is_known:
                    gone.append(change.key)
                if change.source is not None:
                    id = f"{change.key}-{number}"
                    bulk.put(self.name, id, {**change.source, "added": number})
                    written += 1
                if len(gone) >= _KEYS_AT_ONCE:
                    self._remove(gone, number, confirm)
                    gone = []
            bulk.flush()
        finally:
            bulk.close()
        for reason in bulk.failed.values():
            raise IndexRefusedError(
                f"{self._cluster.address} will not take a row of its entities ({reason}); "
                "nothing was changed"
            )
        self._remove(gone, number, confirm)
        self.refresh()
        arrived = self._count({"term": {"added": number}})
        if arrived != written:
            raise IndexDamagedError(
                f"{self._cluster.address}: {arrived:,} of {written:,} rows of entities "
                "have arrived; nothing was changed: look after the cluster, then try again"
            )

    def _remove(
        self, keys: Sequence[str], number: int, confirm: Callable[[], None]
    ) -> None:
        """Remove the versions that commits before ``number`` have of rows."""
        if not keys:
            return
        confirm()
        last = self.visible(number - 1, [{"terms": {"key": list(keys)}}])
        script = {"source": _REMOVE, "lang": "painless", "params": {"number": number}}
        change_by_query(
            self._cluster, self.name, "_update_by_query", {"query": last, "script": script}
        )

    def drop(self, numbers: Collection[int]) -> None:
        """Undo what writers of these numbers, who never committed, have changed."""
        drop_numbers(self._cluster, self.name, numbers)

    def refresh(self) -> None:
        """Make what was written visible to searches."""
        self._cluster.ask("POST", f"{self.name}/_refresh", timeout=_TIMEOUT)

    def visible(self, commit: int, also: Sequence[Query] = ()) -> Query:
        """Return the query for the rows that ``commit`` has and ``also`` matches."""
        return visible(commit, also, self._void)

    def search(self, body: dict[str, Any]) -> Any:
        """Return the answer to a search of all shards."""
        return self._cluster.ask(
            "POST",
            f"{self.name}/_search",
            body,
            allow_partial_search_results=False,
            filter_path=_ANSWER,
        )

    def _count(self, query: Query) -> int:
        body = {"size": 0, "track_total_hits": True, "query": query}
        return int(self.search(body)["hits"]["total"]["value"])

    def count(self, commit: int) -> dict[str, int]:
        """Return the number of rows of each kind that ``commit`` has."""
        kinds = {"terms": {"field": "kind"}}
        body = {"size": 0, "query": self.visible(commit), "aggs": {"kinds": kinds}}
        buckets = self.search(body)["aggregations"]["kinds"]["buckets"]
        found = {one["key"]: int(one["doc_count"]) for one in buckets}
        return {kind: found.get(kind, 0) for kind in KINDS}

    def list(
        self,
        query: Query,
        *,
        sort: Sequence[Query] = ({"key": "asc"},),
        most: int | None = None,
    ) -> Iterator[Source]:
        """Yield the rows that match, ``most`` at most, a page at a time.

        ``sort`` has to tell all of them apart.
        """
        after: list[Any] | None = None
        left = most
        while left is None or left > 0:
            size = _PAGE_SIZE if left is None else min(left, _PAGE_SIZE)
            body = {
                "size": size,
                "query": query,
                "sort": list(sort),
                "_source": {"excludes": _UNREAD},
            }
            if after is not None:
                body["search_after"] = after
            hits = self.search(body).get("hits", {}).get("hits", [])
            for one in hits:
                yield one["_source"]
            if len(hits) < size:
                return
            after = hits[-1]["sort"]
            left = None if left is None else left - size

    def added_since(self, earlier: int, commit: int) -> Iterator[Source]:
        """Yield the rows of ``commit`` that ``earlier``, 0 for none, did not have."""
        since = [{"range": {"added": {"gt": earlier}}}] if earlier else []
        return self.list(self.visible(commit, since))

    def removed_since(self, earlier: int, commit: int) -> Iterator[Source]:
        """Yield the rows of ``earlier`` that ``commit`` has no more."""
        query = self.visible(earlier)
        gone = [{"range": {"removed": {"gt": earlier, "lte": commit}}}]
        query["bool"]["filter"] += gone
        return self.list(query)

    def find_history(self) -> str:
        """Return what tells what is in this index from what was in it, or in any other.

        It changes when the index is made anew or restored from a snapshot.
        """
        found = self._cluster.ask("GET", f"{self.name}/_stats", level="shards")
        index = found["indices"][self.name]
        histories = {
            copy["commit"]["user_data"]["history_uuid"]
            for copies in index["shards"].values()
            for copy in copies
        }
        return make_digest(index["uuid"], *sorted(histories))
