"""Copies the current commit of an index folder, also while it is read and written.

The files of a commit never change, so a reader's lock is all that a copy needs.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from ...engines.registry import UNREAD_FILES
from ...errors import IndexDamagedError, UsageError, translate_errors
from ...storage.atomic_files import make_folder, remove_folder, sync_file, sync_folder
from ...storage.safe_files import copy_file
from ..manifest import IN_USE_NAME, Manifest, describe_file, write_manifest
from . import generations
from .layout import holds_index
from .locks import WriterLock


def copy_current(source: Path, target: Path, *, timeout: float) -> Manifest:
    """Copy the current commit of the index in ``source`` to ``target``.

    Every file is compared with its checksum. Return the manifest of the commit.

    Args:
        source: the folder of an index.
        target: a folder without an index; it is made where it is missing.
        timeout: seconds to wait for another writer of ``target``.

    Raises:
        IndexMissingError: there is no index in ``source``.
        IndexFormatError: it is of another format.
        IndexDamagedError: a file of it is missing or was altered; nothing is copied.
        IndexLockedError: another writer is at work in ``target``.
        UsageError: ``target`` holds an index, or is a file.
    """
    with ExitStack() as undo, translate_errors(source, "read"):
        folder, reading = generations.lock_current_commit(source)
        undo.callback(reading.release)
        manifest = generations.read_commit(folder)
        with translate_errors(target, "written"):
            _refuse_taken(target)
            make_folder(target)
            lock = WriterLock(
                target / generations.LOCK_NAME, purpose="a copy", timeout=timeout
            )
            undo.callback(lock.release)
            _refuse_taken(target)
            _copy(folder, manifest, target)
    return manifest


def _refuse_taken(target: Path) -> None:
    if os.path.exists(target) and not os.path.isdir(target):
        raise UsageError(f"{str(target)!r} is a file; name a folder for the copy")
    if holds_index(target):
        raise UsageError(f"{str(target)!r} holds an index already; name another folder")


def _copy(folder: Path, manifest: Manifest, target: Path) -> None:
    generation = generations.next_generation(target)
    copy = generations.commit_folder(generation, manifest.commit)
    with ExitStack() as undo:
        undo.callback(remove_folder, generation)
        copy.mkdir(parents=True)
        for name, record in manifest.files.items():
            if name in UNREAD_FILES:
                continue
            path = copy / name
            try:
                copy_file(folder / name, path)
            except FileNotFoundError:
                raise _make_damaged_error(folder / name, "is missing") from None
            if describe_file(path) != record:
                raise _make_damaged_error(folder / name, "was altered")
            sync_file(path)
        (copy / IN_USE_NAME).touch()
        write_manifest(copy, manifest)
        for one in (generation, target):
            sync_folder(one)
        generations.write_current(target, copy)
        undo.pop_all()


def _make_damaged_error(path: Path, problem: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"{path} {problem}, and nothing was copied; see diplosearch check, or bring back "
        "what can be: diplosearch recover"
    )
