"""An index in a folder.

Every commit has a folder of its own, in which the files of the commit before
are linked, not copied. The engine writes there; then all is brought to the
disk, described in a manifest, and named by replacing one small file. So a
rebuild, an addition, a deletion and a sync become visible in the same single
step, and a process that dies before it leaves the old state as it was.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...analysis.analyzer import fingerprint
from ...engines.base import Writer
from ...engines.error_guard import GuardedReader, GuardedWriter
from ...engines.registry import DEFAULT_ENGINE, load_engine
from ...entity_index.counts import EntityTally
from ...entity_index.table import TABLE_NAME, EntityTable
from ...errors import IndexAnalyzerError, IndexDamagedError, UsageError
from ...failures import named
from ...index.holding import hold_current
from ...integrity.check import check_folder
from ...integrity.findings import CheckReport
from ...storage.atomic_files import (
    link_file,
    make_folder,
    remove_folder,
    sync_file,
    sync_folder,
)
from ...storage.segments import PartsWriter, open_parts, part_names
from ...storage.store import DocumentStore
from ..base import Snapshot
from ..draft import Draft, Unfinished, write_draft
from ..manifest import (
    MANIFEST_NAME,
    FileRecord,
    Manifest,
    Verify,
    describe_file,
    find_damage,
    read_manifest,
    write_manifest,
)
from . import generations
from .locks import ReaderLock, WriterLock
from .network_mounts import find_network_file_system, warning

_LOG = logging.getLogger(__name__)
_OWN_FILES = (MANIFEST_NAME, generations.IN_USE_NAME)


class DiskPlace:
    """A folder as a place of an index."""

    def __init__(
        self, root: Path, *, verify: Verify = "sizes", lock_timeout: float = 10.0
    ) -> None:
        self.root = root
        self.location = str(root)
        self._verify: Verify = verify
        self._lock_timeout = lock_timeout

    def open(self) -> Snapshot:
        """Return the current state."""
        with named(self.location, "read"):
            folder, lock = hold_current(self.root)
            try:
                return self._open_commit(folder, lock)
            except BaseException:
                lock.release()
                raise

    def _open_commit(self, folder: Path, lock: ReaderLock) -> Snapshot:
        manifest = _read_manifest(folder)
        if manifest.fingerprint != fingerprint():
            raise IndexAnalyzerError(
                f"index {self.location!r} was made by another analyzer (its terms differ); "
                "rebuild it: diplosearch rebuild"
            )
        problems = find_damage(folder, manifest.files, self._verify)
        if problems:
            raise self._damaged("; ".join(problems))
        store = open_parts(manifest.parts(folder))
        try:
            reader = load_engine(manifest.engine).open_reader(folder)
        except BaseException:
            store.close()
            raise
        try:
            if reader.passages != manifest.passages:
                raise self._damaged(
                    f"its engine holds {reader.passages:,} passages instead of "
                    f"{manifest.passages:,}"
                )
            table = EntityTable(folder / TABLE_NAME)
        except BaseException:
            reader.close()
            store.close()
            raise
        guarded = GuardedReader(reader, self.location)
        return Snapshot(manifest, store, guarded, table, lock.release)

    def _damaged(self, how: str) -> IndexDamagedError:
        return IndexDamagedError(
            f"index {self.location!r} is damaged: {how}; see diplosearch check, or "
            "rebuild it: diplosearch rebuild"
        )

    def begin(
        self,
        *,
        purpose: str,
        engine: str | None,
        is_fresh: bool,
        unfinished: Unfinished | None = None,
    ) -> DiskTransaction:
        """Return the making of the next state."""
        # Unlike Path.exists, these raise nothing for a name that is too long.
        if os.path.exists(self.root) and not os.path.isdir(self.root):
            raise UsageError(f"{self.location!r} is a file; name a folder for the index")
        with named(self.location, "written"):
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
        """Return the way from the index to ``source``: both may move together."""
        real = os.path.realpath(source)
        try:
            return Path(os.path.relpath(real, os.path.realpath(self.root))).as_posix()
        except ValueError:  # another drive
            return real

    def find_source(self, name: str) -> Path:
        """Return the folder to which the way leads from the index."""
        return Path(os.path.realpath(self.root), name)

    def find_unfinished(self) -> Unfinished | None:
        """Return the rebuild that was interrupted last, None where none was."""
        return generations.find_unfinished(self.root)

    @contextmanager
    def open_documents(self) -> Iterator[tuple[Manifest, DocumentStore]]:
        """Give the documents alone, whatever there is to say of engine and analyzer."""
        folder, lock = hold_current(self.root)
        try:
            manifest = _read_manifest(folder)
            store = open_parts(manifest.parts(folder))
            try:
                yield manifest, store
            finally:
                store.close()
        finally:
            lock.release()

    def check(self, *, is_full: bool) -> CheckReport:
        """Return what is wrong with the index, as it lies there now."""
        return check_folder(self.root, is_full=is_full)

    def remark(self) -> str:
        """Return what is not promised on a file system of the network, there alone."""
        network = find_network_file_system(self.root)
        return warning(network) if network is not None else ""

    def size(self) -> int:
        """Return the bytes that the current state takes on disk."""
        with named(self.location, "read"):
            folder, lock = hold_current(self.root)
            try:
                return sum(path.stat().st_size for path in folder.iterdir())
            finally:
                lock.release()

    def close(self) -> None:
        """Do nothing: each call opens what it needs."""


def _read_manifest(folder: Path) -> Manifest:
    try:
        return read_manifest(folder)
    except FileNotFoundError:
        raise IndexDamagedError(
            f"{folder / MANIFEST_NAME} is missing; rebuild the index: diplosearch rebuild"
        ) from None


def _current_engine(root: Path) -> str | None:
    try:
        return read_manifest(generations.read_current(root)).engine
    except OSError:
        return None


class DiskTransaction:
    """The next commit of a folder in the making; holds the writer's lock.

    The parts of the document store of a rebuild lie in the folder of its
    generation, where they stay when it is interrupted, until it is committed.
    """

    def __init__(
        self,
        root: Path,
        lock: WriterLock,
        engine: str | None,
        *,
        is_fresh: bool,
        resumed: Unfinished | None = None,
    ) -> None:
        self._root = root
        self.is_resumed = self._is_saved = resumed is not None
        self._lock = lock
        self.base: Manifest | None = None
        base = None
        if is_fresh:
            self._engine = engine or _current_engine(root) or DEFAULT_ENGINE
            self._generation = (
                resumed.folder if resumed else generations.next_generation(root)
            )
            self.number = 1
        else:
            base = generations.read_current(root)
            self.base = read_manifest(base)
            self._engine = self.base.engine
            self._generation = base.parent
            self.number = self.base.commit + 1
        opener = load_engine(self._engine)
        self.folder = generations.commit_folder(self._generation, self.number)
        self.folder.mkdir(parents=True)
        self._linked: dict[str, int] = {}
        self._is_committed = False
        with ExitStack() as undo:
            undo.callback(remove_folder, self.folder)
            if base is not None:
                assert self.base is not None
                self._link([base / name for name in self.base.files if name != TABLE_NAME])
            self._parts = self._open_store(resumed)
            undo.callback(self._parts.close)
            self.store: DocumentStore = self._parts
            self.store.begin(self.number)
            writer = opener.open_writer(self.folder)
            undo.callback(writer.abort)
            self.writer: Writer = GuardedWriter(writer, str(root))
            self.tally = EntityTally(
                self.folder / TABLE_NAME, None if base is None else base / TABLE_NAME
            )
            undo.pop_all()

    def _open_store(self, resumed: Unfinished | None) -> PartsWriter:
        if self.base is not None:
            return PartsWriter(self.folder, self.base.parts(self.folder))
        saved = resumed.draft.files if resumed else ()
        parts = [self._generation / name for name in part_names(saved)]
        return PartsWriter(self._generation, parts)

    def _link(self, files: Iterable[Path]) -> None:
        """Put files into the folder of the commit, and note which they are."""
        for path in files:
            link = self.folder / path.name
            link_file(path, link)
            self._linked[path.name] = link.stat().st_ino

    def save(self, draft: Draft) -> None:
        """Bring the documents so far to the disk, for a rebuild that is interrupted."""
        with named(self._root, "written"):
            self._parts.seal()
            for path in self._parts.parts:
                sync_file(path)
            sync_folder(self._generation)
            files = {path.name: describe_file(path) for path in self._parts.parts}
            write_draft(self._generation, replace(draft, files=files))
            sync_folder(self._root)
            self._is_saved = True
            generations.forget_parts(self._generation, kept=self._parts.parts)
            self.store.begin(self.number)

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the next state the current one, in one step."""
        with named(self._root, "written"):
            self._commit(repeated_lines, recognizer)

    def _commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        self.writer.commit()
        self.tally.finish()
        self.tally.close()
        self._parts.seal()
        documents = self.store.count(self.number)
        if self.base is None:
            self._link(self._parts.parts)
        generations.forget_parts(
            self.folder, kept=[self.folder / path.name for path in self._parts.parts]
        )
        files = self._sync_files()
        reader = load_engine(self._engine).open_reader(self.folder)
        passages = reader.passages
        reader.close()
        (self.folder / generations.IN_USE_NAME).touch()
        manifest = Manifest(
            engine=self._engine,
            fingerprint=fingerprint(),
            recognizer=recognizer,
            commit=self.number,
            documents=documents,
            passages=passages,
            repeated_lines=repeated_lines,
            files=files,
        )
        write_manifest(self.folder, manifest)
        sync_folder(self._generation)
        sync_folder(self._root)
        generations.write_current(self._root, self.folder)
        self._is_committed = True

    def _sync_files(self) -> dict[str, FileRecord]:
        """Bring all files to the disk and return what is to be written down of them."""
        known = self.base.files if self.base else {}
        files = {}
        for path in sorted(self.folder.iterdir()):
            if path.name in _OWN_FILES:
                continue
            # Also what is linked: the commit that it comes from may be another's copy.
            sync_file(path)
            # What was linked is as it was written down, whatever has become of it.
            is_known = self._linked.get(path.name) == path.stat().st_ino
            record = known.get(path.name) if is_known else None
            files[path.name] = record or describe_file(path)
        return files

    def finish(self) -> None:
        """Drop what was not committed, clean up, and let the next writer in."""
        with ExitStack() as ending:
            ending.callback(self._lock.release)
            ending.callback(_try, self._clean)
            ending.callback(_try, self.store.close)
            if not self._is_committed:
                ending.callback(_try, self.tally.close)
                ending.callback(_try, self.writer.abort)
                ending.callback(_try, self.store.abort)

    def _clean(self) -> None:
        is_kept = self._is_saved and not self._is_committed
        generations.clean(self._root, kept=self._generation if is_kept else None)


def _try(step: Callable[[], None]) -> None:
    """Do what the next writer does again if it fails: what counts was done before."""
    try:
        step()
    except (OSError, sqlite3.Error) as error:
        _LOG.warning("what a change left could not be removed: %s", error)
