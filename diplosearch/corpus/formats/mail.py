"""A mail: a document of its text, and one of each attachment that can be read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from typing import Any

from ...errors import DocumentError
from ...model import Document
from ..base import FileContent, Read, ReadPart, Skipped
from ..decoding import decode, repair
from ..field_values import read_date
from ..html_text import read_page
from ..kinds import printable, split_name
from ..limits import is_too_long
from ..streams import read_whole
from .archive import SEPARATOR, PartNames
from .media_types import name_part

MOST_STEPS = 20_000_000
"""Parts of a mail times its lines: each line is compared with the border of each part
that it lies in. Measured: 40 million take 12 seconds."""

_LONGEST_HEADER = 10_000
_LONGEST_NAME = 200
_SHOWN_NAMES = 10
_SPACE = re.compile(r"\s+")
_QUOTE = re.compile(r"(?:> ?)+")
_FULL_LINE = 55
"""Characters from which on a quoted line goes on in the next: a guess, below the 60 to
76 at which mail is wrapped."""

_MESSAGE_ID = re.compile(
    rb"^message-id:\s{0,9}<([!-;=?-~]{1,200})>", re.MULTILINE | re.IGNORECASE
)
_LONG_HEADER = re.compile(
    rb"^content-[a-z-]{1,20}:(?:[^\n]|\n[ \t]){20000}", re.MULTILINE | re.IGNORECASE
)
"""Its time grows with the square of the number of values: 13 s for 100,000."""

_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_PICTURES = ("image/",)
_FAILURES = (
    *(MessageError, ValueError, TypeError, LookupError, AttributeError, RecursionError),
)
"""What the email module raises at headers and parts that nobody foresaw."""


def read_mail(content: FileContent, read_part: ReadPart) -> Iterator[Read | Skipped]:
    """Yield the document of a mail, then what ``read_part`` gives for its attachments.

    The title is its subject, the source its sender. Of a text in several forms the plain
    one is taken. Raises :class:`DocumentError` when the mail cannot be read at all.
    """
    data = read_whole(content.stream)
    if not data.strip():
        raise DocumentError("the file is empty; fill or delete it")
    yield from read_message(data, content, content.id, content.name, read_part)


def read_message(
    data: bytes, content: FileContent, identity: str, origin: str, read_part: ReadPart
) -> Iterator[Read | Skipped]:
    """Yield the documents of the bytes of a mail; ``identity`` is the id of its own.

    Raises :class:`DocumentError` when it is none, or has too many parts.
    """
    parts_count, lines = data.lower().count(b"multipart/"), data.count(b"\n")
    if parts_count * lines > MOST_STEPS:
        raise DocumentError(
            f"a mail of too many parts ({parts_count:,}) for its lines ({lines:,}); save "
            "them one by one"
        )
    if _LONG_HEADER.search(data):
        raise DocumentError("a mail with a header of over 20,000 letters; leave it out")
    try:
        message = message_from_bytes(data)
        is_mail = any(name in message for name in ("From", "Date", "Subject", "Received"))
        parts = _Parts(message) if is_mail else None
    except RecursionError:
        raise DocumentError("a mail of parts nested too deeply; save them apart") from None
    if parts is None:
        raise DocumentError(
            "no mail: it has no line From:, Date: or Subject:; save it anew"
        )
    try:
        yield _make_document(message, parts, identity, origin)
    except DocumentError as error:
        yield Skipped(content.name, str(error))
    for name, data in parts.attachments.items():
        where = f"{content.name}{SEPARATOR}{name}"
        part = FileContent(where, io.BytesIO(data), content.depth + 1, content.budget)
        yield from read_part(part)


class _Parts:
    """What a mail holds: its texts, attachments by name, and names of other files."""

    def __init__(self, message: Message) -> None:
        self.texts: list[tuple[str, tuple[str, ...]]] = []
        self.attachments: dict[str, bytes] = {}
        self.unread: list[str] = []
        self.is_encrypted = False
        self._names = PartNames()
        self._add(message)

    def _add(self, part: Message) -> None:
        kind = part.get_content_type()
        if kind in _ENCRYPTED:
            self.is_encrypted = True
        elif kind == "message/rfc822":
            self._attach_message(part)
        elif kind == "multipart/alternative":
            self._add_best(_children(part))
        elif part.is_multipart():
            for child in _children(part):
                self._add(child)
        elif _is_text(part):
            self.texts.append(_read_text(part, kind))
        else:
            self._attach(part, kind)

    def _add_best(self, forms: list[Message]) -> None:
        """Add the first form of a text that says anything, plain text before others."""
        before = len(self.texts)
        for form in sorted(forms, key=lambda one: one.get_content_type() != "text/plain"):
            if form.is_multipart() or not _is_text(form):
                self._add_beside(form, has_text=len(self.texts) > before)
            elif len(self.texts) == before:
                text, notes = _read_text(form, form.get_content_type())
                if text.strip():
                    self.texts.append((text, notes))

    def _add_beside(self, part: Message, *, has_text: bool) -> None:
        """Add a form with its pictures, of which the text counts if there is no other."""
        texts = list(self.texts)
        self._add(part)
        if has_text:
            self.texts = texts

    def _attach_message(self, part: Message) -> None:
        for inner in _children(part):
            subject = _header(inner, "Subject")[:_LONGEST_NAME]
            name = _file_name(part) or f"{subject or 'mail'}.eml"
            name = name if name.lower().endswith(".eml") else f"{name}.eml"
            self._keep(name, inner.as_bytes())

    def _attach(self, part: Message, kind: str) -> None:
        name = name_part(_file_name(part) or kind.replace("/", "-"), kind)
        if split_name(name)[1]:
            self._keep(name, _payload(part))
        elif not kind.startswith(_PICTURES) or part.get_content_disposition() == (
            "attachment"
        ):
            self.unread.append(name)

    def _keep(self, name: str, data: bytes) -> None:
        self.attachments[self._names.add(name.replace("/", "_"))] = data


def _make_document(message: Message, parts: _Parts, identity: str, origin: str) -> Read:
    """Return the document of a mail; raise :class:`DocumentError` if it has no text."""
    text = "\n\n".join(text.strip() for text, _ in parts.texts if text.strip())
    if not text:
        raise DocumentError(_describe_empty(parts))
    text, repaired = repair(text)
    notes = [note for _, found in parts.texts for note in found]
    if parts.unread:
        names = ", ".join(parts.unread[:_SHOWN_NAMES])
        more = len(parts.unread) - _SHOWN_NAMES
        names += f" and {more} more" if more > 0 else ""
        notes.append(f"attachments of kinds that are not read: {names}")
    title, source = _header(message, "Subject"), _sender(message)
    document = Document(
        id=identity,
        text=text,
        title=title if title and not is_too_long("title", title) else None,
        date=read_date(_header(message, "Date")),
        source=source if source and not is_too_long("source", source) else None,
    )
    return Read(document, origin, tuple(dict.fromkeys((*notes, *repaired))))


def _describe_empty(parts: _Parts) -> str:
    if parts.is_encrypted:
        return "the mail is encrypted; decrypt it and save it anew"
    if parts.attachments:
        return "the mail has no text of its own; its attachments are read by themselves"
    if parts.unread:
        names = ", ".join(parts.unread[:_SHOWN_NAMES])
        return f"the mail has no text, only files of kinds that are not read ({names})"
    return "the mail has no text; leave it out"


def _children(part: Message) -> list[Message]:
    payload: Any = part.get_payload()
    return (
        [one for one in payload if isinstance(one, Message)]
        if (isinstance(payload, list))
        else []
    )


def _is_text(part: Message) -> bool:
    """Tell whether a part belongs to the text of a mail."""
    kind = part.get_content_type()
    if kind not in ("text/plain", "text/html", "text/enriched"):
        return False
    return part.get_content_disposition() != "attachment" and not _file_name(part)


def _read_text(part: Message, kind: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a part, and notes on how it was decoded."""
    data = _payload(part)
    if not data.strip():
        return "", ()
    try:
        charset = part.get_content_charset()
    except _FAILURES:
        charset = None
    try:
        decoded = decode(data, declared=charset)
    except DocumentError as error:
        return "", (f"a part of the text is left out: {error}",)
    text = decoded.text.replace("\r\n", "\n").replace("\0", " ")
    if kind == "text/plain":
        return _join_quotes(text), decoded.notes
    return read_page(text).text, decoded.notes


