"""How much of anything is taken in, so that no input takes all time or memory."""

from __future__ import annotations

from ..model import Document

MOST_CHARACTERS = 10_000_000
"""Characters of a document: a long novel has a third of it."""

LONGEST = {"id": 4096, "title": 2000, "source": 1000, "dateline": 1000, "url": 8000}
"""Characters of each other field; a headline goes with every passage."""


def find_excess(document: Document) -> str:
    """Return in plain words what is too long in ``document``, "" where nothing is."""
    if len(document.text) > MOST_CHARACTERS:
        return f"has over {MOST_CHARACTERS:,} characters; split it"
    for name in LONGEST:
        value = getattr(document, name)
        if value is not None and is_too_long(name, value):
            return f"its {name} has over {LONGEST[name]:,} characters; shorten it"
    return ""


def is_too_long(name: str, value: str) -> bool:
    """Tell whether the field ``name`` may not be as long as ``value``."""
    return len(value) > LONGEST[name]
