"""Make the entries that an engine indexes: the terms and keywords of passages.

A headline is searched as part of the document's first passage, ``LEAD_GAP`` positions
before it, so that no phrase matches across the two. Every passage has the headline in
fields of its own as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..analysis.analyzer import TermColumns, analyzer_for
from ..analysis.term_list import FREE, TermList
from ..engines.base import Entry
from ..engines.own_fields import make_terms
from ..model import Document, Passage
from ..schema import (
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
from ..storage.codec import passage_key, split_key, title_language
from ..text.letters import normalize


def title_columns(document: Document) -> TermColumns:
    """Return the term vectors of the headline, analysed in the document's language."""
    if not document.title:
        return TermColumns()
    return analyzer_for(title_language(document)).columns(document.title)


def make_entry(row: int, document: Document, passage: Passage, title: TermColumns) -> Entry:
    """Return the entry of a passage; ``row`` is the document's, ``title`` its headline."""
    text = analyzer_for(passage.language).columns(passage.text)
    lead = title if passage.ordinal == 0 else TermColumns()
    entities = (*(document.title_entities if lead.exact else ()), *passage.entities)
    own = make_terms(document.own_fields) if document.metadata else ()
    terms: dict[str, Sequence[str]] = {
        ENTITY: (*(entity.id for entity in entities), *own),
        EXACT: lead.exact.followed_by(text.exact, gap=LEAD_GAP),
        STEM: lead.stem.followed_by(text.stem, gap=LEAD_GAP),
        PREFIX: lead.prefix.followed_by(text.prefix),
        SOUND: lead.sound.followed_by(text.sound),
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
        terms={field: column for field, column in terms.items() if column},
        keywords=keywords,
    )


def body_terms(entry: Entry) -> str:
    """Return the exact forms of a passage, with spaces between, without its headline's."""
    terms = entry.terms.get(EXACT)
    if not isinstance(terms, TermList):
        return ""
    _, gap, behind = terms.text.rpartition(f"{FREE} ")
    if gap:
        return behind
    is_headline = entry.terms.get(TITLE_EXACT) == terms and not split_key(entry.key)[1]
    return "" if is_headline else terms.text


def make_entries(row: int, document: Document) -> Iterator[Entry]:
    """Yield an entry for each passage of the document in ``row``."""
    title = title_columns(document)
    for passage in document.passages:
        yield make_entry(row, document, passage, title)
