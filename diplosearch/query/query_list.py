"""Lists of names or queries: one a line, or the first column of a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from typing import IO, NamedTuple

from ..corpus.csv_rows import DELIMITERS
from ..corpus.line_reader import read_lines
from ..errors import DocumentError
from ..text.letters import fold

MOST_CHARACTERS = 2_000
"""Characters of a query in a list; more is rather a table that was read as lines."""

_HEADINGS = frozenset(
    fold(name)
    for name in (
        *("name", "names", "query", "queries", "term", "person", "entity", "keyword"),
        *("ad", "adı", "isim", "sorgu", "kişi", "terim", "kurum", "varlık", "kelime"),
    )
)
"""First cells of a table that name their column."""


class ListedQuery(NamedTuple):
    """A query, and the number of its line."""

    line: int
    text: str


class BadLine(NamedTuple):
    """A line that holds no query, and why."""

    line: int
    reason: str


def read_query_list(
    stream: IO[bytes], *, is_table: bool
) -> Iterator[ListedQuery | BadLine]:
    """Yield each query of a list, and each line that has none where one was expected.

    Of a table the first column counts, and a heading is passed over. In a list of lines
    empty ones mean nothing.

    Raises :class:`DocumentError` where the file is no text.
    """
    lines = _number_lines(stream)
    for one in _read_cells(lines) if is_table else lines:
        text = " ".join(one.text.split()) if isinstance(one, ListedQuery) else ""
        if isinstance(one, BadLine):
            yield one
        elif len(text) > MOST_CHARACTERS:
            yield BadLine(
                one.line, f"it has {len(text):,} characters, at most {MOST_CHARACTERS:,}"
            )
        elif text:
            yield ListedQuery(one.line, text)
        elif is_table:
            yield BadLine(one.line, "its first cell is blank")


def _number_lines(stream: IO[bytes]) -> Iterator[ListedQuery | BadLine]:
    for number, line in enumerate(read_lines(stream), start=1):
        if isinstance(line, DocumentError):
            yield BadLine(number, str(line))
        else:
            yield ListedQuery(number, line.text.rstrip("\r\n"))


def _read_cells(lines: Iterator[ListedQuery | BadLine]) -> Iterator[ListedQuery | BadLine]:
    """Yield the first cell of each row; a row may go on over several lines."""
    bad: list[BadLine] = []
    number, delimiter = 0, ""

    def texts() -> Iterator[str]:
        nonlocal number, delimiter
        for one in lines:
            if isinstance(one, BadLine):
                bad.append(one)
                continue
            number = one.line
            delimiter = delimiter or _find_delimiter(one.text)
            yield f"{one.text}\n"

    # The delimiter is that of the first line, which is read before the rest.
    source = texts()
    first = next(source, None)
    if first is not None:
        rows = csv.reader(chain([first], source), delimiter=delimiter)
        is_first = True
        while True:
            try:
                cells = next(rows, None)
            except csv.Error as error:
                yield BadLine(number, f"broken row: {error}")
                continue
            yield from bad
            bad.clear()
            if cells is None:
                break
            cell = cells[0] if cells else ""
            if not (is_first and fold(cell.strip()) in _HEADINGS) and cells:
                yield ListedQuery(number, cell)
            is_first = False
    yield from bad


def _find_delimiter(line: str) -> str:
    """Return the delimiter that a line has most, a comma where it has none."""
    return max(DELIMITERS, key=line.count)
