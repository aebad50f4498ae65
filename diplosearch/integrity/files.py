"""Checks the files of an index: missing, altered, left over, foreign."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from ..backends.disk import generations
from ..backends.disk.generations import lock_current_commit
from ..backends.disk.layout import SIDECARS, WATCHES
from ..backends.disk.locks import HOLDER_SUFFIX, ReaderLock, is_in_use
from ..backends.draft import DRAFT_NAME, read_draft
from ..backends.manifest import (
    IN_USE_NAME,
    MANIFEST_NAME,
    FileRecord,
    Manifest,
    describe_file,
    read_manifest,
)
from ..backends.sidecars import FolderSidecars
from ..backends.tags import SIDECAR as TAGS
from ..backends.tags import read_tags
from ..engines.registry import LOCK_FILES, UNREAD_FILES
from ..errors import DiplosearchError, IndexFormatError, IndexMissingError
from ..schema import CURRENT_NAME
from ..storage.safe_files import file_state
from .findings import REPAIR, FindingCollector, FindingKind, describe

_OWN_FILES = (MANIFEST_NAME, IN_USE_NAME, *LOCK_FILES)
_LOCK_FILES = (generations.LOCK_NAME, generations.LOCK_NAME + HOLDER_SUFFIX)
_IGNORED_FILES = ("README", "README.md")
REBUILD_FORMAT = "rebuild the index from its sources: diplosearch rebuild"
_LEFT = "was left by a writer that died or failed"
_REMOVE = "it can be removed"
_CLEANED = "the next change removes it"


def lock_current_state(
    collector: FindingCollector, root: Path
) -> tuple[Path | None, ReaderLock | None]:
    """Return the folder of the current commit and a lock that keeps it from removal.

    Both are None where no commit is current; the lock alone where it cannot be taken.

    Raises :class:`IndexMissingError` where there is no index, not even a damaged one.
    """
    pointer = root / CURRENT_NAME
    try:
        return lock_current_commit(root)
    except IndexMissingError:
        if not root.is_dir() or not any(generations.list_generations(root)):
            raise
        what = "is missing: nothing says which state is the current one"
        collector.damage("missing", what, path=pointer)
        return None, None
    except (DiplosearchError, OSError) as error:
        failed = error
    try:
        folder = generations.read_current(root)
    except DiplosearchError:
        kind: FindingKind = "format" if isinstance(failed, IndexFormatError) else "altered"
        advice = REBUILD_FORMAT if kind == "format" else REPAIR
        collector.damage(kind, _first_clause(failed), path=pointer, advice=advice)
        return None, None
    if not folder.is_dir():
        collector.damage("missing", "is named as current but missing", path=folder)
        return None, None
    path = folder / IN_USE_NAME
    is_there = path.is_symlink() or path.exists()
    what = f"cannot be locked: {describe(failed)}" if is_there else "is missing"
    collector.damage("missing", what, path=path)
    return folder, None


def check_commit(collector: FindingCollector, folder: Path) -> Manifest | None:
    """Compare the files of a commit with its manifest, and return that.

    None where the manifest cannot be read.
    """
    path = folder / MANIFEST_NAME
    try:
        manifest = read_manifest(folder)
    except FileNotFoundError:
        collector.damage("missing", "is missing", path=path)
        return None
    except IndexFormatError as error:
        collector.damage("format", _first_clause(error), path=path, advice=REBUILD_FORMAT)
        return None
    except (DiplosearchError, OSError) as error:
        collector.damage("altered", _first_clause(error), path=path)
        return None
    collector.files += 1
    collector.size += path.lstat().st_size
    if generations.commit_folder(folder.parent, manifest.commit) != folder:
        collector.damage("altered", f"is that of commit {manifest.commit}", path=path)
    check_records(collector, folder, manifest.files)
    for other in sorted(folder.iterdir()):
        if other.name not in manifest.files and other.name not in _OWN_FILES:
            collector.note("orphan", "is named by no manifest", path=other, advice=_REMOVE)
    return manifest


def check_records(
    collector: FindingCollector, folder: Path, records: Mapping[str, FileRecord]
) -> None:
    """Compare the files in ``folder`` with their records."""
    for name, record in records.items():
        if name in UNREAD_FILES:
            continue
        path = folder / name
        try:
            size = file_state(path).st_size
            if size != record.size:
                what = f"has {size:,} bytes instead of {record.size:,}"
                collector.damage("size", what, path=path)
                continue
            if collector.is_full and describe_file(path) != record:
                collector.damage("altered", "was altered: its checksum differs", path=path)
        except FileNotFoundError:
            collector.damage("missing", "is missing", path=path)
            continue
        except DiplosearchError as error:
            collector.damage("altered", _first_clause(error), path=path)
            continue
        except OSError as error:
            collector.damage("unreadable", f"cannot be read: {describe(error)}", path=path)
            continue
        collector.files += 1
        collector.size += size


def _check_sidecars(collector: FindingCollector, root: Path) -> None:
    """Note where tags cannot be read; the index is sound without them."""
    try:
        read_tags(FolderSidecars(root).read(TAGS), str(root))
    except (DiplosearchError, OSError):
        path = root / SIDECARS / f"{TAGS}.json"
        collector.note(
            "altered",
            "cannot be read; it holds the tags of documents",
            path=path,
            advice="bring back a copy of it, or remove it",
        )


def check_leftovers(collector: FindingCollector, root: Path, current: Path | None) -> None:
    """Note what is in the folder besides the current commit."""
    is_writing = _is_writing(root)
    for path in sorted(root.iterdir()):
        if path.name in _LOCK_FILES:
            _check_lock(collector, path)
        if path.name in (CURRENT_NAME, WATCHES, *_LOCK_FILES, *_IGNORED_FILES):
            continue
        if path.name == SIDECARS:
            _check_sidecars(collector, root)
            continue
        if generations.is_generation(path):
            _check_generation(collector, path, current, is_writing=is_writing)
        elif path.name == f"{CURRENT_NAME}.new":
            if not is_writing:
                collector.note(
                    "leftover", _LEFT, path=path, advice="the next change replaces it"
                )
        elif path.name.startswith(generations.ASIDE):
            what = "was put aside by a recovery"
            collector.note(
                "aside", what, path=path, advice="remove it when it is not needed"
            )
        else:
            collector.note("foreign", "is none of the index's and left alone", path=path)


def _check_lock(collector: FindingCollector, path: Path) -> None:
    """Find a lock that no writer can take, being a link or no regular file."""
    try:
        file_state(path)
    except FileNotFoundError:  # released meanwhile
        return
    except DiplosearchError as error:
        what = _first_clause(error)
        collector.damage("altered", what, path=path, advice="remove it")


def _check_generation(
    collector: FindingCollector, generation: Path, current: Path | None, *, is_writing: bool
) -> None:
    commits = list(generations.list_commits(generation))
    for folder in commits:
        if folder == current:
            continue
        if is_in_use(folder / IN_USE_NAME):
            collector.note("in-use", "is an older state that is being read", path=folder)
            check_commit(collector, folder)
        elif current is None and (folder / MANIFEST_NAME).exists():
            what = "may be the state that was the current one"
            collector.note("leftover", what, path=folder, advice="run diplosearch recover")
        elif not is_writing:
            what = f"is not the current state; it {_LEFT}"
            collector.note("leftover", what, path=folder, advice=_CLEANED)
    is_current = current is not None and current.parent == generation
    is_unfinished = (generation / DRAFT_NAME).exists() and not is_current
    saved: Collection[str] = ()
    if is_unfinished and not is_writing:
        saved = _check_unfinished(collector, generation)
    elif not commits and not is_writing:
        collector.note("leftover", _LEFT, path=generation, advice=_CLEANED)
    for path in sorted(generation.iterdir()):
        if path not in commits and path.name not in saved and not is_writing:
            collector.note("orphan", "is named by no manifest", path=path, advice=_REMOVE)


def _check_unfinished(collector: FindingCollector, generation: Path) -> Collection[str]:
    """Check the files that an interrupted rebuild has saved; return their names."""
    draft = read_draft(generation)
    if draft is None:
        collector.damage(
            "altered",
            "cannot be read, so that this interrupted rebuild cannot be resumed",
            path=generation / DRAFT_NAME,
            advice="rebuild from scratch: diplosearch rebuild",
        )
        return (DRAFT_NAME,)
    collector.note(
        "unfinished",
        f"holds what an interrupted rebuild of {draft.source!r} has saved",
        path=generation,
        advice="go on with diplosearch rebuild --resume; any other change removes it",
    )
    check_records(collector, generation, draft.files)
    return (DRAFT_NAME, *draft.files)


def _is_writing(root: Path) -> bool:
    """Tell whether a writer holds the lock; files may then be incomplete."""
    holder = root / (generations.LOCK_NAME + HOLDER_SUFFIX)
    return holder.exists() and is_in_use(root / generations.LOCK_NAME)


def _first_clause(error: Exception) -> str:
    """Return the message of an error in one line, without the advice after it."""
    return describe(error).partition(";")[0]
