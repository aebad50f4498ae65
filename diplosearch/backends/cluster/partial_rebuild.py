"""Rebuilds in parts, in a cluster: write one part, or merge all into an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...analysis.fingerprint import fingerprint
from ...corpus.base import Skipped
from ...engines.base import Entry, Writer
from ...engines.opensearch.bulk import Bulk
from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.queries import state_filters
from ...engines.opensearch.schema import COMMIT, PART
from ...engines.opensearch.state import State
from ...engines.opensearch.writer import OpenSearchWriter, delete_matching, measure
from ...entity_index.corrections.corrections import Corrections
from ...entity_index.counts import EntityCounter
from ...entity_index.table import EntityTable
from ...errors import IndexDamagedError, UsageError
from ...ingest.report import ReasonGroup, Report
from ...storage.codec import passage_key, split_key
from ...storage.store import WritableStore
from ...stories.writer import StoryWriter
from ..draft import Draft, InterruptedRebuild
from ..manifest import Manifest
from .aliases import allow_switch, find_aliased, mark_parts, switch, take_over
from .backend import ENGINE_NAME, ClusterBackend
from .fence import Claim, Fence
from .generations import (
    clean,
    create_generation,
    find_others,
    mark_replaced,
    refuse_parts,
    remove,
)
from .lock import ClusterLock
from .names import Generation
from .part import RebuildPart
from .records import BuildingRecord, PartRecord
from .state import GenerationState, open_entities, table_names
from .store import ClusterStore, visible
from .store_writer import ClusterWritingStore
from .transaction import explain_unknown, refuse_failed

_PAGE_SIZE = 1_000
"""Ids and rows of one request; a guess."""

_TIMEOUT = 3600.0
"""Seconds for requests whose time grows with the index; a guess."""


def find_parts(
    backend: ClusterBackend, draft: Draft, part: RebuildPart
) -> InterruptedRebuild | None:
    """Return the rebuild in parts that was begun already; None where there is none.

    Raises :class:`UsageError` where its draft differs from ``draft``, or it has another
    number of parts than ``part``.
    """
    with backend.connect() as cluster:
        return _find_begun(cluster, draft, part.count)


def _find_begun(cluster: Cluster, draft: Draft, count: int) -> InterruptedRebuild | None:
    for generation, known, parts in _unfinished(cluster):
        difference = draft.difference(known)
        if not difference and parts != count:
            difference = f"is made of {parts} parts"
        if difference:
            raise UsageError(
                f"{cluster.address}: the rebuild that was begun in parts {difference}; "
                "do the same, or end it by a rebuild without parts"
            )
        return InterruptedRebuild(Path(str(generation)), known)
    return None


def _unfinished(cluster: Cluster) -> Iterator[tuple[Generation, Draft, int]]:
    """Yield unfinished rebuilds in parts with draft and number of parts, newest first.

    Those that were begun before the current generation are left out: they would put an
    older state in the place of a newer one.
    """
    newest = max((one.number for one in find_aliased(cluster)), default=0)
    for generation in reversed(find_others(cluster).parts):
        found = GenerationState(cluster, generation).read_draft()
        if found is not None and found[1] and generation.number > newest:
            yield generation, *found


class PartTransaction:
    """The writing of one part of a new generation; holds the lock of the part."""

    store: WritableStore
    writer: Writer
    stories: StoryWriter | None
    base: Manifest | None = None
    is_resumed = False

    def __init__(
        self,
        cluster: Cluster,
        lock: ClusterLock,
        generation: Generation,
        part: RebuildPart,
        claim: Claim,
        record: PartRecord,
    ) -> None:
        """Begin, and remove what an earlier writer of the part has written."""
        self.number = claim.number
        self._cluster = cluster
        self._lock = lock
        self._record = record
        self._state = GenerationState(cluster, generation)
        for index, field in (
            (generation.documents, "added"),
            (generation.passages, COMMIT),
        ):
            of_part = {"term": {PART: part.number}}
            own = {"term": {field: self.number}}
            _delete(cluster, index, {"bool": {"filter": [of_part], "must_not": [own]}})
        self._bulk = Bulk(cluster, lock.confirm_if_stale)
        with ExitStack() as undo:
            undo.callback(self._bulk.close)
            self._documents = ClusterWritingStore(
                cluster, generation.documents, self._bulk, claim, is_empty=True, part=part
            )
            undo.callback(self._documents.close)
            self.store = self._documents
            self._passages = OpenSearchWriter(
                cluster,
                generation.passages,
                State(),
                self._bulk,
                number=self.number,
                part=part.number,
            )
            self.writer = _PartWriter(self._passages, part)
            self.counter = EntityCounter(None, None)
            undo.callback(self.counter.close)
            self._own_stories = self.stories = _PartStories(part)
            undo.pop_all()

    @classmethod
    def begin(
        cls, backend: ClusterBackend, draft: Draft, part: RebuildPart
    ) -> PartTransaction:
        """Take the lock of the part and begin it, in the generation that all parts share.

        Raises :class:`IndexLockedError` where another process writes the part, and
        :class:`UsageError` where another rebuild was begun.
        """
        cluster = Cluster(backend.address, is_patient=True)
        try:
            with _hold_lock(cluster, f"the beginning of part {part}", backend.lock_timeout):
                generation = _join_generation(cluster, draft, part.count)
                lock = ClusterLock(
                    cluster,
                    purpose=f"part {part} of a rebuild",
                    timeout=backend.lock_timeout,
                    name=f"part-{part.number}",
                )
                try:
                    record = PartRecord(GenerationState(cluster, generation), part.number)
                    claim = _claim_part(cluster, generation, record)
                except BaseException:
                    lock.release()
                    raise
            try:
                return cls(cluster, lock, generation, part, claim, record)
            except BaseException:
                lock.release()
                raise
        except BaseException:
            cluster.close()
            raise

    def save(self, draft: Draft) -> None:
        """Do nothing: an interrupted part is written again."""

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Raise :class:`NotImplementedError`: a single part is not a commit."""
        raise NotImplementedError

    def commit_part(self, content: Mapping[str, Any]) -> None:
        """Record that the part is complete, with ``content``, its report."""
        self._bulk.flush()
        refuse_failed(self._cluster, self._bulk, self._documents)
        try:
            self._passages.confirm()
            self._documents.commit()
        except IndexDamagedError:
            self._lock.confirm()  # whoever took over has removed what was sent
            raise
        self.counter.finish()
        entities = self._state.write_entities(self.counter.connection, self.number)
        self._own_stories.finish(None)
        stories = self._state.write_stories(self._own_stories.connection, self.number)
        self._lock.confirm()
        self._record.complete({**content, "entities": entities, "stories": stories})

    def finish(self) -> None:
        """Release the lock of the part."""
        with ExitStack() as ending:
            ending.callback(self._cluster.close)
            ending.callback(self._lock.release)
            ending.callback(self.store.close)
            ending.callback(self.counter.close)
            ending.callback(self._own_stories.close)
            ending.callback(self._bulk.close)


