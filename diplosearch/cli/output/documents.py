"""Writes a whole document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...export.text import render_types
from ...highlighting.control_characters import one_line
from ...highlighting.marks import Mark
from ...highlighting.runs import faint, mark_runs, strong
from ...messages import count, translate
from .screen import Screen

if TYPE_CHECKING:
    from ...model import Document, Span


def write_document(
    document: Document,
    screen: Screen,
    marks: Iterable[Mark] = (),
    tags: Sequence[str] = (),
) -> None:
    """Write a document with its metadata; boilerplate lines have a bar in front."""
    if document.title:
        screen.write(strong(one_line(document.title)))
    screen.write_fields(list(_metadata(document, tags)))
    screen.write()
    given = tuple(marks)
    for start, end in _lines(document.text):
        line = mark_runs(
            document.text,
            start,
            end,
            given,
            is_styled=screen.look.is_styled,
            has_letters=screen.look.has_letters,
        )
        if _is_boilerplate(document.text, start, end, document.boilerplate):
            screen.write(faint(line), first="| ", indent="| ")
        else:
            screen.write(line)
    if document.boilerplate or given:
        screen.write()
    if any(one.layer == "entity" for one in given):
        types = {one.type for one in document.entities}
        screen.write_lines(render_types(types, screen.look))
    if document.boilerplate:
        screen.write(faint(translate("| marks lines of the page, which are not searched")))


def write_story(story: Sequence[Document], screen: Screen) -> None:
    """Write the documents of a story: date, source, id, and the title of each."""
    for number, document in enumerate(story, 1):
        facts = (document.date, document.source, document.reference)
        origin = "  ".join(one_line(str(fact)) for fact in facts if fact)
        first, indent = f"{number:>2}. ", "    "
        if document.title:
            screen.write(strong(one_line(document.title)), first=first, indent=indent)
            first = indent
        screen.write(faint(origin), first=first, indent=indent)
    screen.write(
        translate("{documents} of one story", documents=count(len(story), "document"))
    )


def _metadata(document: Document, tags: Sequence[str]) -> Iterator[tuple[str, str]]:
    facts = {
        "index": document.index,
        "id": document.id,
        "date": document.date.isoformat() if document.date else None,
        "source": document.source,
        "dateline": document.dateline,
        "url": document.url,
        "language": document.language,
        "pages": str(len(document.pages) or ""),
        "passages": str(len(document.passages)),
    }
    for name, value in facts.items():
        if value:
            yield translate(name), one_line(value)
    for name, values in document.own_fields.items():
        yield one_line(name), one_line(", ".join(values))
    if tags:
        yield translate("tags"), one_line(", ".join(tags))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _is_boilerplate(text: str, start: int, end: int, boilerplate: Sequence[Span]) -> bool:
    line = text[start:end]
    first = start + len(line) - len(line.lstrip())
    return first < end and any(span.start <= first < span.end for span in boilerplate)
