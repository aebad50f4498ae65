"""The Tantivy library, loaded when an index of it is used."""

from __future__ import annotations

import mmap
from typing import Any

from ...errors import MissingExtraError

_LEAST_FREE = 50_000_000
"""Bytes of addresses that a writer needs: measured, 60 MB do and 40 MB do not."""


def load_tantivy() -> Any:
    """Return the module ``tantivy``.

    Raises :class:`MissingExtraError` when it is not installed.
    """
    try:
        import tantivy
    except ModuleNotFoundError as error:
        raise MissingExtraError("Tantivy", "tantivy") from error
    return tantivy


def check_addresses() -> None:
    """Raise :class:`MemoryError` where a writer would not find the memory that it needs.

    Tantivy ends the whole process then.
    """
    try:
        mmap.mmap(-1, _LEAST_FREE).close()
    except OSError:
        raise MemoryError("too little memory for Tantivy") from None
