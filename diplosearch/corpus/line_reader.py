"""The lines of a file, decoded one by one, so that a large file needs little memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, cast

from ..errors import DocumentError
from .decoding import Decoded, decode_only, find_marked_encoding, refuse_binary
from .streams import MOST_LINE_BYTES, split_lines


def read_lines(stream: IO[bytes]) -> Iterator[Decoded | DocumentError]:
    """Yield each line with its line break, or the error of a line that is no text.

    Raises :class:`DocumentError` when the file begins like a binary one or a line is
    too long.
    """
    head = cast(io.BufferedReader, stream).peek(4096)[:4096]
    encoding = find_marked_encoding(head)
    if encoding and encoding != "utf-8":
        yield from _read_wide_lines(stream, encoding)
        return
    refuse_binary(head)
    for line in split_lines(stream):
        try:
            yield decode_only(line)
        except DocumentError as error:
            yield error


def _read_wide_lines(stream: IO[bytes], encoding: str) -> Iterator[Decoded]:
    """Yield the lines of UTF-16 or UTF-32, whose bytes hold 0x0A elsewhere too."""
    name = encoding[:-3]
    most = MOST_LINE_BYTES // 2  # characters, of two bytes or more
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
    try:
        number = 0
        while line := lines.readline(most):
            if len(line) == most and line[-1] != "\n":
                raise DocumentError("a line is too long for the memory; break it up")
            text = line.removeprefix("\ufeff") if number == 0 else line
            number += 1
            yield Decoded(text, name, (f"decoded as {name}",))
    finally:
        if not stream.closed:
            lines.detach()  # so that it does not close the caller's stream
