"""A first look through a corpus: how much there is, and which lines come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..corpus.files import COMPRESSED, find_files, split_name
from ..corpus.page.boilerplate import RepeatedLines
from ..corpus.page.metadata import read_source
from ..corpus.page.repeated_lines import countable_keys
from ..corpus.readers import Read, Skipped, SourceFile, read, read_file
from ..model import Document
from .pipeline import Ahead
from .pool import Pool
from .report import Progress, ProgressCallback
from .tasks import Workshop

_LARGE = 4_000_000
"""Bytes from which on the rows of one file are shared out."""

_GROWTH = 4
_WHOLE_KINDS = (".txt", ".html", ".htm")

_Counted = tuple[str | None, set[str]]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a corpus holds: the number of documents, and lines that come back."""

    documents: int
    repeated_lines: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _CountFile:
    """The lines of each document of a file."""

    file: SourceFile
    size: int

    @property
    def weight(self) -> int:
        return self.size

    @property
    def where(self) -> str:
        return self.file.name

    def do(self, _: Workshop) -> list[_Counted]:
        return [
            _count(item.document) for item in read_file(self.file) if isinstance(item, Read)
        ]

    def left_out(self, _: str) -> list[_Counted]:
        return []  # it is missed, and named, when it is to be indexed


@dataclass(frozen=True, slots=True)
class _CountRow:
    """The lines of a document of a large file."""

    document: Document

    @property
    def weight(self) -> int:
        return len(self.document.text)

    @property
    def where(self) -> str:
        return self.document.id

    def do(self, _: Workshop) -> list[_Counted]:
        return [_count(self.document)]

    def left_out(self, _: str) -> list[_Counted]:
        return []


def survey(root: Path, pool: Pool, progress: ProgressCallback | None) -> Survey:
    """Return what the corpus ``root`` holds.

    Raises :class:`SourceError` when not one document can be read.
    """
    repeated = RepeatedLines()
    documents = 0
    workshop = Workshop(pool.settings)
    ahead: Ahead[_CountFile | _CountRow] = Ahead(pool, lambda task: task)
    for task, handle in ahead.through(_tasks(root)):
        counted = handle.result() if handle is not None else workshop.do(task)
        for source, keys in counted:
            repeated.add(keys, source)
        documents += len(counted)
        if progress is not None:
            progress(Progress(0, 0, task.where, done=documents, is_survey=True))
    if not documents:
        _explain_emptiness(root)
    return Survey(documents, repeated.to_state())


def _tasks(root: Path) -> Iterator[_CountFile | _CountRow]:
    for file in find_files(root):
        if isinstance(file, Skipped):
            continue
        size = _size(file)
        if size < _LARGE or split_name(file.name)[1] in _WHOLE_KINDS:
            yield _CountFile(file, size)
            continue
        for item in read_file(file):
            if isinstance(item, Read):
                yield _CountRow(item.document)


def _size(file: SourceFile) -> int:
    try:
        size = file.path.stat().st_size
    except OSError:  # it went since it was found; its reader says so
        return 0
    return size * _GROWTH if file.name.lower().endswith(COMPRESSED) else size


def _count(document: Document) -> _Counted:
    source = document.source or read_source(document.text)
    return source, countable_keys(document.text)


def _explain_emptiness(root: Path) -> None:
    for _ in read(root):
        pass
