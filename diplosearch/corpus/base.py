"""The values that every reader takes and yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ..model import Document
from .kinds import name_document
from .streams import Budget


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read; ``name`` is its path within the corpus folder, with ``/``."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder or file of documents, and the columns and keys that fields are read from."""

    path: Path
    mapping: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class FileContent:
    """The content of a file, or of a part of one, for a reader.

    ``name`` is the path within the corpus folder, ``reports.zip!2026/a.pdf`` for a part
    of an archive or mail; ``stream`` its bytes, decompressed, which may be read once and
    need not be seekable. ``depth`` is the number of archives and mails around it, and
    ``budget`` counts what they unpack to.
    """

    name: str
    stream: IO[bytes] = field(repr=False)
    depth: int = 0
    budget: Budget | None = field(default=None, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The id of the document that is this file, or this part of one."""
        return name_document(self.name)


@dataclass(frozen=True, slots=True)
class Read:
    """A document, the name of its file, and notes on what was repaired or left out."""

    document: Document
    origin: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or row that could not be read, and why.

    ``where`` is the name of a file or folder, ``name#line`` with lines from 1, or
    ``name!part`` of an archive or mail.
    """

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class SkippedRow(Skipped):
    """A row that could not be read; any document of the file ``origin`` may be it."""

    origin: str


@dataclass(frozen=True, slots=True)
class SkippedFolder(Skipped):
    """A folder that could not be read, or what may be one: all below it is unknown."""


ReadPart = Callable[[FileContent], Iterator[Read | Skipped]]
"""Reads a part of a file by the ending of its name; raises nothing."""
