"""A document as a row of the store: keys, digests, checksum, and the row's body.

A body holds all of a document but its id: a line of JSON, the analysis of its
passages and of its title in three lines each, and the text. The words of a hit are
looked up in that analysis, since to analyse ten passages again would take most of
the time of a search. It says nearly what the text says, so that compressed the
body takes a quarter more room than the document alone.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from ..analysis.analyzer import analyzer_for
from ..analysis.term_vectors import TermVectors
from ..errors import IndexDamagedError
from ..model import Document, Entity, Language, Passage, Span

_ORDINAL_BITS = 20

_COLUMNS = 3
_NO_HEADER = -15
_LEVEL = 2  # 3 percent more room than level 6, in two thirds of the time
_MUCH = 4096
_MOST_BYTES_AT_FIRST = 4096

_DECODER = json.JSONDecoder()

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


def checksum_of(row: int, *fields: object) -> int:
    """Return the CRC-32 of a row, which is compared whenever it is read.

    Anything may stand in a file that is damaged; its representation keeps the
    fields, and what they are, apart.
    """
    *head, body = fields
    checksum = zlib.crc32(repr((row, *head)).encode("utf-8", "backslashreplace"))
    data = body if isinstance(body, bytes) else repr(body).encode("utf-8", "replace")
    return zlib.crc32(data, checksum)


def encode_document(document: Document) -> bytes:
    """Return all of a document but its id, with the analysis of its words."""
    title = document.title
    fields = {
        "title": title,
        "date": document.date.isoformat() if document.date else None,
        "source": document.source,
        "dateline": document.dateline,
        "url": document.url,
        "language": document.language,
        "boilerplate": [list(span) for span in document.boilerplate],
        "passages": [[one.start, one.end, one.language] for one in document.passages],
        "entities": _encode_entities(document.entities),
        "title_entities": _encode_entities(document.title_entities),
    }
    lines = [json.dumps(fields, ensure_ascii=False, separators=(",", ":"))]
    analysed = [(one.text, one.language) for one in document.passages]
    for text, language in (*analysed, (title or "", title_language(document))):
        words = analyzer_for(language).words(text)
        lines += (words.exact, words.stem, words.spans)
    return _compress("\n".join((*lines, document.text)).encode())


def _compress(data: bytes) -> bytes:
    # Of little, fixed codes take a tenth more room than those made for the data, and
    # half of the time to read; of much, a fifth more room and nearly the same time.
    strategy = zlib.Z_FIXED if len(data) < _MUCH else zlib.Z_DEFAULT_STRATEGY
    packer = zlib.compressobj(_LEVEL, wbits=_NO_HEADER, strategy=strategy)
    return packer.compress(data) + packer.flush()


def _decompress(body: bytes) -> bytes:
    return zlib.decompress(body, _NO_HEADER, _MOST_BYTES_AT_FIRST)


def title_language(document: Document) -> Language:
    """Return the language in which the title of ``document`` is read."""
    return document.language or "en"


def _encode_entities(entities: Iterable[Entity]) -> list[list[Any]]:
    return [[one.start, one.end, one.type, one.name, one.id] for one in entities]


Naming = tuple[str, str]
"""The id and the name of the entity that another id means across the corpus."""


class StoredDocument:
    """A document as its row has it; its parts are made when they are asked for.

    ``namings`` says for some ids of entities what the whole corpus knows them as.
    """

    __slots__ = ("_columns", "_document", "_fields", "id", "namings", "text")

    def __init__(self, id: str, body: bytes) -> None:
        """Read the body that :func:`encode_document` made."""
        self.id = id
        self.namings: Mapping[str, Naming] = {}
        lines = _decompress(body).decode()
        fields, end = _DECODER.raw_decode(lines)
        self._fields: dict[str, Any] = fields
        analysed = len(fields["passages"]) + 1
        *self._columns, self.text = lines[end + 1 :].split("\n", _COLUMNS * analysed)
        self._document: Document | None = None

    @property
    def title(self) -> str:
        """The title of the document; empty where it has none."""
        return self._fields["title"] or ""

    @property
    def source(self) -> str | None:
        """Who published the document."""
        source: str | None = self._fields["source"]
        return source

    @property
    def date(self) -> str | None:
        """The date of the document as it is written in ISO 8601."""
        date: str | None = self._fields["date"]
        return date

    @property
    def document(self) -> Document:
        """The document in full."""
        if self._document is None:
            self._document = self._make_document()
        return self._document

    def entity_ids_of(self, types: Collection[str]) -> list[str]:
        """Return the ids, as the document gives them, of its entities of some types."""
        fields = self._fields
        named = fields["entities"], fields["title_entities"]
        return [one[4] for entities in named for one in entities if one[2] in types]

    def passage(self, ordinal: int) -> Passage:
        """Return the passage at ``ordinal``.

        Raises :class:`IndexDamagedError` when there is none.
        """
        encoded = self._fields["entities"][self._within(ordinal)]
        return self._make_passage(ordinal, self._decode_entities(encoded))

    def _make_passage(self, ordinal: int, entities: tuple[Entity, ...]) -> Passage:
        start, end, language = self._bounds(ordinal)
        text = self.text[start:end]
        name = f"{self.id}#{ordinal}"
        return Passage(name, ordinal, start, end, text, language, entities)

    def words(self, ordinal: int) -> TermVectors:
        """Return the words of the passage at ``ordinal``."""
        language = self._bounds(ordinal)[2]
        first = _COLUMNS * ordinal
        return TermVectors(language, *self._columns[first : first + _COLUMNS])

    def entity_ids(self, ordinal: int) -> list[str]:
        """Return the ids of a passage's entities, as the document gives them."""
        return [one[4] for one in self._fields["entities"][self._within(ordinal)]]

    @property
    def title_words(self) -> TermVectors:
        """The words of the title."""
        language: Language = self._fields["language"] or "en"
        return TermVectors(language, *self._columns[-_COLUMNS:])

    @property
    def title_entities(self) -> tuple[Entity, ...]:
        """The entities of the title."""
        return self._decode_entities(self._fields["title_entities"])

    @property
    def title_entity_ids(self) -> list[str]:
        """The ids of the title's entities, as the document gives them."""
        return [one[4] for one in self._fields["title_entities"]]

    def _bounds(self, ordinal: int) -> tuple[int, int, Language]:
        try:
            start, end, language = self._fields["passages"][ordinal]
        except IndexError:
            raise IndexDamagedError(
                f"document {self.id!r} has no passage {ordinal} that its index names; "
                "rebuild the index"
            ) from None
        return start, end, language

    def _within(self, ordinal: int) -> slice:
        """Return which of the document's entities stand in a passage."""
        start, end, _ = self._bounds(ordinal)
        entities: list[list[Any]] = self._fields["entities"]
        first = bisect_left(entities, start, key=itemgetter(0))
        return slice(first, bisect_left(entities, end, first, key=itemgetter(0)))

    def _decode_entities(self, encoded: list[list[Any]]) -> tuple[Entity, ...]:
        if not encoded:
            return ()
        namings = self.namings
        if not namings:
            return tuple([Entity(*one) for one in encoded])
        entities = []
        for start, end, type, name, id in encoded:
            if id in namings:
                id, name = namings[id]
            entities.append(Entity(start, end, type, name, id))
        return tuple(entities)

    def _make_document(self) -> Document:
        fields = self._fields
        date = fields["date"]
        entities = self._decode_entities(fields["entities"])
        return Document(
            id=self.id,
            text=self.text,
            title=fields["title"],
            date=datetime.date.fromisoformat(date) if date else None,
            source=fields["source"],
            dateline=fields["dateline"],
            url=fields["url"],
            language=fields["language"],
            boilerplate=tuple([Span(*span) for span in fields["boilerplate"]]),
            passages=tuple(
                self._make_passage(ordinal, entities[self._within(ordinal)])
                for ordinal in range(len(fields["passages"]))
            ),
            entities=entities,
            title_entities=self.title_entities,
        )


def entities_within(entities: Sequence[Entity], start: int, end: int) -> tuple[Entity, ...]:
    """Return those of ``entities``, which are in order, between two offsets."""
    first = bisect_left(entities, start, key=lambda one: one.start)
    last = bisect_left(entities, end, key=lambda one: one.start)
    return tuple(entities[first:last])
