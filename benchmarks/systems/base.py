"""The protocol of a system that is measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from diplosearch import Document

from ..questions import Question

HITS = 10
"""Documents that an answer shows."""


class Answer(NamedTuple):
    """A document of an answer: its id, and the text shown, with matches marked."""

    id: str
    highlighted: str


class System(Protocol):
    """A search system that keeps its index in a folder, used by one process.

    The constructor loads what it needs, and raises :class:`ImportError` or
    :class:`~benchmarks.errors.SystemFailed` if that is missing.
    """

    @property
    def version(self) -> str:
        """The release that is measured."""

    def prepare(self, folder: Path) -> None:
        """Set up what building needs, such as a server; not measured."""

    def build(
        self, documents: Iterable[Document], folder: Path, options: Mapping[str, Any]
    ) -> None:
        """Index ``documents`` in ``folder``, so that ``open`` finds them there.

        ``options`` are those of a :class:`~.registry.Variant`.
        """

    def open(self, folder: Path) -> None:
        """Open the index in ``folder`` for questions; not measured."""

    def ask(self, question: Question) -> list[Answer]:
        """Return at most ``HITS`` documents, the best first, with matches marked."""

    def size(self, folder: Path) -> int | None:
        """Return the bytes on disk, None for a system that keeps nothing there."""
        return folder_size(folder)

    def close(self) -> None:
        """Release files, memory and processes; a second call does nothing."""


def folder_size(folder: Path) -> int:
    """Return the bytes of all files under ``folder``, a file with many names once."""
    sizes = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())
