"""Tables with a header row, separated by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import IO, Any

from ..errors import DocumentError
from .base import Read, Skipped, SkippedRow
from .field_names import (
    FIELDS,
    FieldMap,
    describe_missing,
    describe_unread,
    locate_fields,
)
from .limits import MOST_CHARACTERS
from .line_reader import read_lines
from .rows import read_row

DELIMITERS = ",;\t|"

MOST_ROW = 2 * MOST_CHARACTERS
"""Characters of a row, twice those of a document: each may be a doubled quotation mark."""

_BETWEEN_VALUES = ";"
"""The mark between values of a field of one's own in one cell."""

_LONGEST_FIELD = 2**31 - 1
"""Characters: the most that the csv module takes on every platform."""


def read_csv(
    stream: IO[bytes], name: str, mapping: FieldMap | None = None
) -> Iterator[Read | Skipped]:
    """Yield the document of each row, or why it was skipped; the header names the fields.

    The first document has a note on the columns that are not read. A row that is too
    long ends the reading: what is behind it may all be in its quotation mark.

    A cell of a field of one's own holds several values if there are semicolons in it.

    Raises :class:`DocumentError` when the file is no text.
    """
    mapping = mapping or {}
    _allow_long_fields()
    lines = _Lines(stream)
    header = next(lines, "")
    if header.lower().startswith("sep=") and len(header.strip()) <= 5:
        header = next(lines, "")
    delimiter = _delimiter(header, mapping)
    columns = _columns(header, delimiter)
    located = locate_fields(columns, mapping)
    if "text" not in located:
        wanted = mapping.get("text", "text")
        found = ", ".join(column[:40] for column in columns[:20]) or "none"
        advice = "name it so, or map it" if wanted == "text" else "mend the map"
        yield Skipped(
            name, f"no column {wanted!r} in the header (found: {found}); {advice}"
        )
        return
    read_names = set(located.values())
    about = (
        describe_unread("columns", (one for one in columns if one not in read_names)),
        describe_missing("columns", mapping, located),
    )
    unread = tuple(filter(None, about))
    # The first of two columns of one name counts.
    positions = {field: columns.index(column) for field, column in located.items()}
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        line = lines.number + 1
        lines.begin_row()
        try:
            fields = next(rows, None)
        except _RowTooLongError:
            reason = (
                f"a row of over {MOST_ROW:,} characters, perhaps behind a quotation mark "
                "that is never closed; the rest of the file was not read"
            )
            yield SkippedRow(f"{name}#{line}", reason, name)
            return
        except csv.Error as error:
            yield SkippedRow(f"{name}#{line}", f"broken row: {error}", name)
            continue
        if fields is None:
            return
        if fields:
            read = _read_fields(fields, len(columns), positions, lines, name, line)
            if unread and isinstance(read, Read):
                read = Read(read.document, read.origin, (*read.notes, *unread))
                unread = ()
            yield read


class _RowTooLongError(Exception):
    """A row goes on past ``MOST_ROW``."""


class _Lines:
    """The lines of a table, with their count and the notes of decoding."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.number = 0
        self.is_at_end = False
        self.notes: dict[str, None] = {}
        self._left = MOST_ROW
        self._lines = self._decode(stream)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.is_at_end = True
            raise StopIteration
        self.number += 1
        self._left -= len(line)
        if self._left < 0:
            raise _RowTooLongError
        return line

    def begin_row(self) -> None:
        """Begin to count the characters and to collect the notes of the next row."""
        self._left = MOST_ROW
        self.notes.clear()

    def _decode(self, stream: IO[bytes]) -> Iterator[str]:
        for line in read_lines(stream):
            if isinstance(line, DocumentError):
                raise line
            self.notes.update(dict.fromkeys(line.notes))
            if "\r" in line.text:
                yield from io.StringIO(line.text, newline="")
            else:
                yield line.text


def _allow_long_fields() -> None:
    """Raise the csv module's limit for a field, which refuses long articles.

    The module has one limit for the whole process. It is raised and never lowered
    again: other threads may be in the midst of a table, and nothing that could be
    read before is refused by a higher limit.
    """
    if csv.field_size_limit() < _LONGEST_FIELD:
        csv.field_size_limit(_LONGEST_FIELD)


def _read_fields(
    fields: list[str],
    columns: int,
    positions: Mapping[str, int],
    lines: _Lines,
    name: str,
    line: int,
) -> Read | Skipped:
    notes = tuple(lines.notes)
    if len(fields) > columns:
        extra = len(fields) - columns
        notes += (f"fields past the last column left out: {extra}; quote the text",)
    if lines.is_at_end:
        notes += ("a quotation mark is never closed: the row takes the rest of the file",)
    row: dict[str, Any] = {
        field: fields[at] for field, at in positions.items() if at < len(fields)
    }
    own = [field for field in row if field not in FIELDS]
    row |= {field: row[field].split(_BETWEEN_VALUES) for field in own}
    try:
        read = read_row(row, name=name, line=line, own=own)
    except DocumentError as error:
        return SkippedRow(f"{name}#{line}", "; ".join((str(error), *notes)), name)
    return Read(read.document, read.origin, notes + read.notes)


def _columns(header: str, delimiter: str) -> list[str]:
    try:
        columns = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [column.strip().lower() for column in columns]


def _delimiter(header: str, mapping: FieldMap) -> str:
    """Return the delimiter that gives the most names of fields."""

    def rank(delimiter: str) -> tuple[int, int]:
        columns = _columns(header, delimiter)
        return len(locate_fields(columns, mapping)), len(columns)

    return max(DELIMITERS, key=rank)
