"""Assert that results are harmless in every format, for any documents and query."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser

import pyte
import pytest

import diplosearch

from .renderers import RENDERERS, Rendered

TAGS = frozenset(
    [
        *("a", "b", "bdi", "body", "caption", "div", "h1", "h2", "h3", "head", "header"),
        *("html", "i", "li", "main", "mark", "meta", "ol", "p", "section", "span", "style"),
        *("table", "td", "th", "title", "tr", "ul"),
    ]
)
ATTRIBUTES = frozenset(
    [
        *("charset", "class", "colspan", "content", "data-id", "data-kind", "dir", "href"),
        *("http-equiv", "id", "lang", "name", "rel", "scope", "start", "style", "title"),
    ]
)
MARKDOWN_TAGS = frozenset(["p", "strong", "em", "h1", "h2", "h3", "ul", "li"])
FORMULA_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe63\ufe66"

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"
    "\ufff9-\ufffb\U000e0001-\U000e007f\ud800-\udfff]"
)
_LINK = re.compile(r"https?://|#(?:hit|name)-[0-9]+\Z", re.IGNORECASE)
"""What links lead to: addresses of documents, and places of the page itself."""

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Inert(HTMLParser):
    """Fails on HTML with anything but our own tags and attributes."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name == "href":
                assert _LINK.match(value or ""), value
            if name == "style":
                assert re.fullmatch(r"(?:width|height):[0-9]+%", value or ""), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment got in: {data!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction got in: {data!r}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration got in: {data!r}")

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html", decl


def check_html(page: str) -> None:
    """Nothing in a page runs or loads, and links lead only to the URLs of documents."""
    Inert().feed(page)
    assert not _CONTROL.search(page)
    lxml_html = pytest.importorskip("lxml.html")
    for element in lxml_html.fromstring(page).iter():
        assert element.tag in TAGS, element.tag
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES, name
            assert name != "href" or _LINK.match(value), value


def check_markdown(written: str) -> None:
    """Each renderer makes headings, lists and emphasis, but no link, image or HTML."""
    assert not _CONTROL.search(written)
    for load in RENDERERS.values():
        rendered = Rendered(load()(written))
        assert rendered.tags <= MARKDOWN_TAGS, rendered.tags - MARKDOWN_TAGS
        assert not rendered.attributes
        assert not rendered.others


def check_terminal(shown: str) -> None:
    """Nothing but styles reaches a terminal, and nothing but text stands on it."""
    assert not _CONTROL.search(_STYLE.sub("", shown))
    screen = pyte.Screen(80, 24)
    stream = pyte.Stream(screen)
    stream.feed(shown.replace("\n", "\r\n"))
    assert screen.title == ""
    assert not _CONTROL.search("".join(screen.display))


def check_table(written: str) -> None:
    """Rows have one length, and no cell is taken for a formula by any usual delimiter."""
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not _CONTROL.search(written)
    cells = [cell for row in rows for cell in row]
    for delimiter in ";\t":
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter):
            cells += row
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(io.StringIO(written), dtype=str, keep_default_na=False)
    assert list(frame.columns) == rows[0]
    assert frame.to_numpy().tolist() == rows[1:]
    for cell in cells:
        begins = cell.lstrip(" \xa0\u3000\xad\u200b\ufeff\v\t\r\n")[:1]
        is_number = re.fullmatch(r"-?[0-9.e-]+", cell) is not None
        assert is_number or not begins or begins not in FORMULA_SIGNS, cell


def check_json(written: str) -> None:
    """Two readers find the same value, and no control stands in what they read."""
    assert not _CONTROL.search(written)
    value = json.loads(written)
    with closing(sqlite3.connect(":memory:")) as database:
        (again,) = database.execute("SELECT json(?)", [written]).fetchone()
    assert json.loads(again) == value


def check_answer(results: diplosearch.Results) -> None:
    """Results are harmless in every format, with explanations too."""
    for is_explained in (False, True):
        check_html(results.to_html(explain=is_explained))
        check_terminal(results.to_ansi(explain=is_explained))
        check_terminal(results.to_text(explain=is_explained))
        check_json(results.to_json(explain=is_explained))
        check_markdown(results.to_markdown(explain=is_explained))
    check_html(results._repr_html_())
    check_table(results.to_csv())
