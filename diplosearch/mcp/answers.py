"""What the tools answer: values with offsets, so that what is quoted can be found."""

from __future__ import annotations

from ..errors import MissingExtraError
from ..index.index import Index
from ..model import Document
from ..search.aggregates.timeline import Timeline
from ..search.results import Hit, Results

try:
    # Pydantic reads no other before Python 3.12; the protocol's library brings it.
    from typing_extensions import TypedDict
except ModuleNotFoundError as error:
    raise MissingExtraError("mcp", "mcp") from error

MOST_CHARACTERS = 20_000
"""Characters of a document that one call returns at most; a guess at what a model reads."""

_NOT_NAMED = ("DATE", "MONEY", "TITLE")
"""Types of entities that are no names."""


class NameAnswer(TypedDict):
    """A person, organisation, place or other entity that a passage names."""

    id: str
    name: str
    type: str


class PassageAnswer(TypedDict):
    """A passage that was found. ``document.text[start:end]`` is its ``text``."""

    document: str
    title: str
    date: str | None
    source: str | None
    url: str | None
    language: str
    score: float
    passage: str
    start: int
    end: int
    page: int | None
    text: str
    matched: list[str]
    missing: list[str]
    names: list[NameAnswer]


class SearchAnswer(TypedDict):
    """Passages, the best first, and how many match in all."""

    query: str
    total: int
    passages: list[PassageAnswer]
    missing: list[str]
    notes: list[str]
    suggestion: str | None


class DocumentAnswer(TypedDict):
    """A part of a document: ``text`` is its characters from ``start`` to ``end``."""

    document: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    language: str | None
    start: int
    end: int
    length: int
    text: str


class NamedTogether(TypedDict):
    """An entity, and how many passages name both."""

    id: str
    name: str
    passages: int


class EntityAnswer(TypedDict):
    """What the index knows of a person, an organisation or a place."""

    id: str
    name: str
    type: str
    documents: int
    passages: int
    first: str | None
    last: str | None
    forms: list[str]
    named_with: list[NamedTogether]


class TimeStep(TypedDict):
    """A day, month or year, and what was published in it."""

    date: str
    documents: int
    passages: int


class TimelineAnswer(TypedDict):
    """When the documents that match were published."""

    query: str
    documents: int
    undated: int
    steps: list[TimeStep]
    notes: list[str]


def answer_results(results: Results) -> SearchAnswer:
    """Return the passages of an answer."""
    return {
        "query": results.query,
        "total": results.total,
        "passages": [_answer_hit(hit) for hit in results],
        "missing": list(results.missing),
        "notes": list(results.warnings),
        "suggestion": results.suggestion,
    }


def _answer_hit(hit: Hit) -> PassageAnswer:
    document, passage = hit.document, hit.passage
    named = {one.id: one for one in passage.entities if one.type not in _NOT_NAMED}
    matched = (passage.text[one.start : one.end] for one in hit.passage_marks(["match"]))
    return {
        "document": document.reference,
        "title": hit.title,
        "date": document.date.isoformat() if document.date else None,
        "source": document.source,
        "url": document.url,
        "language": passage.language,
        "score": round(hit.score, 3),
        "passage": passage.id,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "text": passage.text,
        "matched": list(dict.fromkeys(matched)),
        "missing": list(hit.missing),
        "names": [
            {"id": id, "name": one.name, "type": one.type} for id, one in named.items()
        ],
    }


def answer_document(document: Document, start: int, length: int) -> DocumentAnswer:
    """Return ``length`` characters of a document from ``start`` on."""
    text = document.text
    start = min(start, len(text))
    end = min(len(text), start + min(length, MOST_CHARACTERS))
    return {
        "document": document.reference,
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "source": document.source,
        "url": document.url,
        "language": document.language,
        "start": start,
        "end": end,
        "length": len(text),
        "text": text[start:end],
    }


def answer_entity(index: Index, name: str, limit: int) -> EntityAnswer:
    """Return what the index knows of an entity.

    Raises :class:`NotFoundError` where it knows none of that name.
    """
    profile = index.profile(name, limit=limit)
    return {
        "id": profile.id,
        "name": profile.name,
        "type": profile.type,
        "documents": profile.documents,
        "passages": profile.passages,
        "first": profile.first.isoformat() if profile.first else None,
        "last": profile.last.isoformat() if profile.last else None,
        "forms": [form.text for form in profile.forms[:limit]],
        "named_with": [
            {"id": one.id, "name": one.name, "passages": one.count}
            for one in profile.related
        ],
    }


def answer_timeline(found: Timeline) -> TimelineAnswer:
    """Return the steps of a timeline that hold anything."""
    return {
        "query": found.query,
        "documents": found.documents,
        "undated": found.undated_documents,
        "steps": [
            {"date": one.label, "documents": one.documents, "passages": one.passages}
            for one in found
            if one.passages
        ],
        "notes": list(found.warnings),
    }
