"""What a user names as the place of an index."""

from __future__ import annotations

from pathlib import Path

from ..engines.opensearch.address import is_address, read_address
from ..errors import UsageError
from .base import Backend
from .disk.backend import DiskBackend
from .manifest import Verify
from .memory import MEMORY_LOCATION, MemoryBackend

LOCK_SECONDS = 10.0
"""How long a writer waits for another one before it gives up."""


def find_backend(
    location: str | Path, *, verify: Verify = "sizes", lock_timeout: float = LOCK_SECONDS
) -> Backend:
    """Return the place that ``location`` names; whether it holds an index isn't asked."""
    if verify not in ("sizes", "full"):
        raise UsageError(f"verify={verify!r}: use 'sizes' or 'full'")
    if not isinstance(lock_timeout, (int, float)) or not lock_timeout >= 0:
        raise UsageError(f"lock_timeout={lock_timeout!r}: give seconds, 0 or more")
    named = read_path("location", location)
    if named == MEMORY_LOCATION:
        return MemoryBackend(lock_timeout=lock_timeout)
    if is_address(named):
        from .cluster.backend import ClusterBackend

        return ClusterBackend(read_address(named), verify=verify, lock_timeout=lock_timeout)
    if "://" in named:
        raise UsageError(
            f"location {named.partition('://')[0]}://…: use a folder, {MEMORY_LOCATION!r} "
            "or opensearch://HOST:9200/NAME"
        )
    return DiskBackend(Path(named), verify=verify, lock_timeout=lock_timeout)


def shown(location: str | Path) -> str:
    """Return ``location`` as it may be shown: without a password or a key."""
    named = str(location)
    return str(read_address(named)) if is_address(named) else named


def read_path(name: str, given: object) -> str:
    """Return a path as a string.

    Raises :class:`UsageError` for what can name neither a file nor a folder.
    """
    if not isinstance(given, (str, Path)):
        raise UsageError(f"{name} is {type(given).__name__}; give a path")
    path = str(given)
    if not path.strip() or "\0" in path:
        raise UsageError(f"{name}={path!r}: give a path")
    return path
