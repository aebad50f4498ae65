"""What is new to watches, as text, a page of HTML and an Atom feed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Protocol
from urllib.parse import quote
from xml.etree import ElementTree

from ..highlighting.control_characters import one_line, show_controls
from .base import HitView
from .page import to_document
from .phrases import count, title_of

_ATOM = "http://www.w3.org/2005/Atom"
_SUMMARY = 400  # characters of a passage in a feed (a guess)


class NewsItemView(Protocol):
    """A new document; see :class:`~diplosearch.index.watches.NewsItem`."""

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
    """A watch; see :class:`~diplosearch.index.watches.Watch`."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def note(self) -> str:
        """The note on it."""
        ...


class NewsView(Protocol):
    """What is new; see :class:`~diplosearch.index.watches.News`."""

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
    watches = f"{len(news.watches):,} watch{'' if len(news.watches) == 1 else 'es'}"
    return f"{count(len(news.items), 'new document')} for {watches}"


def describe_item(item: NewsItemView) -> str:
    """Return the watches of a document, and whether it was changed."""
    changed = ", changed since" if item.is_changed else ""
    return f"for {', '.join(item.watches)}{changed}"


def news_to_text(news: NewsView) -> str:
    """Return what is new as lines of text: title, origin, watches, passage."""
    lines = [summarize_news(news)]
    for watch in news.watches:
        if watch.note:
            lines.append(f"  {one_line(watch.name)}: {one_line(watch.note)}")
    for item in news.items:
        lines += ["", one_line(title_of(item.hit)), f"    {one_line(_origin(item.hit))}"]
        lines.append(f"    {one_line(describe_item(item))}")
        lines += [f"    {line}" for line in _passage(item.hit).splitlines() if line.strip()]
    return "\n".join(lines) + "\n"


def news_to_html(news: NewsView) -> str:
    """Return what is new as a complete page of HTML."""
    return to_document(summarize_news(news), [*_articles(news)])


def _articles(news: NewsView) -> Iterator[str]:
    from ..highlighting.html import escape

    for watch in news.watches:
        if watch.note:
            yield f'<p class="note">{escape(f"{watch.name}: {watch.note}")}</p>'
    for item in news.items:
        hit = item.hit
        yield "<article>"
        yield f'<h2 dir="auto">{escape(title_of(hit))}</h2>'
        yield f'<p class="faint">{escape(f"{_origin(hit)} – {describe_item(item)}")}</p>'
        yield f'<p class="passage" dir="auto">{hit.to_html()}</p>'
        yield "</article>"


def news_to_atom(news: NewsView) -> str:
    """Return what is new as an Atom feed (RFC 4287), an entry for each document."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", "urn:diplosearch:watches")
    _add(feed, "title", summarize_news(news))
    _add(feed, "updated", news.run.isoformat())
    _add(_add(feed, "author", ""), "name", "diplosearch")
    for item in news.items:
        document = item.hit.document
        entry = _add(feed, "entry", "")
        # The same text of the same document is one entry, whatever the run.
        version = f"?{news.run.isoformat()}" if item.is_changed else ""
        _add(entry, "id", f"urn:diplosearch:document:{quote(document.id, safe='')}{version}")
        _add(entry, "title", title_of(item.hit))
        _add(entry, "updated", news.run.isoformat())
        if document.date is not None:
            _add(entry, "published", f"{document.date.isoformat()}T00:00:00Z")
        for name in item.watches:
            _add(entry, "category", "", term=name)
        if document.url and document.url.startswith(("http://", "https://")):
            _add(entry, "link", "", href=document.url)
        _add(entry, "summary", " ".join(_passage(item.hit).split())[:_SUMMARY])
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
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF & ~1


def _origin(hit: HitView) -> str:
    document = hit.document
    date = document.date.isoformat() if document.date else None
    return "  ".join(one for one in (date, document.source, document.id) if one)


def _passage(hit: HitView) -> str:
    return show_controls(hit.passage.text)
