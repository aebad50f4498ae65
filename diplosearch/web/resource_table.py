"""The resources of the application: what each is called, takes and gives."""

from __future__ import annotations

from dataclasses import dataclass

from . import parameter_tables as tables
from .answers.about import find_about, show_about
from .answers.base import Find, Show
from .answers.completion import find_completions
from .answers.document import find_document, show_document
from .answers.entities import find_entities, show_entities
from .answers.entity import find_entity, show_entity
from .answers.search import find_search
from .answers.search_page import show_search
from .answers.similar import find_similar
from .answers.timeline import find_timeline, show_timeline
from .parameters import Parameter


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource, at ``/NAME``, ``/NAME.json`` and ``/api/v1/NAME``.

    One without ``show`` has no page of its own. ``is_list`` tells that it is a table as
    well, and ``is_named`` that its id may stand in the path.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    find: Find
    show: Show | None = None
    is_list: bool = True
    is_named: bool = False


SEARCH = Resource(
    "search", "Passages that answer a query", tables.SEARCH, find_search, show_search
)
DOCUMENT = Resource(
    "document",
    "A document in full, with the matches of a query",
    tables.DOCUMENT,
    find_document,
    show_document,
    is_named=True,
)
RESOURCES = (
    SEARCH,
    DOCUMENT,
    Resource("similar", "Documents like one", tables.SIMILAR_DOCUMENTS, find_similar),
    Resource(
        "entities",
        "Entities by name and kind",
        tables.ENTITIES,
        find_entities,
        show_entities,
    ),
    Resource(
        "entity",
        "An entity: forms, counts, dates, and with whom",
        tables.ENTITY,
        find_entity,
        show_entity,
        is_named=True,
    ),
    Resource(
        "timeline",
        "When the documents that answer a query were published",
        tables.TIMELINE,
        find_timeline,
        show_timeline,
    ),
    Resource(
        "complete",
        "What the end of a query may become",
        tables.COMPLETION,
        find_completions,
        is_list=False,
    ),
    Resource("about", "What the index holds", tables.ABOUT, find_about, show_about),
)
