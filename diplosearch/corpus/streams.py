"""Files as streams of bytes that cannot fill the memory, compressed or not."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from ..errors import DocumentError

MOST_BYTES = 256 * 2**20
"""Bytes that are held at once: a file that is read whole, or a line of one."""

MOST_RATIO = 200
"""How many times its size a gzip file may hold; text is seldom over 20 times."""

_HARMLESS = 64 * 2**20


def open_plain(path: Path) -> IO[bytes]:
    """Return the bytes of a file as a stream."""
    return open(path, "rb")


def open_compressed(path: Path) -> IO[bytes]:
    """Return what a gzip file holds as a stream.

    Reading it raises :class:`DocumentError` where it swells like no text does.
    """
    return cast("IO[bytes]", io.BufferedReader(_Watched(path)))


def read_whole(stream: IO[bytes]) -> bytes:
    """Return all bytes of a file.

    Raises :class:`DocumentError` when they are too many to be held.
    """
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise DocumentError(f"the file holds over {_shown(MOST_BYTES)}; split it")
    return data


def split_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield each line with its end.

    Raises :class:`DocumentError` at one that is too long to be held.
    """
    while line := stream.readline(MOST_BYTES + 1):
        if len(line) > MOST_BYTES:
            raise DocumentError(f"a line of over {_shown(MOST_BYTES)}; break it up")
        yield line


def _shown(size: int) -> str:
    return f"{size / 2**20:,.0f} MB" if size >= 2**20 else f"{size:,} bytes"


class _Watched(io.RawIOBase):
    """What a gzip file holds, as long as it is in proportion to its size."""

    def __init__(self, path: Path) -> None:
        self._packed = gzip.GzipFile(path, "rb")
        self._most = max(_HARMLESS, os.path.getsize(path) * MOST_RATIO)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._packed.readinto(buffer)
        self._count += count
        if self._count > self._most:
            raise DocumentError(
                f"the gzip file swells to over {_shown(self._most)}, which is more than "
                f"{MOST_RATIO} times its size; decompress it if it is what it should be"
            )
        return count

    def close(self) -> None:
        self._packed.close()
        super().close()
