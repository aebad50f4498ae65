"""The words that all formats use for an answer."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence

from ..highlighting.control_characters import one_line
from ..highlighting.marks import Layer
from ..highlighting.pieces import ELLIPSIS
from ..messages import count, translate, translate_written, write_number
from ..model import ENTITY_TYPES, EntityType, FacetValue, MatchKind, Passage
from .base import HitView, ResultsView

TYPE_NAMES: dict[EntityType, str] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "country or city",
    "LOC": "region",
    "FAC": "building",
    "NORP": "nation or group",
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

LANGUAGE_NAMES: dict[str, str] = {"tr": "Turkish", "en": "English"}
"""Languages of documents for a reader."""

_FACET_HEADINGS: dict[str, str] = {
    "source": "Sources",
    "language": "Languages",
    "year": "Years",
    "person": "People",
    "org": "Organisations",
    "country": "Countries",
    "city": "Cities",
    "place": "Places",
    "event": "Events",
    "tag": "Tags",
}

NO_HITS = "No passages."

_SHOWN_TRANSLATIONS = 4  # about a line of a terminal
_SHOWN_MISSING = 8
_SHOWN_SOURCES = 6
_HEADING_LENGTH = 70  # a line of 80 cells with its number
_SPACES = str.maketrans("\n\t\r", "   ")


def describe_dates(first: datetime.date | None, last: datetime.date | None) -> str:
    """Return from when to when something was published."""
    if first is None:
        return translate("unknown")
    return translate("{first} to {last}", first=first, last=last)


def facet_heading(facet: str) -> str:
    """Return what a facet is called."""
    return translate(_FACET_HEADINGS.get(facet, facet))


def facet_value(facet: str, value: FacetValue) -> str:
    """Return what a value of a facet is called."""
    if facet == "language" and value.id in LANGUAGE_NAMES:
        return translate(LANGUAGE_NAMES[value.id])
    return value.name


def list_first(texts: Sequence[str], most: int) -> str:
    """Return the first ``most`` texts: ``a, b and 3 more``."""
    listed, more = ", ".join(texts[:most]), len(texts) - most
    if more <= 0:
        return listed
    return translate("{listed} and {number} more", listed=listed, number=write_number(more))


def shorten(text: str, most: int) -> str:
    """Return the first words of ``text``, at most ``most`` characters and dots."""
    words = one_line(text)
    if len(words) <= most:
        return words
    cut = words[:most].rpartition(" ")[0] or words[:most]
    return f"{cut} {ELLIPSIS}"


def heading_of(hit: HitView) -> str:
    """Return what stands above a hit in one line, in which all offsets stay the same.

    That is its document's title, or the beginning of an untitled one; empty where what
    is shown of the passage begins so as well.
    """
    if hit.document.title:
        return hit.title.translate(_SPACES)
    if hit.passage.ordinal == 0 and hit.pieces[0].start == 0:
        return ""
    return shorten(hit.title, _HEADING_LENGTH)


def list_origin(hit: HitView) -> list[str]:
    """Return date, source, language, document and page of a hit, as far as known."""
    document = hit.document
    where = [document.source, f"({document.dateline})" if document.dateline else None]
    facts = [
        document.date.isoformat() if document.date else None,
        " ".join(one for one in where if one) or None,
        hit.passage.language,
        document.reference,
        describe_page(hit.passage),
        *describe_own(document.own_fields, hit.tags),
    ]
    return [one_line(fact) for fact in facts if fact]


def describe_page(passage: Passage) -> str | None:
    """Return the page on which a passage begins, as ``p. 3``, None where it has none."""
    return None if passage.page is None else translate("p. {page}", page=passage.page)


def describe_own(
    fields: Mapping[str, Iterable[str]], tags: Iterable[str] = ()
) -> list[str]:
    """Return fields of one's own and tags: ``desk: Ankara, Bakü`` and ``#reviewed``."""
    own = [f"{name}: {', '.join(values)}" for name, values in fields.items()]
    return [*own, *(f"#{tag}" for tag in tags)]


