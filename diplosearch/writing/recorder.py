"""Write documents into a transaction, and keep the report of the change."""

from __future__ import annotations

import time
from collections.abc import Collection

from ..backends.base import Transaction
from ..backends.draft import Draft
from ..corpus.base import Skipped
from ..ingest.report import Progress, ProgressCallback, Report
from ..ingest.tasks import Work
from ..storage.store import StoredBody
from .sources import Candidate


class Recorder:
    """Writes documents into a transaction and keeps the report.

    Args:
        transaction: the next state of the index.
        draft: with one, the documents so far are saved every ``batch`` documents, so
            that a rebuild that is interrupted can be resumed.
        batch: a number of documents.
        total: the number of documents to come, None where it is not known.
        progress: called after each document.
    """

    def __init__(
        self,
        transaction: Transaction,
        *,
        draft: Draft | None = None,
        batch: int = 0,
        total: int | None = None,
        progress: ProgressCallback | None = None,
    ) -> None:
        self.report = Report()
        self._transaction = transaction
        self._draft = draft
        self._batch = batch
        self._unsaved = 0
        # Documents that are in the draft.
        self.saved = 0
        if draft is not None and transaction.is_resumed:
            self.saved = transaction.store.count(transaction.number)
        self._total = total
        self._done = 0
        self._size = 0
        self._progress = progress
        self._next_row = transaction.store.next_row()
        self._started = time.perf_counter()

    def skip(self, where: str, reason: str, size: int = 0) -> None:
        """Report a document or file that is left out; ``size`` is in bytes."""
        self.report.skip(Skipped(where, reason))
        self._report_progress(where, size)

    def keep(self, candidate: Candidate) -> None:
        """Report a document that stays as it is stored."""
        self.report.unchanged += 1
        self._report_progress(candidate.id, candidate.size)

    def write(self, candidate: Candidate, prepared: Work) -> None:
        """Write a document to a new row of the store, and its passages to the engine."""
        row, self._next_row = self._next_row, self._next_row + 1
        stored = StoredBody(
            candidate.id,
            candidate.given,
            candidate.content,
            candidate.root,
            candidate.origin,
            prepared.date,
            prepared.source,
            prepared.language,
            prepared.body,
        )
        self._transaction.store.add_body(row, stored, commit=self._transaction.number)
        self._unsaved += 1
        self._add_entries(row, candidate, prepared)

    def reuse(self, row: int, candidate: Candidate, prepared: Work) -> None:
        """Keep a row that an interrupted rebuild saved; write its passages again."""
        self.report.resumed += 1
        self._add_entries(row, candidate, prepared)

    def _add_entries(self, row: int, candidate: Candidate, prepared: Work) -> None:
        """Add a document's passages and entities to the index, and report it."""
        transaction, report = self._transaction, self.report
        transaction.counter.add_counts(prepared.counts)
        if transaction.stories is not None:
            transaction.stories.add(row, prepared.fingerprints)
        for entry in prepared.entries(row):
            transaction.writer.add(entry)
            report.passages += 1
        report.documents += 1
        report.languages[prepared.language or ""] += 1
        for note in (*candidate.notes, *prepared.notes):
            report.note(candidate.id, note)
        if self._unsaved >= self._batch:
            self.save()
        self._report_progress(candidate.id, candidate.size)

    def save(self) -> None:
        """Save the documents so far to the draft, if there is one and any are new."""
        if self._draft is not None and self._unsaved:
            self._transaction.save(self._draft)
            self._unsaved = 0
            self.saved = max(self.saved, self.report.documents)

    def remove(self, rows: Collection[int]) -> None:
        """Delete documents of earlier commits, given by row, from the index."""
        transaction = self._transaction
        for row in rows:
            transaction.counter.remove(transaction.store.read([row])[row])
        transaction.store.remove(rows, commit=transaction.number)
        transaction.writer.delete(rows)
        if transaction.stories is not None:
            transaction.stories.remove(rows)

    def drop(self, rows: Collection[int]) -> None:
        """Drop rows that an interrupted rebuild saved and that are not reused."""
        self._transaction.store.remove(rows, commit=self._transaction.number)

    def finish(self) -> Report:
        """Return the report, with the seconds that the change took."""
        self.report.seconds = time.perf_counter() - self._started
        return self.report

    def _report_progress(self, where: str, size: int) -> None:
        self._done += 1
        self._size += size
        if self._progress is not None:
            report = self.report
            self._progress(
                Progress(
                    report.documents,
                    report.skipped_count,
                    where,
                    done=self._done,
                    total=self._total,
                    size=self._size,
                )
            )
