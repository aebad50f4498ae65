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
from contextlib import contextmanager
from pathlib import Path

from ...storage.safe_files import file_state
from .meta import META_NAME, read_meta, segment_files


@contextmanager
def open_private_view(folder: Path) -> Iterator[Path]:
    """Yield a folder with links to the segments in ``folder``, until the block ends.

    Yields ``folder`` itself where links or temporary folders cannot be made.

    Raises :class:`IndexDamagedError` where the list of segments is not one of ours, and
    where a file is a link or no regular file.
    """
    meta = read_meta(folder)
    names = segment_files(folder, meta)
    for name in names:
        file_state(folder / name)
    try:
        view = Path(tempfile.mkdtemp(prefix="diplosearch-"))
    except OSError:
        yield folder
        return
    try:
        yield view if _fill(view, folder, names, json.dumps(meta)) else folder
    finally:
        shutil.rmtree(view, ignore_errors=True)


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
