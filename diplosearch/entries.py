"""Which terms stand for a passage: what an engine is given.

A headline is searched as part of the document's first passage, some places
before it, so that a phrase never runs from one into the other. Every passage
carries the headline in fields of its own as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from .analysis.analyzer import TermColumns, analyzer_for
from .engines.base import Entry
from .fields import (
    DATE,
    ENTITY,
    EXACT,
    LANGUAGE,
    LEAD_GAP,
    PREFIX,
    SOUND,
    SOURCE,
    STEM,
    TITLE_EXACT,
    TITLE_STEM,
)
from .model import Document, Passage
from .records import passage_key, title_language
from .text import normalize

_GAP = ("",) * LEAD_GAP


def title_columns(document: Document) -> TermColumns:
    """Return the terms of the headline, read in the document's language."""
    if not document.title:
        return TermColumns()
    return analyzer_for(title_language(document)).columns(document.title)


def make_entry(row: int, document: Document, passage: Passage, title: TermColumns) -> Entry:
    """Return the entry of a passage of the document in ``row`` headed ``title``."""
    text = analyzer_for(passage.language).columns(passage.text)
    lead = title if passage.ordinal == 0 else TermColumns()
    gap = _GAP if lead.exact else ()
    named = (*(document.title_entities if lead.exact else ()), *passage.entities)
    terms = {
        ENTITY: tuple(entity.id for entity in named),
        EXACT: lead.exact + gap + text.exact,
        STEM: lead.stem + gap + text.stem,
        PREFIX: lead.prefix + gap + text.prefix,
        SOUND: lead.sound + gap + text.sound,
        TITLE_EXACT: title.exact,
        TITLE_STEM: title.stem,
    }
    keywords: dict[str, tuple[str, ...]] = {LANGUAGE: (passage.language,)}
    if document.source:
        keywords[SOURCE] = (normalize(document.source),)
    if document.date:
        keywords[DATE] = (document.date.isoformat(),)
    return Entry(
        key=passage_key(row, passage.ordinal),
        row=row,
        length=len(lead.exact) + len(text.exact),
        terms={field: column for field, column in terms.items() if any(column)},
        keywords=keywords,
    )


def make_entries(row: int, document: Document) -> Iterator[Entry]:
    """Yield an entry for each passage of the document in ``row``."""
    title = title_columns(document)
    for passage in document.passages:
        yield make_entry(row, document, passage, title)
