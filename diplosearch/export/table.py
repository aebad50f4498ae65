"""An answer as a table: CSV for spreadsheets, and a data frame."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from ..errors import MissingExtraError
from ..highlighting.control_characters import show_controls
from .base import HitView, ResultsView

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
    "text",
    "matches",
    "entities",
)
"""The columns of a row."""

_SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(
    rf"\A(?=[\t\r\n]|[ \u00a0]*{_SIGNS})"
    rf"|(?<=[;\t\n])(?=[ \u00a0]*{_SIGNS})"  # a cell where cells end in ; or a tab
)
_TEXT_SIGN = "'"
"""A spreadsheet takes what follows it as text."""


def to_csv(results: ResultsView) -> str:
    """Return an answer as CSV: a row of names, then a row for each hit.

    No cell is taken for a formula: one that begins with ``= + - @``, a tab or a
    line break gets an apostrophe in front, and so does such a sign behind a
    semicolon, a tab or a line break, since spreadsheets of many countries separate
    cells by semicolons.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for hit in results:
        writer.writerow(_safe(value) for value in _row(hit))
    return written.getvalue()


def to_pandas(results: ResultsView) -> pandas.DataFrame:
    """Return an answer as a data frame, a row for each hit; dates are datetimes.

    Raises :class:`MissingExtraError` without pandas.
    """
    try:
        import pandas
    except ImportError:
        raise MissingExtraError("pandas", "pandas") from None
    frame = pandas.DataFrame([_row(hit) for hit in results], columns=list(COLUMNS))
    # Nanoseconds would begin in 1677.
    frame["date"] = pandas.Series(frame["date"], dtype="datetime64[s]")
    return frame


def _row(hit: HitView) -> tuple[Any, ...]:
    document, passage = hit.document, hit.passage
    text = document.text
    matches = (mark for mark in hit.marks(["match"]))
    return (
        hit.rank,
        hit.score,
        document.id,
        document.title,
        document.date.isoformat() if document.date else None,
        document.source,
        document.dateline,
        document.url,
        passage.language,
        passage.id,
        passage.start,
        passage.end,
        passage.text,
        _list(text[mark.start : mark.end] for mark in matches),
        _list(one.id for one in passage.entities),
    )


def _list(values: Any) -> str:
    """Return values in one cell, each once, in their order."""
    return ", ".join(dict.fromkeys(values))


def _safe(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _FORMULA.sub(_TEXT_SIGN, show_controls(value))
