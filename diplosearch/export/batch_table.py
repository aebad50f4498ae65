"""The answers to a list of queries as one table, a row for each hit."""

from __future__ import annotations

import csv
from typing import IO, Protocol

from .base import ResultsView
from .table import list_cell, safe_cell

COLUMNS = (
    "query",
    "taken as",
    "rank",
    "document",
    "title",
    "date",
    "source",
    "passage",
    "matched as",
    "text",
)
"""The columns of a row."""


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
        self._writer.writerow(COLUMNS)

    def write(self, answer: BatchAnswerView) -> int:
        """Write a row for each hit, cells as :func:`~.table.to_csv` does; count them."""
        rows, entity = 0, answer.entity
        for hit in answer.results:
            document, text = hit.document, hit.document.text
            row = (
                answer.query,
                None if entity is None else entity.id,
                hit.rank,
                document.id,
                document.title,
                document.date.isoformat() if document.date else None,
                document.source,
                hit.passage.id,
                list_cell(text[one.start : one.end] for one in hit.marks(["match"])),
                hit.passage.text,
            )
            self._writer.writerow(map(safe_cell, row))
            rows += 1
        return rows
