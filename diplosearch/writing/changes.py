"""The four ways in which an index changes, each in one transaction.

Each is a context manager: within the block the new state is the current one
and no other writer can begin; on leaving, what is no longer in use is removed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ..analysis.analyzer import fingerprint
from ..backends.base import Backend, Transaction
from ..backends.disk_full import translate_disk_full
from ..backends.draft import Draft, InterruptedRebuild
from ..backends.manifest import Manifest
from ..backends.memory import MEMORY_LOCATION
from ..corpus.readers import read
from ..entities.provider import RecognizerProvider
from ..errors import SourceError
from ..ingest.pool import Pool
from ..ingest.report import ProgressCallback, Report
from ..ingest.survey import survey
from ..ingest.tasks import Settings, TaskRunner
from ..model import Document
from .builder import Builder
from .recorder import Recorder
from .sources import Item, Kept, from_corpus, from_documents

BATCH = 10_000
"""Documents after which a rebuild saves what it has done; a guess."""

FinderOf = Callable[[Manifest], RecognizerProvider | None]
"""Gives what finds entities for an index that has this manifest."""

Source = Path | Kept | Iterable[Document]


@dataclass(frozen=True, slots=True)
class ChangeOptions:
    """What a user says of a change, whatever it is.

    ``jobs`` is how many processes work, None for as many as there are cores.
    """

    keep_duplicates: bool = False
    progress: ProgressCallback | None = None
    jobs: int | None = 1


def _no_finder(_: Manifest) -> None:
    """Return None: what is only deleted names nobody."""


@contextmanager
def build(
    place: Backend,
    source: Source,
    how: ChangeOptions,
    *,
    engine: str | None,
    finder: RecognizerProvider | None,
    batch: int,
    is_resumed: bool,
) -> Iterator[Report]:
    """Build a new generation from a folder, a file, documents or another index."""
    recognizer = _recognizer_of(source, finder)
    draft = Draft(name_of(place, source), fingerprint(), recognizer, how.keep_duplicates)
    settings = Settings(finder, recognizer)
    hint = ": with resume=True (--resume) what is done need not be done again"
    with translate_disk_full(place.location, hint=hint), Pool(how.jobs, settings) as pool:
        unfinished, remark = _find_unfinished(place, draft) if is_resumed else (None, "")
        draft = complete_draft(draft, source, unfinished, pool, how.progress)
        settings = replace(settings, repeated_lines=draft.repeated_lines)
        pool.set(settings)
        transaction = place.begin(
            purpose="a rebuild", engine=engine, is_fresh=True, unfinished=unfinished
        )
        try:
            recorder = Recorder(
                transaction,
                draft=draft,
                batch=batch,
                total=draft.documents,
                progress=how.progress,
            )
            builder = make_builder(recorder, transaction, settings, pool, how)
            try:
                builder.add_all(read_items(place, source, recognizer))
            except KeyboardInterrupt:
                recorder.save()
                raise
            pool.close()
            report = builder.finish()
            remarks = remark, _remark_on(source, recognizer), place.remark()
            report.remarks += filter(None, remarks)
            refuse_nothing(report)
            _refuse_loss(place, source, report)
            transaction.commit(draft.repeated_lines, recognizer)
            yield report
        finally:
            transaction.finish()


def _recognizer_of(source: Source, finder: RecognizerProvider | None) -> str:
    """Return the fingerprint of what found, or will have found, the entities."""
    if isinstance(source, Kept) and source.is_recovered:
        return source.manifest.recognizer
    return finder.recognizer.fingerprint if finder else ""


def _remark_on(source: Source, recognizer: str) -> str:
    """Return what to say where the entities of an index are not as they were there."""
    if isinstance(source, Kept) and source.taking(recognizer) == "find":
        return (
            "entities were found anew, by another recognizer than in the other index; "
            "give the gazetteer that it was built with to keep them"
        )
    return ""


def name_of(place: Backend, source: Source) -> str:
    """Return what tells a rebuild from one that is made of something else."""
    if isinstance(source, Path):
        return place.name_source(source)
    return f"index {source.name}" if isinstance(source, Kept) else "documents"


def _find_unfinished(place: Backend, draft: Draft) -> tuple[InterruptedRebuild | None, str]:
    """Return the rebuild to go on with, or None and what to say of it."""
    found = place.find_unfinished()
    if found is None:
        return None, "nothing to resume: no rebuild had saved anything; built from scratch"
    difference = draft.difference(found.draft)
    if difference:
        return None, f"the interrupted rebuild {difference}; built from scratch"
    return found, ""


def complete_draft(
    draft: Draft,
    source: Source,
    unfinished: InterruptedRebuild | None,
    pool: Pool,
    progress: ProgressCallback | None,
) -> Draft:
    """Return the draft with what only a look at the source tells."""
    if unfinished is not None:
        known = unfinished.draft
        return replace(
            draft, documents=known.documents, repeated_lines=known.repeated_lines
        )
    if isinstance(source, Path):
        found = survey(source, pool, progress)
        return replace(
            draft, documents=found.documents, repeated_lines=found.repeated_lines
        )
    if isinstance(source, Kept):
        base = source.manifest
        return replace(draft, documents=base.documents, repeated_lines=base.repeated_lines)
    return draft


def read_items(place: Backend, source: Source, recognizer: str) -> Iterator[Item]:
    if isinstance(source, Path):
        return from_corpus(read(source), place.name_source(source))
    if isinstance(source, Kept):
        return source.candidates(source.taking(recognizer), place.name_source)
    return from_documents(source)


def refuse_nothing(report: Report) -> None:
    if report.skipped and not report.documents:
        first = report.skipped[0]
        raise SourceError(
            f"nothing could be indexed: {len(report.skipped)} left out, the first "
            f"{first.where} ({first.reason}); mend them or give another folder"
        )


def _refuse_loss(place: Backend, source: Source, report: Report) -> None:
    """Raise :class:`SourceError` before an index takes its own place with fewer documents.

    Nobody else may have those that could not be taken over.
    """
    if not isinstance(source, Kept) or source.is_recovered or not report.skipped:
        return
    if MEMORY_LOCATION in (place.location, source.name):
        return
    if os.path.realpath(place.location) == os.path.realpath(source.name):
        first = report.skipped[0]
        raise SourceError(
            f"index {place.location!r} stays as it was, for {len(report.skipped)} of its "
            f"documents could not be taken over, the first document {first.where} "
            f"({first.reason}); try jobs=1 (--jobs 1) or more memory, or rebuild it into "
            "another place, where they will be left out"
        )


def add_documents(
    place: Backend, documents: Iterable[Document], how: ChangeOptions, finder: FinderOf
) -> AbstractContextManager[Report]:
    """Add documents; one whose id is known replaces the other."""
    return _change(
        place,
        "an addition",
        lambda builder: builder.add_all(from_documents(documents)),
        how,
        finder,
    )


def delete_documents(place: Backend, ids: Iterable[str]) -> AbstractContextManager[Report]:
    """Delete documents."""
    return _change(
        place,
        "a deletion",
        lambda builder: builder.delete(ids),
        ChangeOptions(),
        _no_finder,
    )


def sync_folder(
    place: Backend, root: Path, how: ChangeOptions, finder: FinderOf
) -> AbstractContextManager[Report]:
    """Make the index hold what the folder holds now."""
    name = place.name_source(root)
    return _change(
        place,
        "a sync",
        lambda builder: builder.sync(from_corpus(read(root), name), name),
        how,
        finder,
    )


@contextmanager
def _change(
    place: Backend,
    purpose: str,
    work: Callable[[Builder], None],
    how: ChangeOptions,
    finder_of: FinderOf,
) -> Iterator[Report]:
    """Do ``work`` on top of the current state, and commit it if it changed anything."""
    with translate_disk_full(place.location):
        transaction = place.begin(purpose=purpose, engine=None, is_fresh=False)
        try:
            base = transaction.base
            state = base.repeated_lines if base else {}
            finder = finder_of(base) if base else None
            kept = base.recognizer if base else ""
            recognizer = finder.recognizer.fingerprint if finder else kept
            settings = Settings(finder, recognizer, state)
            recorder = Recorder(transaction, progress=how.progress)
            with Pool(how.jobs, settings) as pool:
                builder = make_builder(recorder, transaction, settings, pool, how)
                work(builder)
            report = builder.finish()
            if report.is_changed:
                transaction.commit(state, recognizer)
            report.remarks += filter(None, (place.remark(),))
            yield report
        finally:
            transaction.finish()


def make_builder(
    recorder: Recorder,
    transaction: Transaction,
    settings: Settings,
    pool: Pool,
    how: ChangeOptions,
) -> Builder:
    return Builder(
        recorder,
        transaction.store,
        transaction.number,
        workshop=TaskRunner(settings),
        pool=pool,
        keep_duplicates=how.keep_duplicates,
        is_resumed=transaction.is_resumed,
    )
