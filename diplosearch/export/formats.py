"""The formats of an answer, and the endings of files that tell them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ..errors import UsageError
from ..paths import read_path

Format = Literal["text", "ansi", "html", "markdown", "json", "jsonl", "csv"]

FORMATS: dict[str, Format] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".html": "html",
    ".csv": "csv",
    ".txt": "text",
}
"""The format of a file by its ending."""


def format_of(path: str | Path) -> Format:
    """Return the format that the ending of a file's name tells.

    Raises :class:`UsageError` for an ending that is not in ``FORMATS``, and for what is no
    path.
    """
    name = read_path("path", path)
    format = FORMATS.get(Path(name).suffix.lower())
    if format is None:
        raise UsageError(f"{name!r}: end the name in {', '.join(FORMATS)}")
    return format
