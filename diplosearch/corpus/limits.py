"""Limits of a document's fields, so that no input takes all time or memory."""

from __future__ import annotations

from ..model import Document

MOST_CHARACTERS = 10_000_000
"""Characters of a document: a guess; a long novel has a third of it."""

LONGEST = {"id": 4096, "title": 2000, "source": 1000, "dateline": 1000, "url": 8000}
"""Characters of other fields: guesses; a headline is indexed with every passage."""


def find_excess(document: Document) -> str:
    """Return a message on the first field of ``document`` that is too long, or ""."""
    if len(document.text) > MOST_CHARACTERS:
        return f"has over {MOST_CHARACTERS:,} characters; split it"
    for name in LONGEST:
        value = getattr(document, name)
        if value is not None and is_too_long(name, value):
            return f"its {name} has over {LONGEST[name]:,} characters; shorten it"
    return ""


def is_too_long(name: str, value: str) -> bool:
    """Tell whether ``value`` is too long for the field ``name``."""
    return len(value) > LONGEST[name]
