"""The files of a corpus folder: finding, naming and opening them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import IO

from ..errors import SourceError
from ..schema import CURRENT_NAME, GENERATION_PREFIX
from .base import Skipped, SkippedFolder, SourceFile
from .kinds import COMPRESSED, is_compressed, list_kinds, split_name
from .streams import open_compressed, open_plain

_LEADS_OUT = "the link leads out of the folder; copy what it leads to, or read that itself"


def find_files(root: Path) -> Iterator[SourceFile | Skipped]:
    """Return the files under ``root``, sorted by name; ``root`` may be one file.

    Hidden files, hidden folders and indexes are left out, and each folder is entered
    once, however many links lead to it. Links that lead out of ``root`` are not
    followed: someone who may write into a folder must not get the rest of the disk
    read. A file that cannot be read, or a link that is not followed, comes as
    :class:`Skipped`.

    Raises :class:`SourceError` when ``root`` is missing or empty.
    """
    root = Path(root)
    if not os.path.exists(root):
        raise SourceError(
            f"{root}: no such folder or file; give the one that holds the documents"
        )
    found: dict[str, Path | Skipped]
    if os.path.isdir(root):
        found = _Walk(root).found
    else:
        found = {name_below(root.parent, root): root}
    if not found:
        raise SourceError(
            f"{root}: the folder is empty; put documents into it "
            f"({', '.join(list_kinds())}, "
            f"each also {COMPRESSED})"
        )
    return (_classify(name, found[name]) for name in sorted(found))


def open_file(file: SourceFile) -> IO[bytes]:
    """Return the content of a file as a stream, decompressed."""
    return (open_compressed if is_compressed(file.name) else open_plain)(file.path)


class _Walk:
    """Finds the files below a folder; no folder is entered twice.

    Folders are entered by their own names. Links to folders come last, and most lead to
    what was read by then.
    """

    def __init__(self, root: Path) -> None:
        self.found: dict[str, Path | Skipped] = {}
        self._root = root
        self._home = os.path.realpath(root)
        # Names of the folders that were entered, by their paths without links.
        self._entered: dict[str, str] = {}
        self._links: deque[str] = deque()
        self._enter(str(root), self._home)
        while self._links:
            self._follow(self._links.popleft())

    def _enter(self, folder: str, real: str) -> None:
        """Find the files of a folder and of all folders below it, but for links."""
        waiting = [(folder, real)]
        while waiting:
            folder, real = waiting.pop()
            self._entered[real] = name = name_below(self._root, Path(folder))
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                reason = f"the folder cannot be read ({error.strerror}); allow reading"
                self.found[name] = SkippedFolder(name, reason)
                continue
            folders: list[os.DirEntry[str]] = []
            files: list[os.DirEntry[str]] = []
            for entry in entries:
                (folders if _is_folder(entry) else files).append(entry)
            if _is_index([one.name for one in folders], [one.name for one in files]):
                continue
            prefix = "" if name == "." else f"{name}/"
            for entry in files:
                if not entry.name.startswith("."):
                    self._add_file(prefix + decode_name(entry.name), entry)
            for entry in folders:
                if entry.name.startswith("."):
                    continue
                if _is_link(entry):
                    self._links.append(entry.path)
                else:
                    waiting.append((entry.path, os.path.join(real, entry.name)))

    def _add_file(self, name: str, entry: os.DirEntry[str]) -> None:
        if name in self.found:
            # One of them has bytes in its name, the other what they are written as.
            self.found[f"{name} "] = Skipped(name, "another file has this name; rename it")
        elif entry.is_symlink() and not is_within(os.path.realpath(entry), self._home):
            self.found[name] = Skipped(name, _LEADS_OUT)
        else:
            self.found[name] = Path(entry.path)

    def _follow(self, link: str) -> None:
        """Enter a link to a folder, or skip it."""
        name = name_below(self._root, Path(link))
        real = os.path.realpath(link)
        if not is_within(real, self._home):
            self.found[name] = SkippedFolder(name, _LEADS_OUT)
        elif real in self._entered:
            reason = f"a link to folder {self._entered[real]!r}, which is read by that name"
            self.found[name] = Skipped(name, reason)
        else:
            self._enter(link, real)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder or a link to one; a loop of links is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_link(entry: os.DirEntry[str]) -> bool:
    """Tell whether a folder is a link, or a junction of Windows."""
    is_junction = getattr(entry, "is_junction", None)
    return entry.is_symlink() or (is_junction is not None and is_junction())


def is_within(real: str, home: str) -> bool:
    """Tell whether a path without links is in the folder ``home``, or is it.

    Paths on two drives of Windows are not, where ``os.path.commonpath`` would raise.
    """
    real, home = os.path.normcase(real), os.path.normcase(home)
    return real == home or real.startswith(os.path.join(home, ""))


def name_below(root: PurePath, path: PurePath) -> str:
    """Return the way from ``root`` to a ``path`` that begins with it, with ``/``.

    Unlike ``os.path.relpath`` it asks no system, for which ``nul`` lies on no drive.
    """
    return decode_name(path.relative_to(root).as_posix())


def decode_name(name: str) -> str:
    r"""Return a name with its bytes that are not UTF-8 written out, as ``a\xfe.txt``.

    Names that differ in these alone stay different.
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


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
        return refuse_kind()
    if not os.path.lexists(path):
        return "disappeared while the folder was read; read the folder again"
    if not os.path.exists(path):
        return "the link leads nowhere; mend or delete it"
    if not os.path.isfile(path):
        return "not a regular file; leave it out"
    return ""


def refuse_kind() -> str:
    """Return why a file of another kind is not read."""
    return f"not of a kind that is read ({', '.join(list_kinds())}); convert it"
