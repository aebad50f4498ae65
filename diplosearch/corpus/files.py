"""The files of a corpus folder: finding, naming and opening them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import IO

from ..errors import SourceError
from ..schema import CURRENT_NAME, GENERATION_PREFIX
from .base import Skipped, SkippedFolder, SourceFile
from .streams import open_compressed, open_plain

KINDS = (".txt", ".html", ".htm", ".jsonl", ".ndjson", ".json", ".csv", ".tsv")
COMPRESSED = ".gz"

_LEADS_OUT = "the link leads out of the folder; copy what it leads to, or read that itself"


def find_files(root: Path) -> Iterator[SourceFile | Skipped]:
    """Return the files under ``root``, sorted by name; ``root`` may be one file.

    Hidden files, hidden folders and indexes are left out, and each folder is entered
    once, however many links lead to it. Links that lead out of ``root`` are not
    followed: someone who may write into a folder must not get the rest of the disk
    read. A file that cannot be read comes as :class:`Skipped`.

    Raises :class:`SourceError` when ``root`` is missing or empty.
    """
    root = Path(root)
    if not os.path.exists(root):
        raise SourceError(
            f"{root}: no such folder or file; give the one that holds the documents"
        )
    if os.path.isdir(root):
        found: dict[str, Path | Skipped] = _walk(root)
    else:
        found = {name_below(root.parent, root): root}
    if not found:
        raise SourceError(
            f"{root}: the folder is empty; put documents into it ({', '.join(KINDS)}, "
            f"each also {COMPRESSED})"
        )
    return (_classify(name, found[name]) for name in sorted(found))


def split_name(name: str) -> tuple[str, str]:
    """Return ``name`` without its endings, and its kind in small letters or "".

    >>> split_name("sub/a.TXT.gz")
    ('sub/a', '.txt')
    """
    stem = name[: -len(COMPRESSED)] if is_compressed(name) else name
    dot = stem.rfind(".")
    kind = stem[dot:].lower() if dot > stem.rfind("/") + 1 else ""
    return (stem[:dot], kind) if kind in KINDS else (stem, "")


def is_compressed(name: str) -> bool:
    """Tell whether a name is that of a gzip file."""
    return name.lower().endswith(COMPRESSED)


def open_file(file: SourceFile) -> IO[bytes]:
    """Return the content of a file as a stream, decompressed."""
    return (open_compressed if is_compressed(file.name) else open_plain)(file.path)


def _walk(root: Path) -> dict[str, Path | Skipped]:
    found: dict[str, Path | Skipped] = {}
    entered: set[str] = set()
    home = os.path.realpath(root)

    def skip(path: str | Path, reason: str, kind: type[Skipped] = Skipped) -> None:
        name = name_below(root, Path(path))
        found[name] = kind(name, reason)

    def refuse(error: OSError) -> None:
        reason = f"the folder cannot be read ({error.strerror}); allow reading"
        skip(error.filename, reason, SkippedFolder)

    for folder, folders, files in os.walk(root, followlinks=True, onerror=refuse):
        real = os.path.realpath(folder)
        if real in entered:
            folders.clear()
            continue
        if not is_within(real, home):
            skip(folder, _LEADS_OUT, SkippedFolder)
            folders.clear()
            continue
        entered.add(real)
        if _is_index(folders, files):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        # A folder gets its own name rather than that of a link to it.
        folders.sort(key=lambda name: (os.path.islink(os.path.join(folder, name)), name))
        for name in files:
            if not name.startswith("."):
                path = Path(folder, name)
                if path.is_symlink() and not is_within(os.path.realpath(path), home):
                    skip(path, _LEADS_OUT)
                else:
                    found[name_below(root, path)] = path
    return found


def is_within(real: str, home: str) -> bool:
    """Tell whether a path without links is in the folder ``home``, or is it.

    Paths on two drives of Windows are not, where ``os.path.commonpath`` would raise.
    """
    real, home = os.path.normcase(real), os.path.normcase(home)
    return real == home or real.startswith(os.path.join(home, ""))


def name_below(root: PurePath, path: PurePath) -> str:
    """Return the way from ``root`` to a ``path`` that begins with it, with ``/``.

    Unlike ``os.path.relpath`` it asks no system, for which ``nul`` lies on no drive.
    Undecodable bytes become U+FFFD.
    """
    name = path.relative_to(root).as_posix()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_index(folders: list[str], files: list[str]) -> bool:
    """Tell whether a folder holds an index, which is no document of its corpus."""
    return CURRENT_NAME in files and any(
        name.startswith(GENERATION_PREFIX) for name in folders
    )


def _classify(name: str, path: Path | Skipped) -> SourceFile | Skipped:
    if isinstance(path, Skipped):
        return path
    reason = _refusal(name, path)
    if not reason:
        return SourceFile(path, name)
    # What cannot be looked at may be a link to a folder that is away for a while.
    is_file = os.path.exists(path) and not os.path.isdir(path)
    return Skipped(name, reason) if is_file else SkippedFolder(name, reason)


def _refusal(name: str, path: Path) -> str:
    """Return why a file is not read, "" where nothing stands against it."""
    if not split_name(name)[1]:
        return f"not of a kind that is read ({', '.join(KINDS)}); convert it"
    if not os.path.lexists(path):
        return "disappeared while the folder was read; read the folder again"
    if not os.path.exists(path):
        return "the link leads nowhere; mend or delete it"
    if not os.path.isfile(path):
        return "not a regular file; leave it out"
    return ""
