"""A list of queries answered into a file, and what became of them in words."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from ...errors import DocumentError, UsageError
from ...export.files import open_file
from ...export.phrases import list_first
from ...export.table import BatchTable
from ...highlighting.control_characters import one_line
from ...messages import count, translate, translate_written, write_number
from ...paths import read_path
from ...query.query_list import BadLine, read_query_list

if TYPE_CHECKING:
    from ...index.batch import BatchAnswer
    from ...index.index import Index
    from ...search.options import Group

TABLES = (".csv", ".tsv")
"""Endings of lists whose first column counts; others have a query a line."""

_SHOWN = 20  # queries that found nothing (a guess)
_SHOWN_BAD = 12  # bad lines (a guess)


@dataclass
class BatchReport:
    """What became of a list of queries.

    ``passages`` counts the rows written, one for each story where ``group`` says so;
    ``missed`` are the queries that found nothing, ``bad`` the lines that hold none,
    ``notes`` what was said of some of the queries.
    """

    group: Group | None = None

    queries: int = 0
    entities: int = 0
    passages: int = 0
    missed: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    bad_count: int = 0
    notes: list[str] = field(default_factory=list)
    notes_count: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the report as values for JSON."""
        return {
            "queries": self.queries,
            "entities": self.entities,
            "passages": self.passages,
            "group": self.group,
            "found_nothing": self.missed,
            "bad_lines": self.bad,
            "bad_line_count": self.bad_count,
        }

    def lines(self) -> Iterator[str]:
        """Yield the report for a reader."""
        yield from self.notes
        if more := self.notes_count - len(self.notes):
            yield translate(
                "note: {number} more for other lines", number=write_number(more)
            )
        yield from self.bad
        if more := self.bad_count - len(self.bad):
            yield translate(
                "{number} more lines were passed over", number=write_number(more)
            )
        queries = "1 query" if self.queries == 1 else "{number} queries"
        asked = translate(queries, number=write_number(self.queries))
        taken = ", {number} taken for entities" if self.entities else ""
        yield translate(
            "{asked}{taken}: {number} found {passages}",
            asked=asked,
            taken=translate(taken, number=write_number(self.entities)) if taken else "",
            number=write_number(self.queries - len(self.missed)),
            passages=self._count_found(),
        )
        if self.missed:
            yield translate(
                "{number} found nothing: {listed}",
                number=write_number(len(self.missed)),
                listed=one_line(list_first(self.missed, _SHOWN)),
            )

    def _count_found(self) -> str:
        return count(self.passages, self.group or "passage")

    def add(self, answer: BatchAnswer, passages: int, line: int) -> None:
        """Count an answer, and keep the first of what was said of queries by their line."""
        self.queries += 1
        self.entities += answer.entity is not None
        self.passages += passages
        if not passages:
            self.missed.append(answer.query)
        for warning in answer.results.warnings:
            self.notes_count += 1
            if len(self.notes) < _SHOWN_BAD:
                said = one_line(translate_written(warning))
                self.notes.append(
                    translate("note: line {line}: {warning}", line=str(line), warning=said)
                )

    def add_bad(self, one: BadLine) -> None:
        """Keep a line that holds no query, of the first few."""
        self.bad_count += 1
        if len(self.bad) < _SHOWN_BAD:
            reason = one_line(translate_written(one.reason))
            self.bad.append(
                translate(
                    "line {line} was passed over: {reason}",
                    line=str(one.line),
                    reason=reason,
                )
            )


class QueryFile(NamedTuple):
    """A list of queries that is open; ``name`` is what messages call it."""

    name: str
    stream: IO[bytes]
    is_table: bool


@contextmanager
def open_list(path: str) -> Iterator[QueryFile]:
    """Open a list of queries, ``-`` for standard input.

    Raises :class:`UsageError` where it cannot be read.
    """
    if path == "-":
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("nothing comes through standard input; pipe a list into it")
        buffered = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
        try:
            yield QueryFile("-", buffered, is_table=False)
        finally:
            buffered.detach()  # standard input stays open
        return
    file = Path(read_path("path", path)).expanduser()
    name = repr(one_line(path))
    try:
        stream = file.open("rb")
    except OSError as error:
        raise UsageError(f"list {name} cannot be read: {error.strerror}") from None
    with stream:
        yield QueryFile(name, stream, file.suffix.lower() in TABLES)


@contextmanager
def open_table(path: Path, list_path: str) -> Iterator[IO[str]]:
    """Open a file that takes the place of ``path`` at the end of the block.

    When the block fails ``path`` stays as it was; when it is interrupted, what was
    written so far takes its place.

    Raises :class:`UsageError` where it is the list, or cannot be written.
    """
    file, name = path.expanduser(), repr(one_line(str(path)))
    if file.exists() and list_path != "-" and file.samefile(Path(list_path).expanduser()):
        raise UsageError(f"{name} is the list itself; give another file for the table")
    try:
        # Spreadsheets know UTF-8 by a byte order mark.
        with open_file(file, encoding="utf-8-sig", keeps_interrupted=True) as stream:
            yield stream
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror}") from None


def answer_list(
    index: Index,
    source: QueryFile,
    output: IO[str],
    *,
    phrase: bool,
    options: dict[str, Any],
    show: Callable[[int, str], None] | None = None,
) -> BatchReport:
    """Write the answers to a list of queries to ``output``; return what became of them.

    ``show`` is called with the number and the text of each query before it is asked.

    Raises :class:`UsageError` for a list that is no text or holds no query.
    """
    report, line, table = BatchReport(options.get("group")), 0, BatchTable(output)

    def queries() -> Iterator[str]:
        nonlocal line
        for one in read_query_list(source.stream, is_table=source.is_table):
            if isinstance(one, BadLine):
                report.add_bad(one)
                continue
            line = one.line
            if show is not None:
                show(report.queries + 1, one.text)
            yield one.text

    try:
        for answer in index.batch(queries(), phrase=phrase, **options):
            report.add(answer, table.write(answer), line)
    except DocumentError as error:
        raise UsageError(f"list {source.name}: {error}") from None
    if not report.queries:
        raise UsageError(
            f"list {source.name} holds no query; write one a line, or in the first column "
            f"of a file that ends in {' or '.join(TABLES)}"
        )
    return report
