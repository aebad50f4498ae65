"""An index in a folder.

Every commit has a folder of its own, in which the files of the commit before
are linked, not copied. The engine writes there; then all is brought to the
disk, described in a manifest, and named by replacing one small file. So a
rebuild, an addition, a deletion and a sync become visible in the same single
step, and a process that dies before it leaves the old state as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..analysis.analyzer import fingerprint
from ..engines.base import Writer
from ..engines.registry import DEFAULT_ENGINE, load_engine
from ..entity_table import TABLE_NAME, EntityTable
from ..entity_tally import EntityTally
from ..errors import (
    DiplosearchError,
    IndexAnalyzerError,
    IndexDamagedError,
    UnusableIndexError,
    UsageError,
)
from ..store import DocumentStore
from . import generations
from .checking import check_folder
from .durable import sync_file, sync_folder
from .findings import CheckReport
from .holding import hold_current
from .locks import ReaderLock, WriterLock
from .manifest import (
    MANIFEST_NAME,
    FileRecord,
    Manifest,
    Verify,
    describe_file,
    find_damage,
    read_manifest,
    write_manifest,
)
from .place import Snapshot
from .unfinished import Draft, Unfinished, write_draft

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
        problems = find_damage(folder, manifest, self._verify)
        store = DocumentStore(folder.parent / generations.STORE_NAME)
        try:
            if self._verify == "full":
                problems += store.check()
            if problems:
                raise IndexDamagedError(
                    f"index {self.location!r} is damaged: {'; '.join(problems)}; "
                    "rebuild it: diplosearch rebuild"
                )
            reader = load_engine(manifest.engine).open_reader(folder)
        except BaseException:
            store.close()
            raise
        try:
            table = EntityTable(folder / TABLE_NAME)
        except BaseException:
            reader.close()
            store.close()
            raise
        return Snapshot(manifest, store, reader, table, lock.release)

    def begin(
        self,
        *,
        purpose: str,
        engine: str | None,
        is_fresh: bool,
        unfinished: Unfinished | None = None,
    ) -> DiskTransaction:
        """Return the making of the next state."""
        if self.root.exists() and not self.root.is_dir():
            raise UsageError(f"{self.location!r} is a file; name a folder for the index")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(
                self.root / generations.LOCK_NAME,
                purpose=purpose,
                timeout=self._lock_timeout,
            )
        except DiplosearchError:
            raise
        except OSError as error:
            raise UnusableIndexError(
                f"index {self.location!r} cannot be written ({error.strerror or error}); "
                "allow writing, or name another folder"
            ) from error
        try:
            resumed = None if unfinished is None else unfinished.folder
            generations.clean(self.root, kept=resumed)
            if resumed is not None and not (resumed / generations.STORE_NAME).exists():
                resumed = None  # another writer cleaned up in between
            return DiskTransaction(
                self.root, lock, engine, is_fresh=is_fresh, resumed=resumed
            )
        except BaseException:
            lock.release()
            raise

    def name_source(self, source: Path) -> str:
        """Return the way from the index to ``source``: both may move together."""
        try:
            return Path(os.path.relpath(source.resolve(), self.root.resolve())).as_posix()
        except ValueError:  # another drive
            return str(source.resolve())

    def find_source(self, name: str) -> Path:
        """Return the folder to which the way leads from the index."""
        return self.root.resolve() / name

    def find_unfinished(self) -> Unfinished | None:
        """Return the rebuild that was interrupted last, None where none was."""
        return generations.find_unfinished(self.root)

    @contextmanager
    def open_documents(self) -> Iterator[tuple[Manifest, DocumentStore]]:
        """Give the documents alone, whatever there is to say of engine and analyzer."""
        folder, lock = hold_current(self.root)
        try:
            manifest = _read_manifest(folder)
            store = DocumentStore(folder.parent / generations.STORE_NAME)
            try:
                yield manifest, store
            finally:
                store.close()
        finally:
            lock.release()

    def check(self, *, is_full: bool) -> CheckReport:
        """Return what is wrong with the index, as it lies there now."""
        return check_folder(self.root, is_full=is_full)

    def size(self) -> int:
        """Return the bytes that the current state takes on disk."""
        folder = generations.read_current(self.root)
        files = [*folder.iterdir(), folder.parent / generations.STORE_NAME]
        return sum(path.stat().st_size for path in files)


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
    """The next commit of a folder in the making; holds the writer's lock."""

    def __init__(
        self,
        root: Path,
        lock: WriterLock,
        engine: str | None,
        *,
        is_fresh: bool,
        resumed: Path | None = None,
    ) -> None:
        self._root = root
        self.is_resumed = self._is_saved = resumed is not None
        self._lock = lock
        self.base: Manifest | None = None
        if is_fresh:
            self._engine = engine or _current_engine(root) or DEFAULT_ENGINE
            self._generation = resumed or generations.next_generation(root)
            self.number = 1
            linked = None
        else:
            linked = generations.read_current(root)
            self.base = read_manifest(linked)
            self._engine = self.base.engine
            self._generation = linked.parent
            self.number = self.base.commit + 1
        opener = load_engine(self._engine)
        self.folder = generations.commit_folder(self._generation, self.number)
        self.folder.mkdir(parents=True)
        self._is_committed = False
        try:
            if linked is not None:
                _link_files(linked, self.folder)
            path = self._generation / generations.STORE_NAME
            is_new = is_fresh and resumed is None
            self.store = (
                DocumentStore.create(path) if is_new else DocumentStore.reopen(path)
            )
            try:
                self.store.begin(self.number, is_resumed=self.is_resumed)
                self.writer: Writer = opener.open_writer(self.folder)
                self.tally = EntityTally(
                    self.folder / TABLE_NAME,
                    None if linked is None else linked / TABLE_NAME,
                )
            except BaseException:
                self.store.close()
                raise
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def save(self, draft: Draft) -> None:
        """Bring the documents so far to the disk, for a rebuild that is interrupted."""
        self.store.save()
        if not self._is_saved:
            sync_file(self._generation / generations.STORE_NAME)
            write_draft(self._generation, draft)
            sync_folder(self._root)
            self._is_saved = True

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the next state the current one, in one step."""
        self.writer.commit()
        self.tally.finish()
        self.tally.close()
        documents = self.store.count(self.number)
        self.store.commit()
        sync_file(self._generation / generations.STORE_NAME)
        sync_folder(self._generation)
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
        sync_folder(self._root)
        generations.write_current(self._root, self.folder)
        self._is_committed = True
        if self._is_saved:
            generations.forget_draft(self._generation)

    def _sync_files(self) -> dict[str, FileRecord]:
        known = self.base.files if self.base else {}
        files = {}
        for path in sorted(self.folder.iterdir()):
            if path.name in _OWN_FILES:
                continue
            record = known.get(path.name)
            if record is None or not _is_linked(path):
                sync_file(path)
                record = describe_file(path)
            files[path.name] = record
        return files

    def finish(self) -> None:
        """Drop what was not committed, clean up, and let the next writer in."""
        try:
            if not self._is_committed:
                self.store.abort()
                self.writer.abort()
                self.tally.close()
            self.store.close()
            is_kept = self._is_saved and not self._is_committed
            generations.clean(self._root, kept=self._generation if is_kept else None)
        finally:
            self._lock.release()


def _is_linked(path: Path) -> bool:
    """Tell whether a file is shared with the commit before, and so unchanged."""
    return path.stat().st_nlink > 1


def _link_files(source: Path, target: Path) -> None:
    for path in source.iterdir():
        if path.name in (*_OWN_FILES, TABLE_NAME):
            continue
        try:
            os.link(path, target / path.name)
        except OSError:  # a file system without links
            shutil.copy2(path, target / path.name)
