"""The documents of a story, and one of each story among others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..entity_index.table import EntityTable
from ..model import Document
from ..storage.codec import StoredDocument
from ..storage.store import DocumentStore
from .table import StoryTable

NO_STORIES = (
    "the index knows no stories, as an earlier version built it; build it anew from its "
    "own documents: diplosearch rebuild --from INDEX"
)
"""The message for what asks for stories that are not there."""

_LAST_DATE = "~"
"""Sorts after any date."""


def read_story(
    stories: StoryTable, store: DocumentStore, entities: EntityTable, row: int
) -> dict[int, Document]:
    """Return all documents of the story of one, by row, the earliest first.

    Undated ones come last, and those of one date by id. What is not in the head of a
    document is decoded when it is first read.
    """
    stored = store.open(stories.members(row))
    entities.apply_aliases(stored.values())
    order = sorted(stored.items(), key=lambda one: (_key(one[1]), one[0]))
    return {row: one.document for row, one in order}


def _key(stored: StoredDocument) -> tuple[str, str]:
    return stored.date or _LAST_DATE, stored.id


def choose_first(stories: StoryTable, rows: Iterable[int]) -> Iterator[int]:
    """Yield the place of the first of each story among ``rows``, in their order."""
    seen: set[int] = set()
    for place, row in enumerate(rows):
        story = stories.story_of(row)
        if story not in seen:
            seen.add(story)
            yield place
