"""Finds the backend for a location: a folder, ``:memory:`` or a cluster's address."""

from __future__ import annotations

from pathlib import Path

from ..engines.opensearch.address import is_address, read_address, show_address
from ..errors import UsageError, show_location
from ..paths import read_path
from .base import LOCK_SECONDS, MEMORY_LOCATION, Backend
from .disk.backend import DiskBackend
from .manifest import Verify


def find_backend(
    location: str | Path, *, verify: Verify = "sizes", lock_timeout: float = LOCK_SECONDS
) -> Backend:
    """Return the backend for ``location``, whether it holds an index or not.

    Args:
        location: a folder, ``:memory:`` or ``opensearch://HOST:9200/NAME``.
        verify: ``full`` verifies all checksums at each opening, ``sizes`` sizes alone.
        lock_timeout: seconds to wait for another writer.

    Raises :class:`UsageError` for an argument of no such kind.
    """
    if verify not in ("sizes", "full"):
        raise UsageError(f"verify={verify!r}: use 'sizes' or 'full'")
    if not isinstance(lock_timeout, (int, float)) or not lock_timeout >= 0:
        raise UsageError(f"lock_timeout={lock_timeout!r}: give seconds, 0 or more")
    path = read_path("location", location)
    if path == MEMORY_LOCATION:
        from .memory import MemoryBackend

        return MemoryBackend(lock_timeout=lock_timeout)
    if is_address(path):
        from .cluster.backend import ClusterBackend

        return ClusterBackend(read_address(path), verify=verify, lock_timeout=lock_timeout)
    if show_location(path) != path:
        raise UsageError(
            f"location {show_location(path)}: use a folder, {MEMORY_LOCATION!r} or "
            "opensearch://HOST:9200/NAME, a string in small letters"
        )
    return DiskBackend(Path(path), verify=verify, lock_timeout=lock_timeout)


def shown(location: str | Path) -> str:
    """Return ``location`` for messages: without a password or a key."""
    return show_address(str(location))
