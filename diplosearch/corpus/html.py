"""Web pages: trafilatura finds the main text, the page itself states the rest."""

from __future__ import annotations

import logging
import re
from typing import Any

from ..errors import DocumentError, MissingExtraError
from ..model import Document
from .base import Read
from .decoding import decode, repair
from .page import read_statements
from .page_text import plain_text

_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w:-]{1,40})""")
_HEAD = 4096
# libxml2 cuts text past this length unless told that the page is huge.
_HUGE = 9_000_000


def read_html(data: bytes, *, name: str, identity: str) -> Read:
    """Return the document that a page holds.

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
    # Character references may hide what was decoded wrongly.
    text, repaired = repair(text)
    document = Document(
        id=identity,
        text=text,
        title=repair(stated.title)[0] if stated.title else None,
        date=stated.date,
        source=repair(stated.source)[0] if stated.source else None,
        url=stated.url,
        language=stated.language,
    )
    return Read(document, name, decoded.notes + notes + repaired)


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
    # It reports every page that it finds odd; what became of a page is in our notes.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    try:
        text = extract(tree, include_comments=False, include_tables=True)
    except Exception as error:  # A page must not stop the corpus, whatever it holds.
        return "", (f"trafilatura failed ({type(error).__name__})",)
    return text or "", ()
