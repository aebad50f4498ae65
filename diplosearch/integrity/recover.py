"""Bringing back what can be of a damaged index: ``diplosearch.recover``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ..backends.disk import generations
from ..backends.disk.backend import DiskBackend
from ..backends.disk.locks import ReaderLock, WriterLock
from ..backends.manifest import MANIFEST_NAME
from ..backends.registry import LOCK_SECONDS, find_backend
from ..errors import IndexDamagedError, IndexFormatError, UsageError
from ..ingest.report import ProgressCallback
from ..storage.atomic_files import sync_folder
from ..storage.store import DocumentStore, StoredRow
from ..writing.changes import BATCH, ChangeOptions, build
from ..writing.sources import Kept
from .check import check_backend, is_sound
from .findings import CheckReport
from .salvage import Lost, Salvage, SalvagedDocuments, read_what_is_left, salvage

Outcome = Literal["sound", "named", "older", "rebuilt"]


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of a damaged index.

    ``outcome`` is ``sound`` where nothing was to be done, ``named`` where a sound
    state only had to be named again, ``older`` where an older one was, and
    ``rebuilt`` where a new one was made of the documents that could be read.
    ``documents`` counts those that the index holds now, ``lost`` names those that
    could not be saved, ``older`` those of which an earlier version was; ``aside``
    says where what was there is kept. ``check`` tells how the index is now.
    """

    location: str
    outcome: Outcome
    documents: int
    check: CheckReport
    lost: tuple[Lost, ...] = ()
    older: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the recovery as values that JSON can carry."""
        return {**asdict(self), "check": self.check.to_dict()}


def recover(
    location: str | Path,
    *,
    progress: ProgressCallback | None = None,
    jobs: int | None = None,
    lock_timeout: float = LOCK_SECONDS,
) -> Recovery:
    """Make a damaged index sound again with what of it can be read.

    A state that is sound but not named any more is named again. Otherwise a new one
    is made of the documents that can be read, on the same engine, their entities as
    they were; a document that cannot be is taken from an older state where one is
    left. Nothing is removed: what was there is kept aside.

    Args:
        location: the folder of the index.
        progress: called after each document of a new state.
        jobs: how many processes make it; None is one a core.
        lock_timeout: seconds to wait for a writer.

    Raises:
        IndexMissingError: there is nothing of an index.
        IndexFormatError: it is of another format; only a rebuild helps.
        IndexDamagedError: no document can be read; nothing was changed.
        IndexLockedError: a writer is at work; the message names it.
    """
    backend = find_backend(location, lock_timeout=lock_timeout)
    if not isinstance(backend, DiskBackend):
        raise UsageError(f"location {str(location)!r}: name the folder of an index")
    before = check_backend(backend, is_full=True)
    if before.ok:
        return Recovery(backend.location, "sound", before.documents, before)
    formats = [one for one in before.damage if one.kind == "format"]
    if formats:
        raise IndexFormatError(f"index {backend.location!r}: {formats[0]}")
    commits = _commits(backend.root)
    with ExitStack() as held:
        for folder in commits:
            held.enter_context(_kept(folder))
        # Perhaps the name alone is gone, or the mark that readers hold, or the damage
        # is beside the current state.
        if commits and is_sound(backend.root, commits[0]):
            done = _name(backend, commits, 0, lock_timeout)
        else:
            how = ChangeOptions(True, progress, jobs)
            done = _bring_back(backend, commits, how, lock_timeout)
    after = check_backend(backend, is_full=True)
    if not after.ok:
        told = "; ".join(map(str, after.damage))
        raise IndexDamagedError(f"index {backend.location!r} is still damaged: {told}")
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
    """What was done; the fields are those of a recovery."""

    outcome: Outcome
    aside: list[str]
    lost: Sequence[Lost] = ()
    older: Sequence[str] = ()


def _commits(root: Path) -> list[Path]:
    """Return the folders of all commits: the current one, then the newest first.

    Those without a manifest come last: they were hardly ever done.
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
def _kept(folder: Path) -> Iterator[None]:
    """Keep a commit from being cleaned up meanwhile."""
    path = folder / generations.IN_USE_NAME
    path.touch()
    lock = ReaderLock(path)
    try:
        yield
    finally:
        lock.release()


def _name(
    backend: DiskBackend, commits: list[Path], which: int, lock_timeout: float
) -> _Done:
    """Make a sound commit the current one; those before it are damaged."""
    root, folder = backend.root, commits[which]
    lock = WriterLock(
        root / generations.LOCK_NAME, purpose="a recovery", timeout=lock_timeout
    )
    try:
        generations.write_current(root, folder)
        unfinished = [
            generation
            for generation in generations.list_generations(root)
            if not any(generations.list_commits(generation))
        ]
        aside = _keep_aside(root, [*commits[:which], *unfinished])
    finally:
        lock.release()
    return _Done("older" if which else "named", aside)


def _bring_back(
    backend: DiskBackend, commits: list[Path], how: ChangeOptions, lock_timeout: float
) -> _Done:
    """Make an index of what can be read in ``commits``, the first before all."""
    with ExitStack() as opened:
        salvaged = []
        for folder in commits:
            salvaged.append(salvage(folder))
            opened.callback(salvaged[-1].close)
        if not salvaged or not salvaged[0].rows:
            for which, folder in enumerate(commits):
                if is_sound(backend.root, folder):
                    return _name(backend, commits, which, lock_timeout)
        held, lost, older = _put_together(salvaged)
        if not held:
            raise IndexDamagedError(
                f"no document of index {backend.location!r} can be read, so nothing was "
                "changed; rebuild it from its sources: diplosearch rebuild"
            )
        manifest = replace(read_what_is_left(commits[0]), documents=len(held))
        store = SalvagedDocuments(held.values())
        source = Kept(
            backend.location, manifest, store, backend.find_source, is_recovered=True
        )
        with build(
            backend,
            source,
            how,
            engine=manifest.engine,
            finder=None,
            batch=BATCH,
            is_resumed=False,
        ) as report:
            new = generations.read_current(backend.root)
            # While the writer's lock is held, before anything is cleaned up.
            others = generations.list_generations(backend.root)
            aside = _keep_aside(backend.root, [one for one in others if one != new.parent])
        lost += [Lost(one.where, "", one.reason) for one in report.skipped]
    return _Done("rebuilt", aside, lost, older)


_Held = dict[str, tuple[DocumentStore, StoredRow]]


def _put_together(salvaged: list[Salvage]) -> tuple[_Held, list[Lost], list[str]]:
    """Return what there is of each document, what is lost, and what is an older version.

    Where whole files are gone nobody knows which documents they held; then all that
    older states had are taken, also some that had been deleted since.
    """
    if not salvaged:
        return {}, [], []
    newest, *others = salvaged
    held = newest.by_id()
    is_blind = any(one.id is None for one in newest.lost) or not held
    wanted = {one.id for one in newest.lost}
    older: list[str] = []
    for other in others:
        for id, found in other.by_id().items():
            if id not in held and (is_blind or id in wanted):
                held[id] = found
                older.append(id)
    return held, [one for one in newest.lost if one.id not in older], older


def _keep_aside(root: Path, folders: list[Path]) -> list[str]:
    """Move folders out of the way of all changes; return what they are called."""
    aside = []
    for folder in folders:
        name = generations.ASIDE + "-".join(folder.relative_to(root).parts)
        kept, number = root / name, 1
        while kept.exists():
            number += 1
            kept = root / f"{name}-{number}"
        with suppress(PermissionError):  # some systems do not move what is open
            folder.rename(kept)
            aside.append(kept.name)
    sync_folder(root)
    return aside
