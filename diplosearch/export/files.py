"""An answer in any format, and in a file."""

from __future__ import annotations

import datetime
import gzip
import io
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, cast, get_args

from ..errors import UsageError
from ..highlighting.marks import Layer
from ..paths import read_path
from .base import ResultsView, TimelineView
from .formats import Format, format_of
from .interchange.citations import Citation, CitationFormat, write_citations
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
    # Spreadsheets know UTF-8 by a byte order mark.
    encoding = "utf-8-sig" if format == "csv" else "utf-8"
    with open_file(path, encoding=encoding) as stream:
        stream.write(text)
    return Path(path).expanduser()


@contextmanager
def open_file(
    path: str | Path, *, encoding: str = "utf-8", keeps_interrupted: bool = False
) -> Iterator[IO[str]]:
    """Open a file to write that takes the place of ``path`` at the end of the block.

    It is compressed if its name ends in ``.gz``. When the block fails, ``path`` stays as
    it was; when it is interrupted too, unless ``keeps_interrupted``: then what was
    written so far takes its place.

    Raises :class:`UsageError` for what is no path, and :class:`OSError` where nothing can
    be written.
    """
    file = Path(read_path("path", path)).expanduser()
    if file.is_symlink() or (file.exists() and not file.is_file()):
        # A link, a pipe or a device is written to, and never replaced.
        with file.open("w", encoding=encoding, errors="replace", newline="") as written:
            yield written
        return
    # A name of its own, so that no file of the user's is replaced by what is unfinished.
    draft = file.with_name(f".{secrets.token_hex(8)}.new")
    try:
        binary = draft.open("xb")
    except OSError as error:
        error.filename = str(file)
        raise
    try:
        with binary, _open_text(binary, file, encoding) as stream:
            yield stream
    except BaseException as error:
        if keeps_interrupted and isinstance(error, KeyboardInterrupt):
            draft.replace(file)
        else:
            draft.unlink()
        raise
    draft.replace(file)


@contextmanager
def _open_text(binary: IO[bytes], file: Path, encoding: str) -> Iterator[IO[str]]:
    """Write text to an open file, compressed if the name of ``file`` ends in ``.gz``."""
    with ExitStack() as opened:
        raw = binary
        if file.suffix.lower() == ".gz":
            # By the name in its head the file can be unpacked again.
            zipped = gzip.GzipFile(filename=file.name, mode="wb", fileobj=binary)
            raw = cast(IO[bytes], opened.enter_context(zipped))
        text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        yield opened.enter_context(text)


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


def to_citations(
    results: ResultsView, format: CitationFormat, *, accessed: datetime.date | None = None
) -> str:
    """Return the documents of an answer as citations.

    Raises :class:`UsageError` for a format that is none of citations.
    """
    if format not in get_args(CitationFormat):
        known = ", ".join(get_args(CitationFormat))
        raise UsageError(f"format={format!r}: use one of {known}")
    cited = (
        Citation(hit.document, (hit.passage.page,) if hit.passage.page else ())
        for hit in results
    )
    return write_citations(cited, format, accessed=accessed)


_WRITERS: dict[Format, Callable[[ResultsView, Collection[Layer], bool], str]] = {
    "json": lambda results, _, explained: to_json(results, is_explained=explained),
    "jsonl": lambda results, _, explained: to_json_lines(results, is_explained=explained),
    "markdown": lambda results, layers, explained: to_markdown(
        results, layers=layers, is_explained=explained
    ),
    "csv": lambda results, _, __: to_csv(results),
    "ris": lambda results, _, __: to_citations(results, "ris"),
    "bibtex": lambda results, _, __: to_citations(results, "bibtex"),
    "csl": lambda results, _, __: to_citations(results, "csl"),
    "text": lambda results, layers, explained: to_text(
        results, layers=layers, is_explained=explained, is_styled=False
    ),
    "ansi": lambda results, layers, explained: to_text(
        results, layers=layers, is_explained=explained, is_styled=True
    ),
}