class _PartStories(StoryWriter):
    """Keeps fingerprints by the rows of the entire index, not those of the part."""

    def __init__(self, part: RebuildPart) -> None:
        super().__init__()
        self._part = part

    def add(self, row: int, fingerprints: bytes) -> None:
        """Add a document."""
        super().add(self._part.row_of(row), fingerprints)


class _PartWriter:
    """Writes passages with the rows of the entire index, not those of the part."""

    def __init__(self, writer: Writer, part: RebuildPart) -> None:
        self._writer = writer
        self._part = part
        self.delete = writer.delete
        self.commit = writer.commit
        self.abort = writer.abort

    def add(self, entry: Entry) -> None:
        """Add a passage."""
        row = self._part.row_of(entry.row)
        _, ordinal = split_key(entry.key)
        self._writer.add(replace(entry, key=passage_key(row, ordinal), row=row))


@contextmanager
def _hold_lock(cluster: Cluster, purpose: str, timeout: float) -> Iterator[ClusterLock]:
    lock = ClusterLock(cluster, purpose=purpose, timeout=timeout)
    try:
        yield lock
    finally:
        lock.release()


def _join_generation(cluster: Cluster, draft: Draft, count: int) -> Generation:
    """Return the generation of all parts; create it for the first one."""
    _find_begun(cluster, draft, count)
    for generation, _, _ in _unfinished(cluster):
        return generation
    clean(cluster)
    generation = create_generation(cluster)
    GenerationState(cluster, generation).write_draft(draft, parts=count)
    mark_parts(cluster, generation)
    return generation


