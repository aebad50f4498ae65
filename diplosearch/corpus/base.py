"""What every reader takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..model import Document


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read.

    ``name`` is its path relative to the folder that is read, with ``/``.
    """

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Read:
    """A document, the name of the file it came from, and what was done to it."""

    document: Document
    origin: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be read, and why.

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
