"""A hit as a page shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ...export.names import GROUP_HEADINGS, group_names
from ...export.phrases import (
    KIND_NAMES,
    describe_others,
    describe_own,
    describe_page,
    heading_of,
)
from ...highlighting.pieces import write_pieces
from ...messages import translate
from ...model import Document, Entity, Language, MatchKind
from ...search.results import Hit
from ..interface import Interface
from ..labels import LANGUAGES
from ..marked_text import write_marked
from .base import Values

_SHOWN_NAMES = 6  # of a kind under a hit (a guess)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that links to its page; ``kind`` is the class of its colour."""

    text: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit as its page shows it; ``other_documents`` are texts and addresses."""

    rank: int
    title: Markup
    address: str
    facts: tuple[str, ...]
    language: str
    passage: Markup
    names: tuple[tuple[str, tuple[Name, ...]], ...]
    missing: tuple[str, ...]
    reasons: tuple[tuple[str, str, str], ...]
    others: str
    other_documents: tuple[tuple[str, str], ...]


def show_hit(
    hit: Hit, values: Values, interface: Interface, missing: Collection[str] = ()
) -> HitView:
    """Return a hit as the page of a search shows it.

    ``values`` are those of the search, and ``missing`` the concepts that it lacks.
    """
    document, passage = hit.document, hit.passage
    heading, marks = heading_of(hit), hit.passage_marks()

    def write(start: int, end: int) -> str:
        return write_marked(passage.text, start, end, marks, interface.mark)

    return HitView(
        rank=hit.rank,
        title=write_marked(heading, 0, len(heading), hit.title_marks(), interface.mark),
        address=interface.document(
            document.reference, values, anchor=f"p{passage.ordinal}"
        ),
        facts=(
            *list_facts(document, passage.language, hit.tags),
            *filter(None, [describe_page(passage)]),
        ),
        language=passage.language,
        passage=Markup(write_pieces(passage.text, hit.pieces, write)),
        names=tuple(list_names(passage.entities, interface)),
        missing=tuple(missing),
        reasons=tuple(_list_reasons(hit)),
        others=describe_others(hit),
        other_documents=tuple(
            (_name_document(one), interface.document(one.reference, values))
            for one in hit.others
        ),
    )


def list_facts(
    document: Document, language: Language | None, tags: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return date, source, language, id, own fields and tags of a document, if known."""
    where = (document.source, document.dateline and f"({document.dateline})")
    facts = (
        document.date.isoformat() if document.date else None,
        " ".join(one for one in where if one),
        translate(LANGUAGES[language]) if language else None,
        document.reference,
        *describe_own(document.own_fields, tags),
    )
    return tuple(fact for fact in facts if fact)


def _name_document(document: Document) -> str:
    """Return date, source and title of a document, or its id instead of that."""
    facts = (document.date, document.source, document.title or document.reference)
    return " · ".join(str(fact) for fact in facts if fact)


def list_names(
    entities: Iterable[Entity], interface: Interface, most: int = _SHOWN_NAMES
) -> Iterator[tuple[str, tuple[Name, ...]]]:
    """Yield the heading of each group of names, with its names, those named most first."""
    for group, found in group_names(entities).items():
        names = (
            Name(one.name, one.type.lower(), interface.entity(one.id))
            for one in found[:most]
        )
        yield translate(GROUP_HEADINGS[group]), tuple(names)


def _list_reasons(hit: Hit) -> Iterator[tuple[str, str, str]]:
    """Yield why a hit was found: a word of the query, what it found, and how."""
    found: dict[tuple[str, MatchKind], dict[str, None]] = {}
    for source, first, matches in (
        (hit.title, 0, hit.title_matches),
        (hit.passage.text, hit.passage.start, hit.matches),
    ):
        for one in matches:
            words = found.setdefault((one.query, one.kind), {})
            words[source[one.start - first : one.end - first]] = None
    for (query, kind), words in found.items():
        yield query, ", ".join(words), translate(KIND_NAMES[kind])
