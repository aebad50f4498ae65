"""The four ways in which an index changes, each in one transaction.

Each is a context manager: within the block the new state is the current one
and no other writer can begin; on leaving, what is no longer in use is removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from ..corpus.cleaning import RepeatedLines
from ..corpus.metadata import read_source
from ..corpus.readers import Read, read
from ..entities.base import Recognizer
from ..errors import DocumentError, SourceError
from ..model import Document
from .builder import Builder
from .manifest import Manifest
from .place import Place
from .report import ProgressCallback, Report

RecognizerOf = Callable[[Manifest], Recognizer | None]
"""Gives what finds entities for an index that has this manifest."""


def _no_recognizer(_: Manifest) -> None:
    """Return None: what is only deleted names nobody."""


@contextmanager
def build(
    place: Place,
    source: Path | Iterable[Document],
    *,
    engine: str | None,
    keep_duplicates: bool,
    progress: ProgressCallback | None,
    recognizer: Recognizer | None,
) -> Iterator[Report]:
    """Build a new generation from a folder, a file or documents."""
    root = source if isinstance(source, Path) else None
    state = _learn_repeated_lines(root).to_state() if root is not None else {}
    transaction = place.begin(purpose="a rebuild", engine=engine, is_fresh=True)
    try:
        builder = Builder(
            transaction,
            repeated=RepeatedLines.from_state(state),
            recognizer=recognizer,
            root=None if root is None else place.name_source(root),
            keep_duplicates=keep_duplicates,
            progress=progress,
        )
        if isinstance(source, Path):
            builder.add_all(read(source))
        else:
            _add_all(builder, source)
        report = builder.finish()
        if report.skipped and not report.documents:
            first = report.skipped[0]
            raise SourceError(
                f"nothing could be indexed: {len(report.skipped)} left out, the first "
                f"{first.where} ({first.reason}); mend them or give another folder"
            )
        transaction.commit(state, recognizer.fingerprint if recognizer else "")
        yield report
    finally:
        transaction.finish()


def add_documents(
    place: Place,
    documents: Iterable[Document],
    *,
    keep_duplicates: bool,
    progress: ProgressCallback | None,
    recognizer: RecognizerOf,
) -> AbstractContextManager[Report]:
    """Add documents; one whose id is known replaces the other."""
    return _change(
        place,
        "an addition",
        lambda builder: _add_all(builder, documents),
        keep_duplicates=keep_duplicates,
        progress=progress,
        recognizer=recognizer,
    )


def delete_documents(place: Place, ids: Iterable[str]) -> AbstractContextManager[Report]:
    """Delete documents."""
    return _change(place, "a deletion", lambda builder: builder.delete(ids))


def sync_folder(
    place: Place,
    root: Path,
    *,
    keep_duplicates: bool,
    progress: ProgressCallback | None,
    recognizer: RecognizerOf,
) -> AbstractContextManager[Report]:
    """Make the index hold what the folder holds now."""
    return _change(
        place,
        "a sync",
        lambda builder: builder.sync(read(root)),
        root=root,
        keep_duplicates=keep_duplicates,
        progress=progress,
        recognizer=recognizer,
    )


@contextmanager
def _change(
    place: Place,
    purpose: str,
    work: Callable[[Builder], None],
    *,
    root: Path | None = None,
    keep_duplicates: bool = False,
    progress: ProgressCallback | None = None,
    recognizer: RecognizerOf = _no_recognizer,
) -> Iterator[Report]:
    """Do ``work`` on top of the current state, and commit it if it changed anything."""
    transaction = place.begin(purpose=purpose, engine=None, is_fresh=False)
    try:
        base = transaction.base
        state = base.repeated_lines if base else {}
        finder = recognizer(base) if base else None
        builder = Builder(
            transaction,
            repeated=RepeatedLines.from_state(state),
            recognizer=finder,
            root=None if root is None else place.name_source(root),
            keep_duplicates=keep_duplicates,
            progress=progress,
        )
        work(builder)
        report = builder.finish()
        if report.is_changed:
            kept = base.recognizer if base else ""
            transaction.commit(state, finder.fingerprint if finder else kept)
        yield report
    finally:
        transaction.finish()


def _add_all(builder: Builder, documents: Iterable[Document]) -> None:
    for document in documents:
        if not isinstance(document, Document):
            raise DocumentError(
                f"a document is a diplosearch.Document, not {type(document).__name__}"
            )
        builder.add(document)


def _learn_repeated_lines(root: Path) -> RepeatedLines:
    """Return the lines that come back, from a first reading of the corpus."""
    repeated = RepeatedLines()
    for item in read(root):
        if isinstance(item, Read):
            document = item.document
            source = document.source or read_source(document.text)
            repeated.count(document.text, source)
    return repeated
