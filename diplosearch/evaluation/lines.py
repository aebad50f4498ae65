"""Read the lines of a UTF-8 file with their numbers, for messages that name them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..errors import SourceError


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file with their numbers, from 1.

    Raises :class:`SourceError` for a line that is not UTF-8.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise SourceError(f"{path}#{number}: not UTF-8 ({error.reason})") from None
