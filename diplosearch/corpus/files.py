"""The files of a folder: found, named, opened."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from ..errors import SourceError
from .base import Skipped, SourceFile

KINDS = (".txt", ".html", ".htm", ".jsonl", ".ndjson", ".json", ".csv", ".tsv")
COMPRESSED = ".gz"


def find_files(root: Path) -> Iterator[SourceFile | Skipped]:
    """Return the files under ``root``, sorted by name; ``root`` may be one file.

    Hidden files and folders and indexes are left out, and each folder is entered once,
    however many links lead to it. What is no file that can be read is given
    as :class:`Skipped`. Raises :class:`SourceError` when there is nothing.
    """
    root = Path(root)
    if not os.path.exists(root):
        raise SourceError(
            f"{root}: no such folder or file; give the one that holds the documents"
        )
    if os.path.isdir(root):
        found: dict[str, Path | OSError] = _walk(root)
    else:
        found = {_readable_name(root.name): root}
    if not found:
        raise SourceError(
            f"{root}: the folder is empty; put documents into it ({', '.join(KINDS)}, "
            f"each also {COMPRESSED})"
        )
    return (_classify(name, found[name]) for name in sorted(found))


def split_name(name: str) -> tuple[str, str]:
    """Return ``name`` without its endings, and its kind in small letters.

    The kind is "" when it is unknown: ``sub/a.TXT.gz`` → ``("sub/a", ".txt")``.
    """
    stem = name[: -len(COMPRESSED)] if is_compressed(name) else name
    dot = stem.rfind(".")
    kind = stem[dot:].lower() if dot > stem.rfind("/") + 1 else ""
    return (stem[:dot], kind) if kind in KINDS else (stem, "")


def is_compressed(name: str) -> bool:
    """Tell whether the name ends as those of gzip files do."""
    return name.lower().endswith(COMPRESSED)


def open_file(file: SourceFile) -> IO[bytes]:
    """Return the content of a file as a stream, decompressed."""
    if is_compressed(file.name):
        return cast("IO[bytes]", gzip.open(file.path, "rb"))
    return open(file.path, "rb")


def _walk(root: Path) -> dict[str, Path | OSError]:
    found: dict[str, Path | OSError] = {}
    entered: set[str] = set()

    def refuse(error: OSError) -> None:
        found[_readable_name(os.path.relpath(error.filename, root))] = error

    for folder, folders, files in os.walk(root, followlinks=True, onerror=refuse):
        real = os.path.realpath(folder)
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        if _is_index(folders, files):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        # A folder is named by where it stands rather than by a link to it.
        folders.sort(key=lambda name: (os.path.islink(os.path.join(folder, name)), name))
        for name in files:
            if not name.startswith("."):
                path = Path(folder, name)
                found[_readable_name(os.path.relpath(path, root))] = path
    return found


def _is_index(folders: list[str], files: list[str]) -> bool:
    """Tell whether a folder holds an index, which is no document of its corpus."""
    return "CURRENT" in files and any(name.startswith("generation-") for name in folders)


def _readable_name(path: str) -> str:
    """Return a relative path with ``/``, its undecodable bytes as U+FFFD."""
    name = path.replace(os.sep, "/")
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _classify(name: str, path: Path | OSError) -> SourceFile | Skipped:
    if isinstance(path, OSError):
        return Skipped(name, f"the folder cannot be read ({path.strerror}); allow reading")
    if not split_name(name)[1]:
        return Skipped(name, f"not of a kind that is read ({', '.join(KINDS)}); convert it")
    if not os.path.lexists(path):
        return Skipped(name, "went while the folder was read; read it again if it is back")
    if not os.path.exists(path):
        return Skipped(name, "the link leads nowhere; mend or delete it")
    if not os.path.isfile(path):
        return Skipped(name, "not a regular file; leave it out")
    return SourceFile(path, name)
