"""Word lists in the ``data/`` folder of a package: an entry a line, ``#`` for comments."""

from __future__ import annotations

import os
import stat
from importlib.resources import files
from pathlib import Path


def read_list(package: str | None, name: str) -> list[str]:
    """Return the entries of ``data/<name>`` in ``package``, in their order."""
    text = files(package or "").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def split_column(column: str) -> tuple[str, ...]:
    """Return the entries of a column, which semicolons part, each once."""
    entries = (" ".join(entry.split()) for entry in column.split(";"))
    return tuple(dict.fromkeys(entry for entry in entries if entry))


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
