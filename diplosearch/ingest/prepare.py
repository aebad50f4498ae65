"""A document as it was given into one that can be indexed.

Metadata is read first, because a date may stand on a line that belongs to the
page; then lines of the page are marked, and the rest is cut into passages.
What the caller said is kept; only what is None is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from ..corpus.page.boilerplate import find_boilerplate
from ..corpus.page.metadata import Metadata, read_metadata
from ..model import Document, Language, Passage, Span
from ..text.letters import mend_surrogates
from ..text.passages import document_language, split_passages

RepeatedLinesOf = Callable[[str | None], Collection[str]]
"""Gives the keys of lines that come back in many documents of a source."""


def prepare(document: Document, *, repeated_lines: RepeatedLinesOf) -> Document:
    """Return ``document`` with metadata, boilerplate, language and passages.

    The text is the same but for lone surrogates, which cannot be written to
    disk and become U+FFFD. Where repeated lines are all there is, as in texts
    that share a template, they are the story.
    """
    document = _mended(document)
    known = read_metadata(document.text)
    repeated = repeated_lines(document.source or known.source)
    if repeated:
        told = read_metadata(document.text, repeated=repeated)
        prepared = _prepare(document, told, repeated)
        if prepared.passages:
            return prepared
    return _prepare(document, known, ())


def _mended(document: Document) -> Document:
    """Return ``document`` with no lone surrogate in any text."""
    changed: dict[str, Any] = {
        name: mended
        for name in ("text", "title", "source", "dateline", "url")
        if (value := getattr(document, name)) is not None
        and (mended := mend_surrogates(value)) is not value
    }
    return replace(document, **changed) if changed else document


def _prepare(document: Document, known: Metadata, repeated: Collection[str]) -> Document:
    text = document.text
    boilerplate = find_boilerplate(text, repeated=repeated, title_spans=known.title_spans)
    excluded = [*boilerplate, *known.title_spans]
    if known.header is not None:
        excluded.append(known.header)
    language = document.language or document_language(text, excluded)
    return Document(
        id=document.id,
        text=text,
        title=document.title or known.title,
        date=document.date or known.date,
        source=document.source or known.source,
        dateline=document.dateline or known.dateline,
        url=document.url,
        language=language,
        boilerplate=boilerplate,
        passages=_make_passages(document, excluded, language),
    )


def _make_passages(
    document: Document, excluded: Sequence[Span], language: Language
) -> tuple[Passage, ...]:
    text = document.text
    spans = split_passages(text, excluded=excluded, language=language)
    return tuple(
        Passage(
            f"{document.id}#{ordinal}",
            ordinal,
            span.start,
            span.end,
            text[span.start : span.end],
            span.language,
        )
        for ordinal, span in enumerate(spans)
    )
