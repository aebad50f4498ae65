"""Checks an index: its files, and whether they agree with each other."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from types import TracebackType

from ..analysis.fingerprint import fingerprint
from ..backends.base import Backend, Snapshot
from ..backends.cluster.backend import ClusterBackend
from ..backends.disk.backend import DiskBackend
from ..backends.disk.network_mounts import find_network_file_system, warning
from ..backends.manifest import Manifest, read_kept
from ..backends.registry import find_backend
from ..backends.union import UnionBackend
from ..engines.registry import load_engine
from ..entity_index.schema import TABLE_NAME
from ..entity_index.table import EntityTable
from ..errors import (
    IndexDamagedError,
    IndexRefusedError,
    IndexUnavailableError,
    MissingExtraError,
    translate_errors,
)
from ..storage.segments import open_segments, segment_names
from ..stories import segments as story_segments
from ..stories.table import StoryTable
from .documents import check_documents
from .files import check_commit, check_leftovers, lock_current_state
from .findings import CheckReport, FindingCollector, describe, join_reports
from .postings import Expected, check_entities, check_passages, check_stories

_GONE = 404
"""The status of a cluster's answer where an index is not there."""


def check(location: str | Path, *, full: bool = False) -> CheckReport:
    """Check the committed state at ``location``; return a report of all findings.

    The index need not open. By default sizes of files are compared. With ``full``
    everything is read: the checksum of each file, each document, and whether the
    engine and the table of entities hold exactly what the documents lead to. Of an
    index in a cluster, documents and passages are counted.

    Raises:
        IndexMissingError: there is no index, not even a damaged one.
        UsageError: the location is of no known kind.
    """
    return check_backend(find_backend(location), is_full=full)


def check_backend(backend: Backend, *, is_full: bool) -> CheckReport:
    """Check the committed state of an index; see :func:`check`."""
    if isinstance(backend, DiskBackend):
        return check_folder(backend.root, is_full=is_full)
    if isinstance(backend, UnionBackend):
        reports = {
            name: check_backend(one, is_full=is_full) for name, one in backend.parts.items()
        }
        return join_reports(backend.location, reports, is_full=is_full)
    return _check_opened(backend, is_full=is_full)


def check_folder(root: Path, *, is_full: bool) -> CheckReport:
    """Check the index in the folder ``root``; see :func:`check`.

    Raises :class:`IndexMissingError` where there is no index, not even a damaged one.
    """
    started = time.perf_counter()
    collector = FindingCollector(root, str(root), is_full=is_full)
    current, lock = lock_current_state(collector, root)
    network = find_network_file_system(root)
    if network is not None:
        collector.note("network", warning(network))
    manifest = None
    try:
        if current is not None:
            manifest = check_commit(collector, current)
            if manifest is not None:
                _check_commit_content(collector, current, manifest)
        check_leftovers(collector, root, current)
    finally:
        if lock is not None:
            lock.release()
    return collector.report(
        documents=manifest.documents if manifest else 0,
        passages=manifest.passages if manifest else 0,
        seconds=time.perf_counter() - started,
    )


def is_sound(root: Path, folder: Path) -> bool:
    """Tell whether a full check of the commit in ``folder`` finds no damage."""
    collector = FindingCollector(root, str(root), is_full=True)
    manifest = check_commit(collector, folder)
    if manifest is not None:
        _check_commit_content(collector, folder, manifest)
    return collector.report(seconds=0.0).ok


def _check_commit_content(
    collector: FindingCollector, folder: Path, manifest: Manifest
) -> None:
    is_own = manifest.fingerprint == fingerprint()
    if not is_own:
        collector.damage("analyzer", "was made by another analyzer (its terms differ)")
    if collector.is_full:
        with closing(Expected()) as expected:
            _check_whole_state(collector, folder, manifest, expected, is_own=is_own)


