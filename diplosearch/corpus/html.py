"""Web pages: main text by trafilatura, metadata from what the page states."""

from __future__ import annotations

import logging
import re
from typing import Any

from ..errors import DocumentError
from ..model import Document
from .base import Read
from .decoding import decode, repair
from .html_metadata import read_statements
from .html_text import Page, read_page
from .limits import is_too_long

_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w:-]{1,40})""")
_HEAD = 4096  # bytes in which the encoding is declared; the HTML standard has 1024
# libxml2 cuts text of 10 million bytes unless ``huge_tree`` is set.
_HUGE = 9_000_000

# What is given to trafilatura, whose time grows with the square of some of these.
# Measured: of 291 pages of random elements at the first two limits none took over 1.0 s; at
# a depth of 240 one took 7.5 s, and 400 kB of ``<p>a`` took 10 s.
MOST_NODES = 20_000
"""Tags and comments of a page; a news page has some 4,000."""

MOST_DEPTH = 100
"""Elements within elements; a news page has some 30."""

MOST_ATTRIBUTES = 1_000
"""Attributes of one tag: libxml2 takes 0.002 s for these, and 6.5 s for 64,000."""


def read_html(data: bytes, *, name: str, identity: str) -> Read:
    """Return the document of a page.

    name: the name of the file; identity: the id of the document.

    Raises :class:`DocumentError` when there is no text in it.
    """
    declared = _CHARSET.search(data[:_HEAD])
    decoded = decode(data, declared=declared[1].decode("ascii") if declared else None)
    source = decoded.text.replace("\0", " ")
    page = read_page(source)
    stated = read_statements(page.elements)
    text, notes = _main_text(source, page)
    if not text:
        text = page.text
        notes = tuple(f"{note}; the whole page was taken" for note in notes)
    if not text.strip():
        raise DocumentError("the page holds no text; leave it out or save it anew")
    # Character references may hide mojibake until the page is parsed.
    text, repaired = repair(text)
    omitted: list[str] = []

    def fit(field: str, value: str | None) -> str | None:
        if value and is_too_long(field, value):
            omitted.append(f"{field} is too long and was left out")
            return None
        return value and repair(value)[0]

    document = Document(
        id=identity,
        text=text,
        title=fit("title", stated.title),
        date=stated.date,
        source=fit("source", stated.source),
        url=fit("url", stated.url),
        language=stated.language,
    )
    return Read(document, name, (*decoded.notes, *notes, *repaired, *omitted))


def _main_text(source: str, page: Page) -> tuple[str, tuple[str, ...]]:
    """Return the main text of a page and no notes, or "" and the reason for none."""
    if page.nodes > MOST_NODES:
        return "", (f"over {MOST_NODES:,} tags and comments",)
    if page.attributes > MOST_ATTRIBUTES:
        return "", (f"a tag of over {MOST_ATTRIBUTES:,} attributes",)
    try:
        from lxml import etree, html
        from trafilatura import extract
    except ImportError:
        missing = "trafilatura, which finds the main text, is not installed"
        return "", (f"{missing} (pip install 'diplosearch[html]')",)
    # It logs every odd page; our notes say what became of a page.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    # lxml refuses a ``str`` that declares an encoding.
    data = source.encode("utf-8")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=len(data) > _HUGE)
    try:
        tree = html.document_fromstring(data, parser=parser)
        if _depth(tree) > MOST_DEPTH:
            return "", (f"elements nested over {MOST_DEPTH} deep",)
        text = extract(tree, include_comments=False, include_tables=True)
    except (etree.LxmlError, ValueError, AssertionError):
        text = ""
    except Exception as error:  # A page must not stop the corpus, whatever it holds.
        return "", (f"trafilatura failed ({type(error).__name__})",)
    return (text, ()) if text else ("", ("no main text found",))


def _depth(tree: Any) -> int:
    """Return how deep the elements of lxml's ``tree`` are nested."""
    from lxml import etree

    depth = most = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        most = max(most, depth)
    return most
