"""The text of a document, cut into passages, boilerplate, and what is neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from markupsafe import Markup

from ...model import Document, Match
from ...search.results import layered_marks
from ..interface import Interface
from ..marked_text import write_marked

_FIRST_LETTERS = 60  # of boilerplate that its fold shows (a guess)


Kind = Literal["passage", "boilerplate", "headline", "space", "other"]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document.

    It is a passage, boilerplate, the headline, white space, or another line. ``anchor``
    is empty but for a passage; ``summary`` begins the text of boilerplate.
    """

    kind: Kind
    text: Markup
    anchor: str = ""
    language: str = ""
    summary: str = ""
    matches: int = 0


class _Span(NamedTuple):
    """A span of a text; ``passage`` is the number of a passage, -1 for boilerplate."""

    start: int
    end: int
    passage: int


def list_sections(
    document: Document, matches: Sequence[Match], interface: Interface
) -> Iterator[Section]:
    """Yield the stretches of the text in order, marked; joined they are the text."""
    text, title = document.text, " ".join((document.title or "").split())
    marks = layered_marks(matches, document.entities, ["match", "entity"])

    def write(start: int, end: int) -> Markup:
        return write_marked(text, start, end, marks, interface.mark)

    def write_other(start: int, end: int) -> Section:
        words = " ".join(text[start:end].split())
        is_headline = bool(title) and words in (title, f"{title} {title}")
        kind: Kind = "headline" if is_headline else "other" if words else "space"
        return Section(kind, write(start, end))

    at = 0
    for start, end, number in _list_spans(document):
        if start > at:
            yield write_other(at, start)
        if number >= 0:
            passage = document.passages[number]
            yield Section(
                "passage",
                write(start, end),
                anchor=f"p{passage.ordinal}",
                language=passage.language,
                matches=sum(start <= one.start < end for one in matches),
            )
        else:
            first = " ".join(text[start:end].split())[:_FIRST_LETTERS]
            yield Section("boilerplate", write(start, end), summary=first)
        at = end
    if at < len(text):
        yield write_other(at, len(text))


def _list_spans(document: Document) -> list[_Span]:
    """Return the spans of passages and of boilerplate, in order and apart."""
    spans = [_Span(one.start, one.end, at) for at, one in enumerate(document.passages)]
    spans += [_Span(*span, -1) for span in _join(document)]
    kept: list[_Span] = []
    for span in sorted(spans):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _join(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the spans of boilerplate; those parted by white space alone are one."""
    opened: tuple[int, int] | None = None
    for start, end in sorted(document.boilerplate):
        if opened and not document.text[opened[1] : start].strip():
            opened = opened[0], max(end, opened[1])
        else:
            if opened:
                yield opened
            opened = start, end
    if opened:
        yield opened
