"""Decide which documents are written, which are kept, and which are left out."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from ..corpus.base import Skipped, SkippedFolder, SkippedRow
from ..errors import DocumentError, NotFoundError, UsageError
from ..ingest.pipeline import Handle, Pipeline
from ..ingest.pool import Pool
from ..ingest.report import Report
from ..ingest.tasks import Prepare, ReuseDocument, TaskRunner, UpdateDocument, Work
from ..storage.store import StoredRow, WritableStore
from ..text.letters import replace_surrogates
from .recorder import Recorder
from .sources import Candidate, Item

_PART = re.compile("[!#]")
_OLD_VERSION_STAYS = "; its old version stays"


class Builder:
    """Writes, keeps or leaves out each document, in the order of the corpus.

    Workers prepare documents in advance, by a guess at which ones will be written. A
    document that they did not prepare is prepared here, so the outcome does not depend
    on the guess.

    Args:
        recorder: writes the documents and keeps the report.
        store: the documents that the index has.
        number: the number of the commit in the making.
        runner: prepares documents in this process.
        pool: the workers.
        keep_duplicates: whether a document is indexed although another one has the
            same content.
        is_resumed: whether the rows of the store were saved by an interrupted rebuild.
    """

    def __init__(
        self,
        recorder: Recorder,
        store: WritableStore,
        number: int,
        *,
        runner: TaskRunner,
        pool: Pool,
        keep_duplicates: bool = False,
        is_resumed: bool = False,
    ) -> None:
        self._recorder = recorder
        self._store = store
        self._number = number
        self._runner = runner
        self._pipeline = Pipeline(pool, self._predict_task)
        self._keep_duplicates = keep_duplicates
        self._is_resumed = is_resumed
        first_row = store.next_row()
        self._was_empty = first_row == 1
        # Rows of documents that came in this run.
        self._seen = SeenRows(first_row)
        # Rows of documents whose new version could not be prepared.
        self._failed: set[int] = set()
        # Rows that a sync is about to delete: no document is a duplicate of them.
        self._to_delete: set[int] = set()
        self._predicted = RecentDigests()

    def add_all(self, items: Iterable[Item]) -> None:
        """Index documents; those that could not be read and duplicates are reported."""
        for item, handle in self._pipeline.through(items):
            if isinstance(item, Skipped):
                self._recorder.skip(item.where, item.reason)
            elif (twin := self._index(item, handle)) is not None:
                self._skip_duplicate(item, twin, says_stays=not self._is_resumed)
        if self._is_resumed:
            rows = (found.row for found in self._store.rows(self._number))
            self._recorder.drop([row for row in rows if row not in self._seen])

    def sync(self, items: Iterable[Item], root: str) -> None:
        """Index new and changed documents; delete those gone from the folder ``root``.

        A renamed file is a duplicate of its old document, which is about to be deleted.
        So duplicates of documents of this folder are tried again once all items have
        been seen. Documents are deleted last, so that none is lost whose successor fails.
        """
        unread = UnreadFiles()
        duplicates: list[Item] = []
        for item, handle in self._pipeline.through(items):
            if isinstance(item, Skipped):
                unread.add(item)
                self._recorder.skip(item.where, item.reason)
            elif (twin := self._index(item, handle)) is None:
                continue
            elif twin.root == root and twin.row not in self._seen:
                duplicates.append(item)
            else:
                self._skip_duplicate(item, twin)
        self._to_delete = self._find_lost(unread, root)
        for item, handle in self._pipeline.through(duplicates):
            if not isinstance(item, Skipped):
                twin = self._index(item, handle)
                if twin is not None:
                    self._skip_duplicate(item, twin)
        self._recorder.remove(sorted(self._to_delete))
        self._recorder.report.deleted += len(self._to_delete)

    def delete(self, ids: Iterable[str]) -> None:
        """Delete the documents with these ids; unknown ids are reported.

        Raises :class:`UsageError` for an id that is not a string.
        """
        for id in ids:
            if not isinstance(id, str):
                raise UsageError(f"id {id!r}: give a string")
            known = self._store.find(replace_surrogates(id), self._number)
            if known is None:
                self._recorder.skip(id, "no document has this id")
            else:
                self._recorder.remove([known.row])
                self._recorder.report.deleted += 1

    def update(self, ids: Iterable[str], fields: Mapping[str, Any]) -> None:
        """Change fields of the documents with these ids, whose text stays as it is.

        A document keeps the digests of what it was given as, so a sync takes it for
        unchanged as long as its file says the same.

        Raises :class:`NotFoundError` for an unknown id, and :class:`DocumentError` for a
        value that a field cannot have.
        """
        for id in dict.fromkeys(ids):
            if not isinstance(id, str):
                raise UsageError(f"id {id!r}: give a string")
            known = self._store.find(replace_surrogates(id), self._number)
            if known is None:
                raise NotFoundError("document", id)
            stored = self._store.read_body(known.row)
            task = UpdateDocument(known.id, stored.body, fields)
            item = Candidate(
                known.id, task, stored.given, stored.content, stored.root, stored.origin
            )
            prepared: Work | None = self._runner.do(task)
            if prepared is None:
                self._recorder.keep(item)
            elif prepared.reason:
                raise DocumentError(f"document {id!r}: {prepared.reason}")
            else:
                self._recorder.remove([known.row])
                self._recorder.report.replaced += 1
                self._recorder.write(item, prepared)

    def finish(self) -> Report:
        """Return the report of the change."""
        return self._recorder.finish()

    def _predict_task(self, item: Item) -> Prepare | ReuseDocument | UpdateDocument | None:
        """Return the task that an item will probably need, None for none.

        It is called in advance, before the documents in between are written.
        """
        if isinstance(item, Skipped):
            return None
        if not self._was_empty:
            known = self._store.find(item.id, self._number)
            if known is not None and self._is_unchanged(known, item):
                return self._make_reuse_task(known) if self._is_resumed else None
        if not self._keep_duplicates:
            if self._predicted.has(item.content):
                return None
            if self._find_content(item) is not None:
                return None
            self._predicted.add(item.content)
        return item.task

    def _make_reuse_task(self, known: StoredRow) -> ReuseDocument:
        return ReuseDocument(known.id, self._store.read_body(known.row).body)

    def _index(self, item: Candidate, handle: Handle | None) -> StoredRow | None:
        """Write or keep a document; return the stored one instead if it duplicates it."""
        known = self._store.find(item.id, self._number)
        if known is not None and known.row in self._seen:
            return known
        if known is not None and self._is_unchanged(known, item):
            self._keep(known, item, handle)
            return None
        if not self._keep_duplicates:
            twin = self._find_twin(item)
            if twin is not None:
                return twin
        self._write(item, handle, replaced=known)
        return None

    def _find_twin(self, item: Candidate) -> StoredRow | None:
        """Return the stored document with the same content and another id."""
        while True:
            twin = self._find_content(item)
            if twin is None or twin.id == item.id:
                return None
            if not self._is_resumed or twin.row in self._seen:
                return twin
            # The corpus changed after the interruption: now this document comes first.
            self._recorder.drop([twin.row])

    def _find_content(self, item: Candidate) -> StoredRow | None:
        return self._store.find_content(item.content, self._number, ignored=self._to_delete)

    def _keep(self, known: StoredRow, item: Candidate, handle: Handle | None) -> None:
        """Keep a document as it is stored."""
        self._seen.add(known.row)
        if not self._is_resumed:
            self._recorder.keep(item)
            return
        prepared: Work
        if handle is not None:
            prepared = handle.result()
        else:
            prepared = self._runner.do(self._make_reuse_task(known))
        if prepared.reason:
            self._recorder.drop([known.row])
            self._recorder.skip(item.id, prepared.reason, item.size)
            return
        self._recorder.reuse(known.row, item, prepared)

    def _write(
        self, item: Candidate, handle: Handle | None, *, replaced: StoredRow | None
    ) -> None:
        """Write a document in place of its old version, or report why it cannot be."""
        prepared: Work = handle.result() if handle else self._runner.do(item.task)
        if prepared.reason:
            self._skip_failed(item, prepared.reason, replaced)
            return
        if replaced is not None:
            self._to_delete.discard(replaced.row)
        if replaced is not None and self._is_resumed:
            self._recorder.drop([replaced.row])
        elif replaced is not None:
            self._recorder.remove([replaced.row])
            self._recorder.report.replaced += 1
        self._recorder.write(item, prepared)

    def _skip_failed(self, item: Candidate, reason: str, known: StoredRow | None) -> None:
        """Leave out a document that cannot be prepared, and keep its old version.

        That is the stored document ``known``, or the one of the file before it was
        renamed.
        """
        if self._is_resumed:
            self._recorder.skip(item.id, reason, item.size)
            return
        if known is not None:
            self._failed.add(known.row)
            self._to_delete.discard(known.row)
            reason += _OLD_VERSION_STAYS
        elif self._to_delete:
            before = self._store.find_content(item.content, self._number)
            if before is not None and before.row in self._to_delete:
                self._to_delete.discard(before.row)
                reason += f"; document {before.id!r}, which says the same, stays"
        self._recorder.skip(item.id, reason, item.size)

    def _skip_duplicate(
        self, item: Candidate, twin: StoredRow, *, says_stays: bool = False
    ) -> None:
        """Leave out a duplicate of ``twin``.

        With ``says_stays`` the report says that the document's old version stays, if it
        has one.
        """
        if twin.id == item.id:
            reason = "this id came before in the same run; the first was kept"
        else:
            reason = f"says the same as document {twin.id!r}"
            if says_stays and self._store.find(item.id, self._number) is not None:
                reason += _OLD_VERSION_STAYS
        self._recorder.skip(item.id, reason, item.size)

    def _find_lost(self, unread: UnreadFiles, root: str) -> set[int]:
        """Return the rows of documents that the folder ``root`` no longer holds."""
        return {
            found.row
            for found in self._store.rows(self._number, root=root)
            if found.row not in self._seen
            and found.row not in self._failed
            and found.origin not in unread
        }

    def _is_unchanged(self, known: StoredRow, item: Candidate) -> bool:
        """Return whether a document is stored as it is given, and from the same folder.

        After a folder was moved its documents are written again with its new name.
        """
        is_same_root = item.root is None or known.root == item.root
        return known.given == item.given and is_same_root


_KEPT_DIGESTS = 20_000
"""Digests that are remembered; a guess, four times as many as items that may wait."""


class SeenRows:
    """Set of rows whose documents came in this run: new rows, and the old ones added."""

    def __init__(self, first_new: int) -> None:
        """Take the first row that this run writes; rows count from 1."""
        self._first_new = first_new
        self._old = bytearray(first_new)

    def __contains__(self, row: int) -> bool:
        return row >= self._first_new or bool(self._old[row])

    def add(self, row: int) -> None:
        """Add a row; new rows need not be added."""
        if row < self._first_new:
            self._old[row] = 1


class RecentDigests:
    """Set of the content digests that were added last, bounded in size."""

    def __init__(self) -> None:
        self._digests: set[bytes] = set()
        self._order: deque[bytes] = deque()

    def has(self, digest: bytes) -> bool:
        """Return whether a digest is in the set."""
        return digest in self._digests

    def add(self, digest: bytes) -> None:
        """Add a digest, and remove the oldest one from a full set."""
        self._digests.add(digest)
        self._order.append(digest)
        if len(self._order) > _KEPT_DIGESTS:
            self._digests.discard(self._order.popleft())


class UnreadFiles:
    """Set of the files and folders of a corpus that could not be read."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def __contains__(self, origin: str | None) -> bool:
        """Return whether the file ``origin``, or a part of it, could not be read."""
        if origin is None:
            return False
        paths = origin, *map(str, PurePosixPath(origin).parents)
        if not self._folders.isdisjoint(paths):
            return True
        # "a.zip!b.eml!c.pdf" is a part of "a.zip!b.eml", which is one of "a.zip".
        around = (origin[: found.start()] for found in _PART.finditer(origin))
        return origin in self._files or any(one in self._files for one in around)

    def add(self, skipped: Skipped) -> None:
        """Add a folder, a file, or the file of a row."""
        if isinstance(skipped, SkippedFolder):
            self._folders.add(skipped.where)
        elif isinstance(skipped, SkippedRow):
            self._files.add(skipped.origin)
        else:
            self._files.add(skipped.where)
