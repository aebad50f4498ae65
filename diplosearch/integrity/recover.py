"""Recovers a damaged index from the data that can be read: ``diplosearch.recover``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ..backends.base import LOCK_SECONDS
from ..backends.cluster.backend import ClusterBackend
from ..backends.disk import generations
from ..backends.disk.backend import DiskBackend
from ..backends.disk.locks import ReaderLock, WriterLock
from ..backends.manifest import IN_USE_NAME, MANIFEST_NAME
from ..backends.registry import find_backend
from ..errors import (
    IndexDamagedError,
    IndexFormatError,
    IndexMissingError,
    IndexUnavailableError,
    UsageError,
    translate_errors,
)
from ..ingest.report import ProgressCallback
from ..schema import CURRENT_NAME
from ..storage.atomic_files import link_file, remove_folder, sync_folder
from ..storage.safe_files import is_link, open_or_create, read_file
from ..storage.store import DocumentStore, StoredRow
from ..writing.changes import BATCH, ChangeOptions, build
from ..writing.sources import IndexSource
from .check import check_backend, is_sound
from .findings import CheckReport
from .salvage import Lost, Salvage, SalvagedDocuments, read_damaged_manifest, salvage

_MOST_BYTES = 4096
"""Bytes of ``CURRENT``; more than it has."""

Outcome = Literal["sound", "named", "older", "rebuilt"]


@dataclass(frozen=True, slots=True)
class Recovery:
    """The result of a recovery.

    ``outcome`` is ``sound`` where the index was not damaged, ``named`` where the newest
    state was sound and made current again, ``older`` where an older state was, and
    ``rebuilt`` where a new state was built of the documents that could be read.
    ``documents`` is the number of documents now, ``lost`` lists those that could not be
    read, ``older`` the ids of those of which an earlier version was; ``aside`` lists the
    folders, in that of the index, to which damaged data was moved. ``check`` is the
    report of a full check afterwards.
    """

    location: str
    outcome: Outcome
    documents: int
    check: CheckReport
    lost: tuple[Lost, ...] = ()
    older: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the recovery as values for JSON."""
        return {**asdict(self), "check": self.check.to_dict()}


def recover(
    location: str | Path,
    *,
    progress: ProgressCallback | None = None,
    jobs: int | None = None,
    lock_timeout: float = LOCK_SECONDS,
) -> Recovery:
    """Make a damaged index sound again; return what was done and what is lost.

    A sound state that is no longer current is made current again. Otherwise a new state
    is built of the documents that can be read, with the same engine and their stored
    entities; a document that cannot be read is taken from an older state if one is
    left. Nothing is removed: damaged data is moved aside in the folder.

    Args:
        location: the folder of the index.
        progress: called after each document of a new state.
        jobs: number of processes that build it; None for one per core.
        lock_timeout: seconds to wait for another writer.

    Raises:
        IndexMissingError: there is no index, not even a damaged one.
        IndexFormatError: it is of another format; only a rebuild helps.
        IndexDamagedError: no document can be read and nothing was changed, or the index
            is still damaged.
        IndexLockedError: another writer holds the lock; the message names it.
        IndexUnavailableError: a part of an index in a cluster does not answer now.
        UnusableIndexError: the folder cannot be written.
        UsageError: the location is not a folder; an index in a cluster that is damaged
            is rebuilt.
    """
    backend = find_backend(location, lock_timeout=lock_timeout)
    if isinstance(backend, ClusterBackend):
        return _look_at_cluster(backend)
    if not isinstance(backend, DiskBackend):
        raise UsageError(f"location {backend.location!r}: name the folder of an index")
    before = check_backend(backend, is_full=True)
    if before.ok:
        return Recovery(backend.location, "sound", before.documents, before)
    formats = [one for one in before.damage if one.kind == "format"]
    if formats:
        raise IndexFormatError(f"index {backend.location!r}: {formats[0]}")
    commits = _list_all_commits(backend.root)
    with ExitStack() as locks:
        for folder in commits:
            locks.enter_context(_lock_commit(folder))
        # Perhaps only CURRENT or the file that readers lock is damaged, or a file
        # outside of the current state.
        if commits and is_sound(backend.root, commits[0]):
            done = _make_current(backend, commits, 0, lock_timeout)
        else:
            options = ChangeOptions(True, progress, jobs)
            done = _rebuild_readable(backend, commits, options, lock_timeout)
    after = check_backend(backend, is_full=True)
    if not after.ok:
        problems = "; ".join(map(str, after.damage))
        raise IndexDamagedError(f"index {backend.location!r} is still damaged: {problems}")
    return Recovery(
        backend.location,
        done.outcome,
        after.documents,
        after,
        tuple(done.lost),
        tuple(done.older),
        tuple(done.aside),
    )


