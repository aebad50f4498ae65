"""A table from text to text in a file of which a part is decompressed at a time.

The file is gzip of several members. The first has comments, and a comment for each of
the others: its length in bytes, and its first key. The others have the rows, sorted: a
key, a tab and a value in each line. So the whole file is the gzip of a readable table.
"""

from __future__ import annotations

import gzip
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate

_ROWS = 256
"""Rows of a member. Measured: a fifth more bytes than in one member; a member takes 0.1 ms,
all of a large table 40."""

_MEMBER = "#= "
"""Begins the comment on a member."""

_GZIP = 31  # wbits


class PackedTable(Mapping[str, str]):
    """A table in the bytes of a file. Safe to share between threads."""

    def __init__(self, data: bytes) -> None:
        """Take the bytes that :func:`pack_table` made."""
        unpacker = zlib.decompressobj(_GZIP)
        head = unpacker.decompress(data).decode()
        comments = [one for one in head.splitlines() if one.startswith(_MEMBER)]
        lengths = [one.removeprefix(_MEMBER).partition("\t") for one in comments]
        self._data = data
        self._firsts = [key for _, _, key in lengths]
        first = len(data) - len(unpacker.unused_data)
        self._starts = [*accumulate((int(one) for one, _, _ in lengths), initial=first)]
        self._read: dict[int, dict[str, str]] = {}

    def _rows(self, number: int) -> dict[str, str]:
        """Return the rows of a member, counted from 0."""
        rows = self._read.get(number)
        if rows is None:
            member = self._data[self._starts[number] : self._starts[number + 1]]
            columns = (
                zlib.decompress(member, _GZIP).decode().replace("\n", "\t").split("\t")
            )
            rows = dict(zip(columns[:-1:2], columns[1::2], strict=True))
            self._read[number] = rows
        return rows

    def to_dict(self) -> dict[str, str]:
        """Return the whole table, which is looked up in less time and takes more memory."""
        found: dict[str, str] = {}
        for number in range(len(self._firsts)):
            found |= self._rows(number)
        self._read.clear()
        return found

    def _look_up(self, key: object) -> str | None:
        number = bisect_right(self._firsts, key) - 1 if isinstance(key, str) else -1
        return self._rows(number).get(str(key)) if number >= 0 else None

    def __getitem__(self, key: str) -> str:
        """Return the value of ``key``; raise :class:`KeyError` where there is none."""
        value = self._look_up(key)
        if value is None:
            raise KeyError(key)
        return value

    def __contains__(self, key: object) -> bool:
        """Tell whether the table has ``key``."""
        return self._look_up(key) is not None

    def __iter__(self) -> Iterator[str]:
        """Yield the keys, sorted."""
        for number in range(len(self._firsts)):
            yield from self._rows(number)

    def __len__(self) -> int:
        """Return the number of rows."""
        return sum(len(self._rows(number)) for number in range(len(self._firsts)))


def pack_table(table: Mapping[str, str], header: str, *, rows: int = _ROWS) -> bytes:
    """Return a table as the bytes of its file; equal tables give equal bytes.

    header: lines that are written as comments.
    rows: of a member; fewer where values are long.
    """
    keys = sorted(table)
    comments = [f"# {line}" for line in header.splitlines()]
    members = []
    for first in range(0, len(keys), rows):
        lines = [f"{key}\t{table[key]}\n" for key in keys[first : first + rows]]
        members.append(_compress("".join(lines)))
        comments.append(f"{_MEMBER}{len(members[-1])}\t{keys[first]}")
    return b"".join((_compress("\n".join(comments) + "\n"), *members))


def _compress(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)
