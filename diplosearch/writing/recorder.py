"""Writing documents into a transaction, with the books on what was done."""

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
    """Writes into a transaction and keeps the report.

    With a ``draft`` what was written is saved whenever ``batch`` documents have
    come, so that a rebuild that dies can go on behind them.
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
        self._total = total
        self._done = 0
        self._size = 0
        self._progress = progress
        self._next_row = transaction.store.next_row()
        self._started = time.perf_counter()

    def skip(self, where: str, reason: str, size: int = 0) -> None:
        """Note that something was left out."""
        self.report.skipped.append(Skipped(where, reason))
        self._tell(where, size)

    def keep(self, candidate: Candidate) -> None:
        """Note that a document is there already."""
        self.report.unchanged += 1
        self._tell(candidate.id, candidate.size)

    def write(self, candidate: Candidate, work: Work) -> None:
        """Write a document as a new row."""
        row, self._next_row = self._next_row, self._next_row + 1
        stored = StoredBody(
            candidate.id,
            candidate.given,
            candidate.content,
            candidate.root,
            candidate.origin,
            work.date,
            work.source,
            work.language,
            work.body,
        )
        self._transaction.store.add_body(row, stored, commit=self._transaction.number)
        self._unsaved += 1
        self._enter(row, candidate, work)

    def adopt(self, row: int, candidate: Candidate, work: Work) -> None:
        """Take over a row that an interrupted rebuild has saved."""
        self.report.resumed += 1
        self._enter(row, candidate, work)

    def _enter(self, row: int, candidate: Candidate, work: Work) -> None:
        transaction, report = self._transaction, self.report
        transaction.counter.add_counts(work.counts)
        for entry in work.entries(row):
            transaction.writer.add(entry)
            report.passages += 1
        report.documents += 1
        report.languages[work.language or ""] += 1
        report.notes += [f"{candidate.id}: {note}" for note in candidate.notes]
        if self._unsaved >= self._batch:
            self.save()
        self._tell(candidate.id, candidate.size)

    def save(self) -> None:
        """Save what was written since the last time, where there is a draft."""
        if self._draft is not None and self._unsaved:
            self._transaction.save(self._draft)
            self._unsaved = 0

    def remove(self, rows: Collection[int]) -> None:
        """Take documents of earlier commits out of the index."""
        transaction = self._transaction
        for row in rows:
            transaction.counter.remove(transaction.store.read([row])[row])
        transaction.store.remove(rows, commit=transaction.number)
        transaction.writer.delete(rows)

    def forget(self, rows: Collection[int]) -> None:
        """Drop rows that an interrupted rebuild has saved, and nobody has adopted."""
        self._transaction.store.remove(rows, commit=self._transaction.number)

    def finish(self) -> Report:
        """Return the report, with the time that the work took."""
        self.report.seconds = time.perf_counter() - self._started
        return self.report

    def _tell(self, where: str, size: int) -> None:
        self._done += 1
        self._size += size
        if self._progress is not None:
            report = self.report
            self._progress(
                Progress(
                    report.documents,
                    len(report.skipped),
                    where,
                    done=self._done,
                    total=self._total,
                    size=self._size,
                )
            )
