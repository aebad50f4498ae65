"""Documents like one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...export.json import to_values
from ...index.index import Index
from ...search.results import Results
from .base import Table, Values


@dataclass(frozen=True, slots=True)
class SimilarAnswer:
    """Documents like one, each by its likest passage."""

    results: Results

    def to_values(self) -> dict[str, Any]:
        """Return the results as values that JSON can carry."""
        return to_values(self.results, is_explained=False)

    def to_table(self) -> Table | str:
        """Return the documents as CSV."""
        return self.results.to_csv()


def find_similar(index: Index, values: Values) -> SimilarAnswer:
    """Return documents like one.

    Raises :class:`~diplosearch.NotFoundError` where there is none of this id.
    """
    return SimilarAnswer(index.similar(values["id"], limit=values["limit"]))
