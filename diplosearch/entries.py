"""Which terms stand for a passage: one answer for indexing and explaining.

A headline is searched as part of the document's first passage, some places
before it, so that a phrase never runs from one into the other. Every passage
carries the headline in fields of its own as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .analysis.analyzer import TermColumns, analyze, analyzer_for
from .engines.base import Entry
from .fields import (
    DATE,
    ENTITY,
    EXACT,
    LANGUAGE,
    PREFIX,
    SOUND,
    SOURCE,
    STEM,
    TITLE_EXACT,
    TITLE_STEM,
)
from .model import Document, Language, Passage, Token
from .records import passage_key
from .text import normalize

_GAP = ("",) * 8


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """The tokens of a passage, and of the document's headline.

    Spans are offsets into ``passage.text`` and into ``document.title``.
    """

    title: tuple[Token, ...]
    text: tuple[Token, ...]
    language: Language
    has_lead: bool
    """Whether the headline is searched as part of this passage."""


def term_of(token: Token, field: str) -> str | None:
    """Return the term of ``token`` in a text field, None where it has none."""
    if field in (EXACT, TITLE_EXACT):
        return token.exact
    if field in (STEM, TITLE_STEM):
        return token.stem
    return token.sound if field == SOUND else token.prefix


def title_tokens(document: Document) -> tuple[Token, ...]:
    """Return the tokens of the headline, read in the document's language."""
    if not document.title:
        return ()
    return tuple(analyze(document.title, document.language or "en"))


def passage_tokens(passage: Passage, title: tuple[Token, ...]) -> PassageTokens:
    """Return the tokens that stand for ``passage`` of a document headed ``title``."""
    text = tuple(analyze(passage.text, passage.language))
    return PassageTokens(title, text, passage.language, has_lead=passage.ordinal == 0)


def title_columns(document: Document) -> TermColumns:
    """Return the terms of the headline, read in the document's language."""
    if not document.title:
        return TermColumns()
    return analyzer_for(document.language or "en").columns(document.title)


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
