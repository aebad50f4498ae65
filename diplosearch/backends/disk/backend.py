"""The backend of an index in a folder.

Every commit has its own folder, with hard links to the files of the previous commit.
The engine writes there; then all files are synced, described in a manifest, and made
current by replacing the file ``CURRENT``. So a rebuild, an addition, a deletion and a
sync become visible in one step, and a process that dies before it leaves the old
commit as it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ...engines.error_guard import guard_errors
from ...engines.registry import load_engine
from ...entity_index.schema import TABLE_NAME
from ...entity_index.table import EntityTable
from ...errors import IndexDamagedError, UsageError, translate_errors
from ...storage.atomic_files import (
    make_folder,
)
from ...storage.segments import open_segments
from ...storage.store import DocumentStore
from ...stories.segments import Segments, current_names
from ...stories.table import StoryTable
from ..base import LOCK_SECONDS, Snapshot
from ..draft import InterruptedRebuild
from ..manifest import (
    OLDER_FORMATS,
    Manifest,
    Verify,
    find_damage,
    refuse_other_analyzer,
)
from ..sidecars import FolderSidecars
from . import generations
from .generations import lock_current_commit
from .locks import ReaderLock, WriterLock
from .network_mounts import find_network_file_system, warning

if TYPE_CHECKING:
    from .transaction import DiskTransaction


class DiskBackend:
    """A backend that keeps the index in a folder."""

    def __init__(
        self, root: Path, *, verify: Verify = "sizes", lock_timeout: float = LOCK_SECONDS
    ) -> None:
        """Use the folder ``root``; it need not exist. See ``find_backend``."""
        self.root = root
        self.location = str(root)
        self._verify: Verify = verify
        self._lock_timeout = lock_timeout
        self.sidecars = FolderSidecars(root)

    def open(self) -> Snapshot:
        """Open the current commit.

        Raises :class:`UnusableIndexError`, whose message says what to do.
        """
        with translate_errors(self.location, "read"):
            folder, lock = lock_current_commit(self.root)
            try:
                return self._open_commit(folder, lock)
            except BaseException:
                lock.release()
                raise

    def _open_commit(self, folder: Path, lock: ReaderLock) -> Snapshot:
        manifest = generations.read_commit(folder)
        refuse_other_analyzer(manifest, self.location)
        problems = find_damage(folder, manifest.files, self._verify)
        if problems:
            raise self._make_damaged_error("; ".join(problems))
        store = open_segments(manifest.segments(folder), identity=manifest.store)
        try:
            reader = load_engine(manifest.engine).open_reader(folder)
        except BaseException:
            store.close()
            raise
        try:
            if reader.passages != manifest.passages:
                raise self._make_damaged_error(
                    f"its engine holds {reader.passages:,} passages instead of "
                    f"{manifest.passages:,}"
                )
            table = EntityTable(folder / TABLE_NAME)
            try:
                stories = _open_stories(folder, manifest)
            except BaseException:
                table.close()
                raise
        except BaseException:
            reader.close()
            store.close()
            raise
        guarded = guard_errors(reader, self.location, "read")
        return Snapshot(manifest, store, guarded, table, lock.release, stories=stories)

    def _make_damaged_error(self, problem: str) -> IndexDamagedError:
        return IndexDamagedError(
            f"index {self.location!r} is damaged: {problem}; see diplosearch check, or "
            "rebuild it: diplosearch rebuild"
        )

    def probe(self) -> None:
        """Do nothing: what is in the way is told when a rebuild begins."""

    def begin(
        self,
        *,
        purpose: str,
        engine: str | None,
        is_fresh: bool,
        unfinished: InterruptedRebuild | None = None,
    ) -> DiskTransaction:
        """Begin the next commit; see :class:`~diplosearch.backends.base.Backend`."""
        from .transaction import DiskTransaction  # it brings what counts entities

        # Unlike Path.exists, these raise nothing for a name that is too long.
        if os.path.exists(self.root) and not os.path.isdir(self.root):
            raise UsageError(f"{self.location!r} is a file; name a folder for the index")
        with translate_errors(self.location, "written"):
            if not is_fresh:
                # Nothing is made where an index has been moved away.
                generations.read_current(self.root)
            make_folder(self.root)
            lock = WriterLock(
                self.root / generations.LOCK_NAME,
                purpose=purpose,
                timeout=self._lock_timeout,
            )
            try:
                kept = None if unfinished is None else unfinished.folder
                generations.clean(self.root, kept=kept)
                if unfinished is not None and find_damage(*unfinished.saved, "full"):
                    unfinished = None  # another writer cleaned up, or it is damaged
                return DiskTransaction(
                    self.root, lock, engine, is_fresh=is_fresh, resumed=unfinished
                )
            except BaseException:
                lock.release()
                raise

    def name_source(self, source: Path) -> str:
        """Return the path of ``source`` relative to the index: both can be moved."""
        real = os.path.realpath(source)
        try:
            return Path(os.path.relpath(real, os.path.realpath(self.root))).as_posix()
        except ValueError:  # another drive
            return real

    def find_source(self, name: str) -> Path:
        """Return the folder of a path that is relative to the index."""
        return Path(os.path.realpath(self.root), name)

    def find_unfinished(self) -> InterruptedRebuild | None:
        """Return the rebuild that was interrupted last; None where there is none."""
        return generations.find_unfinished(self.root)

    @contextmanager
    def open_documents(self) -> Iterator[tuple[Manifest, DocumentStore]]:
        """Yield manifest and documents of the current commit, without opening the engine.

        Works for an index of another analyzer too, and of an older format that a rebuild
        can read.

        Raises :class:`IndexMissingError`, :class:`IndexFormatError` or
        :class:`IndexDamagedError`.
        """
        folder, lock = lock_current_commit(self.root)
        try:
            manifest = generations.read_commit(folder, older=OLDER_FORMATS)
            store = open_segments(manifest.segments(folder), identity=manifest.store)
            try:
                yield manifest, store
            finally:
                store.close()
        finally:
            lock.release()

    def read_manifest(self) -> Manifest:
        """Return the manifest of the current commit.

        It may be of another analyzer, and of an older format that a rebuild can read.
        """
        with translate_errors(self.location, "read"):
            folder, lock = lock_current_commit(self.root)
            try:
                return generations.read_commit(folder, older=OLDER_FORMATS)
            finally:
                lock.release()

    def remark(self) -> str:
        """Return a warning where the folder is on a network file system."""
        network = find_network_file_system(self.root)
        return warning(network) if network is not None else ""

    def size(self) -> int:
        """Return the bytes that the current commit takes on disk."""
        with translate_errors(self.location, "read"):
            folder, lock = lock_current_commit(self.root)
            try:
                return sum(path.lstat().st_size for path in folder.iterdir())
            finally:
                lock.release()

    def close(self) -> None:
        """Do nothing: each call opens what it needs."""


def _open_stories(folder: Path, manifest: Manifest) -> StoryTable | None:
    """Return the stories of a commit, None where it has none."""
    names = current_names(manifest.files, manifest.commit)
    if names is None:
        return None
    return StoryTable(Segments.open([folder / name for name in names]))
