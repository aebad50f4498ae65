"""The entities of a document that has its passages."""

from __future__ import annotations

from dataclasses import replace

from ..entities.base import Recognizer, Section
from ..model import Document
from ..storage.codec import entities_within


def add_entities(document: Document, recognizer: Recognizer) -> Document:
    """Return a prepared ``document`` with the entities of its passages and title.

    The headline is read together with the text, so that who is named in full in
    one is known in the other.
    """
    title = document.title or ""
    # The two are read as one text, the headline behind what it stands above.
    whole = f"{document.text}\n{title}"
    beginning = len(document.text) + 1
    sections = [Section(one.start, one.end, one.language) for one in document.passages]
    if title:
        sections.append(Section(beginning, len(whole), document.language or "en"))
    found = tuple(recognizer.recognize(whole, sections, date=document.date))
    entities = entities_within(found, 0, beginning)
    return replace(
        document,
        entities=entities,
        title_entities=tuple(
            replace(one, start=one.start - beginning, end=one.end - beginning)
            for one in entities_within(found, beginning, len(whole))
        ),
        passages=tuple(
            replace(one, entities=entities_within(entities, one.start, one.end))
            for one in document.passages
        ),
    )
