"""A private folder of links to an index's files, in which Tantivy opens it.

Tantivy writes a lock into the folder that it reads, and obeys a list of files that it may
remove. So it opens an index that cannot be written, or that somebody else made, in a
folder of our own: links to the files of the segments, and the list of segments as it
was verified. Its files are mapped at opening, so the folder goes at once.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ...errors import UnusableIndexError
from ...storage.safe_files import file_state
from .meta import META_NAME, read_meta, segment_files

_TEMPORARY = ("/dev/shm", None, "/tmp", "/var/tmp")
"""Where to make the folder, the first that can be written: in memory, as links on a disk
take milliseconds; None is where Python has temporary files."""


@contextmanager
def open_private_view(folder: Path) -> Iterator[Path]:
    """Yield a folder with links to the segments in ``folder``, until the block ends.

    Yields ``folder`` itself where links or temporary folders cannot be made.

    Raises :class:`IndexDamagedError` where the list of segments is not one of ours, or
    a file is a link or no regular file, and :class:`UnusableIndexError` where neither
    a temporary folder nor ``folder`` can be written.
    """
    meta = read_meta(folder)
    names = segment_files(folder, meta)
    for name in names:
        file_state(folder / name)
    view = _make_folder()
    try:
        if view is not None and _fill(view, folder, names, json.dumps(meta)):
            yield view
            return
    finally:
        if view is not None:
            shutil.rmtree(view, ignore_errors=True)
    if not os.access(folder, os.W_OK):
        raise UnusableIndexError(
            f"index {str(folder)!r} cannot be read: Tantivy needs a folder for temporary "
            "files where an index cannot be written; name one in TMPDIR"
        )
    yield folder


def _make_folder() -> Path | None:
    """Return a new folder that is ours alone; None where none can be made."""
    for parent in _TEMPORARY:
        with suppress(OSError):
            return Path(tempfile.mkdtemp(prefix="diplosearch-", dir=parent))
    return None


def _fill(view: Path, folder: Path, names: list[str], meta: str) -> bool:
    """Write the list of segments and links to their files; tell whether that worked."""
    source = os.path.abspath(folder)
    try:
        for name in names:
            os.symlink(os.path.join(source, name), view / name)
        (view / META_NAME).write_text(meta, encoding="utf-8")
    except (OSError, NotImplementedError):  # Windows asks for a privilege
        return False
    return True
