"""Find the entities of a prepared document."""

from __future__ import annotations

from dataclasses import replace

from ..entities.base import Recognizer, Section
from ..model import Document
from ..storage.codec import entities_within


def add_entities(document: Document, recognizer: Recognizer) -> Document:
    """Return a prepared ``document`` with the entities of its passages and title.

    Headline and text are recognized together, so that a full name in one explains a
    surname in the other.
    """
    title = document.title or ""
    # The headline comes behind the text, so that offsets into the text stay.
    whole = f"{document.text}\n{title}"
    title_start = len(document.text) + 1
    sections = [Section(one.start, one.end, one.language) for one in document.passages]
    if title:
        sections.append(Section(title_start, len(whole), document.language or "en"))
    found = tuple(recognizer.recognize(whole, sections, date=document.date))
    entities = entities_within(found, 0, title_start)
    return replace(
        document,
        entities=entities,
        title_entities=tuple(
            replace(one, start=one.start - title_start, end=one.end - title_start)
            for one in entities_within(found, title_start, len(whole))
        ),
        passages=tuple(
            replace(one, entities=entities_within(entities, one.start, one.end))
            for one in document.passages
        ),
    )
