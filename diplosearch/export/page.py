"""An answer as a page of HTML, and as a fragment for a notebook.

The page has its style in it and no scripts: its own policy forbids them, as well as
pictures and anything else that would be fetched. All that comes from a document or a
query is escaped, in text and in attributes.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from ..highlighting.control_characters import one_line, show_controls
from ..highlighting.html import to_html as mark_html
from ..highlighting.marks import Layer
from ..highlighting.pieces import write_pieces
from ..model import FacetValue
from .base import HitView, ResultsView
from .phrases import (
    KIND_NAMES,
    TYPE_NAMES,
    describe_missing,
    describe_notes,
    describe_translations,
    explain,
    kinds_in,
    list_origin,
    summarize,
    title_of,
    types_in,
)

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_LINKED = ("https://", "http://")
_SHOWN_VALUES = 20  # of a facet (a guess)


def to_page(results: ResultsView, *, layers: Collection[Layer], is_explained: bool) -> str:
    """Return an answer as a complete page of HTML with a style of its own."""
    query = one_line(results.query) or "everything"
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_plain(query)} - diplosearch</title>",
        f"<style>\n{page_style()}</style>",
        "</head>",
        '<body class="diplosearch">',
        "<header>",
        f'<h1 dir="auto">{_plain(query)}</h1>',
        *_head(results, layers),
        "</header>",
        "<main>",
        *_facets(results),
        *_hits(results, layers, is_explained=is_explained),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def to_fragment(results: ResultsView, *, layers: Collection[Layer]) -> str:
    """Return an answer as HTML for the page of a notebook."""
    lines = [
        *_head(results, layers),
        *_facets(results),
        *_hits(results, layers, is_explained=False),
    ]
    return _fragment(lines)


def hit_to_fragment(hit: HitView, *, layers: Collection[Layer]) -> str:
    """Return one hit as HTML for the page of a notebook."""
    return _fragment(_hit(hit, layers, 1.0, is_explained=False))


@cache
def page_style() -> str:
    """Return the style sheet of pages."""
    found = files(__spec__.parent or "").joinpath("data", "page.css")
    return found.read_text(encoding="utf-8")


def _fragment(lines: Iterable[str]) -> str:
    inside = "\n".join(lines)
    return f'<style>{page_style()}</style><div class="diplosearch">{inside}</div>'


def _head(results: ResultsView, layers: Collection[Layer]) -> Iterator[str]:
    yield f'<p class="faint">{_plain(summarize(results))}</p>'
    for note in describe_notes(results):
        yield f'<p class="note" dir="auto">{_plain(note)}</p>'
    samples = [*_sample_kinds(results, layers), *_sample_types(results, layers)]
    if samples:
        shown = " ".join(f'<span class="sample">{one}</span>' for one in samples)
        yield f'<p class="legend">{shown}</p>'


def _sample_kinds(results: ResultsView, layers: Collection[Layer]) -> Iterator[str]:
    """Yield a sample of each way in which words are marked on the page."""
    for kind in kinds_in(results, layers):
        yield f'<mark class="{kind}">{KIND_NAMES[kind]}</mark>'


def _sample_types(results: ResultsView, layers: Collection[Layer]) -> Iterator[str]:
    """Yield a sample of each colour of entities on the page."""
    if "entity" in layers:
        for type in types_in(results):
            yield f'<span class="entity {type.lower()}">{TYPE_NAMES[type]}</span>'


def _hits(
    results: ResultsView, layers: Collection[Layer], *, is_explained: bool
) -> Iterator[str]:
    hits = list(results)
    if not hits:
        return
    best = max(hit.score for hit in hits)
    yield f'<ol class="hits" start="{hits[0].rank}">'
    for hit in hits:
        fraction = hit.score / best if best > 0 else 0.0
        yield "<li>"
        yield from _hit(
            hit, layers, fraction, is_explained=is_explained, known=results.missing
        )
        yield "</li>"
    yield "</ol>"


def _hit(
    hit: HitView,
    layers: Collection[Layer],
    fraction: float,
    *,
    is_explained: bool,
    known: Collection[str] = (),
) -> Iterator[str]:
    title, passage = title_of(hit), hit.passage
    marked = mark_html(title, 0, len(title), hit.title_marks())
    yield f'<h2 dir="auto">{hit.rank}. {marked}</h2>'
    facts = " &middot; ".join(f"<bdi>{_plain(fact)}</bdi>" for fact in _facts(hit))
    bar = (
        f'<span class="score"><i style="width:{fraction:.0%}"></i></span>'
        if fraction
        else ""
    )
    yield f'<p class="faint">{bar}{facts}{_link(hit.document.url)}</p>'
    text, marks = hit.document.text, hit.marks(layers)
    shown = write_pieces(
        text,
        passage.start,
        passage.end,
        hit.excerpt,
        lambda start, end: mark_html(text, start, end, marks),
    )
    yield f'<p class="passage" dir="auto" lang="{passage.language}">{shown}</p>'
    if hit.translations:
        yield f'<p class="faint" dir="auto">{_plain(describe_translations(hit))}</p>'
    if missing := describe_missing(hit, known):
        yield f'<p class="faint" dir="auto">{_plain(missing)}</p>'
    if is_explained:
        lines = "".join(f"<li>{_plain(line)}</li>" for line in explain(hit))
        yield f'<ul class="why">{lines}</ul>'


def _facts(hit: HitView) -> list[str]:
    """Return the score, beside its bar, and then the origin of the passage."""
    *facts, score = list_origin(hit)
    return [score, *facts]


def _link(url: str | None) -> str:
    """Return a link to the document's URL; empty unless it is http or https."""
    if url is None or not url.lower().startswith(_LINKED):
        return ""
    target = html.escape(show_controls(url))
    return f' &middot; <a class="url" href="{target}" rel="noreferrer noopener">source</a>'


def _facets(results: ResultsView) -> Iterator[str]:
    shown = {name: values for name, values in results.facets.items() if values}
    if shown:
        yield '<section class="facets">'
        for name, values in shown.items():
            yield from _table(name, values)
        yield "</section>"


def _table(name: str, values: Sequence[FacetValue]) -> Iterator[str]:
    most = max(value.count for value in values)
    yield f"<table><caption>{_plain(name)}</caption>"
    for value in values[:_SHOWN_VALUES]:
        fraction = value.count / most if most else 0.0
        yield (
            f'<tr><td class="number">{value.count:,}</td>'
            f'<td class="bar"><i style="width:{fraction:.0%}"></i></td>'
            f"<td><bdi>{_plain(one_line(value.name))}</bdi></td></tr>"
        )
    more = len(values) - _SHOWN_VALUES
    if more > 0:
        yield f"<tr><td></td><td></td><td>and {more:,} more</td></tr>"
    yield "</table>"


def _plain(text: str) -> str:
    return html.escape(show_controls(text))
