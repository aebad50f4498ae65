"""The resources of the application: what each is called, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..index.index import Index
from . import parameter_tables as tables
from .answers.about import answer_about
from .answers.base import Answer
from .answers.completion import answer_completion
from .answers.document import answer_document
from .answers.entities import answer_entities
from .answers.entity import answer_entity
from .answers.search import answer_search
from .answers.similar import answer_similar
from .answers.timeline import answer_timeline
from .parameters import Parameter


class Find(Protocol):
    """Asks an index for the answer to one request."""

    def __call__(
        self, index: Index, values: Mapping[str, Any], *, is_page: bool = False
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource, at ``/NAME``, ``/NAME.json`` and ``/api/v1/NAME``.

    One without ``has_page`` has no page of its own. ``is_named`` tells that its id may
    stand in the path.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    find: Find
    has_page: bool = True
    has_table: bool = True
    is_named: bool = False


RESOURCES = (
    Resource("search", "Passages that answer a query", tables.SEARCH, answer_search),
    Resource(
        "document",
        "A document in full, with the matches of a query",
        tables.DOCUMENT,
        answer_document,
        is_named=True,
    ),
    Resource(
        "similar",
        "Documents like one",
        tables.SIMILAR_DOCUMENTS,
        answer_similar,
        has_page=False,
    ),
    Resource("entities", "Entities by name and kind", tables.ENTITIES, answer_entities),
    Resource(
        "entity",
        "An entity: forms, counts, dates, and with whom",
        tables.ENTITY,
        answer_entity,
        is_named=True,
    ),
    Resource(
        "timeline",
        "When the documents that answer a query were published",
        tables.TIMELINE,
        answer_timeline,
    ),
    Resource(
        "complete",
        "What the end of a query may become",
        tables.COMPLETION,
        answer_completion,
        has_page=False,
        has_table=False,
    ),
    Resource("about", "What the index holds", tables.ABOUT, answer_about),
)