def _check_whole_state(
    collector: FindingCollector,
    folder: Path,
    manifest: Manifest,
    expected: Expected,
    *,
    is_own: bool,
) -> None:
    """Read everything; ``is_own`` tells whether this analyzer made the terms."""
    is_read = False
    with (
        _Guard(collector, folder),
        closing(open_segments(manifest.segments(folder), identity=manifest.store)) as store,
    ):
        check_documents(collector, store, manifest.commit, expected, with_terms=is_own)
        is_read = True
    if not is_read:
        return
    _check_counts(collector, manifest, documents=expected.documents)
    path = folder / TABLE_NAME
    expected.counter.corrections = read_kept(manifest.corrections)
    with _Guard(collector, path), closing(EntityTable(path)) as table:
        check_entities(collector, table, expected, path)
    names = story_segments.current_names(manifest.files, manifest.commit)
    if names is not None and is_own:
        path = folder / names[-1]
        with (
            _Guard(collector, path),
            closing(story_segments.Segments.open([folder / one for one in names])) as found,
        ):
            check_stories(collector, StoryTable(found), expected, path)
    own_files = (
        TABLE_NAME,
        *segment_names(manifest.files),
        *story_segments.segment_names(manifest.files),
    )
    if any(
        collector.is_damaged(folder / name) for name in {*manifest.files} - {*own_files}
    ):
        return  # an engine may do anything with altered files
    with _Guard(collector, folder), translate_errors(folder, "read"):
        opened = load_engine(manifest.engine).open_reader(folder)
        with closing(opened) as reader:
            _check_counts(collector, manifest, passages=reader.passages)
            if is_own:
                check_passages(collector, reader, expected, folder)


def _check_opened(backend: Backend, *, is_full: bool) -> CheckReport:
    """Check an index without files of its own, as far as it can be opened."""
    started = time.perf_counter()
    collector = FindingCollector(None, backend.location, is_full=is_full)
    manifest = None
    try:
        snapshot = backend.open()
        manifest = snapshot.manifest
        with snapshot.use():
            snapshot.retire()
            if is_full:
                _check_snapshot(collector, snapshot)
            else:
                documents = snapshot.store.count(manifest.commit)
                _check_counts(collector, manifest, documents=documents)
    except IndexDamagedError as error:
        collector.damage("unreadable", str(error), advice="")
    except IndexRefusedError as error:
        if error.status == _GONE:
            collector.damage("missing", str(error), advice="")
        elif isinstance(error, IndexUnavailableError):
            collector.unavailable(str(error))
        else:
            raise
    _note_others(collector, backend)
    return collector.report(
        documents=manifest.documents if manifest else 0,
        passages=manifest.passages if manifest else 0,
        seconds=time.perf_counter() - started,
    )


def _note_others(collector: FindingCollector, backend: Backend) -> None:
    """Note what is there besides the current state."""
    unfinished = backend.find_unfinished()
    if unfinished is not None:
        what = f"a rebuild of {unfinished.draft.source!r} was interrupted"
        collector.note("unfinished", what, advice="go on with: rebuild --resume")
    if not isinstance(backend, ClusterBackend):
        return
    others = backend.find_others()
    for generation in others.parts:
        what = f"{generation}: parts of a rebuild that was not finished"
        advice = "finish it: rebuild --finish, or drop them: rebuild --drop-parts"
        collector.note("unfinished", what, advice=advice)
    for generation in others.kept:
        what = f"{generation}: a whole generation that no rebuild has replaced"
        advice = "when it is not needed, delete its indices in the cluster"
        collector.note("aside", what, advice=advice)


def _check_snapshot(collector: FindingCollector, snapshot: Snapshot) -> None:
    """Check whether documents, entities and postings agree with each other."""
    manifest, reader = snapshot.manifest, snapshot.reader
    with closing(Expected()) as expected:
        check_documents(
            collector, snapshot.store, manifest.commit, expected, with_terms=True
        )
        counts = {"documents": expected.documents, "passages": reader.passages}
        _check_counts(collector, manifest, **counts)
        expected.counter.corrections = read_kept(manifest.corrections)
        check_entities(collector, snapshot.entities, expected, None)
        if snapshot.stories is not None:
            check_stories(collector, snapshot.stories, expected, None)
        check_passages(collector, reader, expected, None)


def _check_counts(collector: FindingCollector, manifest: Manifest, **counts: int) -> None:
    for name, count in counts.items():
        expected = getattr(manifest, name)
        if count != expected:
            what = f"there are {count:,} {name} instead of {expected:,}"
            collector.damage("counts", what)


class _Guard:
    """Context manager that turns any error of its block into a finding."""

    def __init__(self, collector: FindingCollector, path: Path) -> None:
        self._collector = collector
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        # Libraries may raise anything for damaged files. A panic of Tantivy is no
        # Exception before ``translate_errors`` has translated it.
        if not isinstance(error, Exception):
            return False
        if isinstance(error, MissingExtraError):
            what = f"was not looked through: {describe(error)}"
            self._collector.note("unreadable", what, path=self._path)
        else:
            cause = error.__cause__ or error
            what = f"cannot be read ({type(cause).__name__}: {describe(cause)})"
            self._collector.damage("unreadable", what, path=self._path)
        return True
