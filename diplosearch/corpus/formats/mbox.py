"""A mailbox: its mails one by one, so that a large one needs little memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from ...errors import DocumentError
from ..base import FileContent, Read, ReadPart, Skipped, SkippedRow
from ..streams import MOST_BYTES, format_size, split_lines
from .item_ids import ItemIds
from .mail import message_key, read_message

_START = re.compile(rb"From \S.{0,300}?\b(?:19|20)\d\d\b")
"""The line before a mail: a sender, and a date with its year."""

_STUFFED = re.compile(rb">+From ")


def read_mbox(content: FileContent, read_part: ReadPart) -> Iterator[Read | Skipped]:
    """Yield the documents of each mail of a mailbox and of its attachments.

    The id of a mail is ``name#`` and what it calls itself, or its number. Raises
    :class:`DocumentError` when the file is no mailbox.
    """
    ids = ItemIds(content.name)
    number = 0
    for number, data in enumerate(_split(content.stream), start=1):
        if isinstance(data, DocumentError):
            yield SkippedRow(ids.of("", number), str(data), content.name)
            continue
        identity = ids.of(message_key(data), number)
        mail = FileContent(identity, content.stream, content.depth, content.budget)
        try:
            for item in read_message(data, mail, identity, content.name, read_part):
                if isinstance(item, Skipped) and item.where == identity:
                    item = SkippedRow(identity, item.reason, content.name)
                yield item
        except DocumentError as error:
            yield SkippedRow(identity, str(error), content.name)
    if not number:
        raise DocumentError("the file is empty; fill or delete it")


def _split(stream: IO[bytes]) -> Iterator[bytes | DocumentError]:
    """Yield the bytes of each mail, or the error of one that is too large."""
    lines = split_lines(stream)
    first = next((line for line in lines if line.strip()), b"")
    if first and not _START.match(first.removeprefix(b"\xef\xbb\xbf")):
        raise DocumentError(
            "no mailbox: it does not begin with a line 'From …'; save it anew"
        )
    mail: list[bytes] = []
    size = 0
    is_started = bool(first)
    is_after_empty = False
    for line in lines:
        if is_after_empty and line.startswith(b"From ") and _START.match(line):
            yield _join(mail, size)
            mail, size, is_after_empty = [], 0, False
            continue
        size += len(line)
        if size <= MOST_BYTES:
            mail.append(line[1:] if _STUFFED.match(line) else line)
        else:
            mail.clear()
        is_after_empty = not line.strip()
    if is_started:
        yield _join(mail, size)


def _join(mail: list[bytes], size: int) -> bytes | DocumentError:
    if size > MOST_BYTES:
        return DocumentError(f"a mail of over {format_size(MOST_BYTES)}; save it apart")
    return b"".join(mail)
