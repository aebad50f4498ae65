"""An answer as Markdown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ..highlighting.control_characters import one_line
from ..highlighting.markdown import to_markdown as mark_markdown
from ..highlighting.marks import Layer
from ..highlighting.pieces import write_pieces
from ..messages import translate
from ..model import Entity
from .base import HitView, ResultsView
from .names import GROUP_HEADINGS, NAME_GAP, NameGroup, group_names
from .phrases import (
    describe_missing,
    describe_notes,
    describe_others,
    describe_translations,
    explain,
    facet_heading,
    facet_value,
    heading_of,
    list_origin,
    summarize,
)


def to_markdown(
    results: ResultsView, *, layers: Collection[Layer], is_explained: bool
) -> str:
    """Return an answer as CommonMark: a heading and a passage for each hit."""
    query = one_line(results.query) or translate("everything")
    blocks = [f"# {_plain(query)}", *map(_plain, describe_notes(results))]
    blocks.append(_plain(summarize(results)))
    for hit in results:
        blocks += _hit(hit, layers, results.missing, is_explained=is_explained)
    for name, values in results.facets.items():
        if values:
            blocks.append(f"## {_plain(facet_heading(name))}")
            counts = [(one_line(facet_value(name, one)), one.count) for one in values]
            blocks.append("\n".join(f"- {_plain(one)}: {many}" for one, many in counts))
    return "\n\n".join(blocks) + "\n"


def _hit(
    hit: HitView, layers: Collection[Layer], known: Collection[str], *, is_explained: bool
) -> Iterator[str]:
    heading, passage = heading_of(hit), hit.passage
    marked = mark_markdown(heading, 0, len(heading), hit.title_marks())
    origin = _plain("  ".join(list_origin(hit)))
    yield f"### {hit.rank}. {marked or origin}"
    if heading:
        yield origin
    text, marks = passage.text, hit.passage_marks(layers)
    yield write_pieces(
        text, hit.pieces, lambda start, end: mark_markdown(text, start, end, marks)
    )
    if names := group_names(passage.entities):
        yield _plain("; ".join(_list_names(group, found) for group, found in names.items()))
    if hit.translations:
        yield _plain(describe_translations(hit))
    if missing := describe_missing(hit, known):
        yield _plain(missing)
    if others := describe_others(hit):
        yield _plain(others)
    if is_explained:
        yield "\n".join(f"- {_plain(line.strip())}" for line in explain(hit))


def _list_names(group: NameGroup, found: Sequence[Entity]) -> str:
    listed = f" {NAME_GAP} ".join(one_line(one.name) for one in found)
    return f"{translate(GROUP_HEADINGS[group])}: {listed}"


def _plain(text: str) -> str:
    return mark_markdown(text, 0, len(text), ())
