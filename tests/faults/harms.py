"""Harms to an index from which a recovery brings everything back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from diplosearch.backends.disk.generations import read_current


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def _alter_current(location: Path) -> None:
    _flip(location / "CURRENT")


def _lose_current(location: Path) -> None:
    (location / "CURRENT").unlink()


def _lose_lock_of_readers(location: Path) -> None:
    (read_current(location) / "IN-USE").unlink()


def _alter_manifest(location: Path) -> None:
    _flip(read_current(location) / "manifest.json")


def _lose_manifest(location: Path) -> None:
    (read_current(location) / "manifest.json").unlink()


def _lose_entities(location: Path) -> None:
    (read_current(location) / "entities.sqlite").unlink()


def _alter_engine(location: Path) -> None:
    for pattern in ("*.seg", "*.term", "*.idx"):
        for path in read_current(location).glob(pattern):
            _flip(path)


LOSSLESS: tuple[Callable[[Path], None], ...] = (
    _alter_current,
    _lose_current,
    _lose_lock_of_readers,
    _alter_manifest,
    _lose_manifest,
    _lose_entities,
    _alter_engine,
)
"""Each leaves all documents and their entities readable."""
