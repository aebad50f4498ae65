"""What a system that is measured must be able to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from diplosearch import Document

from ..questions import Question

HITS = 10
"""Documents that an answer shows."""


class Answer(NamedTuple):
    """A document of an answer: its id, and what a reader is shown of it."""

    id: str
    highlighted: str


class System(Protocol):
    """A search system that lives in a folder, used by one process.

    Making one loads what it needs, and raises :class:`ImportError` or
    :class:`~benchmarks.errors.SystemFailed` where that is not there.
    """

    @property
    def version(self) -> str:
        """The release that is measured."""

    def prepare(self, folder: Path) -> None:
        """Set up what must be there before documents come; not measured."""

    def build(
        self, documents: Iterable[Document], folder: Path, options: Mapping[str, Any]
    ) -> None:
        """Index ``documents`` in ``folder``, so that ``open`` finds them there.

        ``options`` are those of a :class:`~.registry.Variant`.
        """

    def open(self, folder: Path) -> None:
        """Get ready to be asked; not measured."""

    def ask(self, question: Question) -> list[Answer]:
        """Return at most ``HITS`` documents, the best first, with matches marked."""

    def size(self, folder: Path) -> int | None:
        """Return the bytes on disk, None for a system that keeps nothing there."""
        return folder_size(folder)

    def close(self) -> None:
        """Let go of everything; a second call does nothing."""


def folder_size(folder: Path) -> int:
    """Return the bytes of all files under ``folder``, a file with many names once."""
    sizes = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())