def _payload(part: Message) -> bytes:
    """Return the bytes of a part, decoded as its header says."""
    try:
        data: Any = part.get_payload(decode=True)
    except _FAILURES:
        data = None
    return data if isinstance(data, bytes) else b""


def _join_quotes(text: str) -> str:
    """Return a text in which each quoted paragraph stands on a line of its own.

    The marks of quoting would else stand in the midst of its sentences.
    """
    lines: list[list[str]] = []
    quoted = ""
    goes_on = False
    for line in text.split("\n"):
        found = _QUOTE.match(line)
        marks = found[0].replace(" ", "") if found else ""
        words = line[found.end() :].strip() if found else ""
        if found and goes_on and marks == quoted and words:
            lines[-1].append(words)
        else:
            lines.append([f"{marks} {words}".rstrip() if found else line])
        quoted = marks
        goes_on = bool(words) and len(line.rstrip()) >= _FULL_LINE
    return "\n".join(" ".join(pieces) for pieces in lines)


def _header(message: Message, name: str) -> str:
    """Return a header as one line of text, "" where there is none."""
    try:
        value = message.get(name)
        if value is None:
            return ""
        pieces = decode_header(str(value)[:_LONGEST_HEADER])
    except (HeaderParseError, *_FAILURES):
        return ""
    text = "".join(_decode_piece(piece, charset) for piece, charset in pieces)
    return _SPACE.sub(" ", printable(repair(text)[0])).strip()


def _decode_piece(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        piece = piece.encode("utf-8", "surrogateescape")
    try:
        return decode(piece, declared=charset).text if piece else ""
    except DocumentError:
        return ""


def _sender(message: Message) -> str:
    """Return the name of the sender, or the address where there is no name."""
    text = _header(message, "From")
    try:
        name, address = parseaddr(text)
    except _FAILURES:
        return text
    return name.strip() or address.strip() or text


def _file_name(part: Message) -> str:
    """Return the name of a part's file as one line, "" where it has none."""
    try:
        name = part.get_filename()
    except _FAILURES:
        return ""
    if not name:
        return ""
    try:
        pieces = decode_header(name[:_LONGEST_HEADER])
    except (HeaderParseError, *_FAILURES):
        pieces = [(name, None)]
    text = "".join(_decode_piece(piece, charset) for piece, charset in pieces)
    text = _SPACE.sub(" ", printable(text)).strip()
    stem, dot, ending = text.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{ending[:20]}" if dot else text[:_LONGEST_NAME]


def message_key(data: bytes) -> str:
    """Return what a mail calls itself (Message-ID), "" where that cannot be an id."""
    head = re.split(rb"\r?\n\r?\n", data[:65_536], maxsplit=1)[0]
    found = _MESSAGE_ID.search(head)
    return found[1].decode("ascii") if found else ""
