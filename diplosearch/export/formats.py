"""The formats of an answer, and the endings of files that tell them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeVar

from ..errors import UsageError
from ..paths import read_path

T = TypeVar("T")

Format = Literal[
    "text", "ansi", "html", "markdown", "json", "jsonl", "csv", "ris", "bibtex", "csl"
]

FORMATS: dict[str, Format] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".html": "html",
    ".csv": "csv",
    ".txt": "text",
    ".ris": "ris",
    ".bib": "bibtex",
    ".csl.json": "csl",
}
"""The format of a file with an answer by its ending."""

IndexFormat = Literal["documents", "ris", "bibtex", "csl", "graphml", "gexf", "geojson"]

INDEX_FORMATS: dict[str, IndexFormat] = {
    ".jsonl": "documents",
    ".jsonl.gz": "documents",
    ".ris": "ris",
    ".bib": "bibtex",
    ".csl.json": "csl",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".geojson": "geojson",
}
"""The format of a file with all that answers, by its ending; see ``Index.export``."""


def format_of(path: str | Path) -> Format:
    """Return the format that the ending of a file's name tells.

    Raises :class:`UsageError` for an ending that is not in ``FORMATS``, and for what is no
    path.
    """
    if is_of_all(path):
        raise UsageError(
            f"{str(path)!r}: that is a format for all that answers; see: diplosearch export"
        )
    return _look_up(FORMATS, path)


def index_format_of(path: str | Path) -> IndexFormat:
    """Return what the ending of a file's name tells ``Index.export`` to write.

    Raises :class:`UsageError` for an ending that is not in ``INDEX_FORMATS``, and for what
    is no path.
    """
    return _look_up(INDEX_FORMATS, path)


def _look_up(formats: Mapping[str, T], path: str | Path) -> T:
    """Return the format of the longest ending that a file's name has."""
    name = read_path("path", path)
    endings = "".join(Path(name).suffixes).lower()
    found = [ending for ending in formats if endings.endswith(ending)]
    if not found:
        raise UsageError(f"{name!r}: end the name in {', '.join(formats)}")
    return formats[max(found, key=len)]


def is_of_all(path: str | Path) -> bool:
    """Whether the ending of a file tells a format for all that answers, not for hits."""
    return str(path).lower().endswith(tuple(INDEX_FORMATS.keys() - FORMATS.keys()))
