"""An answer as a table: CSV for spreadsheets, and a data frame."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any, Protocol

from ..errors import MissingExtraError
from ..highlighting.control_characters import show_controls
from ..highlighting.pieces import write_pieces
from .base import HitView, ResultsView
from .names import list_names

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "rank",
    "score",
    "id",
    "title",
    "date",
    "source",
    "dateline",
    "url",
    "language",
    "passage",
    "start",
    "end",
    "page",
    "text",
    "excerpt",
    "matches",
    "people",
    "places",
    "organisations",
    "events",
    "entities",
    "missing",
    "others",
)
"""The columns of a row; fields of one's own and tags follow, if any hit has them."""

_TAGS = "tags"

# The second half are the wide and the small forms.
_SIGNS = "[-=+@\uff0d\uff1d\uff0b\uff20\ufe63\ufe66\ufe62\ufe6b]"
# Unicode's property Default_Ignorable_Code_Point, below the plane of tags.
_INVISIBLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff"
)
_PADDING = rf"(?:[{_INVISIBLE}]|[^\S\t\n])*"
# Where cells end in a semicolon or a tab, one may begin within a cell of ours, and with
# quotes, which are then those around it.
_FORMULA = re.compile(
    rf"\A(?=[\t\r\n]|{_PADDING}{_SIGNS})"
    rf'|(?<=[;\t\n])(?=(?:"|[{_INVISIBLE}]|[^\S\t\n])*{_SIGNS})'
)
_TEXT_SIGN = "'"
"""A spreadsheet takes what follows it as text."""


def to_csv(results: ResultsView) -> str:
    """Return an answer as CSV: a row of names, then a row for each hit."""
    hits = list(results)
    own = _own_columns(hits)
    return write_csv((*COLUMNS, *own), (_row(hit, own) for hit in hits))


def _own_columns(hits: Iterable[HitView]) -> list[str]:
    """Return the names of the fields of one's own that hits have, and of tags."""
    names = {name for hit in hits for name in hit.document.own_fields}
    return [*sorted(names), *([_TAGS] if any(hit.tags for hit in hits) else [])]


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as CSV: a row of names, then the rows.

    No cell is taken for a formula: one that begins with ``= + - @``, a tab or a
    line break gets an apostrophe in front, and so does such a sign behind a
    semicolon, a tab or a line break, since spreadsheets of many countries separate
    cells by semicolons. Spaces, invisible characters and there also quotes in front of
    the sign change nothing.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(map(safe_cell, row))
    return written.getvalue()


def to_pandas(results: ResultsView) -> pandas.DataFrame:
    """Return an answer as a data frame, a row for each hit; dates are datetimes.

    Raises :class:`MissingExtraError` without pandas.
    """
    try:
        import pandas
    except ImportError:
        raise MissingExtraError("pandas", "pandas") from None
    hits = list(results)
    own = _own_columns(hits)
    rows = [_row(hit, own) for hit in hits]
    frame = pandas.DataFrame(rows, columns=[*COLUMNS, *own])
    # Nanoseconds would begin in 1677.
    frame["date"] = pandas.Series(frame["date"], dtype="datetime64[s]")
    return frame


def _row(hit: HitView, own: Iterable[str]) -> tuple[Any, ...]:
    document, passage = hit.document, hit.passage
    text = passage.text
    matches = (mark for mark in hit.passage_marks(["match"]))
    return (
        hit.rank,
        hit.score,
        document.reference,
        document.title,
        document.date.isoformat() if document.date else None,
        document.source,
        document.dateline,
        document.url,
        passage.language,
        passage.id,
        passage.start,
        passage.end,
        passage.page,
        passage.text,
        write_pieces(text, hit.pieces, lambda start, end: text[start:end]),
        list_cell(text[mark.start : mark.end] for mark in matches),
        *map(list_cell, list_names(passage.entities).values()),
        list_cell(one.id for one in passage.entities),
        list_cell(hit.missing),
        list_cell(one.reference for one in hit.others),
        *(
            _BETWEEN_VALUES.join(
                hit.tags if name == _TAGS else document.own_fields.get(name, ())
            )
            for name in own
        ),
    )


def list_cell(values: Any) -> str:
    """Return values in one cell, each once, in their order."""
    return ", ".join(dict.fromkeys(values))


def safe_cell(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; see :func:`to_csv`."""
    if not isinstance(value, str):
        return value
    return _FORMULA.sub(_TEXT_SIGN, show_controls(value))


_BETWEEN_VALUES = "; "
"""What stands between values of a field; a reader of tables takes them apart again."""

BATCH_COLUMNS = (
    "query",
    "taken as",
    "rank",
    "document",
    "title",
    "date",
    "source",
    "passage",
    "page",
    "matched as",
    "text",
    "others",
)
"""The columns of a row of :class:`BatchTable`."""


class EntityView(Protocol):
    """An entity; see :class:`~diplosearch.entity_index.table.EntityRecord`."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


class BatchAnswerView(Protocol):
    """The answer to a query; see :class:`~diplosearch.index.batch.BatchAnswer`."""

    @property
    def query(self) -> str:
        """The query as it was typed."""
        ...

    @property
    def entity(self) -> EntityView | None:
        """The entity that it was taken for."""
        ...

    @property
    def results(self) -> ResultsView:
        """The hits."""
        ...


class BatchTable:
    """Writes answers as CSV while they are made, so that they need no memory."""

    def __init__(self, stream: IO[str]) -> None:
        """Write the names of the columns to ``stream``."""
        self._writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        self._writer.writerow(BATCH_COLUMNS)

    def write(self, answer: BatchAnswerView) -> int:
        """Write a row for each hit, its cells safe as in :func:`to_csv`; count them."""
        rows, entity = 0, answer.entity
        for hit in answer.results:
            document, text = hit.document, hit.passage.text
            row = (
                answer.query,
                None if entity is None else entity.id,
                hit.rank,
                document.reference,
                document.title,
                document.date.isoformat() if document.date else None,
                document.source,
                hit.passage.id,
                hit.passage.page,
                list_cell(
                    text[one.start : one.end] for one in hit.passage_marks(["match"])
                ),
                hit.passage.text,
                list_cell(one.reference for one in hit.others),
            )
            self._writer.writerow(map(safe_cell, row))
            rows += 1
        return rows
