"""The folders of an index, and the file that names the current commit.

::

    index/
      CURRENT                      generation-000002/commit-000005, and a checksum
      LOCK, LOCK.holder            the writer's lock and who holds it
      generation-000002/
        REBUILD.json               the draft of a rebuild that is not committed
        documents-000001.sqlite …  and its saved segments
        commit-000005/
          manifest.json
          IN-USE                   locked by readers
          documents-000001.sqlite …
          entities.sqlite
          …                        the engine's files

Nothing else in the folder is ever touched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from ...errors import IndexDamagedError, IndexFormatError, IndexMissingError
from ...schema import CURRENT_NAME, GENERATION_PREFIX
from ...storage.atomic_files import remove_folder, write_whole
from ...storage.checksummed_json import checksum
from ...storage.safe_files import is_link, read_file, refuse_link
from ...storage.segments import segment_names
from ..draft import DRAFT_NAME, InterruptedRebuild, read_draft
from ..manifest import IN_USE_NAME, MANIFEST_NAME, Manifest, read_manifest
from .locks import ReaderLock, is_in_use

LOCK_NAME = "LOCK"
_TRIES = 20
"""Attempts to lock the current commit while writers switch; a guess, never reached."""

ASIDE = "damaged-"
"""Prefix of the name of a folder that a recovery has put aside."""

_LAST_NUMBER = 10**9 - 1
"""The last number of a folder's name, of nine digits."""

_MOST_BYTES = 4096
"""Bytes of ``CURRENT``; more than it has."""

_GENERATION = re.compile(rf"{GENERATION_PREFIX}([0-9]{{6,9}})")
_COMMIT = re.compile(r"commit-([0-9]{6,9})")
_UNSEALED = re.compile(rf"{_GENERATION.pattern}/{_COMMIT.pattern}\n")
_CURRENT = re.compile(rf"({_GENERATION.pattern}/{_COMMIT.pattern}) ([0-9a-f]{{32}})\n")


def read_current(root: Path) -> Path:
    """Return the folder of the current commit.

    Raises :class:`IndexMissingError` where ``root`` holds no index,
    :class:`IndexFormatError` where it holds one of an old format, and
    :class:`IndexDamagedError` where the file that names the commit was altered, or what
    it names is a link.
    """
    try:
        content = read_file(root / CURRENT_NAME, most=_MOST_BYTES).decode()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissingError(
            f"no index in {str(root)!r}; {_advise_missing(root)}"
        ) from None
    except IndexDamagedError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"{root / CURRENT_NAME} cannot be read: {error}") from error
    if _UNSEALED.fullmatch(content):
        raise IndexFormatError(
            f"index {str(root)!r} was written by a diplosearch before format 3; "
            "rebuild the index: diplosearch rebuild"
        )
    found = _CURRENT.fullmatch(content)
    if found is None or checksum(found[1].encode()) != found[4]:
        raise IndexDamagedError(
            f"{root / CURRENT_NAME} names no commit; rebuild the index: diplosearch rebuild"
        )
    folder = root / found[1]
    refuse_link(folder.parent)
    refuse_link(folder)
    return folder


def read_commit(folder: Path, *, older: Collection[int] = ()) -> Manifest:
    """Return the manifest of the commit in ``folder``, which is named by its number.

    It may be of one of ``older`` formats.

    Raises what :func:`~diplosearch.backends.manifest.read_manifest` raises, and
    :class:`IndexDamagedError` for the manifest of another commit and a missing one.
    """
    try:
        manifest = read_manifest(folder, older=older)
    except FileNotFoundError:
        raise IndexDamagedError(
            f"{folder / MANIFEST_NAME} is missing; rebuild the index: diplosearch rebuild"
        ) from None
    if commit_folder(folder.parent, manifest.commit) != folder:
        raise IndexDamagedError(
            f"{folder / MANIFEST_NAME} is that of commit {manifest.commit}; rebuild the "
            "index: diplosearch rebuild"
        )
    return manifest


def _advise_missing(root: Path) -> str:
    build = f"build one: diplosearch rebuild FOLDER --index {root}"
    if not root.is_dir() or not any(
        (folder / MANIFEST_NAME).exists()
        for generation in list_generations(root)
        for folder in list_commits(generation)
    ):
        return build
    return (
        f"{CURRENT_NAME} is missing, but there is a state that it may have named: "
        f"diplosearch recover --index {root}; or {build}"
    )


