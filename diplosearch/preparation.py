"""A document as it was given into one that can be indexed.

Metadata is read first, because a date may stand on a line that belongs to the
page; then lines of the page are marked, and the rest is cut into passages.
What the caller said is kept; only what is None is filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from .corpus.cleaning import find_boilerplate
from .corpus.metadata import read_metadata
from .model import Document, Passage
from .passages import document_language, split_passages

_SURROGATES = re.compile("[\ud800-\udfff]")
REPLACEMENT_CHARACTER = "\ufffd"


RepeatedLinesOf = Callable[[str | None], Collection[str]]
"""Gives the keys of lines that come back in many documents of a source."""


def prepare(document: Document, *, repeated_lines: RepeatedLinesOf) -> Document:
    """Return ``document`` with metadata, boilerplate, language and passages.

    The text is the same but for lone surrogates, which cannot be
    written to disk and become U+FFFD.
    """
    text = _SURROGATES.sub(REPLACEMENT_CHARACTER, document.text)
    known = read_metadata(text)
    title = document.title if document.title is not None else known.title
    source = document.source or known.source
    repeated = repeated_lines(source)
    if repeated:  # a slogan that comes back is no headline
        known = read_metadata(text, repeated=repeated)
    boilerplate = find_boilerplate(text, repeated=repeated)
    excluded = [*boilerplate, *known.title_spans]
    if known.header is not None:
        excluded.append(known.header)
    language = document.language or document_language(text, excluded)
    passages = tuple(
        Passage(
            f"{document.id}#{ordinal}",
            ordinal,
            span.start,
            span.end,
            text[span.start : span.end],
            span.language,
        )
        for ordinal, span in enumerate(
            split_passages(text, excluded=excluded, language=document.language)
        )
    )
    return replace(
        document,
        text=text,
        title=_SURROGATES.sub(REPLACEMENT_CHARACTER, title) if title else None,
        date=document.date or known.date,
        source=source,
        dateline=document.dateline or known.dateline,
        language=language,
        boilerplate=boilerplate,
        passages=passages,
    )
