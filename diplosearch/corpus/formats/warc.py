"""Web archives: the pages among the records of a crawl, one by one."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...errors import DocumentError, MissingExtraError
from ..base import FileContent, Read, ReadPart, Skipped, SkippedRow
from ..kinds import printable
from ..limits import is_too_long
from ..streams import read_whole
from .media_types import ending_of

_PAGES = ("response", "resource", "conversion")
_ASIDE = ("warcinfo", "request", "metadata", "continuation")
"""Records that say something of others and are never read or counted."""

_CUT = "the archive ends within this record; what is there was read"
_SHOWN = 10


def read_warc(content: FileContent, read_part: ReadPart) -> Iterator[Read | Skipped]:
    """Yield what ``read_part`` gives for each page and document of a web archive.

    The id is ``name#`` and the number of the record. The last document has a note on the
    records that are not read, such as pictures and answers that a page is not there.

    Raises :class:`DocumentError` when the file is no web archive.
    """
    unread: Counter[str] = Counter()
    waiting: list[Read | Skipped] = []
    number = 0
    try:
        for number, record in enumerate(_read_records(content), start=1):
            if record.rec_type in _ASIDE:
                continue
            ending, reason = _kind_of(record)
            if reason:
                unread[reason] += 1
                continue
            for item in _read_record(record, number, ending, content, read_part):
                if isinstance(item, Read):
                    yield from waiting
                    waiting = []
                waiting.append(item)
    except DocumentError as error:
        if not number:
            raise
        waiting.append(SkippedRow(f"{content.name}#{number}", str(error), content.name))
    if not waiting:
        told = f" ({_describe_unread(unread)})" if unread else ""
        raise DocumentError(f"the web archive holds no page{told}; leave it out")
    first, *others = waiting
    if unread and isinstance(first, Read):
        first = replace(first, notes=(*first.notes, _describe_unread(unread)))
    yield first
    yield from others


def _read_records(content: FileContent) -> Iterator[Any]:
    """Yield the records of an archive; raise :class:`DocumentError` where it is damaged."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise MissingExtraError("warcio, which reads web archives,", "documents") from None
    # It would write to the terminal where a record does not end as it should.
    quiet = type("_Quiet", (ArchiveIterator,), {"INC_RECORD": ""})
    number = 0
    try:
        for record in quiet(content.stream):
            if record.rec_type is None:
                raise ValueError("a record of no type")
            number += 1
            yield record
    except (DocumentError, MemoryError, OSError, EOFError):
        raise
    # What warcio raises at a damaged record is of any kind.
    except Exception as error:
        told = f"{type(error).__name__}: {error}"[:100]
        if not number:
            raise DocumentError(f"no web archive ({told}); save it anew") from None
        raise DocumentError(
            f"damaged behind this record ({told}); those before are kept"
        ) from None


def _kind_of(record: Any) -> tuple[str, str]:
    """Return the ending of files like a record and "", or "" and why it is not read."""
    if record.rec_type not in _PAGES:
        return "", f"{record.rec_type} records"
    headers = record.http_headers
    if headers is not None:
        status = headers.get_statuscode() or "?"
        if status != "200":
            return "", f"status {printable(status)[:20]}"
        kind = headers.get_header("Content-Type") or ""
    else:
        kind = record.rec_headers.get_header("Content-Type") or ""
    ending = ending_of(kind)
    kind = printable(kind.partition(";")[0].strip())[:50] or "no media type"
    return ending, "" if ending else kind


def _read_record(
    record: Any, number: int, ending: str, content: FileContent, read_part: ReadPart
) -> Iterator[Read | Skipped]:
    """Yield what a record gives; its document has the record's id and address."""
    where = f"{content.name}#{number}"
    try:
        data = read_whole(record.content_stream())
    except (DocumentError, MemoryError, OSError, EOFError):
        raise
    # What a record that is packed wrongly raises is of any kind.
    except Exception as error:
        told = f"{type(error).__name__}: {error}"[:100]
        yield SkippedRow(where, f"the record is damaged ({told})", content.name)
        return
    if not data.strip():
        yield SkippedRow(where, "the record is empty; leave it out", content.name)
        return
    notes = (_CUT,) if _is_cut(record) else ()
    # The reader is chosen by the ending, and the ids are made of the name.
    part = FileContent(
        f"{where}{ending}", io.BytesIO(data), content.depth + 1, content.budget
    )
    url = record.rec_headers.get_header("WARC-Target-URI")
    for item in read_part(part):
        if isinstance(item, Read):
            item = replace(item, notes=(*item.notes, *notes))
            yield _rename(item, part, where, url, content.name)
        elif item.where == part.name:
            yield SkippedRow(where, item.reason, content.name)
        else:
            yield item


def _is_cut(record: Any) -> bool:
    """Tell whether an archive ends within a record that was read."""
    stream = record.raw_stream
    return getattr(stream, "limit", 0) > 0 and not stream.read(1)


def _rename(item: Read, part: FileContent, where: str, url: object, origin: str) -> Read:
    """Return what was read of a record by its number, with its address if it has none."""
    document = item.document
    if document.id != part.id:  # one of several in it
        return item
    fits = isinstance(url, str) and url.startswith(("https://", "http://"))
    given = url if fits and isinstance(url, str) and not is_too_long("url", url) else None
    document = replace(document, id=printable(where), url=document.url or given)
    return Read(document, origin, item.notes)


def _describe_unread(unread: Counter[str]) -> str:
    kinds = [f"{kind} {count:,}" for kind, count in unread.most_common(_SHOWN)]
    more = f" and {len(unread) - _SHOWN:,} more kinds" if len(unread) > _SHOWN else ""
    return f"records that are not read: {unread.total():,} ({', '.join(kinds)}{more})"