def _claim_part(cluster: Cluster, generation: Generation, record: PartRecord) -> Claim:
    """Return the claim of a new writer of a part, under the writer's lock.

    Its number is one that no writer of any part of the generation has had.
    """
    building = BuildingRecord(cluster, generation)
    # Parts of an earlier version all have the number 1.
    number = (building.fence or Fence(1)).number + 1
    building.save(Fence(number))
    first_row = max(record.fence.next_row, 1)
    return Claim(Fence(number), record.save, first_row=first_row)


def finish_parts(backend: ClusterBackend, corrections: Corrections) -> Report:
    """Make the generation of all parts the current one; return the report of all.

    ``corrections`` are those by hand that hold in it.

    Raises :class:`UsageError` where parts are missing, :class:`IndexLockedError` where
    one is being written, and :class:`IndexDamagedError` where documents are missing.
    """
    with (
        backend.connect() as cluster,
        _hold_lock(cluster, "the end of a rebuild", backend.lock_timeout) as lock,
    ):
        take_over(cluster)
        for generation, draft, count in _unfinished(cluster):
            refuse_parts(cluster)
            allow_switch(cluster, generation)
            lock.confirm()
            with closing(_PartMerger(cluster, generation, draft, count)) as merger:
                merger.counter.corrections = corrections
                return merger.finish(lock)
        if older := find_others(cluster).parts:
            raise UsageError(
                f"{cluster.address}: the index was rebuilt after its parts were begun "
                f"({older[-1]}), and would become older; drop them: diplosearch rebuild "
                "--drop-parts"
            )
        raise UsageError(
            f"{cluster.address}: no rebuild was begun in parts; write one with "
            "diplosearch rebuild --part 1/8"
        )


def remove_parts(backend: ClusterBackend) -> list[str]:
    """Remove all parts of rebuilds that nobody has finished; return their generations.

    Raises :class:`IndexLockedError` while one is being written.
    """
    with (
        backend.connect() as cluster,
        _hold_lock(cluster, "the end of a rebuild", backend.lock_timeout),
    ):
        parts = find_others(cluster).parts
        if parts:
            refuse_parts(cluster)
        remove(cluster, parts)
        return [str(one) for one in parts]


