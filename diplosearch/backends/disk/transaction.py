"""The writing of the next commit in a folder, beside the current one."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...analysis.fingerprint import fingerprint
from ...engines.base import Writer
from ...engines.error_guard import guard_errors
from ...engines.registry import DEFAULT_ENGINE, UNREAD_FILES, load_engine
from ...entity_index.counts import EntityCounter
from ...entity_index.schema import TABLE_NAME
from ...errors import translate_errors
from ...storage import segments as store_segments
from ...storage.atomic_files import (
    link_file,
    remove_folder,
    sync_file,
    sync_folder,
)
from ...storage.identity import make_identity, read_identity
from ...storage.safe_files import file_state
from ...storage.segments import SegmentWriter
from ...storage.store import WritableStore
from ...stories.segments import Segments, current_names, segment_name, segment_names
from ...stories.writer import StoryWriter
from ..draft import Draft, InterruptedRebuild, write_draft
from ..manifest import (
    IN_USE_NAME,
    MANIFEST_NAME,
    FileRecord,
    Manifest,
    describe_file,
    read_manifest,
    write_manifest,
)
from . import generations
from .locks import WriterLock

_LOG = logging.getLogger(__name__)


_OWN_FILES = (MANIFEST_NAME, IN_USE_NAME)
"""Files of a commit that its manifest does not list."""


def _current_engine(root: Path) -> str | None:
    try:
        return read_manifest(generations.read_current(root)).engine
    except OSError:
        return None


class DiskTransaction:
    """The writing of the next commit in a folder; holds the writer's lock.

    The segments of a rebuild are written to the folder of its generation, where they
    stay until it is committed, so that it can be resumed.
    """

    def __init__(
        self,
        root: Path,
        lock: WriterLock,
        engine: str | None,
        *,
        is_fresh: bool,
        resumed: InterruptedRebuild | None = None,
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
            self.base = generations.read_commit(base)
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
                left = (TABLE_NAME, *UNREAD_FILES, *segment_names(self.base.files))
                self._link([base / name for name in self.base.files if name not in left])
            self._segments = self._open_store(resumed)
            undo.callback(self._segments.close)
            self.store: WritableStore = self._segments
            self.store.begin(self.number)
            writer = opener.open_writer(self.folder)
            undo.callback(writer.abort)
            self.writer: Writer = guard_errors(writer, str(root), "written")
            self.counter = EntityCounter(
                self.folder / TABLE_NAME, None if base is None else base / TABLE_NAME
            )
            undo.callback(self.counter.close)
            self.stories = self._open_stories(base, undo)
            undo.pop_all()

    def _open_stories(self, base: Path | None, undo: ExitStack) -> StoryWriter | None:
        """Return the writer of stories; None for an index that knows of none."""
        self._story_names: list[str] = []
        if base is not None and self.base is not None and self.base.documents:
            names = current_names(self.base.files, self.base.commit)
            if names is None:
                return None
            self._link([base / name for name in names])
            self._story_names = names
        self._earlier_stories = Segments.open(
            [self.folder / name for name in self._story_names]
        )
        undo.callback(self._earlier_stories.close)
        return StoryWriter(self.folder / segment_name(self.number), self._earlier_stories)

    def _finish_stories(self) -> None:
        """Write the segment of stories; drop those that it takes the place of."""
        if self.stories is None:
            return
        self.stories.finish(self.store)
        self._close_stories()
        kept = len(self._story_names) - self.stories.merged
        for name in self._story_names[kept:]:
            (self.folder / name).unlink()

    def _close_stories(self) -> None:
        if self.stories is not None:
            self.stories.close()
            self._earlier_stories.close()

    def _open_store(self, resumed: InterruptedRebuild | None) -> SegmentWriter:
        if self.base is not None:
            self._identity = self.base.store
            segments = self.base.segments(self.folder)
            return SegmentWriter(self.folder, segments, identity=self._identity)
        saved = resumed.draft.files if resumed else ()
        segments = [self._generation / name for name in store_segments.segment_names(saved)]
        # The checksums of saved segments were verified.
        self._identity = read_identity(segments[0]) if segments else make_identity()
        return SegmentWriter(self._generation, segments, identity=self._identity)

    def _link(self, files: Iterable[Path]) -> None:
        """Link files into the folder of the commit, and record their inodes."""
        for path in files:
            link = self.folder / path.name
            link_file(path, link)
            self._linked[path.name] = file_state(link).st_ino

    def save(self, draft: Draft) -> None:
        """Save the documents written so far, so that a rebuild can be resumed."""
        with translate_errors(self._root, "written"):
            self._segments.seal()
            for path in self._segments.segments:
                sync_file(path)
            sync_folder(self._generation)
            files = {path.name: describe_file(path) for path in self._segments.segments}
            write_draft(self._generation, replace(draft, files=files))
            sync_folder(self._root)
            self._is_saved = True
            generations.remove_segments(self._generation, kept=self._segments.segments)
            self.store.begin(self.number)

    def commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        """Make the new commit the current one, in one step."""
        with translate_errors(self._root, "written"):
            self._commit(repeated_lines, recognizer)

    def _commit(self, repeated_lines: Mapping[str, Any], recognizer: str) -> None:
        self.writer.commit()
        self.counter.finish()
        self.counter.close()
        self._finish_stories()
        self._segments.seal()
        documents = self.store.count(self.number)
        if self.base is None:
            self._link(self._segments.segments)
        generations.remove_segments(
            self.folder, kept=[self.folder / path.name for path in self._segments.segments]
        )
        files = self._sync_files()
        reader = load_engine(self._engine).open_reader(self.folder)
        passages = reader.passages
        reader.close()
        (self.folder / IN_USE_NAME).touch()
        manifest = Manifest(
            engine=self._engine,
            fingerprint=fingerprint(),
            recognizer=recognizer,
            commit=self.number,
            documents=documents,
            passages=passages,
            repeated_lines=repeated_lines,
            files=files,
            store=self._identity,
            corrections=self.counter.corrections.lines,
        )
        write_manifest(self.folder, manifest)
        sync_folder(self._generation)
        sync_folder(self._root)
        generations.write_current(self._root, self.folder)
        self._is_committed = True

    def _sync_files(self) -> dict[str, FileRecord]:
        """Sync all files of the commit; return their records for the manifest."""
        known = self.base.files if self.base else {}
        files = {}
        for path in sorted(self.folder.iterdir()):
            if path.name in _OWN_FILES:
                continue
            # Links too: their commit may be a copy that was never synced.
            sync_file(path)
            # A link keeps its record, so that damage since then is found by it.
            is_known = self._linked.get(path.name) == file_state(path).st_ino
            record = known.get(path.name) if is_known else None
            files[path.name] = record or describe_file(path)
        return files

    def finish(self) -> None:
        """Drop uncommitted changes, clean up, and release the writer's lock."""
        with ExitStack() as ending:
            ending.callback(self._lock.release)
            ending.callback(_try, self._clean)
            ending.callback(_try, self.store.close)
            if not self._is_committed:
                ending.callback(_try, self.counter.close)
                ending.callback(_try, self._close_stories)
                ending.callback(_try, self.writer.abort)
                ending.callback(_try, self.store.abort)

    def _clean(self) -> None:
        is_kept = self._is_saved and not self._is_committed
        generations.clean(self._root, kept=self._generation if is_kept else None)


def _try(step: Callable[[], None]) -> None:
    """Run a step of the clean-up; log errors, as the next writer cleans up again."""
    try:
        step()
    except (OSError, sqlite3.Error) as error:
        _LOG.warning("what a change left could not be removed: %s", error)
