"""The values that every reader takes and yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..model import Document


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
class Read:
    """A document, the name of its file, and notes on what was repaired or left out."""

    document: Document
    origin: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or row that could not be read, and why.

    ``where`` is the name of a file or folder, or ``name#line`` with lines from 1.
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