class _Done(NamedTuple):
    """What was done; the fields are those of :class:`Recovery`."""

    outcome: Outcome
    aside: list[str]
    lost: Sequence[Lost] = ()
    older: Sequence[str] = ()


def _look_at_cluster(backend: ClusterBackend) -> Recovery:
    """Return that an index in a cluster is sound; else raise what can be done about it.

    Raises :class:`IndexUnavailableError` where a part of it only does not answer, and
    :class:`UsageError` where it is damaged.
    """
    found = check_backend(backend, is_full=True)
    if found.damage:
        raise UsageError(
            f"index {backend.location!r} is damaged ({found.damage[0]}); in a cluster "
            "restore it from a snapshot, or rebuild it, of its own documents with --from: "
            "diplosearch rebuild"
        )
    if found.unavailable:
        raise IndexUnavailableError(
            f"{found.unavailable[0]}: nothing is known to be damaged"
        )
    return Recovery(backend.location, "sound", found.documents, found)


def _list_all_commits(root: Path) -> list[Path]:
    """Return the folders of all commits: the current one, then the newest first.

    Those without a manifest come last, as they are probably incomplete.
    """
    found = [
        folder
        for generation in generations.list_generations(root)
        for folder in generations.list_commits(generation)
    ]
    found.reverse()
    found.sort(key=lambda folder: not (folder / MANIFEST_NAME).exists())
    with suppress(IndexDamagedError, OSError):
        current = generations.read_current(root)
        found.sort(key=lambda folder: folder != current)
    return found


@contextmanager
def _lock_commit(folder: Path) -> Iterator[None]:
    """Keep a commit from removal by other writers during the block."""
    path = folder / IN_USE_NAME
    with translate_errors(folder.parent.parent, "written"):
        open_or_create(path).close()
        lock = ReaderLock(path)
    try:
        yield
    finally:
        lock.release()


def _make_current(
    backend: DiskBackend, commits: list[Path], position: int, lock_timeout: float
) -> _Done:
    """Make the sound commit at ``position`` current; move those before it aside.

    Where it is unknown which commit was current, it may have been any other: they are
    moved aside as well.
    """
    root, folder = backend.root, commits[position]
    try:
        generations.read_current(root)
        doubtful = commits[:position]
    except (IndexMissingError, IndexDamagedError):
        doubtful = [one for one in commits if one != folder]
    with translate_errors(backend.location, "written"):
        lock = WriterLock(
            root / generations.LOCK_NAME, purpose="a recovery", timeout=lock_timeout
        )
        try:
            unfinished = [
                generation
                for generation in generations.list_generations(root)
                if not any(generations.list_commits(generation))
            ]
            with _kept_aside(root, [*doubtful, *unfinished]) as aside:
                generations.write_current(root, folder)
        finally:
            lock.release()
    return _Done("older" if position else "named", aside)


