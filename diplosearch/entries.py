"""Which terms stand for a passage: one answer for indexing and explaining.

A headline is searched as part of the document's first passage, some places
before it, so that a phrase never runs from one into the other. Every passage
carries the headline in fields of its own as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .analysis.analyzer import analyze
from .engines.base import Entry
from .fields import (
    DATE,
    EXACT,
    LANGUAGE,
    SOUND,
    SOURCE,
    STEM,
    TEXT_FIELDS,
    TITLE_EXACT,
    TITLE_FIELDS,
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

    @property
    def length(self) -> int:
        """The number of words that BM25 counts."""
        return len(self.text) + (len(self.title) if self.has_lead else 0)

    def terms(self) -> dict[str, tuple[str, ...]]:
        """Return the term at each position, by field."""
        fields = {
            field: _terms(self.title, field)
            if field in TITLE_FIELDS
            else self._lead(field) + _terms(self.text, field)
            for field in TEXT_FIELDS
        }
        return {field: terms for field, terms in fields.items() if any(terms)}

    def _lead(self, field: str) -> tuple[str, ...]:
        return _terms(self.title, field) + _GAP if self.has_lead and self.title else ()


def _terms(tokens: tuple[Token, ...], field: str) -> tuple[str, ...]:
    return tuple(term_of(token, field) or "" for token in tokens)


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


def make_entry(
    row: int, document: Document, passage: Passage, tokens: PassageTokens
) -> Entry:
    """Return the entry of a passage of the document in ``row``."""
    keywords: dict[str, tuple[str, ...]] = {LANGUAGE: (passage.language,)}
    if document.source:
        keywords[SOURCE] = (normalize(document.source),)
    if document.date:
        keywords[DATE] = (document.date.isoformat(),)
    return Entry(
        key=passage_key(row, passage.ordinal),
        row=row,
        length=tokens.length,
        terms=tokens.terms(),
        keywords=keywords,
    )


def make_entries(row: int, document: Document) -> Iterator[Entry]:
    """Yield an entry for each passage of the document in ``row``."""
    title = title_tokens(document)
    for passage in document.passages:
        yield make_entry(row, document, passage, passage_tokens(passage, title))
