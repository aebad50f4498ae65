"""Which documents are written, which stay, and which are left out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import PurePosixPath

from ..corpus.base import Skipped, SkippedFolder, SkippedRow
from ..errors import UsageError
from ..ingest.pipeline import Handle, Pipeline
from ..ingest.pool import Pool
from ..ingest.report import Report
from ..ingest.tasks import Prepare, ReuseDocument, TaskRunner, Work
from ..storage.store import StoredRow, WritableStore
from ..text.letters import replace_surrogates
from .recorder import Recorder
from .sources import Candidate, Item

_STAYS = "; its old version stays"


class Builder:
    """Decides on each document when its turn comes, in the order of the corpus.

    Other processes work ahead on what will be written as it seems. What they
    were not asked for is done here, so the outcome does not depend on them.
    ``keep_duplicates`` indexes a document although another one with the same
    content is there; ``is_resumed`` tells that the rows of the store were saved
    by an interrupted rebuild.
    """

    def __init__(
        self,
        recorder: Recorder,
        store: WritableStore,
        number: int,
        *,
        workshop: TaskRunner,
        pool: Pool,
        keep_duplicates: bool = False,
        is_resumed: bool = False,
    ) -> None:
        self._recorder = recorder
        self._store = store
        self._number = number
        self._workshop = workshop
        self._ahead = Pipeline(pool, self._expected_task)
        self._keep_duplicates = keep_duplicates
        self._is_resumed = is_resumed
        first_row = store.next_row()
        self._was_empty = first_row == 1
        # Rows of documents that were given in this run.
        self._seen = SeenRows(first_row)
        # Rows of documents whose new version could not be prepared.
        self._failed: set[int] = set()
        # Rows that a sync is about to delete: what says the same is no double of them.
        self._leaving: set[int] = set()
        self._expected = RecentDigests()

    def add_all(self, items: Iterable[Item]) -> None:
        """Index what comes; leave it out, with a note, where it is a double."""
        for item, handle in self._ahead.through(items):
            if isinstance(item, Skipped):
                self._recorder.skip(item.where, item.reason)
            elif (double := self._try(item, handle)) is not None:
                self._skip_double(item, double, stays=not self._is_resumed)
        if self._is_resumed:
            rows = (found.row for found in self._store.rows(self._number))
            self._recorder.forget([row for row in rows if row not in self._seen])

    def sync(self, items: Iterable[Item], root: str) -> None:
        """Index what is new or changed, and delete what the folder ``root`` lost.

        A file that was renamed says the same as its old self, which is about to be
        deleted; so doubles of this folder are tried again when all has been looked at.
        Only then is anything deleted, so that nothing is lost that has no successor.
        """
        unread = Unread()
        doubles: list[Item] = []
        for item, handle in self._ahead.through(items):
            if isinstance(item, Skipped):
                unread.add(item)
                self._recorder.skip(item.where, item.reason)
            elif (double := self._try(item, handle)) is None:
                continue
            elif double.root == root and double.row not in self._seen:
                doubles.append(item)
            else:
                self._skip_double(item, double)
        self._leaving = self._find_lost(unread, root)
        for item, handle in self._ahead.through(doubles):
            if not isinstance(item, Skipped):
                double = self._try(item, handle)
                if double is not None:
                    self._skip_double(item, double)
        self._recorder.remove(sorted(self._leaving))
        self._recorder.report.deleted += len(self._leaving)

    def delete(self, ids: Iterable[str]) -> None:
        """Delete the documents called ``ids``; note those that are not there."""
        for id in ids:
            if not isinstance(id, str):
                raise UsageError(f"id {id!r}: give a string")
            known = self._store.find(replace_surrogates(id), self._number)
            if known is None:
                self._recorder.skip(id, "no document has this id")
            else:
                self._recorder.remove([known.row])
                self._recorder.report.deleted += 1

    def finish(self) -> Report:
        """Return what was done."""
        return self._recorder.finish()

    def _expected_task(self, item: Item) -> Prepare | ReuseDocument | None:
        """Return the work that an item will ask for, as it seems before its turn."""
        if isinstance(item, Skipped):
            return None
        if not self._was_empty:
            known = self._store.find(item.id, self._number)
            if known is not None and self._is_as_given(known, item):
                return self._stored_task(known) if self._is_resumed else None
        if not self._keep_duplicates:
            if self._expected.has(item.content):
                return None
            if self._find_content(item) is not None:
                return None
            self._expected.add(item.content)
        return item.task

    def _stored_task(self, known: StoredRow) -> ReuseDocument:
        return ReuseDocument(known.id, self._store.read_body(known.row).body)

    def _try(self, item: Candidate, handle: Handle | None) -> StoredRow | None:
        """Index a document, or return the stored one that it doubles."""
        known = self._store.find(item.id, self._number)
        if known is not None and known.row in self._seen:
            return known
        if known is not None and self._is_as_given(known, item):
            self._stay(known, item, handle)
            return None
        if not self._keep_duplicates:
            double = self._find_double(item)
            if double is not None:
                return double
        self._write(item, handle, replaced=known)
        return None

    def _find_double(self, item: Candidate) -> StoredRow | None:
        while True:
            double = self._find_content(item)
            if double is None or double.id == item.id:
                return None
            if not self._is_resumed or double.row in self._seen:
                return double
            # The corpus changed after the interruption: this one came first.
            self._recorder.forget([double.row])

    def _find_content(self, item: Candidate) -> StoredRow | None:
        return self._store.find_content(item.content, self._number, ignored=self._leaving)

    def _stay(self, known: StoredRow, item: Candidate, handle: Handle | None) -> None:
        """Leave a document as it is stored."""
        self._seen.add(known.row)
        if not self._is_resumed:
            self._recorder.keep(item)
            return
        if handle is not None:
            work: Work = handle.result()
        else:
            work = self._workshop.do(self._stored_task(known))
        if work.reason:
            self._recorder.forget([known.row])
            self._recorder.skip(item.id, work.reason, item.size)
            return
        self._recorder.adopt(known.row, item, work)

    def _write(
        self, item: Candidate, handle: Handle | None, *, replaced: StoredRow | None
    ) -> None:
        work: Work = handle.result() if handle else self._workshop.do(item.task)
        if work.reason:
            self._fail(item, work.reason, replaced)
            return
        if replaced is not None:
            self._leaving.discard(replaced.row)
        if replaced is not None and self._is_resumed:
            self._recorder.forget([replaced.row])
        elif replaced is not None:
            self._recorder.remove([replaced.row])
            self._recorder.report.replaced += 1
        self._recorder.write(item, work)

    def _fail(self, item: Candidate, reason: str, known: StoredRow | None) -> None:
        """Leave out what cannot be prepared; what is stored of it stays.

        That is its old version, or under another name the file that it was before.
        """
        if self._is_resumed:
            self._recorder.skip(item.id, reason, item.size)
            return
        if known is not None:
            self._failed.add(known.row)
            self._leaving.discard(known.row)
            reason += _STAYS
        elif self._leaving:
            before = self._store.find_content(item.content, self._number)
            if before is not None and before.row in self._leaving:
                self._leaving.discard(before.row)
                reason += f"; document {before.id!r}, which says the same, stays"
        self._recorder.skip(item.id, reason, item.size)

    def _skip_double(
        self, item: Candidate, double: StoredRow, *, stays: bool = False
    ) -> None:
        """Leave out what is there already; say where its own old version ``stays``."""
        if double.id == item.id:
            reason = "this id came before in the same run; the first was kept"
        else:
            reason = f"says the same as document {double.id!r}"
            if stays and self._store.find(item.id, self._number) is not None:
                reason += _STAYS
        self._recorder.skip(item.id, reason, item.size)

    def _find_lost(self, unread: Unread, root: str) -> set[int]:
        """Return the rows of the folder ``root`` that nothing was given for."""
        return {
            found.row
            for found in self._store.rows(self._number, root=root)
            if found.row not in self._seen
            and found.row not in self._failed
            and found.origin not in unread
        }

    def _is_as_given(self, known: StoredRow, item: Candidate) -> bool:
        """Tell whether a document is stored as it is given now, from the same folder.

        After a folder moved, its documents are written again to belong to it.
        """
        is_home = item.root is None or known.root == item.root
        return known.given == item.given and is_home


_KEPT_DIGESTS = 20_000


class SeenRows:
    """Rows of the store that were given in this run: all new ones, and some old."""

    def __init__(self, first_new: int) -> None:
        self._first_new = first_new
        self._old = bytearray(first_new)

    def __contains__(self, row: int) -> bool:
        return row >= self._first_new or bool(self._old[row])

    def add(self, row: int) -> None:
        """Note a row; new ones are known without it."""
        if row < self._first_new:
            self._old[row] = 1


class RecentDigests:
    """The digests of the last documents, those that are on their way among them."""

    def __init__(self) -> None:
        self._digests: set[bytes] = set()
        self._order: deque[bytes] = deque()

    def has(self, digest: bytes) -> bool:
        """Tell whether a digest came lately."""
        return digest in self._digests

    def add(self, digest: bytes) -> None:
        """Note a digest; the oldest is forgotten."""
        self._digests.add(digest)
        self._order.append(digest)
        if len(self._order) > _KEPT_DIGESTS:
            self._digests.discard(self._order.popleft())


class Unread:
    """Files and folders of a corpus of which nobody knows what they hold now."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def __contains__(self, origin: str | None) -> bool:
        """Tell whether a document of the file ``origin`` may be there unread."""
        if origin is None:
            return False
        paths = origin, *map(str, PurePosixPath(origin).parents)
        return origin in self._files or not self._folders.isdisjoint(paths)

    def add(self, skipped: Skipped) -> None:
        """Note what could not be read."""
        if isinstance(skipped, SkippedFolder):
            self._folders.add(skipped.where)
        elif isinstance(skipped, SkippedRow):
            self._files.add(skipped.origin)
        else:
            self._files.add(skipped.where)