def describe_translations(hit: HitView) -> str:
    """Return the words found through translation: ``found as: ceasefire ← ateşkes``."""
    pairs = [f"{found} ← {typed}" for found, typed in hit.translations.items()]
    listed = one_line(list_first(pairs, _SHOWN_TRANSLATIONS))
    return translate("found as: {listed}", listed=listed)


def describe_missing(hit: HitView, known: Collection[str] = ()) -> str:
    """Return the concepts that a hit lacks but for those ``known``; empty for none."""
    lacking = [one for one in hit.missing if one not in known]
    if not lacking:
        return ""
    listed = one_line(list_first(lacking, _SHOWN_MISSING))
    return translate("lacks: {listed}", listed=listed)


def describe_others(hit: HitView) -> str:
    """Return how many other documents tell the story of a hit, and who published them.

    ``6 more: Reuters, AA``; a document of no known source is named by its id. Empty for
    none.
    """
    if not hit.others:
        return ""
    names = list(dict.fromkeys(one.source or one.reference for one in hit.others))
    return translate(
        "{number} more of this story: {sources}",
        number=write_number(len(hit.others)),
        sources=one_line(list_first(names, _SHOWN_SOURCES)),
    )


def describe_notes(results: ResultsView) -> list[str]:
    """Return what was passed over, what the answer lacks, what could have been meant."""
    notes = [describe_warning(warning) for warning in results.warnings]
    if results.missing:
        lacking = one_line(list_first(results.missing, _SHOWN_MISSING))
        notes.append(translate("note: no passage holds {listed}", listed=lacking))
    if results.suggestion:
        meant = one_line(results.suggestion)
        notes.append(translate("Did you mean: {query}", query=meant))
    return notes


def describe_warning(warning: str) -> str:
    """Return a warning of the library as a note."""
    return translate("note: {warning}", warning=one_line(translate_written(warning)))


def explain(hit: HitView) -> list[str]:
    """Return why a hit was found, line by line."""
    return list(map(translate_written, str(hit.explain()).split("\n")))


def summarize(results: ResultsView) -> str:
    """Return how many passages there are, and which of them are shown."""
    hits = list(results)
    passages = count(results.total, "passage")
    if results.whole != results.total:
        whole = write_number(results.whole)
        told = translate("{number} with all words", number=whole)
        passages += f", {told if results.whole else translate('none with all words')}"
    if not hits:
        return passages if results.total else translate(NO_HITS)
    first, last = hits[0].rank, hits[-1].rank
    if first == 1 and last == results.total:
        return passages
    shown = f"{first}-{last}" if last > first else f"{first}"
    return f"{passages}; " + translate("shown: {ranks}", ranks=shown)


def kinds_in(hits: Iterable[HitView], layers: Collection[Layer]) -> list[MatchKind]:
    """Return the kinds of matches that hits mark, in their usual order.

    Titles are marked whatever the layers.
    """
    found = set()
    for hit in hits:
        found |= {mark.kind for mark in hit.title_marks()}
        if "match" in layers:
            pieces = hit.pieces
            found |= {
                mark.kind
                for mark in hit.passage_marks(["match"])
                if _is_shown(pieces, mark.start, mark.end)
            }
    return [kind for kind in KIND_NAMES if kind in found]


def types_in(hits: Iterable[HitView]) -> list[EntityType]:
    """Return the types of the entities that hits show, in their usual order."""
    return sort_types(
        {
            one.type
            for hit in hits
            for pieces, start in [(hit.pieces, hit.passage.start)]
            for one in hit.passage.entities
            if _is_shown(pieces, one.start - start, one.end - start)
        }
    )


def _is_shown(pieces: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a part of ``text[start:end]`` is in ``pieces`` of a passage."""
    return any(first < end and start < last for first, last in pieces)


def sort_types(types: Collection[EntityType]) -> list[EntityType]:
    """Return types of entities, each once, in their usual order."""
    return [type for type in ENTITY_TYPES if type in types]
