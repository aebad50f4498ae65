"""An answer in a file, its format told by the file's ending."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from ..errors import UsageError
from ..highlight.marks import Layer
from .base import Answer
from .json import to_json, to_json_lines
from .markdown import to_markdown
from .page import to_page
from .table import to_csv
from .text import to_text

ENDINGS = (".json", ".jsonl", ".md", ".html", ".csv", ".txt")
"""The endings of the files that can be saved."""

_WITH_MARK = (".csv",)
"""Files that begin with a byte order mark, by which spreadsheets know UTF-8."""


def save(
    answer: Answer, path: str | Path, *, layers: Collection[Layer], is_explained: bool
) -> Path:
    """Write an answer to a file and return its path; one that is there is replaced.

    Raises :class:`UsageError` for an ending that is none of ``ENDINGS``, and
    :class:`OSError` where nothing can be written.
    """
    write_as = ending_of(path)
    text = _WRITERS[write_as](answer, layers, is_explained)
    file = Path(path).expanduser()
    encoding = "utf-8-sig" if write_as in _WITH_MARK else "utf-8"
    file.write_text(text, encoding=encoding, errors="replace", newline="\n")
    return file


def ending_of(path: str | Path) -> str:
    """Return the ending of a file, which tells its format.

    Raises :class:`UsageError` for one that tells none.
    """
    if not isinstance(path, (str, Path)):
        raise UsageError(f"path is {type(path).__name__}; give the path of a file")
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(f"{str(path)!r}: end the name in {', '.join(ENDINGS)}")
    return ending


_WRITERS: dict[str, Callable[[Answer, Collection[Layer], bool], str]] = {
    ".json": lambda answer, _, explained: to_json(answer, is_explained=explained),
    ".jsonl": lambda answer, _, explained: to_json_lines(answer, is_explained=explained),
    ".md": lambda answer, layers, explained: to_markdown(
        answer, layers=layers, is_explained=explained
    ),
    ".html": lambda answer, layers, explained: to_page(
        answer, layers=layers, is_explained=explained
    ),
    ".csv": lambda answer, _, __: to_csv(answer),
    ".txt": lambda answer, layers, explained: to_text(
        answer, layers=layers, is_explained=explained, is_styled=False
    ),
}
