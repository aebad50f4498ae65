"""An answer in any format, and in a file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from ..highlighting.marks import Layer
from ..paths import read_path
from .base import ResultsView, TimelineView
from .formats import Format, format_of
from .json import to_json, to_json_lines
from .markdown import to_markdown
from .page import to_page
from .table import to_csv
from .text import to_text


def save(
    results: ResultsView,
    path: str | Path,
    *,
    layers: Collection[Layer],
    is_explained: bool,
    format: Format | None = None,
    timeline: TimelineView | None = None,
) -> Path:
    """Write an answer to a file and return its path; an existing file is replaced.

    The ending of the file tells the format unless ``format`` is given. A page has the
    ``timeline`` with it, no other format.

    Raises :class:`UsageError` for an unknown ending and what is no path, and
    :class:`OSError` where nothing can be written.
    """
    format = format or format_of(path)
    text = render(
        results, format, layers=layers, is_explained=is_explained, timeline=timeline
    )
    return write_file(path, text, format)


def write_file(path: str | Path, text: str, format: Format) -> Path:
    """Write text to a file and return its path; an existing file is replaced."""
    file = Path(read_path("path", path)).expanduser()
    # Spreadsheets know UTF-8 by a byte order mark.
    encoding = "utf-8-sig" if format == "csv" else "utf-8"
    file.write_text(text, encoding=encoding, errors="replace", newline="\n")
    return file


def render(
    results: ResultsView,
    format: Format,
    *,
    layers: Collection[Layer],
    is_explained: bool,
    timeline: TimelineView | None = None,
) -> str:
    """Return an answer in ``format``; JSON holds all layers, CSV no explanations."""
    if format == "html":
        return to_page(results, layers=layers, is_explained=is_explained, timeline=timeline)
    return _WRITERS[format](results, layers, is_explained)


_WRITERS: dict[Format, Callable[[ResultsView, Collection[Layer], bool], str]] = {
    "json": lambda results, _, explained: to_json(results, is_explained=explained),
    "jsonl": lambda results, _, explained: to_json_lines(results, is_explained=explained),
    "markdown": lambda results, layers, explained: to_markdown(
        results, layers=layers, is_explained=explained
    ),
    "csv": lambda results, _, __: to_csv(results),
    "text": lambda results, layers, explained: to_text(
        results, layers=layers, is_explained=explained, is_styled=False
    ),
    "ansi": lambda results, layers, explained: to_text(
        results, layers=layers, is_explained=explained, is_styled=True
    ),
}
