"""A server of the Model Context Protocol over an index, which it never changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Literal

from ..errors import DiplosearchError, MissingExtraError
from ..index.index import Index
from ..index.live_index import LiveIndex
from ..model import Step
from .answers import (
    MOST_CHARACTERS,
    DocumentAnswer,
    EntityAnswer,
    SearchAnswer,
    TimelineAnswer,
    answer_document,
    answer_entity,
    answer_results,
    answer_timeline,
)

if TYPE_CHECKING:
    from mcp.server import MCPServer

try:
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations
    from pydantic import Field
except ModuleNotFoundError as error:
    raise MissingExtraError("mcp", "mcp") from error

MOST_PASSAGES = 50
"""Passages, documents or names that one call returns at most; a guess."""

INSTRUCTIONS = """\
Full-text search over Turkish and English news. A query in either language, with or
without diacritics, finds passages in both. Cite a passage by the title, source and date of
its document; "start" and "end" are offsets into the document's text, in characters, so
that get(document, start, end) returns what was quoted."""

Query = Annotated[
    str,
    Field(
        description='Words in Turkish or English; also "a phrase", +must, -not, '
        "person:Fidan, country:Çin, date:2025."
    ),
]
Limit = Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="How many at most.")]
Language = Annotated[
    Literal["tr", "en"] | None, Field(description="Only passages in this language.")
]
Since = Annotated[
    str | None, Field(description="From this day on: 2025, 2025-01-29 or 'last month'.")
]
Until = Annotated[str | None, Field(description="Up to this day, and all of it.")]
Sources = Annotated[
    list[str] | None, Field(description="Only these sources, such as Xinhua.")
]
Entities = Annotated[
    list[str] | None,
    Field(description="Only passages that name all of these: country:Çin, or ids."),
]
DocumentId = Annotated[str, Field(description="The id of a document.")]


def make_server(index: Index) -> MCPServer:
    """Return a server with five tools: search, get, who, timeline and similar.

    It shows new commits of the index as they are made.
    """
    from mcp.server import MCPServer

    live = LiveIndex(index)
    server = MCPServer(
        "diplosearch",
        instructions=INSTRUCTIONS,
        version=version("diplosearch"),
        log_level="WARNING",
    )
    tool = server.tool(
        annotations=ToolAnnotations(
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        )
    )

    @tool
    def search(
        query: Query,
        limit: Limit = 10,
        language: Language = None,
        since: Since = None,
        until: Until = None,
        source: Sources = None,
        entities: Entities = None,
        newest_first: Annotated[
            bool, Field(description="The newest first, not the best.")
        ] = False,
    ) -> SearchAnswer:
        """Find passages of news that answer a query, the best first."""
        with _told():
            return answer_results(
                live.get().search(
                    query,
                    limit=limit,
                    language=language,
                    since=since,
                    until=until,
                    source=source or None,
                    entities=entities or (),
                    sort="date" if newest_first else "score",
                )
            )

    @tool
    def get(
        document: DocumentId,
        start: Annotated[int, Field(ge=0, description="The first character.")] = 0,
        end: Annotated[
            int | None, Field(ge=0, description="Behind the last character.")
        ] = None,
    ) -> DocumentAnswer:
        """Read a document, or a part of it; at most 20,000 characters at a time."""
        with _told():
            length = MOST_CHARACTERS if end is None else max(0, end - start)
            return answer_document(live.get().get(document), start, length)

    @tool
    def who(
        name: Annotated[
            str, Field(description="A name in either language, or an id: person:cai-qi.")
        ],
        limit: Limit = 10,
    ) -> EntityAnswer:
        """Tell who or what a name is in the news: how often, since when, with whom."""
        with _told():
            return answer_entity(live.get(), name, limit)

    @tool
    def timeline(
        query: Annotated[str, Field(description="As for search; empty for all news.")] = "",
        by: Annotated[
            Step | None, Field(description="year, month or day; what suits, unless given.")
        ] = None,
        language: Language = None,
        since: Since = None,
        until: Until = None,
        source: Sources = None,
        entities: Entities = None,
    ) -> TimelineAnswer:
        """Count the documents that answer a query by the date of their publication."""
        with _told():
            return answer_timeline(
                live.get().timeline(
                    query,
                    by=by,
                    language=language,
                    since=since,
                    until=until,
                    source=source or None,
                    entities=entities or (),
                )
            )

    @tool
    def similar(document: DocumentId, limit: Limit = 10) -> SearchAnswer:
        """Find documents like one, in both languages, each by its likest passage."""
        with _told():
            return answer_results(live.get().similar(document, limit=limit))

    return server


@contextmanager
def _told() -> Iterator[None]:
    """Tell the caller what an error of the library says."""
    try:
        yield
    except DiplosearchError as error:
        raise ToolError(str(error)) from None