class _PartMerger:
    """Merges the parts of a rebuild into the current commit."""

    def __init__(
        self, cluster: Cluster, generation: Generation, draft: Draft, count: int
    ) -> None:
        self._cluster = cluster
        self._generation = generation
        self._draft = draft
        self._state = GenerationState(cluster, generation)
        records = {part: PartRecord(self._state, part) for part in range(1, count + 1)}
        missing = [f"{one}/{count}" for one in records if records[one].report is None]
        if missing:
            raise UsageError(
                f"{cluster.address}: of the rebuild in parts, {', '.join(missing)} "
                "must still be written: diplosearch rebuild --part"
            )
        self._parts = [one.report for one in records.values() if one.report is not None]
        numbers = {one.fence.number for one in records.values()}
        last = BuildingRecord(cluster, generation).fence or Fence(1)
        self._number = last.number + 1
        self._void = tuple(one for one in range(1, self._number) if one not in numbers)
        self._version = self._state.find_manifest()
        self._store = ClusterStore(cluster, generation.documents, self._void)
        self.counter = EntityCounter(None, None)
        """Counts the entities of all parts."""

        self.stories = StoryWriter()
        """Links the stories of all parts."""

    def finish(self, lock: ClusterLock) -> Report:
        """Remove duplicates, verify the counts, and switch to the new generation."""
        report = self._report()
        for content in self._parts:
            data = self._state.read_entities(content["entities"])
            with closing(open_entities(data)) as counts:
                self.counter.merge(EntityTable(counts))
        has_stories = self._merge_stories()
        self._remove_duplicates(report)
        state = State(self._number, void=self._void)
        filters = state_filters(state)
        passages, length = measure(self._cluster, self._generation.passages, filters)
        state = replace(state, passages=passages, length=length)
        documents = self._store.count(self._number)
        if (documents, passages) != (report.documents, report.passages):
            raise IndexDamagedError(
                f"{self._cluster.address}: the parts hold {documents:,} documents and "
                f"{passages:,} passages instead of {report.documents:,} and "
                f"{report.passages:,}; write them again: diplosearch rebuild --part"
            )
        self.counter.finish()
        entities = self._state.write_entities(self.counter.connection, self._number)
        manifest = Manifest(
            engine=ENGINE_NAME,
            fingerprint=fingerprint(),
            recognizer=self._draft.recognizer,
            commit=self._number,
            documents=documents,
            passages=passages,
            repeated_lines=self._draft.repeated_lines,
            corrections=self.counter.corrections.lines,
        )
        segments = None
        if has_stories:
            self.stories.finish(self._store)
            connection = self.stories.connection
            segments = [self._state.write_stories(connection, self._number)]
        fence = Fence(self._number, self._void, is_ended=True)
        replaced = find_aliased(self._cluster)
        lock.confirm()
        self._state.write(manifest, state, entities, fence, self._version, stories=segments)
        self._state.remove_building()
        with explain_unknown(self._cluster):
            switch(self._cluster, self._generation)
        mark_replaced(self._cluster, replaced)
        tables: set[str] = set()
        for one in self._parts:
            of_part = [one["stories"]] if "stories" in one else None
            tables |= table_names(one["entities"], of_part)
        self._state.drop_tables(tables - table_names(entities, segments))
        self._state.drop_parts()
        return report

    def _merge_stories(self) -> bool:
        """Take over the fingerprints of all parts; return whether all parts have them.

        A part that an earlier version of diplosearch wrote has none.
        """
        if any("stories" not in content for content in self._parts):
            return False
        for digest in (content["stories"] for content in self._parts):
            segments, _ = self._state.open_stories([digest])
            with closing(segments):
                self.stories.merge(segments)
        return True

    def close(self) -> None:
        """Close the counter of entities, and what links stories."""
        self.counter.close()
        self.stories.close()

    def _report(self) -> Report:
        report = Report()
        for content in self._parts:
            report.documents += content["documents"]
            report.passages += content["passages"]
            report.seconds += content["seconds"]
            report.languages.update(content["languages"])
            report.skipped += [Skipped(**one) for one in content["skipped"]]
            report.count_skipped(
                {key: ReasonGroup(**one) for key, one in content["skipped_groups"].items()}
            )
        return report

    def _remove_duplicates(self, report: Report) -> None:
        """Remove documents whose id is in an earlier row, as of another part."""
        for id, row in list(self._find_duplicates()):
            document = self._store.read([row])[row]
            self.counter.remove(document)
            self.stories.remove([row])
            for index in (self._generation.documents, self._generation.passages):
                _delete(self._cluster, index, {"term": {"row": row}})
            report.documents -= 1
            report.passages -= len(document.passages)
            report.languages[document.language or ""] -= 1
            reason = "this id came in another part as well; one was kept"
            report.skip(Skipped(id, reason))

    def _find_duplicates(self) -> Iterator[tuple[str, int]]:
        """Yield the ids of several rows, with each row but the first."""
        pages: dict[str, Any] = {
            "size": _PAGE_SIZE,
            "sources": [{"id": {"terms": {"field": "id"}}}],
        }
        while True:
            body = {
                "size": 0,
                "query": visible(self._number, void=self._void),
                "aggs": {"by": {"composite": pages}},
            }
            found = self._search(body, timeout=_TIMEOUT)["aggregations"]["by"]
            for bucket in found["buckets"]:
                if bucket["doc_count"] > 1:
                    yield from self._later_rows(bucket["key"]["id"])
            if len(found["buckets"]) < _PAGE_SIZE:
                return
            pages["after"] = found["after_key"]

    def _later_rows(self, id: str) -> Iterator[tuple[str, int]]:
        body = {
            "size": _PAGE_SIZE,
            "query": visible(self._number, [{"term": {"id": id}}], self._void),
            "sort": [{"row": "asc"}],
            "_source": False,
        }
        found = self._search(body)
        for hit in found["hits"]["hits"][1:]:
            yield id, hit["sort"][0]

    def _search(self, body: dict[str, Any], **how: Any) -> Any:
        path = f"{self._generation.documents}/_search"
        how["allow_partial_search_results"] = False
        return self._cluster.ask("POST", path, body, **how)


def _delete(cluster: Cluster, index: str, query: dict[str, Any]) -> None:
    cluster.ask("POST", f"{index}/_refresh", timeout=_TIMEOUT)
    delete_matching(cluster, index, query)
