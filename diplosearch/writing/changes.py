"""The ways to change an index: rebuild, add, delete, update, sync.

Each is one transaction and a context manager: on entry the new state is committed, and
until exit no other writer can begin. On exit, files that are no longer used are removed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from ..analysis.fingerprint import fingerprint
from ..backends.base import MEMORY_LOCATION, Backend, Transaction
from ..backends.draft import Draft, InterruptedRebuild
from ..backends.exhaustion import translate_exhaustion
from ..backends.manifest import Manifest, read_kept
from ..backends.mappings import keep_mapping
from ..backends.tags import add_tags
from ..corpus.base import Corpus
from ..corpus.readers import read
from ..entities.provider import RecognizerProvider
from ..entity_index.corrections.corrections import Corrections
from ..errors import SourceError, UsageError
from ..garbage import rare_collections
from ..ingest.pool import Pool
from ..ingest.report import ProgressCallback, Report
from ..ingest.survey import survey
from ..ingest.tasks import Settings, TaskRunner
from ..model import Document
from .builder import Builder
from .correcting import Correct, describe_change, find_kept
from .recorder import Recorder
from .sources import IndexSource, Item, from_corpus, from_documents

BATCH = 10_000
"""Documents after which a rebuild saves its progress; a guess."""

ProviderOf = Callable[[Manifest], RecognizerProvider | None]
"""Returns the recognizer provider for an index with this manifest, None for none."""

Source = Corpus | IndexSource | Iterable[Document]


@dataclass(frozen=True, slots=True)
class ChangeOptions:
    """Options of every change.

    ``keep_duplicates`` indexes a document although another one has the same content;
    ``progress`` is called after each document; ``jobs`` is the number of processes, None
    for one a core. ``correct`` makes the corrections by hand of those that there are, None
    to keep them.
    """

    keep_duplicates: bool = False
    progress: ProgressCallback | None = None
    jobs: int | None = 1
    correct: Correct | None = None

    def __post_init__(self) -> None:
        given: object = self.progress
        if given is not None and not callable(given):
            kind = type(given).__name__
            raise UsageError(f"progress is {kind}; give a function, called with a Progress")

    def corrections(self, kept: Corrections) -> Corrections:
        """Return the corrections after the change."""
        return kept if self.correct is None else self.correct(kept)


@contextmanager
def build(
    backend: Backend,
    source: Source,
    options: ChangeOptions,
    *,
    engine: str | None,
    provider: RecognizerProvider | None,
    batch: int,
    is_resumed: bool,
) -> Iterator[Report]:
    """Build a new generation of an index and commit it.

    Args:
        backend: the location of the index.
        source: a corpus (folder or file), documents, or another index.
        options: options of the change.
        engine: the name of the engine, None to keep that of the index.
        provider: provides the recognizer, None to find no entities.
        batch: the number of documents after which progress is saved.
        is_resumed: whether to go on from where an interrupted rebuild stopped.

    Raises:
        KeyboardInterrupt: the user pressed Ctrl-C; the message says what was saved.
        SourceError: no document could be indexed, or an index rebuilt from itself
            would lose documents.
        IndexFullError: the disk is full.
        OutOfMemoryError: there is too little memory.
        IndexLockedError: another writer holds the lock.
        UsageError: an option is wrong.
    """
    hint = ": with resume=True (--resume) what is done need not be done again"
    with ExitStack() as stack:
        stack.enter_context(translate_exhaustion(backend.location, hint=hint))
        backend.probe()
        stack.enter_context(rare_collections())
        recognizer = _recognizer_of(source, provider)
        draft = Draft(
            name_of(backend, source), fingerprint(), recognizer, options.keep_duplicates
        )
        settings = Settings(provider, recognizer)
        pool = stack.enter_context(Pool(options.jobs, settings))
        unfinished, remark = _find_unfinished(backend, draft) if is_resumed else (None, "")
        with _explain_interruption(backend):
            draft = complete_draft(draft, source, unfinished, pool, options.progress)
        settings = replace(settings, repeated_lines=draft.repeated_lines)
        pool.set(settings)
        transaction = backend.begin(
            purpose="a rebuild",
            engine=engine,
            is_fresh=True,
            unfinished=unfinished,
            documents=draft.documents,
        )
        try:
            kept, lost = _find_kept(backend, source)
            corrections = transaction.counter.corrections = options.corrections(kept)
            recorder = Recorder(
                transaction,
                draft=draft,
                batch=batch,
                total=draft.documents,
                progress=options.progress,
            )
            builder = make_builder(recorder, transaction, settings, pool, options)
            with _explain_interruption(backend, recorder, draft.documents):
                try:
                    builder.add_all(read_items(backend, source, recognizer))
                except KeyboardInterrupt:
                    recorder.save()
                    raise
                pool.close()
                report = builder.finish()
                remarks = (
                    remark,
                    _describe_recognizer_change(source, recognizer),
                    lost if options.correct is None else "",
                    *describe_change(kept, corrections, transaction.counter),
                    backend.remark(),
                )
                report.remarks += filter(None, remarks)
                _check_any_indexed(report)
                _check_none_lost(backend, source, report)
                transaction.commit(draft.repeated_lines, recognizer)
            if isinstance(source, IndexSource):
                add_tags(backend.sidecars, backend.location, source.tags)
            elif isinstance(source, Corpus):
                name = backend.name_source(source.path)
                keep_mapping(backend.sidecars, name, source.mapping)
            yield report
        finally:
            transaction.finish()


def _find_kept(backend: Backend, source: Source) -> tuple[Corrections, str]:
    """Return the corrections that a rebuild keeps, and a remark or "".

    Those of a source index go before those of the index that is replaced.
    """
    if isinstance(source, IndexSource) and source.manifest.corrections:
        return read_kept(source.manifest.corrections), ""
    return find_kept(backend)


@contextmanager
def _explain_interruption(
    backend: Backend, recorder: Recorder | None = None, total: int | None = None
) -> Iterator[None]:
    """Raise a KeyboardInterrupt that says what was saved, for one in the block.

    Without a recorder nothing was.
    """
    try:
        yield
    except KeyboardInterrupt as error:
        of_total = f" of {total:,}" if total is not None else ""
        message = "interrupted before any document was saved; the index stays as it was"
        if recorder and recorder.saved and backend.location != MEMORY_LOCATION:
            message = (
                f"interrupted; {recorder.saved:,}{of_total} documents are saved, and the "
                "index stays as it was; to go on: diplosearch rebuild --resume "
                "(resume=True) with the same source and index"
            )
        raise KeyboardInterrupt(message) from error


def _recognizer_of(source: Source, provider: RecognizerProvider | None) -> str:
    """Return the fingerprint of the recognizer of the new index, "" for none."""
    if isinstance(source, IndexSource) and source.is_recovered:
        return source.manifest.recognizer
    return provider.recognizer.fingerprint if provider else ""


def _describe_recognizer_change(source: Source, recognizer: str) -> str:
    """Return a remark if the entities of a source index are found again, else ""."""
    if isinstance(source, IndexSource) and source.reuse_mode(recognizer) == "find":
        return (
            "entities were found anew, by another recognizer than in the other index; "
            "give the gazetteer that it was built with to keep them"
        )
    return ""


def name_of(backend: Backend, source: Source) -> str:
    """Return the name of a source; an interrupted rebuild of another one is not resumed."""
    if isinstance(source, Corpus):
        name = backend.name_source(source.path)
        return f"{name} ({dict(source.mapping)})" if source.mapping else name
    return f"index {source.name}" if isinstance(source, IndexSource) else "documents"


def _find_unfinished(
    backend: Backend, draft: Draft
) -> tuple[InterruptedRebuild | None, str]:
    """Return the rebuild to resume and "", or None and a remark that says why not."""
    found = backend.find_unfinished()
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
    """Return the draft with the number of documents and the repeated lines of the source.

    They are those of the ``unfinished`` rebuild if there is one.
    """
    if unfinished is not None:
        known = unfinished.draft
        return replace(
            draft, documents=known.documents, repeated_lines=known.repeated_lines
        )
    if isinstance(source, Corpus):
        found = survey(source, pool, progress)
        return replace(
            draft, documents=found.documents, repeated_lines=found.repeated_lines
        )
    if isinstance(source, IndexSource):
        base = source.manifest
        return replace(draft, documents=base.documents, repeated_lines=base.repeated_lines)
    return draft


def read_items(backend: Backend, source: Source, recognizer: str) -> Iterator[Item]:
    """Yield the candidates of a source, and what could not be read of it.

    ``recognizer`` is the fingerprint of that of the new index, "" for none.
    """
    if isinstance(source, Corpus):
        name = backend.name_source(source.path)
        return from_corpus(read(source.path, source.mapping), name)
    if isinstance(source, IndexSource):
        return source.candidates(source.reuse_mode(recognizer), backend.name_source)
    return from_documents(source)


def _check_any_indexed(report: Report) -> None:
    """Raise :class:`SourceError` if every document was left out."""
    if report.skipped and not report.documents:
        first = report.skipped[0]
        raise SourceError(
            f"nothing could be indexed: {report.skipped_count:,} left out, the first "
            f"{first.where} ({first.reason}); mend them or give another folder"
        )


def _check_none_lost(backend: Backend, source: Source, report: Report) -> None:
    """Raise :class:`SourceError` if an index rebuilt from itself would lose documents.

    Those that could not be reused may be stored nowhere else.
    """
    if not isinstance(source, IndexSource) or source.is_recovered or not report.skipped:
        return
    if MEMORY_LOCATION in (backend.location, source.name):
        return
    if os.path.realpath(backend.location) == os.path.realpath(source.name):
        first = report.skipped[0]
        raise SourceError(
            f"index {backend.location!r} stays as it was: {report.skipped_count:,} of its "
            f"documents could not be taken over, the first is document {first.where} "
            f"({first.reason}); try jobs=1 (--jobs 1) or more memory, or rebuild it in "
            "another location, where they will be left out"
        )


def add_documents(
    backend: Backend,
    documents: Iterable[Document],
    options: ChangeOptions,
    provider_of: ProviderOf,
) -> AbstractContextManager[Report]:
    """Add documents; one whose id is known replaces its old version.

    Raises the errors of :func:`sync_folder`, and :class:`DocumentError` for an object
    that is no document.
    """
    return _change(
        backend,
        "an addition",
        lambda builder: builder.add_all(from_documents(documents)),
        options,
        provider_of,
    )


def change_documents(
    backend: Backend,
    documents: Iterable[Document],
    deleted: Iterable[str],
    options: ChangeOptions,
    provider_of: ProviderOf,
) -> AbstractContextManager[Report]:
    """Delete the documents with the ids ``deleted``, and add others, in one commit.

    Raises the errors of :func:`add_documents`.
    """

    def apply(builder: Builder) -> None:
        builder.delete(deleted)
        builder.add_all(from_documents(documents))

    return _change(backend, "changes", apply, options, provider_of)


def delete_documents(
    backend: Backend,
    ids: Iterable[str],
    options: ChangeOptions,
    provider_of: ProviderOf,
) -> AbstractContextManager[Report]:
    """Delete the documents with these ids; unknown ids are in the report.

    Raises the errors of :func:`sync_folder`, but for SourceError.
    """
    return _change(
        backend,
        "a deletion",
        lambda builder: builder.delete(ids),
        options,
        provider_of,
    )


def update_documents(
    backend: Backend,
    ids: Iterable[str],
    fields: Mapping[str, Any],
    options: ChangeOptions,
    provider_of: ProviderOf,
) -> AbstractContextManager[Report]:
    """Change fields of the documents with these ids, whose text stays as it is.

    Raises the errors of :func:`delete_documents` and of :meth:`Builder.update`.
    """
    return _change(
        backend,
        "an update",
        lambda builder: builder.update(ids, fields),
        options,
        provider_of,
    )


def correct_entities(
    backend: Backend, options: ChangeOptions, provider_of: ProviderOf
) -> AbstractContextManager[Report]:
    """Change the corrections by hand alone, as ``options.correct`` says.

    Raises the errors of :func:`sync_folder`, but for SourceError, and those of
    ``options.correct``.
    """
    return _change(backend, "a correction", lambda _: None, options, provider_of)


def sync_folder(
    backend: Backend, corpus: Corpus, options: ChangeOptions, provider_of: ProviderOf
) -> AbstractContextManager[Report]:
    """Make the index hold the documents that the folder of ``corpus`` holds now.

    Raises :class:`SourceError` when nothing can be read, :class:`IndexLockedError` when
    another writer holds the lock, and :class:`IndexFullError` when the disk is full.
    """
    name = backend.name_source(corpus.path)
    return _change(
        backend,
        "a sync",
        lambda builder: builder.sync(
            from_corpus(read(corpus.path, corpus.mapping), name), name
        ),
        options,
        provider_of,
    )


@contextmanager
def _change(
    backend: Backend,
    purpose: str,
    apply: Callable[[Builder], None],
    options: ChangeOptions,
    provider_of: ProviderOf,
) -> Iterator[Report]:
    """Apply a change to the current state, and commit it if it alters the index.

    ``purpose`` says what the writer does, for another one that waits for the lock.
    """
    with translate_exhaustion(backend.location):
        transaction = backend.begin(purpose=purpose, engine=None, is_fresh=False)
        try:
            base = transaction.base
            repeated_lines = base.repeated_lines if base else {}
            provider = provider_of(base) if base else None
            recognizer = base.recognizer if base else ""
            if provider is not None:
                recognizer = provider.recognizer.fingerprint
            kept = read_kept(base.corrections) if base else Corrections()
            corrections = transaction.counter.corrections = options.corrections(kept)
            settings = Settings(provider, recognizer, repeated_lines)
            recorder = Recorder(transaction, progress=options.progress)
            with Pool(options.jobs, settings) as pool:
                builder = make_builder(recorder, transaction, settings, pool, options)
                apply(builder)
            report = builder.finish()
            report.remarks += describe_change(kept, corrections, transaction.counter)
            if report.is_changed or corrections != kept:
                transaction.commit(repeated_lines, recognizer)
            report.remarks += filter(None, (backend.remark(),))
            yield report
        finally:
            transaction.finish()


def make_builder(
    recorder: Recorder,
    transaction: Transaction,
    settings: Settings,
    pool: Pool,
    options: ChangeOptions,
) -> Builder:
    """Return a builder that writes into the transaction."""
    return Builder(
        recorder,
        transaction.store,
        transaction.number,
        runner=TaskRunner(settings),
        pool=pool,
        keep_duplicates=options.keep_duplicates,
        is_resumed=transaction.is_resumed,
    )
