"""Web pages: main text by trafilatura, metadata from what the page states."""

from __future__ import annotations

import logging
import re
from typing import Any

from ..errors import DocumentError, MissingExtraError
from ..model import Document
from .base import Read
from .decoding import decode, repair
from .html_metadata import read_statements
from .html_text import plain_text
from .limits import is_too_long

_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w:-]{1,40})""")
_HEAD = 4096  # bytes in which the encoding is declared; the HTML standard has 1024
# libxml2 cuts text of 10 million bytes unless ``huge_tree`` is set.
_HUGE = 9_000_000


def read_html(data: bytes, *, name: str, identity: str) -> Read:
    """Return the document of a page.

    name: the name of the file; identity: the id of the document.

    Raises :class:`DocumentError` when there is no text in it, and
    :class:`MissingExtraError` when trafilatura is not installed.
    """
    declared = _CHARSET.search(data[:_HEAD])
    decoded = decode(data, declared=declared[1].decode("ascii") if declared else None)
    tree = _parse(decoded.text)
    stated = read_statements(tree)
    fallback = plain_text(tree)
    text, notes = _main_text(tree)
    if not text:
        text, notes = fallback, (*notes, "no main text found: the whole page was taken")
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


def _parse(text: str) -> Any:
    """Return the tree of a page.

    It is parsed from bytes, because lxml refuses a ``str`` that declares an
    encoding.
    """
    try:
        from lxml import etree, html
    except ImportError:
        raise MissingExtraError("trafilatura", "html") from None
    data = text.replace("\0", " ").encode("utf-8")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=len(data) > _HUGE)
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise DocumentError("the page holds no HTML; save it anew") from None


def _main_text(tree: Any) -> tuple[str, tuple[str, ...]]:
    try:
        from trafilatura import extract
    except ImportError:
        raise MissingExtraError("trafilatura", "html") from None
    # It logs every odd page; our notes say what became of a page.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    try:
        text = extract(tree, include_comments=False, include_tables=True)
    except Exception as error:  # A page must not stop the corpus, whatever it holds.
        return "", (f"trafilatura failed ({type(error).__name__})",)
    return text or "", ()
