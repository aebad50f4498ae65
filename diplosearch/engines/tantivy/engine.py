"""Opens readers and writers of a Tantivy index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .reader import TantivyReader
from .writer import TantivyWriter

_HEAP_BYTES = 64_000_000
"""A guess."""


@dataclass(slots=True)
class TantivyEngine:
    """Opens Tantivy indexes.

    Each of a writer's ``threads`` collects passages in ``heap_bytes`` of memory
    before it writes a segment; fewer segments are searched faster.
    """

    threads: int = 1
    heap_bytes: int = _HEAP_BYTES
    name: str = "tantivy"

    def open_reader(self, folder: Path) -> TantivyReader:
        """Return a reader of the state in ``folder``."""
        return TantivyReader(folder)

    def open_writer(self, folder: Path) -> TantivyWriter:
        """Return a writer of ``folder``, which may be empty."""
        return TantivyWriter(folder, threads=self.threads, heap_bytes=self.heap_bytes)
