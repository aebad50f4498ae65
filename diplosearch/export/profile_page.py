"""An entity as a page of HTML, and as a fragment for a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..highlighting.control_characters import one_line
from ..highlighting.marks import LAYERS
from ..highlighting.style import make_fragment
from ..messages import translate, write_number
from .base import ProfileView, RelatedView, ResultsView, TimelineView
from .html_frame import escape, make_page
from .html_tables import write_counts, write_facts, write_timeline
from .name_anchors import NameAnchors
from .page import write_hit
from .phrases import TYPE_NAMES, describe_dates, list_first

_SHOWN_FORMS = 10


def profile_to_page(
    profile: ProfileView, *, timeline: TimelineView, passages: ResultsView
) -> str:
    """Return an entity as a complete page: facts, dates, company, latest passages."""
    anchors = NameAnchors(passages)
    lines = [
        "<header>",
        *_head(profile),
        "</header>",
        '<div class="columns">',
        "<main>",
        f"<h2>{escape(translate('Latest passages'))}</h2>",
        '<ol class="hits">',
        *_passages(passages, anchors),
        "</ol>",
        *anchors.write(),
        "</main>",
        '<section class="facets">',
        *write_timeline(timeline),
        *write_related(profile.related),
        "</section>",
        "</div>",
    ]
    return make_page(one_line(profile.name), lines)


def profile_to_fragment(profile: ProfileView) -> str:
    """Return an entity as HTML for the page of a notebook."""
    return make_fragment([*_head(profile), *write_related(profile.related)])


def related_to_fragment(name: str, related: Sequence[RelatedView]) -> str:
    """Return who and what is named with an entity as HTML for a notebook."""
    heading = f'<h2 dir="auto">{escape(one_line(name))}</h2>'
    return make_fragment([heading, *write_related(related)])


def _head(profile: ProfileView) -> Iterator[str]:
    forms = [f"{form} {write_number(number)}" for form, number in profile.forms]
    yield f'<h1 dir="auto">{escape(one_line(profile.name))}</h1>'
    yield from write_facts(
        [
            (translate("kind"), translate(TYPE_NAMES[profile.type])),
            (translate("written"), list_first(forms, _SHOWN_FORMS)),
            (translate("documents"), write_number(profile.documents)),
            (translate("passages"), write_number(profile.passages)),
            (translate("dates"), describe_dates(profile.first, profile.last)),
            (translate("id"), profile.id),
        ]
    )


def write_related(related: Sequence[RelatedView]) -> Iterator[str]:
    """Yield a table of who and what is named with an entity."""
    counts = [(one.name, one.count) for one in related]
    yield from write_counts(translate("Named with"), counts)


def _passages(passages: ResultsView, anchors: NameAnchors) -> Iterator[str]:
    for hit in passages:
        yield f"<li{anchors.mark_hit(hit)}>"
        yield from write_hit(hit, LAYERS, anchors, 0.0, is_explained=False)
        yield "</li>"