def _rebuild_readable(
    backend: DiskBackend, commits: list[Path], options: ChangeOptions, lock_timeout: float
) -> _Done:
    """Build a new state of the documents that can be read in ``commits``.

    The first commit counts before all others. Where it holds no documents but a later
    one is sound, that is made current instead.

    Raises :class:`IndexDamagedError` where no document can be read.
    """
    with ExitStack() as stack:
        salvaged = []
        for folder in commits:
            salvaged.append(salvage(folder))
            stack.callback(salvaged[-1].close)
        if not salvaged or not salvaged[0].rows:
            for position, folder in enumerate(commits):
                if is_sound(backend.root, folder):
                    return _make_current(backend, commits, position, lock_timeout)
        readable, lost, older = _merge_salvage(salvaged)
        if not readable:
            raise IndexDamagedError(
                f"no document of index {backend.location!r} can be read, so nothing was "
                "changed; rebuild it from its sources: diplosearch rebuild"
            )
        manifests = [read_damaged_manifest(folder) for folder in commits]
        manifest = replace(
            manifests[0],
            documents=len(readable),
            # Of the newest commit whose manifest can be read: it names its analyzer.
            corrections=next((one.corrections for one in manifests if one.fingerprint), ()),
        )
        store = SalvagedDocuments(readable.values())
        source = IndexSource(
            backend.location, manifest, store, backend.find_source, is_recovered=True
        )
        others = [*generations.list_generations(backend.root)]
        with (
            _kept_aside(backend.root, others) as aside,
            build(
                backend,
                source,
                options,
                engine=manifest.engine,
                provider=None,
                batch=BATCH,
                is_resumed=False,
            ) as report,
        ):
            pass
        lost += [Lost(one.where, "", one.reason) for one in report.skipped]
        if unnamed := report.skipped_count - len(report.skipped):
            lost.append(Lost(None, "", f"{unnamed:,} more for the same reasons"))
    return _Done("rebuilt", aside, lost, older)


_Readable = dict[str, tuple[DocumentStore, StoredRow]]


def _merge_salvage(salvaged: list[Salvage]) -> tuple[_Readable, list[Lost], list[str]]:
    """Return the readable documents by id, those lost, and the ids of older versions.

    Where whole files are lost it is unknown which documents they held. Then all
    documents of older states are taken, even some that were deleted since.
    """
    if not salvaged:
        return {}, [], []
    newest, *others = salvaged
    readable = newest.by_id()
    is_blind = any(one.id is None for one in newest.lost) or not readable
    wanted = {one.id for one in newest.lost}
    older: list[str] = []
    for other in others:
        for id, found in other.by_id().items():
            if id not in readable and (is_blind or id in wanted):
                readable[id] = found
                older.append(id)
    return readable, [one for one in newest.lost if one.id not in older], older


@contextmanager
def _kept_aside(root: Path, folders: Sequence[Path]) -> Iterator[list[str]]:
    """Move folders aside, where no change removes them, by a block that makes a new state.

    Yields their new names. They have those, as hard links, before the block, so that they
    are kept when the process dies at any moment. An error before the new state takes the
    links away again.
    """
    before = _read_pointer(root)
    aside = [_link_aside(root, folder) for folder in folders]
    sync_folder(root)
    is_done = False
    try:
        yield [one.name for one in aside]
        is_done = True
    finally:
        if is_done or _read_pointer(root) != before:
            current = generations.read_current(root)
            doomed = [one for one in folders if not current.is_relative_to(one)]
        else:
            doomed = aside
        for folder in doomed:
            remove_folder(folder)
        sync_folder(root)


def _read_pointer(root: Path) -> bytes:
    """Return what names the current state; empty where it cannot be read."""
    with suppress(OSError):
        return read_file(root / CURRENT_NAME, most=_MOST_BYTES)
    return b""


def _link_aside(root: Path, folder: Path) -> Path:
    """Return a new folder aside with links to all that is in ``folder``."""
    name = generations.ASIDE + "-".join(folder.relative_to(root).parts)
    kept, number = root / name, 1
    while os.path.lexists(kept):
        number += 1
        kept = root / f"{name}-{number}"
    for parent, folders, files in os.walk(folder):
        target = kept / Path(parent).relative_to(folder)
        target.mkdir()
        for one in (*files, *(one for one in folders if is_link(Path(parent, one)))):
            _link(Path(parent, one), target / one)
        sync_folder(target)
    return kept


def _link(source: Path, target: Path) -> None:
    """Link a file; what a stranger has put there, such as a link or a pipe, as it is."""
    try:
        link_file(source, target)
    except IndexDamagedError:
        with suppress(OSError):
            os.link(source, target, follow_symlinks=False)
