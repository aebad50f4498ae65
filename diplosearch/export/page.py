"""An answer as a page of its own, and as a part of a notebook.

The page holds its style and nothing that runs: its own policy forbids scripts,
pictures and whatever else would be fetched. All that comes from a document or a
query is escaped, in text and in attributes.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import get_args

from ..highlight.control_characters import show_controls
from ..highlight.html import to_html as mark_html
from ..highlight.marks import Layer
from ..model import MatchKind
from .base import Answer, Counted, Found
from .phrases import (
    KIND_NAMES,
    TYPE_NAMES,
    describe_notes,
    describe_translations,
    explain,
    list_origin,
    one_line,
    summarize,
    title_of,
    types_in,
)

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_LINKED = ("https://", "http://")
_SHOWN_VALUES = 20


def to_page(answer: Answer, *, layers: Collection[Layer], is_explained: bool) -> str:
    """Return an answer as a complete page of HTML with a style of its own."""
    asked = one_line(answer.query) or "everything"
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_plain(asked)} - diplosearch</title>",
        f"<style>\n{page_style()}</style>",
        "</head>",
        '<body class="diplosearch">',
        "<header>",
        f'<h1 dir="auto">{_plain(asked)}</h1>',
        *_head(answer, layers),
        "</header>",
        "<main>",
        *_facets(answer),
        *_hits(answer, layers, is_explained=is_explained),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def to_fragment(answer: Answer, *, layers: Collection[Layer]) -> str:
    """Return an answer as a part of a notebook's page."""
    parts = [
        *_head(answer, layers),
        *_facets(answer),
        *_hits(answer, layers, is_explained=False),
    ]
    return _fragment(parts)


def hit_to_fragment(hit: Found, *, layers: Collection[Layer]) -> str:
    """Return a hit alone as a part of a notebook's page."""
    return _fragment(_hit(hit, layers, 1.0, is_explained=False))


@cache
def page_style() -> str:
    """Return the style sheet of pages."""
    found = files(__spec__.parent or "").joinpath("data", "page.css")
    return found.read_text(encoding="utf-8")


def _fragment(parts: Iterable[str]) -> str:
    inside = "\n".join(parts)
    return f'<style>{page_style()}</style><div class="diplosearch">{inside}</div>'


def _head(answer: Answer, layers: Collection[Layer]) -> Iterator[str]:
    yield f'<p class="faint">{_plain(summarize(answer))}</p>'
    for note in describe_notes(answer):
        yield f'<p class="note" dir="auto">{_plain(note)}</p>'
    samples = [*_kinds_shown(answer, layers), *_types_shown(answer, layers)]
    if samples:
        yield f'<p class="legend">{" ".join(samples)}</p>'


def _kinds_shown(answer: Answer, layers: Collection[Layer]) -> Iterator[str]:
    """Yield a sample of each way in which words are marked on the page."""
    kinds = {mark.kind for hit in answer for mark in hit.title_marks()}
    if "match" in layers:
        kinds |= {mark.kind for hit in answer for mark in hit.marks(["match"])}
    for kind in get_args(MatchKind):
        if kind in kinds:
            yield _sample(f'<mark class="{kind}">{KIND_NAMES[kind]}</mark>')


def _types_shown(answer: Answer, layers: Collection[Layer]) -> Iterator[str]:
    if "entity" in layers:
        for type in types_in(answer):
            name = TYPE_NAMES[type]
            yield _sample(f'<span class="entity {type.lower()}">{name}</span>')


def _sample(marked: str) -> str:
    return f'<span class="sample">{marked}</span>'


def _hits(
    answer: Answer, layers: Collection[Layer], *, is_explained: bool
) -> Iterator[str]:
    hits = list(answer)
    if not hits:
        return
    best = max(hit.score for hit in hits)
    yield f'<ol class="hits" start="{hits[0].rank}">'
    for hit in hits:
        share = hit.score / best if best > 0 else 0.0
        yield "<li>"
        yield from _hit(hit, layers, share, is_explained=is_explained)
        yield "</li>"
    yield "</ol>"


def _hit(
    hit: Found, layers: Collection[Layer], share: float, *, is_explained: bool
) -> Iterator[str]:
    title, passage = title_of(hit), hit.passage
    marked = mark_html(title, 0, len(title), hit.title_marks())
    yield f'<h2 dir="auto">{hit.rank}. {marked}</h2>'
    facts = " &middot; ".join(f"<bdi>{_plain(fact)}</bdi>" for fact in _facts(hit))
    bar = f'<span class="score"><i style="width:{share:.0%}"></i></span>' if share else ""
    yield f'<p class="faint">{bar}{facts}{_link(hit.document.url)}</p>'
    shown = mark_html(hit.document.text, passage.start, passage.end, hit.marks(layers))
    yield f'<p class="passage" dir="auto" lang="{passage.language}">{shown}</p>'
    if hit.translations:
        yield f'<p class="faint" dir="auto">{_plain(describe_translations(hit))}</p>'
    if is_explained:
        lines = "".join(f"<li>{_plain(line)}</li>" for line in explain(hit))
        yield f'<ul class="why">{lines}</ul>'


def _facts(hit: Found) -> list[str]:
    """Return the score, which the bar shows, and where the passage comes from."""
    *facts, score = list_origin(hit)
    return [score, *facts]


def _link(url: str | None) -> str:
    """Return a link to where a document comes from; nothing for what is no address."""
    if url is None or not url.lower().startswith(_LINKED):
        return ""
    target = html.escape(show_controls(url))
    return f' &middot; <a class="url" href="{target}" rel="noreferrer noopener">source</a>'


def _facets(answer: Answer) -> Iterator[str]:
    shown = {name: values for name, values in answer.facets.items() if values}
    if shown:
        yield '<section class="facets">'
        for name, values in shown.items():
            yield from _table(name, values)
        yield "</section>"


def _table(name: str, values: Sequence[Counted]) -> Iterator[str]:
    most = max(value.count for value in values)
    yield f"<table><caption>{_plain(name)}</caption>"
    for value in values[:_SHOWN_VALUES]:
        share = value.count / most if most else 0.0
        yield (
            f'<tr><td class="number">{value.count:,}</td>'
            f'<td class="bar"><i style="width:{share:.0%}"></i></td>'
            f"<td><bdi>{_plain(one_line(value.name))}</bdi></td></tr>"
        )
    more = len(values) - _SHOWN_VALUES
    if more > 0:
        yield f"<tr><td></td><td></td><td>and {more:,} more</td></tr>"
    yield "</table>"


def _plain(text: str) -> str:
    return html.escape(show_controls(text))
