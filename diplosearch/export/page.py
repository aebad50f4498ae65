"""An answer as a page of HTML, and as a fragment for a notebook.

The page has its style in it and no scripts: its own policy forbids them, as well as
pictures and anything else that would be fetched. All that comes from a document or a
query is escaped, in text and in attributes. Hits come first, then the names in them with
the passages that hold them, and beside them facets and a timeline.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ..highlighting.control_characters import one_line
from ..highlighting.html import to_html as mark_html
from ..highlighting.marks import Layer
from ..highlighting.pieces import write_pieces
from ..highlighting.style import make_fragment
from ..messages import translate
from ..model import Document, FacetValue
from .base import HitView, ResultsView, TimelineView
from .html_frame import escape, make_page
from .html_tables import write_counts, write_timeline
from .name_anchors import NameAnchors
from .phrases import (
    KIND_NAMES,
    TYPE_NAMES,
    describe_missing,
    describe_notes,
    describe_others,
    describe_translations,
    explain,
    facet_heading,
    facet_value,
    heading_of,
    kinds_in,
    list_origin,
    summarize,
    types_in,
)

_LINKED = ("https://", "http://")


def to_page(
    results: ResultsView,
    *,
    layers: Collection[Layer],
    is_explained: bool,
    timeline: TimelineView | None = None,
) -> str:
    """Return an answer as a complete page of HTML with a style of its own."""
    query = one_line(results.query) or translate("everything")
    anchors = NameAnchors(results)
    beside = [*_timeline(timeline), *_facets(results.facets)]
    lines = [
        "<header>",
        f'<h1 dir="auto">{escape(query)}</h1>',
        *_head(results, layers),
        "</header>",
        '<div class="columns">' if beside else "<div>",
        "<main>",
        *_hits(results, layers, anchors, is_explained=is_explained),
        *anchors.write(),
        "</main>",
        *beside,
        "</div>",
    ]
    return make_page(query, lines)


def to_fragment(results: ResultsView, *, layers: Collection[Layer]) -> str:
    """Return an answer as HTML for the page of a notebook."""
    lines = [
        *_head(results, layers),
        *_hits(results, layers, NameAnchors(), is_explained=False),
        *_facets(results.facets),
    ]
    return make_fragment(lines)


def hit_to_fragment(hit: HitView, *, layers: Collection[Layer]) -> str:
    """Return one hit as HTML for the page of a notebook."""
    return make_fragment(write_hit(hit, layers, NameAnchors(), 1.0, is_explained=False))


def facets_to_fragment(facets: Mapping[str, Sequence[FacetValue]]) -> str:
    """Return the facets of an answer as HTML for the page of a notebook."""
    return make_fragment(_facets(facets))


def _head(results: ResultsView, layers: Collection[Layer]) -> Iterator[str]:
    yield f'<p class="faint">{escape(summarize(results))}</p>'
    for note in describe_notes(results):
        yield f'<p class="note" dir="auto">{escape(note)}</p>'
    samples = [*_sample_kinds(results, layers), *_sample_types(results, layers)]
    if samples:
        shown = " ".join(f'<span class="sample">{one}</span>' for one in samples)
        yield f'<p class="legend">{shown}</p>'


def _sample_kinds(results: ResultsView, layers: Collection[Layer]) -> Iterator[str]:
    """Yield a sample of each way in which words are marked on the page."""
    for kind in kinds_in(results, layers):
        yield f'<mark class="{kind}">{escape(translate(KIND_NAMES[kind]))}</mark>'


def _sample_types(results: ResultsView, layers: Collection[Layer]) -> Iterator[str]:
    """Yield a sample of each colour of entities on the page."""
    if "entity" in layers:
        for type in types_in(results):
            name = escape(translate(TYPE_NAMES[type]))
            yield f'<span class="entity {type.lower()}">{name}</span>'


def _hits(
    results: ResultsView,
    layers: Collection[Layer],
    anchors: NameAnchors,
    *,
    is_explained: bool,
) -> Iterator[str]:
    hits = list(results)
    if not hits:
        return
    best = max(hit.score for hit in hits)
    yield f'<ol class="hits" start="{hits[0].rank}">'
    for hit in hits:
        fraction = hit.score / best if best > 0 else 0.0
        yield f"<li{anchors.mark_hit(hit)}>"
        yield from write_hit(
            hit,
            layers,
            anchors,
            fraction,
            is_explained=is_explained,
            known=results.missing,
        )
        yield "</li>"
    yield "</ol>"


def write_hit(
    hit: HitView,
    layers: Collection[Layer],
    anchors: NameAnchors,
    fraction: float,
    *,
    is_explained: bool,
    known: Collection[str] = (),
) -> Iterator[str]:
    """Yield a hit in lines of HTML; ``fraction`` is its score beside the best one."""
    heading, passage = heading_of(hit), hit.passage
    marked = mark_html(heading, 0, len(heading), hit.title_marks())
    origin = " &middot; ".join(f"<bdi>{escape(fact)}</bdi>" for fact in list_origin(hit))
    yield f'<h2 dir="auto">{hit.rank}. {marked or origin}</h2>'
    facts = f"{_bar(fraction)}{origin if heading else ''}{_link(hit.document.url)}"
    if facts:
        yield f'<p class="faint">{facts}</p>'
    text, marks = passage.text, hit.passage_marks(layers)
    shown = write_pieces(
        text, hit.pieces, lambda start, end: mark_html(text, start, end, marks)
    )
    yield f'<p class="passage" dir="auto" lang="{passage.language}">{shown}</p>'
    if names := anchors.list_names(hit):
        yield f'<p class="names" dir="auto">{names}</p>'
    if hit.translations:
        yield f'<p class="faint" dir="auto">{escape(describe_translations(hit))}</p>'
    if missing := describe_missing(hit, known):
        yield f'<p class="faint" dir="auto">{escape(missing)}</p>'
    if others := describe_others(hit):
        titles = "".join(f"<li>{_other(document)}</li>" for document in hit.others)
        yield f"<details><summary>{escape(others)}</summary><ul>{titles}</ul></details>"
    if is_explained:
        lines = "".join(f"<li>{escape(line)}</li>" for line in explain(hit))
        yield f'<ul class="why">{lines}</ul>'


def _other(document: Document) -> str:
    """Return date, source, title and link of a document that tells the same story."""
    facts = (document.date, document.source, document.title or document.reference)
    shown = " &middot; ".join(
        f"<bdi>{escape(one_line(str(fact)))}</bdi>" for fact in facts if fact
    )
    return f"{shown}{_link(document.url)}"


def _bar(fraction: float) -> str:
    if not fraction:
        return ""
    return f'<span class="score"><i style="width:{fraction:.0%}"></i></span>'


def _link(url: str | None) -> str:
    """Return a link to the document's URL; empty unless it is http or https."""
    if url is None or not url.lower().startswith(_LINKED):
        return ""
    target, word = escape(url), escape(translate("source"))
    return f' &middot; <a class="url" href="{target}" rel="noreferrer noopener">{word}</a>'


def _timeline(timeline: TimelineView | None) -> Iterator[str]:
    if timeline is not None:
        yield '<section class="facets">'
        yield from write_timeline(timeline)
        yield "</section>"


def _facets(facets: Mapping[str, Sequence[FacetValue]]) -> Iterator[str]:
    shown = {name: values for name, values in facets.items() if values}
    if shown:
        yield '<section class="facets">'
        for name, values in shown.items():
            counts = [(facet_value(name, one), one.count) for one in values]
            yield from write_counts(facet_heading(name), counts)
        yield "</section>"
