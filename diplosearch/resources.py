"""Word lists in the ``data/`` folder of a package, and text files that a user gives.

A word list is a UTF-8 file with an entry a line. A line that begins with ``#`` is a
comment, an empty one counts for nothing, and a name in square brackets (``[labels]``)
opens a section.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

_SECTION = re.compile(r"\[([a-z ]+)\]")


@cache
def read_sections(package: str | None, name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the entries of ``data/<name>`` in ``package`` by section, in their order.

    Entries before the first section are found under "". Each list is read once a
    process.
    """
    return {section: tuple(entries) for section, entries in _read(package, name).items()}


def read_list(package: str | None, name: str) -> list[str]:
    """Return the entries of ``data/<name>`` in ``package``, a list without sections."""
    return _read(package, name)[""]


def read_data(package: str | None, *names: str) -> bytes:
    """Return the contents of a file of ``package``, of which ``names`` are the path.

    As its code is loaded, from a folder or an archive. To import ``importlib.resources``
    takes 4 to 8 ms of the start of a process.
    """
    spec = import_module(package or "").__spec__
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{package} has no files")
    path = os.path.join(os.path.dirname(spec.origin), *names)
    data: bytes = getattr(spec.loader, "get_data")(path)  # noqa: B009 - no protocol has it
    return data


def _read(package: str | None, name: str) -> dict[str, list[str]]:
    text = read_data(package, "data", name).decode()
    entries: list[str] = []
    sections = {"": entries}
    for line in text.splitlines():
        if line.startswith("[") and (opening := _SECTION.fullmatch(line)):
            entries = sections.setdefault(opening[1], [])
        elif line and not line.startswith("#"):
            entries.append(line)
    return sections


def read_columns(package: str | None, name: str) -> list[tuple[str, str]]:
    """Return the two columns, a tab between, of each entry of a list without sections."""
    entries = (entry.partition("\t") for entry in read_list(package, name))
    return [(first, second) for first, _, second in entries]


def split_column(column: str) -> tuple[str, ...]:
    """Return the distinct values of a column, which are separated by semicolons.

    >>> split_column("lira; TL ; lira")
    ('lira', 'TL')
    """
    values = (" ".join(value.split()) for value in column.split(";"))
    return tuple(dict.fromkeys(value for value in values if value))


MOST_BYTES = 64 * 2**20
"""Bytes of a user's file: a guess, many times the largest table that is known of."""


def read_user_text(path: str | Path, *, most: int | None = None) -> str:
    """Return the text of a UTF-8 file, without its byte order mark.

    Raises OSError where the file cannot be opened, and ValueError with the reason in
    plain words where it is no regular file (reading from a pipe would wait, a device
    never ends), larger than ``most`` bytes (``MOST_BYTES`` for None), or not
    UTF-8.
    """
    most = MOST_BYTES if most is None else most
    # Opened before it is checked, so that no other file can take its name in between,
    # and without waiting for a process that writes into a pipe.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ValueError("not a regular file")
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"over {most // 2**20} MB")
    return data.decode("utf-8-sig")
