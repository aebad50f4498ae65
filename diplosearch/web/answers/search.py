"""A search: the passages that answer a query, or that filters alone let through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ...export.json import to_values
from ...index.index import Index
from ...search.results import Results
from ...text.excerpts import LENGTH
from ..parameters import restrict
from .base import Table, Values

SECONDS = 20.0
"""Seconds after which a search answers with what it has; a guess."""


_EVERYTHING = "lang:tr OR lang:en"


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The results of a search."""

    results: Results

    def to_values(self) -> dict[str, Any]:
        """Return the results as values that JSON can carry."""
        return to_values(self.results, is_explained=False)

    def to_table(self) -> Table | str:
        """Return the hits as CSV."""
        return self.results.to_csv()


def find_search(index: Index, values: Values) -> SearchAnswer:
    """Return the answer to a search."""
    return SearchAnswer(search_index(index, values))


def search_index(
    index: Index,
    values: Values,
    *,
    limit: int | None = None,
    timeline: bool = False,
) -> Results:
    """Return the results for the values of an address, at most ``limit`` if given.

    Where there is no query, filters alone find all that they let through.
    """
    query = make_query(index, values)
    is_asked = bool(values["q"].strip())
    results = index.search(
        query,
        limit=limit or values["limit"],
        offset=(values["page"] - 1) * values["limit"],
        # Filters give all passages one score; the newest are wanted.
        sort=values["sort"] if is_asked else "date",
        half_life=values["half_life"],
        group=values["group"],
        facets=values["facet"],
        timeout=SECONDS,
        timeline=timeline,
        excerpt=None if values["full"] else LENGTH,
        **restrict(values),
    )
    return results if is_asked else replace(results, query="")


def make_query(index: Index, values: Values) -> str:
    """Return the query of an address, or one that finds what its filters let through.

    It is empty where there are neither.
    """
    query: str = values["q"].strip()
    if query:
        return query
    for name in values["entity"]:
        try:
            return f'entity:"{index.entity(name).id}"'
        except KeyError:
            continue
    if values["lang"]:
        return f"lang:{values['lang']}"
    for field in values["field"]:
        own, _, value = field.replace('"', " ").partition("=")
        return f'{own.strip()}:"{value.strip()}"'
    for source in values["source"]:
        name = source.replace('"', " ")
        return f'source:"{name}"'
    return _EVERYTHING if values["since"] or values["until"] else ""
