"""The index of entities of a generation: rows of a commit written, listed and undone."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ....engines.opensearch.bulk import Bulk
from ....engines.opensearch.cluster import Cluster
from ....engines.opensearch.indices import write_alias
from ....errors import IndexDamagedError, IndexRefusedError, UnusableIndexError
from ..store import removed_by, visible
from ..versions import change_by_query, drop_numbers
from .rows import KINDS, MILESTONE, RowChange, Source, make_digest

_PAGE_SIZE = 5_000
"""Rows of one request; a guess."""

_KEYS_AT_ONCE = 5_000
"""Rows that one request removes; a guess."""

_UNREAD = ("key", "added", "removed")
_ANSWER = "error,status,hits.total,hits.hits._source,hits.hits.sort,aggregations"
"""What is read neither of a row nor of an answer is longer than the rest."""

_KEPT_DAYS = 7
"""Days for which rows stay that a later commit has removed; a guess: readers that are
open for longer open the index again."""

_DAY = 86_400.0
_ASKED_EVERY = 600.0
"""Seconds after which a reader looks whether its rows are going to be purged; a guess."""

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

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        void: Sequence[int] = (),
        *,
        read: int | None = None,
    ) -> None:
        """Read and write ``index``; what numbers in ``void`` wrote counts for nothing.

        With ``read`` it is for a reader of that commit, which is told when it is so old
        that its rows are purged.
        """
        self._cluster = cluster
        self.name = index
        self._void = tuple(void)
        self._read = read
        self._asked = time.time()

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

    def purge(self, commit: int) -> None:
        """Delete rows that no commit has had for long; ``commit`` is the current one.

        A row of the kind ``MILESTONE`` says when a commit was current, and so that older
        ones were not. What was removed up to it goes eight days later; a reader that is
        older is told after seven. Rows that a commit has since are not among them, so a
        writer that was paused before this takes nothing from others.
        """
        milestones = self._list_milestones()
        now = time.time()
        last = _newest(milestones, now - (_KEPT_DAYS + 1) * _DAY)
        if last is not None:
            gone: list[Query] = list(removed_by(last, self._void))
            earlier = [one for one in milestones if one < last]
            gone += [{"ids": {"values": [_milestone_id(one) for one in earlier]}}]
            change_by_query(
                self._cluster, self.name, "_delete_by_query", {"query": _any_of(gone)}
            )
        is_due = now - max(milestones.values(), default=0.0) > _DAY
        if is_due and commit not in milestones:
            minutes = int(now // 60)
            milestone = {
                "kind": MILESTONE,
                "key": MILESTONE,
                "documents": commit,
                "passages": minutes,
            }
            path = f"{write_alias(self.name)}/_doc/{_milestone_id(commit)}"
            self._cluster.ask("PUT", path, milestone, require_alias=True, refresh=True)

    def _list_milestones(self) -> dict[int, float]:
        """Return when each commit of a milestone was current, in seconds since 1970."""
        body = {"size": _PAGE_SIZE, "query": {"term": {"kind": MILESTONE}}}
        hits = self._search(body).get("hits", {}).get("hits", [])
        sources = [one["_source"] for one in hits]
        return {one["documents"]: one["passages"] * 60.0 for one in sources}

    def _refuse_purged(self) -> None:
        """Raise :class:`UnusableIndexError` for a reader whose rows are purged."""
        if self._read is None or abs(time.time() - self._asked) < _ASKED_EVERY:
            return
        last = _newest(self._list_milestones(), time.time() - _KEPT_DAYS * _DAY)
        if last is not None and last > self._read:
            raise UnusableIndexError(
                f"{self._cluster.address} was changed more than {_KEPT_DAYS} days ago, and "
                "names of the state that is open are not kept: open the index again"
            )
        self._asked = time.time()

    def refresh(self) -> None:
        """Make what was written visible to searches."""
        self._cluster.ask("POST", f"{self.name}/_refresh", timeout=_TIMEOUT)

    def visible(self, commit: int, also: Sequence[Query] = ()) -> Query:
        """Return the query for the rows that ``commit`` has and ``also`` matches."""
        return visible(commit, also, self._void)

    def search(self, body: dict[str, Any]) -> Any:
        """Return the answer to a search of all shards."""
        self._refuse_purged()
        return self._search(body)

    def _search(self, body: dict[str, Any]) -> Any:
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


def _newest(milestones: Mapping[int, float], before: float) -> int | None:
    """Return the newest commit that was current ``before`` a time; None for none."""
    return max((one for one, at in milestones.items() if at < before), default=None)


def _milestone_id(commit: int) -> str:
    return f"{MILESTONE}-{commit}"


def _any_of(queries: Sequence[Query]) -> Query:
    return {"bool": {"should": list(queries)}}
