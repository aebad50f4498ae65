"""What every format says of an answer, in words."""

from __future__ import annotations

from collections.abc import Iterable

from ..highlight.control_characters import show_controls
from ..model import ENTITY_TYPES, EntityType, MatchKind
from .base import Answer, Found

TYPE_NAMES: dict[EntityType, str] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "country or city",
    "LOC": "region",
    "FAC": "building",
    "NORP": "people",
    "EVENT": "event",
    "TITLE": "office",
    "DATE": "date",
    "MONEY": "money",
}
"""The types of entities for a reader."""

KIND_NAMES: dict[MatchKind, str] = {
    "phrase": "phrase",
    "exact": "as typed",
    "stem": "inflected",
    "prefix": "begins alike",
    "entity": "by name",
    "translation": "translated or respelt",
}
"""How a word came to match, for a reader."""

NO_HITS = "No passages."

_SPACES = str.maketrans("\n\t\r", "   ")


def one_line(text: str) -> str:
    """Return ``text`` in one line that holds no control character."""
    return show_controls(" ".join(text.split()))


def title_of(hit: Found) -> str:
    """Return the title of a hit in one line, each letter in its place."""
    return hit.title.translate(_SPACES)


def list_origin(hit: Found) -> list[str]:
    """Return date, source, language, document and score of a hit, as far as known."""
    document = hit.document
    where = [document.source, f"({document.dateline})" if document.dateline else None]
    facts = [
        document.date.isoformat() if document.date else None,
        " ".join(part for part in where if part) or None,
        hit.passage.language,
        document.id,
        f"{hit.score:.3f}",
    ]
    return [one_line(fact) for fact in facts if fact]


def describe_translations(hit: Found) -> str:
    """Return the words found through translation: ``ceasefire ← ateşkes``."""
    pairs = (f"{found} ← {asked}" for found, asked in hit.translations.items())
    return f"found as: {one_line(', '.join(pairs))}" if hit.translations else ""


def describe_notes(answer: Answer) -> list[str]:
    """Return what was passed over in the query, and what could have been meant."""
    notes = [f"note: {one_line(warning)}" for warning in answer.warnings]
    if answer.suggestion:
        notes.append(f"Did you mean: {one_line(answer.suggestion)}")
    return notes


def explain(hit: Found) -> list[str]:
    """Return why a hit was found, line by line."""
    return [show_controls(line) for line in str(hit.explain()).split("\n")]


def summarize(answer: Answer) -> str:
    """Return how many passages there are, and which of them are shown."""
    hits = list(answer)
    passages = f"{answer.total:,} passage{'' if answer.total == 1 else 's'}"
    if not hits:
        return passages if answer.total else NO_HITS
    first, last = hits[0].rank, hits[-1].rank
    if first == 1 and last == answer.total:
        return passages
    return (
        f"{passages}; shown: {first}-{last}"
        if last > first
        else f"{passages}; shown: {first}"
    )


def types_in(hits: Iterable[Found]) -> list[EntityType]:
    """Return the types of the entities that hits name, in their usual order."""
    found = {one.type for hit in hits for one in hit.passage.entities}
    return [type for type in ENTITY_TYPES if type in found]
