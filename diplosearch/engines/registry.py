"""Engines on disk by name; an engine's library is imported when it is loaded."""

from __future__ import annotations

from ..errors import UsageError
from .base import Engine

DEFAULT_ENGINE = "whoosh"
DISK_ENGINES = ("whoosh", "tantivy")

LOCK_FILES = ("MAIN_WRITELOCK", ".tantivy-meta.lock", ".tantivy-writer.lock")
"""Empty files that engines leave in a folder that they read or write."""

UNREAD_FILES = (".managed.json",)
"""Files that earlier versions kept in a commit, and that nothing reads: Tantivy removes
the files that this one lists, wherever they are."""


def load_engine(name: str) -> Engine:
    """Return the engine called ``name``, one that keeps its index in a folder.

    Raises :class:`UsageError` for any other name.
    """
    if name == "whoosh":
        from .whoosh import WhooshEngine

        return WhooshEngine()
    if name == "tantivy":
        from .tantivy.engine import TantivyEngine

        return TantivyEngine()
    if name == "memory":
        raise UsageError("the memory engine keeps nothing on disk; use it as ':memory:'")
    if name == "opensearch":
        raise UsageError(
            "the opensearch engine keeps its index in a cluster; name it as "
            "opensearch://HOST:9200/NAME"
        )
    raise UsageError(f"no engine is called {name!r}; choose from {', '.join(DISK_ENGINES)}")
