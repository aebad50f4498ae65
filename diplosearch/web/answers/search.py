"""A search: hits, facets, and when they were published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...export.json import to_values
from ...index.index import Index
from ...model import Facet
from ...search.results import Results
from ...search.timeline import Timeline
from ..interface import Interface
from ..parameters import restrict
from .base import Table
from .home import Home, find_home
from .timespan import find_timeline

SECONDS = 20.0
"""Seconds after which a search answers with what it has; a guess."""

_FACETS: tuple[Facet, ...] = ("country", "person", "org", "year")
"""What a page counts, in the order in which it shows it."""


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The results of a search, with the timeline that a page shows."""

    values: Mapping[str, Any]
    results: Results
    timeline: Timeline | None = None
    home: Home | None = None

    def to_values(self) -> dict[str, Any]:
        """Return the results as values that JSON can carry."""
        return to_values(self.results, is_explained=False)

    def to_table(self) -> Table | str:
        """Return the hits as CSV."""
        return self.results.to_csv()

    def to_content(self, interface: Interface) -> dict[str, Any]:
        """Return what the page of a search shows."""
        from .search_page import make_search_page

        home = self.home and self.home.to_content(self.values, interface)
        return {"page": make_search_page(self, interface), "home": home}


def answer_search(
    index: Index, values: Mapping[str, Any], *, is_page: bool = False
) -> SearchAnswer:
    """Return the answer to a search; filters alone find all that they let through."""
    query = values["q"].strip()
    by_filters = "" if query else _query_of_filters(index, values)
    facets = _FACETS if is_page else values["facet"]
    results = index.search(
        query or by_filters,
        limit=values["limit"],
        offset=(values["page"] - 1) * values["limit"],
        # Filters give all passages one score; the newest are wanted.
        sort="date" if by_filters else values["sort"],
        facets=facets,
        timeout=SECONDS,
        **restrict(values),
    )
    if by_filters:
        results = replace(results, query="")
    timeline = home = None
    if is_page and not query and not by_filters:
        results = replace(results, warnings=())
        home = find_home(index, values)
    if is_page and results.total:
        timeline = find_timeline(index, query or by_filters, values)
    return SearchAnswer(values, results, timeline, home)


def _query_of_filters(index: Index, values: Mapping[str, Any]) -> str:
    """Return a query that finds what the filters let through; empty without any."""
    for name in values["entity"]:
        try:
            return f'entity:"{index.entity(name).id}"'
        except KeyError:
            continue
    if values["lang"]:
        return f"lang:{values['lang']}"
    for source in values["source"]:
        return 'source:"' + source.replace('"', " ") + '"'
    if values["since"] or values["until"]:
        return f"date:{values['since'] or ''}..{values['until'] or ''}"
    return ""
