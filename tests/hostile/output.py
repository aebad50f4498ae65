"""Assert that results are harmless in every format, for any documents and query."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import diplosearch

TAGS = frozenset(
    [
        *("a", "bdi", "body", "caption", "div", "h1", "h2", "head", "header", "html", "i"),
        *("li", "main", "mark", "meta", "ol", "p", "section", "span", "style", "table"),
        *("td", "title", "tr", "ul"),
    ]
)
ATTRIBUTES = frozenset(
    [
        *("charset", "class", "content", "data-id", "data-kind", "dir", "href", "id"),
        *("http-equiv", "lang", "name", "rel", "start", "style", "title"),
    ]
)
MARKDOWN_TAGS = frozenset(["p", "strong", "em", "h1", "h2", "h3", "ul", "li", "br"])

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Inert(HTMLParser):
    """Fails on HTML with anything but our own tags and attributes."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name == "href":
                assert (value or "").lower().startswith(("http://", "https://")), value
            if name == "style":
                assert re.fullmatch(r"width:[0-9]+%", value or ""), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment got in: {data!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction got in: {data!r}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration got in: {data!r}")

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html", decl


class Tags(HTMLParser):
    """Collects the tags of rendered Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)


def check_html(page: str) -> None:
    """Nothing in a page runs or loads, and links lead only to the URLs of documents."""
    Inert().feed(page)
    assert not _CONTROL.search(page)


def check_markdown(written: str, render: Any) -> None:
    """Rendered results have headings, lists and emphasis, but no link, image or HTML."""
    tags = Tags()
    tags.feed(render(written))
    assert tags.names <= MARKDOWN_TAGS, tags.names - MARKDOWN_TAGS
    assert not _CONTROL.search(written)


def check_terminal(shown: str) -> None:
    """Nothing but styles reaches a terminal."""
    assert not _CONTROL.search(_STYLE.sub("", shown))


def check_table(written: str) -> None:
    """Rows have one length, and no cell is taken for a formula."""
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    for row in rows[1:]:
        for cell in row:
            is_number = re.fullmatch(r"-?[0-9.e-]+", cell) is not None
            assert is_number or not cell.lstrip(" ").startswith(("=", "+", "-", "@")), cell


def check_answer(results: diplosearch.Results) -> None:
    """Results are harmless in every format, with explanations too."""
    for is_explained in (False, True):
        check_html(results.to_html(explain=is_explained))
        check_terminal(results.to_ansi(explain=is_explained))
        assert not _CONTROL.search(results.to_text(explain=is_explained))
        assert not _CONTROL.search(results.to_markdown(explain=is_explained))
        json.loads(results.to_json(explain=is_explained))
    check_html(results._repr_html_())
    check_table(results.to_csv())
