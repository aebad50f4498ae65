"""Documents into rows of the store and entries of the engine."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from ..corpus.cleaning import RepeatedLines
from ..corpus.readers import Read, Skipped
from ..entities.base import Recognizer
from ..entries import make_entries
from ..errors import DocumentError, UsageError
from ..model import Document
from ..preparation import prepare
from ..recognition import add_entities
from ..records import MOST_PASSAGES, content_digest, given_digest
from ..store import StoredRow
from ..text import mend_surrogates
from .place import Transaction
from .report import Progress, ProgressCallback, Report


class Builder:
    """Writes documents into a transaction and keeps the report.

    ``root`` is the folder that the documents are read from, None where they
    are handed over. Without a ``recognizer`` no entities are found.
    ``keep_duplicates`` indexes a document although another one with the same
    content is there.
    """

    def __init__(
        self,
        transaction: Transaction,
        *,
        repeated: RepeatedLines,
        recognizer: Recognizer | None = None,
        root: str | None = None,
        keep_duplicates: bool = False,
        progress: ProgressCallback | None = None,
    ) -> None:
        self.report = Report()
        self._transaction = transaction
        self._repeated = repeated
        self._recognizer = recognizer
        self._root = root
        self._keep_duplicates = keep_duplicates
        self._progress = progress
        self._seen: set[int] = set()  # rows that hold what was given in this run
        self._next_row = transaction.store.next_row()
        self._started = time.perf_counter()

    def add_all(self, items: Iterable[Read | Skipped]) -> None:
        """Index what a reader yields, and note what it skipped."""
        for item in items:
            if isinstance(item, Skipped):
                self.skip(item.where, item.reason)
            elif (double := self._try_read(item)) is not None:
                self._skip_double(item.document, double)

    def add(self, document: Document, *, origin: str | None = None) -> None:
        """Index a document; leave it out, with a note, where it is a double."""
        double = self._try(document, origin)
        if double is not None:
            self._skip_double(document, double)

    def sync(self, items: Iterable[Read | Skipped]) -> None:
        """Index what is new or changed, and delete what the folder lost.

        A file that was renamed says the same as its old self until that is
        deleted; so doubles of this folder are tried again at the end.
        """
        unread: set[str] = set()
        doubles: list[Read] = []
        for item in items:
            if isinstance(item, Skipped):
                # A row that cannot be read hides which document it was.
                unread |= {item.where, item.where.rpartition("#")[0]}
                self.skip(item.where, item.reason)
            elif self._is_double_here(item):
                doubles.append(item)
        self._delete_lost(unread)
        for item in doubles:
            self.add(item.document, origin=item.origin)

    def delete(self, ids: Iterable[str]) -> None:
        """Delete the documents called ``ids``; note those that are not there."""
        store, number = self._transaction.store, self._transaction.number
        for id in ids:
            if not isinstance(id, str):
                raise UsageError(f"id {id!r}: give a string")
            known = store.find(mend_surrogates(id), number)
            if known is None:
                self.skip(id, "no document has this id")
            else:
                self._remove([known.row])
                self.report.deleted += 1

    def finish(self) -> Report:
        """Return the report, with the time that the work took."""
        self.report.seconds = time.perf_counter() - self._started
        return self.report

    def skip(self, where: str, reason: str) -> None:
        """Note that something was left out."""
        self.report.skipped.append(Skipped(where, reason))
        self._tell(where)

    def _skip_double(self, document: Document, double: StoredRow) -> None:
        if double.id == document.id:
            reason = "this id came before in the same run; the first was kept"
        else:
            reason = f"says the same as document {double.id!r}"
        self.skip(document.id, reason)

    def _is_double_here(self, item: Read) -> bool:
        """Index a document unless an earlier one of this folder says the same."""
        double = self._try_read(item)
        if double is None:
            return False
        if double.root == self._root and double.row not in self._seen:
            return True
        self._skip_double(item.document, double)
        return False

    def _try_read(self, item: Read) -> StoredRow | None:
        """Index what was read, with a note on what was repaired, as ``_try`` does."""
        before = self.report.documents
        double = self._try(item.document, item.origin)
        if self.report.documents > before:
            self.report.notes += [f"{item.document.id}: {note}" for note in item.notes]
        return double

    def _delete_lost(self, unread: Collection[str]) -> None:
        rows = self._transaction.store.rows(self._transaction.number, root=self._root)
        lost = [
            found.row
            for found in rows
            if found.row not in self._seen and not _is_in(found.origin, unread)
        ]
        self._remove(lost)
        self.report.deleted += len(lost)

    def _try(self, document: Document, origin: str | None) -> StoredRow | None:
        """Index a document, or return the stored one that it doubles."""
        store, number = self._transaction.store, self._transaction.number
        given = given_digest(document)
        known = store.find(document.id, number)
        if known is not None and known.row in self._seen:
            return known
        if known is not None and known.given == given and self._is_home(known):
            self._seen.add(known.row)
            self.report.unchanged += 1
            self._tell(document.id)
            return None
        content = content_digest(document)
        if not self._keep_duplicates:
            double = store.find_content(content, number)
            if double is not None and double.id != document.id:
                return double
        self._write(document, origin, given, content, replaced=known.row if known else None)
        return None

    def _write(
        self,
        document: Document,
        origin: str | None,
        given: bytes,
        content: bytes,
        *,
        replaced: int | None,
    ) -> None:
        try:
            prepared = prepare(document, repeated_lines=self._repeated.of)
        except DocumentError as error:
            self.skip(document.id, str(error))
            return
        if not prepared.passages:
            self.skip(document.id, "holds no sentence to index")
            return
        if len(prepared.passages) > MOST_PASSAGES:
            self.skip(document.id, f"has over {MOST_PASSAGES:,} passages; split it")
            return
        if self._recognizer is not None:
            prepared = add_entities(prepared, self._recognizer)
        transaction, report = self._transaction, self.report
        if replaced is not None:
            self._remove([replaced])
            report.replaced += 1
        row, self._next_row = self._next_row, self._next_row + 1
        transaction.store.add(
            row,
            prepared,
            commit=transaction.number,
            given=given,
            content=content,
            root=self._root,
            origin=origin,
        )
        transaction.tally.add(prepared)
        for entry in make_entries(row, prepared):
            transaction.writer.add(entry)
            report.passages += 1
        self._seen.add(row)
        report.documents += 1
        report.languages[prepared.language or ""] += 1
        self._tell(document.id)

    def _remove(self, rows: Collection[int]) -> None:
        transaction = self._transaction
        for row in rows:
            transaction.tally.remove(transaction.store.read([row])[row])
        transaction.store.remove(rows, commit=transaction.number)
        transaction.writer.delete(rows)

    def _is_home(self, known: StoredRow) -> bool:
        """Tell whether a document counts as read from this folder already.

        After a folder moved, its documents are written again to belong to it.
        """
        return self._root is None or known.root == self._root

    def _tell(self, where: str) -> None:
        if self._progress is not None:
            self._progress(Progress(self.report.documents, len(self.report.skipped), where))


def _is_in(origin: str | None, unread: Collection[str]) -> bool:
    """Tell whether a file, or a folder that it lies in, is among ``unread``."""
    if origin is None:
        return False
    return any(str(path) in unread for path in (origin, *PurePosixPath(origin).parents))
