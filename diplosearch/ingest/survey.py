"""Survey a corpus before it is indexed: count documents and find repeated lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..corpus.base import Corpus
from ..corpus.field_names import FieldMap
from ..corpus.files import find_files
from ..corpus.kinds import COMPRESSED, split_name
from ..corpus.page.boilerplate import RepeatedLines
from ..corpus.page.metadata import read_source
from ..corpus.page.repeated_lines import countable_keys
from ..corpus.readers import Read, Skipped, SourceFile, read, read_file
from ..model import Document
from .pipeline import Pipeline
from .pool import Pool
from .report import Progress, ProgressCallback
from .tasks import TaskRunner

_LARGE = 4_000_000
"""Bytes from which on the rows of a file are separate tasks; a guess."""

_GROWTH = 4
"""How many times as large a compressed file becomes; a guess."""

_WHOLE_KINDS = (".txt", ".html", ".htm", ".pdf", ".docx", ".eml")

_PACKED = (COMPRESSED, ".zip", ".docx")

_Counted = tuple[str | None, set[str]]


@dataclass(frozen=True, slots=True)
class Survey:
    """The number of documents of a corpus, and the keys of repeated lines by source."""

    documents: int
    repeated_lines: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _CountFile:
    """Task: the line keys of each document of a file."""

    file: SourceFile
    size: int
    mapping: FieldMap

    @property
    def weight(self) -> int:
        return self.size

    @property
    def where(self) -> str:
        return self.file.name

    def do(self, _: TaskRunner) -> list[_Counted]:
        items = read_file(self.file, self.mapping)
        return [_count(item.document) for item in items if isinstance(item, Read)]

    def left_out(self, _: str) -> list[_Counted]:
        return []  # it is reported when it is to be indexed


@dataclass(frozen=True, slots=True)
class _CountRow:
    """Task: the line keys of a document of a large file."""

    document: Document

    @property
    def weight(self) -> int:
        return len(self.document.text)

    @property
    def where(self) -> str:
        return self.document.id

    def do(self, _: TaskRunner) -> list[_Counted]:
        return [_count(self.document)]

    def left_out(self, _: str) -> list[_Counted]:
        return []


def survey(corpus: Corpus, pool: Pool, progress: ProgressCallback | None) -> Survey:
    """Return the survey of a corpus.

    Raises :class:`SourceError` when no document can be read.
    """
    repeated = RepeatedLines()
    documents = 0
    runner = TaskRunner(pool.settings)
    pipeline: Pipeline[_CountFile | _CountRow] = Pipeline(pool, lambda task: task)
    for task, handle in pipeline.through(_tasks(corpus)):
        counted = handle.result() if handle is not None else runner.do(task)
        for source, keys in counted:
            repeated.add(keys, source)
        documents += len(counted)
        if progress is not None:
            progress(Progress(0, 0, task.where, done=documents, is_survey=True))
    if not documents:
        _raise_for_empty(corpus)
    return Survey(documents, repeated.to_state())


def _tasks(corpus: Corpus) -> Iterator[_CountFile | _CountRow]:
    """Yield a task for each file, and for each row of a large one."""
    for file in find_files(corpus.path):
        if isinstance(file, Skipped):
            continue
        size = _size(file)
        if size < _LARGE or split_name(file.name)[1] in _WHOLE_KINDS:
            yield _CountFile(file, size, corpus.mapping)
            continue
        for item in read_file(file, corpus.mapping):
            if isinstance(item, Read):
                yield _CountRow(item.document)


def _size(file: SourceFile) -> int:
    """Return the size of a file in bytes, about that of its text if it is compressed."""
    try:
        size = file.path.stat().st_size
    except OSError:  # it has vanished; its reader reports that
        return 0
    return size * _GROWTH if file.name.lower().endswith(_PACKED) else size


def _count(document: Document) -> _Counted:
    """Return the source and the line keys of a document."""
    source = document.source or read_source(document.text)
    return source, countable_keys(document.text)


def _raise_for_empty(corpus: Corpus) -> None:
    """Read the corpus, so that its reader raises the error for one without documents."""
    for _ in read(corpus.path, corpus.mapping):
        pass
