"""What is new to watches, as text, a page of HTML and an Atom feed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import quote
from xml.etree import ElementTree

from ..highlighting.control_characters import one_line, show_controls
from ..highlighting.marks import LAYERS
from ..highlighting.pieces import write_pieces
from ..messages import count, translate, write_number
from .base import HitView
from .html_frame import escape, make_page
from .name_anchors import NameAnchors
from .page import write_hit
from .phrases import describe_others, heading_of, list_origin

_ATOM = "http://www.w3.org/2005/Atom"


class NewsItemView(Protocol):
    """A new document; see :class:`~diplosearch.index.news.NewsItem`."""

    @property
    def hit(self) -> HitView:
        """Its best passage."""
        ...

    @property
    def watches(self) -> tuple[str, ...]:
        """The watches that it is new to."""
        ...

    @property
    def is_changed(self) -> bool:
        """Whether an earlier text of it was found before."""
        ...


class WatchView(Protocol):
    """A watch; see :class:`~diplosearch.index.news.Watch`."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def note(self) -> str:
        """The note on it."""
        ...


class NewsView(Protocol):
    """What is new; see :class:`~diplosearch.index.news.News`."""

    @property
    def items(self) -> Sequence[NewsItemView]:
        """The documents."""
        ...

    @property
    def watches(self) -> Sequence[WatchView]:
        """The watches that were run."""
        ...

    @property
    def run(self) -> datetime.datetime:
        """The time of the run."""
        ...


def summarize_news(news: NewsView) -> str:
    """Return how much is new to how many watches."""
    documents, watches = len(news.items), len(news.watches)
    return translate(
        "{documents} for {watches}",
        documents=count(documents, "new document"),
        watches=translate(
            "1 watch" if watches == 1 else "{number} watches", number=write_number(watches)
        ),
    )


def describe_item(item: NewsItemView) -> str:
    """Return the watches of a document, and whether it was changed."""
    names = ", ".join(item.watches)
    said = "changed; for {names}" if item.is_changed else "for {names}"
    return translate(said, names=names)


def news_to_text(news: NewsView) -> str:
    """Return what is new as lines of text: title, origin, watches, the sentences found."""
    lines = [summarize_news(news)]
    lines += [
        f"  {one_line(f'{one.name}: {one.note}')}" for one in news.watches if one.note
    ]
    for item in news.items:
        hit = item.hit
        lines += ["", one_line(heading_of(hit) or hit.document.reference)]
        lines.append(f"    {'  '.join([*list_origin(hit), one_line(describe_item(item))])}")
        lines.append(f"    {_shown(hit)}")
        if hit.others:
            lines.append(f"    {describe_others(hit)}")
    return "\n".join(lines) + "\n"


def news_to_html(news: NewsView) -> str:
    """Return what is new as a complete page of HTML."""
    title = summarize_news(news)
    lines = ["<header>", f"<h1>{escape(title)}</h1>"]
    for watch in news.watches:
        if watch.note:
            lines.append(f'<p class="note">{escape(f"{watch.name}: {watch.note}")}</p>')
    lines += ["</header>", "<main>", '<ol class="hits">']
    for item in news.items:
        lines += [
            "<li>",
            *write_hit(item.hit, LAYERS, NameAnchors(), 1.0, is_explained=False),
        ]
        lines += [f'<p class="faint">{escape(describe_item(item))}</p>', "</li>"]
    return make_page(title, [*lines, "</ol>", "</main>"])


def news_to_atom(news: NewsView) -> str:
    """Return what is new as an Atom feed (RFC 4287), an entry for each document."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    names = ",".join(quote(one.name, safe="") for one in news.watches)
    _add(feed, "id", f"urn:diplosearch:watches:{names}")
    _add(feed, "title", summarize_news(news))
    _add(feed, "updated", news.run.isoformat())
    _add(_add(feed, "author", ""), "name", "diplosearch")
    for item in news.items:
        document, others = item.hit.document, describe_others(item.hit)
        entry = _add(feed, "entry", "")
        # The same text of the same document is one entry, whatever the run.
        version = f"?{news.run.isoformat()}" if item.is_changed else ""
        _add(
            entry,
            "id",
            f"urn:diplosearch:document:{quote(document.reference, safe='')}{version}",
        )
        _add(entry, "title", heading_of(item.hit) or document.reference)
        _add(entry, "updated", news.run.isoformat())
        if document.date is not None:
            _add(entry, "published", f"{document.date.isoformat()}T00:00:00Z")
        for name in item.watches:
            _add(entry, "category", "", term=name)
        if document.url and document.url.startswith(("http://", "https://")):
            _add(entry, "link", "", href=document.url)
        _add(entry, "summary", "\n".join(filter(None, (_shown(item.hit), others))))
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _add(
    parent: ElementTree.Element, name: str, text: str, **attributes: str
) -> ElementTree.Element:
    """Add an element; characters that XML does not have are made visible."""
    given = {key: _clean(value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", given)
    element.text = _clean(text) or None
    return element


def _clean(text: str) -> str:
    shown = show_controls(text)
    return "".join(one if _is_character(ord(one)) else "\ufffd" for one in shown)


def _is_character(code: int) -> bool:
    """Tell whether XML 1.0 has a character of this code."""
    return (
        code in (9, 10, 13)
        or 0x20 <= code < 0xD800
        or 0xE000 <= code < 0xFFFE
        or code >= 0x10000
    )


def _shown(hit: HitView) -> str:
    """Return the sentences of a hit that are shown, in one line."""
    text = hit.passage.text
    return one_line(write_pieces(text, hit.pieces, lambda start, end: text[start:end]))
