"""Metadata that a web page states in its markup.

Read are Open Graph and other meta tags, JSON-LD and ``time`` elements. A date elsewhere
in the text or in the address would be a guess.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..model import Language
from ..resources import read_sections
from .field_values import read_date, read_language
from .html_text import Element


@dataclass(frozen=True, slots=True)
class Statements:
    """What a page states; None for what it does not."""

    title: str | None = None
    date: datetime.date | None = None
    source: str | None = None
    url: str | None = None
    language: Language | None = None


def read_statements(elements: Sequence[Element]) -> Statements:
    """Return the metadata of a page from its elements."""
    meta = _meta(elements)
    story = _json_ld(elements)
    publisher = story.get("publisher")
    source = meta.get("og:site_name") or _words(
        publisher.get("name") if isinstance(publisher, dict) else publisher
    )
    return Statements(
        title=_title(elements, meta, story, source),
        date=_date(elements, meta, story),
        source=source,
        url=_url(elements, meta),
        language=_language(elements, meta, story),
    )


def _named(elements: Sequence[Element], name: str) -> Iterator[Element]:
    return (element for element in elements if element.name == name)


def _meta(elements: Sequence[Element]) -> dict[str, str]:
    """Return the contents of meta tags by name; the first of each name counts."""
    found: dict[str, str] = {}
    for element in _named(elements, "meta"):
        content = _words(element.attributes.get("content"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.attributes.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _json_ld(elements: Sequence[Element]) -> dict[str, Any]:
    """Return the first object in JSON-LD with a headline or date of publication, or {}."""
    for element in _named(elements, "script"):
        if "ld+json" not in (element.attributes.get("type") or "").lower():
            continue
        try:
            value = json.loads(element.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for found in _find_objects(value):
            if "headline" in found or "datePublished" in found:
                return found
    return {}


def _find_objects(value: object) -> Iterator[dict[str, Any]]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (inner for inner in graph if isinstance(inner, dict))


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _title(
    elements: Sequence[Element],
    meta: dict[str, str],
    story: dict[str, Any],
    source: str | None,
) -> str | None:
    headings = [_words(element.text) for element in _named(elements, "h1")]
    title = (
        meta.get("og:title")
        or _words(story.get("headline"))
        or (headings[0] if len(headings) == 1 else None)
        or next((_words(found.text) for found in _named(elements, "title")), None)
        or meta.get("twitter:title")
    )
    for separator in (" - ", " | ", " – ", " — ", " :: "):
        if title and source and title.endswith(separator + source):
            return title[: -len(separator + source)].strip() or None
    return title


def _date(
    elements: Sequence[Element], meta: dict[str, str], story: dict[str, Any]
) -> datetime.date | None:
    date_names = read_sections(__spec__.parent, "html.txt")["dates"]
    stated = [_words(story.get("datePublished")), *map(meta.get, date_names)]
    for value in stated:
        found = read_date(value) if value else None
        if found:
            return found
    times = list(_named(elements, "time"))
    marked = [
        element
        for element in times
        if (element.attributes.get("itemprop") or "").lower() == "datepublished"
        or element.attributes.get("pubdate") is not None
    ]
    days = {
        read_date(element.attributes.get("datetime") or "") for element in marked or times
    }
    days.discard(None)
    # Lists of other stories carry dates of their own.
    return days.pop() if len(days) == 1 else None


def _url(elements: Sequence[Element], meta: dict[str, str]) -> str | None:
    canonical = [
        _words(element.attributes.get("href"))
        for element in _named(elements, "link")
        if "canonical" in (element.attributes.get("rel") or "").lower().split()
    ]
    for url in (*canonical, meta.get("og:url")):
        if url and url.startswith(("https://", "http://")):
            return url
    return None


def _language(
    elements: Sequence[Element], meta: dict[str, str], story: dict[str, Any]
) -> Language | None:
    html = next(_named(elements, "html"), None)
    attributes = (
        ()
        if html is None
        else (html.attributes.get("lang"), html.attributes.get("xml:lang"))
    )
    stated = (
        *attributes,
        meta.get("og:locale"),
        meta.get("content-language"),
        _words(story.get("inLanguage")),
    )
    first = next((value for value in stated if value and value.strip()), None)
    return read_language(first) if first else None
