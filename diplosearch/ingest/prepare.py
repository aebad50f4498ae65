"""Prepare a document for the index: metadata, boilerplate, language, passages.

Metadata is read first, because a date may be on a line of boilerplate; then boilerplate
is marked, and the rest is split into passages. Values that the caller gave are kept; only
those that are None are filled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from ..corpus.page.boilerplate import find_boilerplate
from ..corpus.page.metadata import Metadata, read_metadata
from ..model import Document
from ..text.letters import replace_surrogates
from ..text.passages import document_language, make_passages, split_passages

RepeatedLinesOf = Callable[[str | None], Collection[str]]
"""Function from a source to the keys of lines that many of its documents repeat."""


def prepare(document: Document, *, repeated_lines: RepeatedLinesOf) -> Document:
    """Return ``document`` with metadata, boilerplate, language and passages.

    The text stays the same, except that lone surrogates, which cannot be written to disk,
    become U+FFFD. A document of nothing but repeated lines, such as one of a template,
    keeps them as its story.
    """
    document = mend(document)
    known = read_metadata(document.text)
    repeated = repeated_lines(document.source or known.source)
    if repeated:
        metadata = read_metadata(document.text, repeated=repeated)
        prepared = _prepare(document, metadata, repeated)
        if prepared.passages:
            return prepared
    return _prepare(document, known, ())


def mend(document: Document) -> Document:
    """Return ``document`` without lone surrogates in its strings."""
    changed: dict[str, Any] = {
        name: mended
        for name in ("text", "title", "source", "dateline", "url")
        if (value := getattr(document, name)) is not None
        and (mended := replace_surrogates(value)) is not value
    }
    own = document.own_fields
    if own:
        fields = {
            name: tuple(map(replace_surrogates, values)) for name, values in own.items()
        }
        if fields != own:
            changed["metadata"] = fields
    return replace(document, **changed) if changed else document


def _prepare(document: Document, known: Metadata, repeated: Collection[str]) -> Document:
    text = document.text
    boilerplate = find_boilerplate(text, repeated=repeated, title_spans=known.title_spans)
    excluded = [*boilerplate, *known.title_spans]
    if known.header is not None:
        excluded.append(known.header)
    language = document.language or document_language(text, excluded)
    spans = split_passages(text, excluded=excluded, language=language)
    return Document(
        id=document.id,
        text=text,
        title=document.title or known.title,
        date=document.date or known.date,
        source=document.source or known.source,
        dateline=document.dateline or known.dateline,
        url=document.url,
        language=language,
        metadata=document.metadata,
        boilerplate=boilerplate,
        passages=make_passages(document.id, text, spans, document.pages),
        pages=document.pages,
    )