def write_current(root: Path, commit_folder: Path) -> None:
    """Make ``commit_folder`` the current commit, in one step."""
    name = commit_folder.relative_to(root).as_posix()
    content = f"{name} {checksum(name.encode())}\n"
    write_whole(root / CURRENT_NAME, content.encode())


def next_generation(root: Path) -> Path:
    """Return the folder for a new generation, which does not exist yet."""
    # Of all that is called so: a link or a file of that name is not written to.
    last = max((_number(path, _GENERATION) for path in root.iterdir()), default=0)
    if last >= _LAST_NUMBER:
        raise IndexDamagedError(
            f"{root} holds generation {last}, behind which there is none; rebuild the "
            "index in another folder"
        )
    return root / f"generation-{last + 1:06}"


def remove_draft(generation: Path) -> None:
    """Remove the draft and the saved segments of a rebuild from ``generation``."""
    (generation / DRAFT_NAME).unlink(missing_ok=True)
    remove_segments(generation)


def remove_segments(folder: Path, kept: Collection[Path] = ()) -> None:
    """Remove the segments of a document store in ``folder`` except ``kept``."""
    for name in segment_names(path.name for path in folder.iterdir()):
        if folder / name not in kept:
            (folder / name).unlink()


def commit_folder(generation: Path, number: int) -> Path:
    """Return the folder of commit ``number`` in ``generation``."""
    return generation / f"commit-{number:06}"


def find_unfinished(root: Path) -> InterruptedRebuild | None:
    """Return the rebuild that was interrupted last; None where there is none."""
    try:
        current = read_current(root).parent
    except (IndexMissingError, IndexDamagedError, IndexFormatError):
        current = None
    if not root.is_dir():
        return None
    for generation in reversed(list(list_generations(root))):
        draft = read_draft(generation)
        if draft is not None and generation != current:
            return InterruptedRebuild(generation, draft)
    return None


def clean(root: Path, *, kept: Path | None = None) -> None:
    """Remove the generations and commits that are neither current nor in use.

    Of the generation ``kept`` the draft and the segments stay. Where the current commit
    is unknown, complete commits stay for a recovery. Only the holder of the writer's
    lock may call this.
    """
    try:
        current, is_known = read_current(root), True
    except IndexMissingError:
        current, is_known = None, False
    except (IndexDamagedError, IndexFormatError):
        return
    for generation in list_generations(root):
        left = 0
        for folder in list_commits(generation):
            is_complete = not is_known and (folder / MANIFEST_NAME).exists()
            if folder == current or is_complete or is_in_use(folder / IN_USE_NAME):
                left += 1
            else:
                remove_folder(folder)
        if not left and generation != kept:
            remove_folder(generation)
        elif current is not None and generation == current.parent:
            remove_draft(generation)


def list_generations(root: Path) -> Iterator[Path]:
    """Yield the folders of generations, the oldest first."""
    return _folders(root, _GENERATION)


def list_commits(generation: Path) -> Iterator[Path]:
    """Yield the folders of a generation's commits, the oldest first."""
    return _folders(generation, _COMMIT)


def is_generation(path: Path) -> bool:
    """Tell whether ``path`` is the folder of a generation."""
    return _is_folder(path, _GENERATION)


def _folders(parent: Path, pattern: re.Pattern[str]) -> Iterator[Path]:
    for path in sorted(parent.iterdir()):
        if _is_folder(path, pattern):
            yield path


def _is_folder(path: Path, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.fullmatch(path.name)) and path.is_dir() and not is_link(path)


def _number(path: Path, pattern: re.Pattern[str]) -> int:
    found = pattern.fullmatch(path.name)
    return int(found.group(1)) if found else 0


def lock_current_commit(root: Path) -> tuple[Path, ReaderLock]:
    """Return the folder of the current commit, and a lock that keeps it from removal.

    Raises :class:`IndexMissingError` where ``root`` holds no index, and
    :class:`IndexDamagedError` where the folder of the current commit is missing.
    """
    for _ in range(_TRIES):
        folder = read_current(root)
        try:
            lock = ReaderLock(folder / IN_USE_NAME)
        except FileNotFoundError:
            continue  # a writer switched and cleaned up in between
        try:
            # A writer may have looked for readers just before the lock.
            if read_current(root) == folder:
                return folder, lock
        except BaseException:
            lock.release()
            raise
        lock.release()
    raise IndexDamagedError(
        f"{folder} is named as current but missing; rebuild the index: diplosearch rebuild"
    )
