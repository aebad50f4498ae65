"""A document as a row of the store: keys, digests, checksum, JSON."""

from __future__ import annotations

import datetime
import hashlib
import json
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from .model import Document, Entity, Passage, Span

_ORDINAL_BITS = 20

MOST_PASSAGES = 1 << _ORDINAL_BITS
"""Passages that one document may have."""


def passage_key(row: int, ordinal: int) -> int:
    """Return the key of passage ``ordinal`` of the document in ``row``."""
    if ordinal >= MOST_PASSAGES:
        raise ValueError(f"passage {ordinal}: a document has at most {MOST_PASSAGES}")
    return row << _ORDINAL_BITS | ordinal


def split_key(key: int) -> tuple[int, int]:
    """Return the row and the ordinal of a passage's key."""
    return key >> _ORDINAL_BITS, key & MOST_PASSAGES - 1


def content_digest(document: Document) -> bytes:
    """Return what is equal for documents that say the same: title and text."""
    return _digest(document.title, document.text)


def given_digest(document: Document) -> bytes:
    """Return what is equal for documents given alike, before they are prepared."""
    return _digest(
        document.id,
        document.title,
        document.date.isoformat() if document.date else None,
        document.source,
        document.dateline,
        document.url,
        document.language,
        document.text,
    )


def _digest(*parts: str | None) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = (part or "").encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) if part is not None else b"-")
        digest.update(data)
    return digest.digest()


def checksum_of(id: str, body: str) -> int:
    """Return the CRC-32 of a row, which is compared whenever it is read."""
    return zlib.crc32(body.encode(), zlib.crc32(id.encode()))


def encode_document(document: Document) -> str:
    """Return all of a document but its id as JSON."""
    fields = {
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "source": document.source,
        "dateline": document.dateline,
        "url": document.url,
        "language": document.language,
        "text": document.text,
        "boilerplate": [list(span) for span in document.boilerplate],
        "passages": [[one.start, one.end, one.language] for one in document.passages],
        "entities": _encode_entities(document.entities),
        "title_entities": _encode_entities(document.title_entities),
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _encode_entities(entities: Iterable[Entity]) -> list[list[Any]]:
    return [[one.start, one.end, one.type, one.name, one.id] for one in entities]


def decode_document(id: str, body: str) -> Document:
    """Return the document that :func:`encode_document` made ``body`` of."""
    fields = json.loads(body)
    text = fields["text"]
    date = fields["date"]
    entities = tuple(Entity(*one) for one in fields["entities"])
    return Document(
        id=id,
        text=text,
        title=fields["title"],
        date=datetime.date.fromisoformat(date) if date else None,
        source=fields["source"],
        dateline=fields["dateline"],
        url=fields["url"],
        language=fields["language"],
        boilerplate=tuple(Span(*span) for span in fields["boilerplate"]),
        passages=tuple(
            Passage(
                f"{id}#{ordinal}",
                ordinal,
                start,
                end,
                text[start:end],
                language,
                entities_within(entities, start, end),
            )
            for ordinal, (start, end, language) in enumerate(fields["passages"])
        ),
        entities=entities,
        title_entities=tuple(Entity(*one) for one in fields["title_entities"]),
    )


def entities_within(entities: Sequence[Entity], start: int, end: int) -> tuple[Entity, ...]:
    """Return those of ``entities``, which are in order, between two offsets."""
    first = bisect_left(entities, start, key=lambda one: one.start)
    last = bisect_left(entities, end, key=lambda one: one.start)
    return tuple(entities[first:last])
