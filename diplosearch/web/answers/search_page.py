"""The page of a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...index.index import Index
from ...messages import translate, translate_written
from ...model import Facet
from ...search.results import Results
from ..drawings import Chart, draw_timeline
from ..interface import Interface
from .base import Values
from .filters import Chip, FacetView, list_chips, list_facets
from .hit_view import HitView, show_hit
from .home import show_home
from .search import make_query, search_index

_FACETS: tuple[Facet, ...] = ("country", "person", "org", "year")
"""What a page counts, in the order in which it shows it."""

_OWN_FACETS = 4
"""Fields of the user's own that are counted as well, at most; a guess."""

_SAVED = ("html", "csv", "json", "md")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """All that the page of a search shows; an address is empty where there is none."""

    values: Values
    total: int
    whole: int
    notes: tuple[str, ...]
    suggestion: tuple[str, str] | None
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    chips: tuple[Chip, ...]
    chart: Chart | None
    undated: int
    previous: str
    following: str
    first: str
    whole_passages: str
    saves: tuple[tuple[str, str], ...]


def show_search(index: Index, values: Values, interface: Interface) -> dict[str, Any]:
    """Return what the page of a search shows; what there is to ask where nothing is."""
    if not make_query(index, values):
        page = _show_results(Results("", (), 0, 0.0), values, interface)
        return {"page": page, "home": show_home(index, values, interface)}
    limit = values["limit"]
    # One more tells whether there is another page.
    asked = {**values, "facet": (*_FACETS, *index.own_fields()[:_OWN_FACETS])}
    results = search_index(index, asked, limit=limit + 1, timeline=True)
    has_more = len(results) > limit
    page = _show_results(results[:limit], values, interface, has_more=has_more)
    return {"page": page, "home": None}


def _show_results(
    results: Results, values: Values, interface: Interface, *, has_more: bool = False
) -> SearchPage:
    page, timeline = values["page"], results.timeline

    def choose(label: str) -> str:
        return interface.search({**values, "since": label, "until": label, "page": 1})

    def turn(number: int) -> str:
        return interface.search({**values, "page": number})

    suggestion = None
    if results.suggestion is not None:
        better = {**values, "q": results.suggestion, "page": 1}
        suggestion = results.suggestion, interface.search(better)
    return SearchPage(
        values=values,
        total=results.total,
        whole=results.whole,
        notes=_list_notes(results),
        suggestion=suggestion,
        hits=tuple(
            show_hit(hit, values, interface, missing)
            for hit, missing in zip(results, _list_missing(results), strict=True)
        ),
        facets=tuple(list_facets(results, values, interface)),
        chips=tuple(list_chips(results, values, interface)),
        chart=None if timeline is None else draw_timeline(timeline, choose),
        undated=0 if timeline is None else timeline.undated_documents,
        previous=turn(page - 1) if page > 1 else "",
        following=turn(page + 1) if has_more else "",
        first=turn(1),
        whole_passages="" if values["full"] else interface.search({**values, "full": True}),
        saves=tuple((form.upper(), interface.search(values, form)) for form in _SAVED),
    )


def _list_missing(results: Results) -> list[list[str]]:
    """Return what each hit lacks and others hold."""
    if results.whole == results.total:
        return [[] for _ in results]
    return [
        [one for one in missing if one not in results.missing]
        for missing in results.list_missing()
    ]


def _list_notes(results: Results) -> tuple[str, ...]:
    missing = ", ".join(results.missing)
    lacking = (translate("No passage holds {words}.", words=missing),) if missing else ()
    return (*map(translate_written, results.warnings), *lacking)
