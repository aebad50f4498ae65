"""Files as streams of bytes, compressed or not, that cannot fill the memory."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from ..errors import DocumentError

MOST_BYTES = 256 * 2**20
"""Bytes of a file that is read whole: a guess."""

MOST_LINE_BYTES = 64 * 2**20
"""Bytes of a line: a guess, more than the longest text as JSON with all letters escaped."""

_PIECE = 2**20
"""Bytes that are read at once; a guess."""

MOST_RATIO = 200
"""How many times larger the content of a gzip file may be: a guess; text is seldom over
20 times as large."""

_HARMLESS = 64 * 2**20
"""Bytes of content that are allowed whatever the ratio: a guess."""


class Budget:
    """The bytes that an archive may still unpack to: ``MOST_RATIO`` times its ``size``.

    What archives within it unpack to counts as well: ``around`` is the budget of the
    archive that this one lies in.
    """

    def __init__(self, size: int, around: Budget | None = None) -> None:
        self._most = self._left = max(_HARMLESS, size * MOST_RATIO)
        self._around = around

    @property
    def is_spent(self) -> bool:
        """Whether more was unpacked than is allowed."""
        return self._left < 0

    def spend(self, count: int) -> None:
        """Count some bytes.

        Raises :class:`DocumentError` when there are too many.
        """
        self._left -= count
        if self._left < 0:
            raise DocumentError(
                f"the archive unpacks to over {format_size(self._most)}, more than "
                f"{MOST_RATIO} times its size; unpack it if you trust it"
            )
        if self._around is not None:
            self._around.spend(count)


def open_plain(path: Path) -> IO[bytes]:
    """Return a stream of the bytes of a file."""
    return open(path, "rb")


def open_compressed(path: Path) -> IO[bytes]:
    """Return a stream of the content of a gzip file.

    Reading it raises :class:`DocumentError` beyond ``MOST_RATIO``.
    """
    return cast("IO[bytes]", io.BufferedReader(_BoundedContent(path)))


def read_whole(stream: IO[bytes]) -> bytes:
    """Return all bytes of a file.

    Raises :class:`DocumentError` when they are more than ``MOST_BYTES``.
    """
    pieces = []
    size = 0
    # A read of so many bytes would allocate all of them first.
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise DocumentError(f"the file holds over {format_size(MOST_BYTES)}; split it")
        pieces.append(piece)
    return b"".join(pieces)


def split_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield each line with its line break.

    Raises :class:`DocumentError` at a line of more than ``MOST_LINE_BYTES``.
    """
    while line := stream.readline(MOST_LINE_BYTES + 1):
        if len(line) > MOST_LINE_BYTES:
            size = format_size(MOST_LINE_BYTES)
            raise DocumentError(f"a line of over {size}; break it up")
        yield line


def format_size(size: int) -> str:
    """Return a number of bytes for a message."""
    return f"{size / 2**20:,.0f} MB" if size >= 2**20 else f"{size:,} bytes"


class _BoundedContent(io.RawIOBase):
    """The content of a gzip file, up to ``MOST_RATIO`` times its size."""

    def __init__(self, path: Path) -> None:
        self._file = gzip.GzipFile(path, "rb")
        self._most = max(_HARMLESS, os.path.getsize(path) * MOST_RATIO)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # As much as was decompressed at once: filling the buffer would lose that where the
        # file is cut behind it.
        content = self._file.read1(len(buffer))
        count = len(content)
        buffer[:count] = content
        self._count += count
        if self._count > self._most:
            raise DocumentError(
                f"the gzip file expands to over {format_size(self._most)}, more than "
                f"{MOST_RATIO} times its size; decompress it if you trust it"
            )
        return count

    def close(self) -> None:
        self._file.close()
        super().close()
