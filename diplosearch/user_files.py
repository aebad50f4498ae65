"""Text files that a user names: a lexicon, a gazetteer."""

from __future__ import annotations

import os
import stat
from pathlib import Path

MOST_BYTES = 64 * 2**20


def read_user_text(path: str | Path) -> str:
    """Return the text of a UTF-8 file, without its byte order mark.

    Raises OSError or ValueError, with the reason in plain words, for what is no
    regular file (a pipe would be waited for, a device never ends), too large, or
    not UTF-8.
    """
    # Opened first and looked at then, so that nothing takes its place in between;
    # without waiting for who writes into a pipe.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ValueError("not a regular file")
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"over {MOST_BYTES // 2**20} MB")
    return data.decode("utf-8-sig")
