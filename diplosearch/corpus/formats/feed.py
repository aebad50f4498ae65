"""RSS and Atom feeds that were saved as files: a document of each entry."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import DocumentError, MissingExtraError
from ...model import Document
from ..base import FileContent, Read, Skipped, SkippedRow
from ..decoding import decode_only, repair
from ..field_values import read_date, read_language
from ..html_text import read_page
from ..kinds import split_name
from ..limits import is_too_long
from ..streams import format_size, read_whole
from .item_ids import ItemIds

MOST_FEED = 32 * 2**20
"""Bytes of a feed, which is read whole: a guess; news sites give some 100 kB."""

MOST_ATTRIBUTES = 1_000
"""Attributes of a tag: feedparser takes 6.5 s for 20,000, the square of which counts."""

_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,30}:)?(?:rss|feed|RDF)[\s>]")
_HEAD = 20_000
"""Characters in which a feed begins, behind comments and instructions; a guess."""

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
_DECLARED = re.compile(rb"""encoding\s{0,9}=\s{0,9}["']([\w:-]{1,40})""")
_TAG = re.compile(r"<[^<>]+")
_XML = (".xml",)


def read_feed(content: FileContent) -> Iterator[Read | Skipped]:
    """Yield the document of each entry of a feed, or why it was skipped.

    The source is the feed's title. The id is ``name#`` and what the entry calls itself
    (``guid``, ``id`` or its link), or else its number.

    Raises :class:`DocumentError` when the file is no feed, or declares entities of its
    own, which may grow without end.
    """
    text, notes = _read_text(content)
    feed = _parse(text)
    ids = ItemIds(content.name)
    if feed.bozo:
        told = " ".join(str(feed.get("bozo_exception", "")).split())[:100]
        notes += (f"no well-formed XML ({told}); what could be read was taken",)
    for number, entry in enumerate(feed.entries, start=1):
        identity = ids.of(_text(entry, "id") or _text(entry, "link"), number)
        try:
            yield _read_entry(entry, feed.feed, identity, content.name, notes)
        except DocumentError as error:
            yield SkippedRow(identity, str(error), content.name)
            continue
        notes = ()
    if not feed.entries:
        broken = f"; {notes[-1]}" if feed.bozo else ""
        raise DocumentError(f"the feed holds no entries{broken}; save it anew")


def _read_text(content: FileContent) -> tuple[str, tuple[str, ...]]:
    """Return the text of a feed without its declaration, and notes on its decoding."""
    data = content.stream.read(MOST_FEED + 1)
    if len(data) > MOST_FEED:
        if split_name(content.name)[1] in _XML and not _is_feed(data):
            raise DocumentError(_describe_other(content))
        raise DocumentError(f"a feed of over {format_size(MOST_FEED)}; split it")
    data += read_whole(content.stream)
    if not data.strip():
        raise DocumentError("the file is empty; fill or delete it")
    declared = _DECLARED.search(data[:1000])
    decoded = decode_only(data, declared=declared[1].decode() if declared else None)
    text = decoded.text
    if not _ROOT.search(text, 0, _HEAD):
        raise DocumentError(_describe_other(content))
    if re.search(r"<!ENTITY\b", text, re.IGNORECASE):
        raise DocumentError("the feed declares entities of its own; save it without them")
    if any(tag[0].count("=") > MOST_ATTRIBUTES for tag in _TAG.finditer(text)):
        raise DocumentError(f"a tag of over {MOST_ATTRIBUTES:,} attributes; leave it out")
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    return text, decoded.notes


def _is_feed(data: bytes) -> bool:
    return _ROOT.search(data[:_HEAD].decode("latin-1")) is not None


def _describe_other(content: FileContent) -> str:
    """Return what to say of a file that is no feed."""
    if split_name(content.name)[1] in _XML:
        return "XML, but no RSS or Atom feed, which alone is read of XML; convert it"
    return "no RSS or Atom feed: it has no element rss, feed or RDF; save it anew"


def _parse(text: str) -> Any:
    try:
        import feedparser
    except ImportError:
        raise MissingExtraError("feedparser, which reads feeds,", "documents") from None
    try:
        # From a stream: a string could be taken for an address.
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    # A feed must not stop the corpus, whatever it holds.
    except Exception as error:
        told = f"{type(error).__name__}: {error}"[:100]
        raise DocumentError(f"feedparser failed ({told}); save the feed anew") from None


def _read_entry(
    entry: Mapping[str, Any],
    feed: Mapping[str, Any],
    identity: str,
    name: str,
    notes: tuple[str, ...],
) -> Read:
    title = _plain(entry.get("title_detail"))
    text = _longest_text(entry) or title
    if not text:
        raise DocumentError("the entry has neither a text nor a title; leave it out")
    text, repaired = repair(text)
    own_source = entry.get("source")
    source = own_source.get("title") if isinstance(own_source, Mapping) else None
    source = _line(source) or _line(feed.get("title"))
    url = _text(entry, "link")
    document = Document(
        id=identity,
        text=text,
        title=_fit("title", repair(_line(title))[0]),
        date=_date(entry),
        source=_fit("source", repair(source)[0]),
        url=_fit("url", url) if url.startswith(("https://", "http://")) else None,
        language=read_language(_text(feed, "language") or "-"),
    )
    return Read(document, name, (*notes, *repaired))


def _longest_text(entry: Mapping[str, Any]) -> str:
    """Return the text of an entry: its content, or its summary where that says more."""
    details = [*(entry.get("content") or ()), entry.get("summary_detail")]
    return max(map(_plain, details), key=len, default="")


def _plain(detail: object) -> str:
    """Return the text of a piece that may be HTML."""
    if not isinstance(detail, Mapping):
        return ""
    value = _text(detail, "value")
    if "<" not in value and "&" not in value:
        return value
    return read_page(value).text


def _date(entry: Mapping[str, Any]) -> datetime.date | None:
    """Return the day on which an entry was published, as it is printed there."""
    for field in ("published", "updated"):
        if found := read_date(_text(entry, field)):
            return found
        parsed = entry.get(f"{field}_parsed")
        if parsed:
            try:
                return datetime.date(*parsed[:3])
            except (TypeError, ValueError):
                continue
    return None


def _text(values: Mapping[str, Any], field: str) -> str:
    value = values.get(field)
    return value.strip() if isinstance(value, str) else ""


def _line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _fit(field: str, value: str) -> str | None:
    return value if value and not is_too_long(field, value) else None
