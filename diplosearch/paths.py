"""Paths that a user gives."""

from __future__ import annotations

import os
from pathlib import Path

from .errors import UsageError, show_location


def read_path(name: str, given: object) -> str:
    """Return the path ``given`` for the argument ``name`` as a string.

    Raises :class:`UsageError` for a value of another type, and for what no file system
    takes as a name: an empty path, a NUL, a lone surrogate.
    """
    if not isinstance(given, (str, Path)):
        raise UsageError(f"{name} is {type(given).__name__}; give a path")
    path = str(given)
    if not path.strip() or "\0" in path:
        raise UsageError(f"{name}={show_location(path)!r}: give a path")
    try:
        os.fsencode(path)
    except UnicodeEncodeError as error:
        wrong = path[error.start : error.end]
        shown = show_location(path)
        raise UsageError(f"{name}={shown!r}: no path has {wrong!r}; give another") from None
    return path


def read_source(given: object) -> Path:
    """Return the path of a folder or file of documents.

    Raises :class:`UsageError` for a value of another type, an empty path, and a URL.
    """
    path = read_path("source", given)
    if show_location(path) != path:
        raise UsageError(
            f"source {show_location(path)}: give a folder or file of documents; those of "
            "another index are taken by from_index"
        )
    return Path(path)
