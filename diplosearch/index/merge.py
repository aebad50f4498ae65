"""An index copied, and several merged into one."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from .. import forks
from ..backends.base import LOCK_SECONDS
from ..backends.disk.backend import DiskBackend
from ..backends.disk.copying import copy_current
from ..backends.registry import find_backend
from ..backends.tags import SIDECAR as TAGS
from ..backends.tags import add_tags, read_tags
from ..engines.registry import DISK_ENGINES
from ..entities.provider import Resources
from ..errors import UsageError
from ..ingest.report import ProgressCallback
from ..paths import read_path
from ..writing.changes import BATCH, ChangeOptions, build
from ..writing.merged_sources import merge_sources
from ..writing.sources import IndexSource
from .index import Index
from .rebuild import open_documents
from .resources import LoadedResources


def copy(
    location: str | Path, target: str | Path, *, lock_timeout: float = LOCK_SECONDS
) -> Path:
    """Copy an index into another folder, also while it is open; return the folder.

    The copy is the state that was committed last, compared with its checksums. It stands
    by itself and shares no file with the first one. Tags are copied as well. The folder
    that its documents were read from is known by its path from the index, so ``sync`` is
    given it.

    Args:
        location: the folder of an index.
        target: a folder without an index.
        lock_timeout: seconds to wait for another writer of ``target``.

    Raises:
        UnusableIndexError: there is no index, or it cannot be used; the message says
            what to do. Nothing is copied.
        UsageError: ``target`` holds an index, or one of the two is not a folder.
        IndexLockedError: another writer is at work in ``target``.
    """
    source = find_backend(location)
    if not isinstance(source, DiskBackend):
        raise UsageError(
            f"location {source.location!r}: only an index in a folder is copied; make "
            "another one of its documents: diplosearch rebuild --from INDEX"
        )
    goal = find_backend(target)
    if not isinstance(goal, DiskBackend):
        raise UsageError(f"target {goal.location!r}: name a folder")
    with forks.at_work():
        copy_current(source.root, goal.root, timeout=lock_timeout)
        tags = read_tags(source.sidecars.read(TAGS), source.location)
        add_tags(goal.sidecars, goal.location, tags)
    return goal.root


def merge(
    sources: Iterable[str | Path],
    location: str | Path,
    *,
    engine: str | None = None,
    resources: Resources | None = None,
    keep_duplicates: bool = False,
    progress: ProgressCallback | None = None,
    jobs: int | None = None,
    lock_timeout: float = LOCK_SECONDS,
) -> Index:
    """Build an index of the documents of several indexes and return it open.

    Documents are taken over as they are, with their entities, and who is one across the
    corpus is decided anew. Of two documents with one id, that of the index that is named
    first stays; ``index.report`` names the others, and those that say the same as another
    one. Corrections by hand and tags are those of all.

    Args:
        sources: the locations of two indexes or more, which stay as they are.
        location: a folder for the index, which may be one of ``sources``.
        engine: the engine; None takes that of the first of ``sources``.
        resources: words and names of your own that the indexes were built with.
        keep_duplicates: index a document although another says the same.
        progress: called after each document.
        jobs: number of processes that make documents ready; None for one a core.
        lock_timeout: seconds to wait for another writer.

    Raises:
        UsageError: fewer than two sources; their entities were found by different
            recognizers or gazetteers; their corrections contradict each other.
        UnusableIndexError: a source is no index, or cannot be used.
        IndexLockedError: another writer is at work; the message names it.
        IndexFullError: the disk is full; the old index stays.
        OutOfMemoryError: there is too little memory; the old index stays.
    """
    if isinstance(sources, (str, Path)):
        raise UsageError(f"sources={sources!r}: give a list of indexes")
    locations = [read_path("sources", one) for one in sources]
    if len(locations) < 2:
        raise UsageError(f"sources={locations!r}: give two indexes or more")
    backend = find_backend(location, lock_timeout=lock_timeout)
    with ExitStack() as undo:
        undo.callback(backend.close)
        loaded = LoadedResources(resources)
        with ExitStack() as reading:
            reading.enter_context(forks.at_work())
            source = merge_sources(
                [reading.enter_context(open_documents(one)) for one in locations]
            )
            report = reading.enter_context(
                build(
                    backend,
                    source,
                    ChangeOptions(keep_duplicates, progress, jobs),
                    engine=engine or _engine_of(source),
                    provider=loaded.provider if source.manifest.recognizer else None,
                    batch=BATCH,
                    is_resumed=False,
                )
            )
            index = Index(backend, report=report, resources=loaded)
        undo.pop_all()
    return index


def _engine_of(source: IndexSource) -> str | None:
    engine = source.manifest.engine
    return engine if engine in DISK_ENGINES else None
