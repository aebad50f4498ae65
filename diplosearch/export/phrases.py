"""The words that all formats use for an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..highlighting.control_characters import one_line
from ..highlighting.marks import Layer
from ..model import ENTITY_TYPES, EntityType, MatchKind
from .base import HitView, ResultsView

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
    "exact": "as typed",
    "stem": "inflected",
    "prefix": "begins alike",
    "phrase": "phrase",
    "entity": "by name",
    "translation": "translated or respelt",
}
"""How a word came to match, for a reader."""

NO_HITS = "No passages."

_SHOWN_TRANSLATIONS = 8  # about two lines of a terminal
_SHOWN_MISSING = 8
_SPACES = str.maketrans("\n\t\r", "   ")


def count(number: int, noun: str) -> str:
    """Return ``number`` with ``noun`` in the singular or the plural: ``2 passages``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def list_first(texts: Sequence[str], most: int) -> str:
    """Return the first ``most`` texts: ``a, b and 3 more``."""
    more = len(texts) - most
    return ", ".join(texts[:most]) + (f" and {more:,} more" if more > 0 else "")


def shorten(text: str, most: int) -> str:
    """Return the first words of ``text``, at most ``most`` characters and dots."""
    words = one_line(text)
    if len(words) <= most:
        return words
    cut = words[:most].rpartition(" ")[0] or words[:most]
    return f"{cut} ..."


def title_of(hit: HitView) -> str:
    """Return the title of a hit in one line, in which all offsets stay the same."""
    return hit.title.translate(_SPACES)


def list_origin(hit: HitView) -> list[str]:
    """Return date, source, language, document and score of a hit, as far as known."""
    document = hit.document
    where = [document.source, f"({document.dateline})" if document.dateline else None]
    facts = [
        document.date.isoformat() if document.date else None,
        " ".join(one for one in where if one) or None,
        hit.passage.language,
        document.id,
        f"{hit.score:.3f}",
    ]
    return [one_line(fact) for fact in facts if fact]


def describe_translations(hit: HitView) -> str:
    """Return the words found through translation: ``found as: ceasefire ← ateşkes``."""
    pairs = [f"{found} ← {typed}" for found, typed in hit.translations.items()]
    return f"found as: {one_line(list_first(pairs, _SHOWN_TRANSLATIONS))}"


def describe_missing(hit: HitView, known: Collection[str] = ()) -> str:
    """Return the concepts that a hit lacks but for those ``known``; empty for none."""
    lacking = [one for one in hit.missing if one not in known]
    return f"lacks: {one_line(list_first(lacking, _SHOWN_MISSING))}" if lacking else ""


def describe_notes(results: ResultsView) -> list[str]:
    """Return what was passed over, what the answer lacks, what could have been meant."""
    notes = [f"note: {one_line(warning)}" for warning in results.warnings]
    if results.missing:
        lacking = one_line(list_first(results.missing, _SHOWN_MISSING))
        notes.append(f"note: no passage holds {lacking}")
    if results.suggestion:
        notes.append(f"Did you mean: {one_line(results.suggestion)}")
    return notes


def explain(hit: HitView) -> list[str]:
    """Return why a hit was found, line by line."""
    return str(hit.explain()).split("\n")


def summarize(results: ResultsView) -> str:
    """Return how many passages there are, and which of them are shown."""
    hits = list(results)
    passages = count(results.total, "passage")
    if results.whole != results.total:
        whole = f"{results.whole:,}" if results.whole else "none"
        passages += f", {whole} with all words"
    if not hits:
        return passages if results.total else NO_HITS
    first, last = hits[0].rank, hits[-1].rank
    if first == 1 and last == results.total:
        return passages
    shown = f"{first}-{last}" if last > first else f"{first}"
    return f"{passages}; shown: {shown}"


def kinds_in(hits: Iterable[HitView], layers: Collection[Layer]) -> list[MatchKind]:
    """Return the kinds of matches that hits mark, in their usual order.

    Titles are marked whatever the layers.
    """
    found = set()
    for hit in hits:
        found |= {mark.kind for mark in hit.title_marks()}
        if "match" in layers:
            found |= {mark.kind for mark in hit.marks(["match"])}
    return [kind for kind in KIND_NAMES if kind in found]


def types_in(hits: Iterable[HitView]) -> list[EntityType]:
    """Return the types of the entities that hits name, in their usual order."""
    return sort_types({one.type for hit in hits for one in hit.passage.entities})


def sort_types(types: Collection[EntityType]) -> list[EntityType]:
    """Return types of entities, each once, in their usual order."""
    return [type for type in ENTITY_TYPES if type in types]
