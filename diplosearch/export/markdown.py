"""An answer as Markdown."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..highlighting.control_characters import one_line
from ..highlighting.markdown import to_markdown as mark_markdown
from ..highlighting.marks import Layer
from ..highlighting.pieces import write_pieces
from .base import HitView, ResultsView
from .phrases import (
    describe_missing,
    describe_notes,
    describe_translations,
    explain,
    list_origin,
    summarize,
    title_of,
)


def to_markdown(
    results: ResultsView, *, layers: Collection[Layer], is_explained: bool
) -> str:
    """Return an answer as CommonMark: a heading and a passage for each hit."""
    query = one_line(results.query) or "everything"
    blocks = [f"# {_plain(query)}", *map(_plain, describe_notes(results))]
    blocks.append(_plain(summarize(results)))
    for hit in results:
        blocks += _hit(hit, layers, results.missing, is_explained=is_explained)
    for name, values in results.facets.items():
        if values:
            blocks.append(f"## {_plain(name)}")
            blocks.append(
                "\n".join(f"- {_plain(one_line(one.name))}: {one.count}" for one in values)
            )
    return "\n\n".join(blocks) + "\n"


def _hit(
    hit: HitView, layers: Collection[Layer], known: Collection[str], *, is_explained: bool
) -> Iterator[str]:
    title, passage = title_of(hit), hit.passage
    marked = mark_markdown(title, 0, len(title), hit.title_marks())
    yield f"### {hit.rank}. {marked}"
    yield _plain("  ".join(list_origin(hit)))
    text, marks = hit.document.text, hit.marks(layers)
    yield write_pieces(
        text,
        passage.start,
        passage.end,
        hit.excerpt,
        lambda start, end: mark_markdown(text, start, end, marks),
    )
    if hit.translations:
        yield _plain(describe_translations(hit))
    if missing := describe_missing(hit, known):
        yield _plain(missing)
    if is_explained:
        yield "\n".join(f"- {_plain(line.strip())}" for line in explain(hit))


def _plain(text: str) -> str:
    return mark_markdown(text, 0, len(text), ())
