"""A whole document: its text with marks and names, its passages, documents like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup

from ...highlighting.control_characters import show_controls
from ...index.index import Index
from ...model import Document, Match
from ...search.results import Results, layered_marks
from ..interface import Interface
from ..marked_text import write_marked
from ..parameter_tables import SIMILAR
from .base import Table
from .search_page import Name, group_names

_LINKED = ("https://", "http://")
_FIRST_WORDS = 60  # characters of boilerplate that its fold shows (a guess)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document: a passage, boilerplate, or what is neither.

    ``anchor`` is empty but for a passage; ``summary`` begins the text of boilerplate.
    """

    kind: Literal["passage", "boilerplate", "other"]
    text: Markup
    anchor: str = ""
    language: str = ""
    summary: str = ""
    matches: int = 0


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """A document, the words of a query in it, and documents like it."""

    document: Document
    values: Mapping[str, Any]
    matches: tuple[Match, ...] = ()
    similar: Results | None = None

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

    def to_content(self, interface: Interface) -> dict[str, Any]:
        """Return what the page of a document shows."""
        document = self.document
        title = document.title or ""
        title_marks = layered_marks((), document.title_entities, ["entity"])
        sections = list(self._list_sections(interface))
        facts = (
            document.date.isoformat() if document.date else None,
            document.source,
            document.dateline,
            interface.say(f"language.{document.language}") if document.language else None,
        )
        return {
            "document": document,
            "title": write_marked(title, 0, len(title), title_marks, interface.mark),
            "heading": title or document.id,
            "facts": [fact for fact in facts if fact],
            "url": _safe_link(document.url),
            "sections": sections,
            "found": [one for one in sections if one.matches],
            "query": self.values["q"].strip(),
            "names": tuple(group_names(document.entities, interface)),
            "similar": [
                (
                    Name(hit.title, "", interface.document(hit.document.id)),
                    [
                        fact
                        for fact in (
                            hit.document.date and hit.document.date.isoformat(),
                            hit.document.source,
                            interface.say(f"language.{hit.passage.language}"),
                        )
                        if fact
                    ],
                )
                for hit in self.similar or ()
            ],
            "saves": [
                ("TXT", interface.document(document.id, form="txt")),
                ("JSON", interface.document(document.id, self.values, form="json")),
            ],
            "back": interface.search(self.values) if self.values["q"].strip() else "",
        }

    def _list_sections(self, interface: Interface) -> Iterator[Section]:
        """Yield the stretches of the text in order; joined they are the text."""
        document = self.document
        marks = layered_marks(self.matches, document.entities, ["match", "entity"])

        def write(start: int, end: int) -> Markup:
            return write_marked(document.text, start, end, marks, interface.mark)

        at = 0
        for start, end, kind, number in _list_spans(document):
            if start > at:
                yield Section("other", write(at, start))
            if kind == "passage":
                passage = document.passages[number]
                yield Section(
                    "passage",
                    write(start, end),
                    anchor=f"p{passage.ordinal}",
                    language=passage.language,
                    matches=sum(start <= one.start < end for one in self.matches),
                )
            else:
                first = " ".join(document.text[start:end].split())[:_FIRST_WORDS]
                yield Section("boilerplate", write(start, end), summary=first)
            at = end
        if at < len(document.text):
            yield Section("other", write(at, len(document.text)))


def _list_spans(
    document: Document,
) -> list[tuple[int, int, Literal["passage", "boilerplate"], int]]:
    """Return the spans of passages and of boilerplate, in order and apart.

    Boilerplate that is parted by white space alone is one span.
    """
    spans: list[tuple[int, int, Literal["passage", "boilerplate"], int]] = [
        (one.start, one.end, "passage", number)
        for number, one in enumerate(document.passages)
    ]
    spans += [
        (start, end, "boilerplate", 0) for start, end in _join(document.boilerplate, document)
    ]
    kept: list[tuple[int, int, Literal["passage", "boilerplate"], int]] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _join(
    spans: Sequence[tuple[int, int]], document: Document
) -> Iterator[tuple[int, int]]:
    opened: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if opened and not document.text[opened[1] : start].strip():
            opened = opened[0], max(end, opened[1])
        else:
            if opened:
                yield opened
            opened = start, end
    if opened:
        yield opened


def _safe_link(url: str | None) -> str:
    """Return the URL of a document if it is http or https, else nothing."""
    if url is None or not url.lower().startswith(_LINKED):
        return ""
    return show_controls(url)


def answer_document(
    index: Index, values: Mapping[str, Any], *, is_page: bool = False
) -> DocumentAnswer:
    """Return a document; with a query, its words are marked.

    Raises :class:`~diplosearch.NotFoundError` where there is none of this id.
    """
    document = index.get(values["id"])
    query = values["q"].strip()
    matches = (
        index.matches(document.id, query, translate=values["translate"]) if query else ()
    )
    similar = index.similar(document.id, limit=SIMILAR) if is_page else None
    return DocumentAnswer(document, values, matches, similar)
