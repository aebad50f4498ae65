"""A whole document, with the words of a query in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...export.phrases import shorten
from ...highlighting.control_characters import show_controls
from ...index.index import Index
from ...model import Document, Match
from ...search.results import layered_marks
from ..interface import Interface
from ..marked_text import write_marked
from ..parameter_tables import SIMILAR
from .base import Table, Values
from .document_sections import list_sections
from .hit_view import Name, list_facts, list_names

_LINKED = ("https://", "http://")
_SHOWN_NAMES = 12


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """A document, and the words of a query in it."""

    document: Document
    matches: tuple[Match, ...] = ()

    def to_values(self) -> dict[str, Any]:
        """Return the document as values that JSON can carry, with the matches."""
        return {
            **self.document.to_dict(),
            "matches": [
                {"start": one.start, "end": one.end, "kind": one.kind, "query": one.query}
                for one in self.matches
            ],
        }

    def to_table(self) -> Table | str:
        """Return its passages as a table."""
        rows = [
            (one.ordinal, one.start, one.end, one.language, one.text)
            for one in self.document.passages
        ]
        return Table(("ordinal", "start", "end", "language", "text"), rows)


def find_document(index: Index, values: Values) -> DocumentAnswer:
    """Return a document; with a query, its words are matched.

    Raises :class:`~diplosearch.NotFoundError` where there is none of this id.
    """
    document = index.get(values["id"])
    query = values["q"].strip()
    if not query:
        return DocumentAnswer(document)
    matches = index.matches(document.reference, query, translate=values["translate"])
    return DocumentAnswer(document, matches)


def show_document(index: Index, values: Values, interface: Interface) -> dict[str, Any]:
    """Return what the page of a document shows."""
    found = find_document(index, values)
    document = found.document
    title = document.title or ""
    marks = layered_marks((), document.title_entities, ["entity"])
    sections = list(list_sections(document, found.matches, interface))
    query = values["q"].strip()
    return {
        "document": document,
        "title": write_marked(title, 0, len(title), marks, interface.mark),
        "heading": title or document.reference,
        "facts": list_facts(document, document.language, index.tags(document.reference)),
        "url": _safe_link(document.url),
        "sections": sections,
        "found": [one for one in sections if one.matches],
        "query": query,
        "back": interface.search({**values}) if query else "",
        "names": tuple(list_names(document.entities, interface, _SHOWN_NAMES)),
        "similar": [
            (
                Name(
                    shorten(hit.title, 90), "", interface.document(hit.document.reference)
                ),
                list_facts(hit.document, hit.passage.language),
            )
            for hit in index.similar(document.reference, limit=SIMILAR)
        ],
        "saves": [
            ("TXT", interface.document(document.reference, form="txt")),
            ("JSON", interface.document(document.reference, values, form="json")),
        ],
    }


def _safe_link(url: str | None) -> str:
    """Return the URL of a document if it is http or https, else nothing."""
    if url is None or not url.lower().startswith(_LINKED):
        return ""
    return show_controls(url)
