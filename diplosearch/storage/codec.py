"""A document as a row of the store: keys, digests, checksum, and the row's body.

A body holds a document without its id: a line of JSON, the term vectors of its
passages and of its title in three lines each, and the text. A search highlights with
these term vectors, because analysing ten passages again would take most of its time.
They repeat most of the text, so the compressed body is only a quarter larger than
the document alone.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from ..analysis.analyzer import analyzer_for
from ..analysis.term_vectors import TermVectors
from ..errors import DocumentError, IndexDamagedError
from ..model import LANGUAGES, Document, Entity, EntityType, Language, Passage, Span
from .bounded_json import decode_json

_ORDINAL_BITS = 20
"""Bits of a passage's key for its ordinal; part of the format on disk."""

_COLUMNS = 3
"""Columns of term vectors: exact forms, stems, spans."""

_NO_HEADER = -15
"""``wbits`` of raw deflate, with a window of 32 KiB."""

_LEVEL = 2
"""Measured: 3 percent more bytes than level 6, in two thirds of the time."""

_FIXED_CODES_BELOW = 4096
"""Bytes below which fixed Huffman codes are used. Measured: for short data they take a
tenth more bytes than codes made for the data, and half of the time to read; for long
data a fifth more bytes, and nearly the same time."""

_DEFLATE_RATIO = 1032
"""The most that deflate compresses by."""

_FIRST_BUFFER_BYTES = 4096
"""Bytes of the first output buffer for decompression; a guess."""

_MOST_BYTES = 64 << 20
_MOST_RATIO = 20
"""A body takes at most ``_MOST_BYTES`` decompressed, or ``_MOST_RATIO`` times its own size:
measured, an article takes 3 times; reckoned, the longest document 60 MB, of short words."""

_TEXT_FIELDS = ("title", "date", "source", "dateline", "url", "language")
_SPAN_FIELDS: Mapping[str, tuple[type, ...]] = {
    "boilerplate": (int, int),
    "passages": (int, int, str),
    "entities": (int, int, str, str, str),
    "title_entities": (int, int, str, str, str),
}
_FIELDS = frozenset((*_TEXT_FIELDS, *_SPAN_FIELDS))
_LANGUAGES = frozenset(LANGUAGES)
_LANGUAGE_OR_NONE = (None, *LANGUAGES)
_TEXT_OR_NONE = frozenset((str, type(None)))

MOST_PASSAGES = 1 << _ORDINAL_BITS
"""Passages that one document may have, from the bits of a key."""


def passage_key(row: int, ordinal: int) -> int:
    """Return the key of passage ``ordinal`` of the document in ``row``.

    Raises :class:`ValueError` for an ordinal that a key cannot hold.
    """
    if ordinal >= MOST_PASSAGES:
        raise ValueError(f"passage {ordinal}: a document has at most {MOST_PASSAGES}")
    return row << _ORDINAL_BITS | ordinal


def split_key(key: int) -> tuple[int, int]:
    """Return the row and the ordinal of a passage's key."""
    return key >> _ORDINAL_BITS, key & MOST_PASSAGES - 1


def content_digest(document: Document) -> bytes:
    """Return the digest of title and text: equal for duplicates."""
    return _digest(document.title, document.text)


def given_digest(document: Document) -> bytes:
    """Return the digest of all fields of a document as given, before it is prepared."""
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


def _digest(*fields: str | None) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for field in fields:
        data = (field or "").encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) if field is not None else b"-")
        digest.update(data)
    return digest.digest()


def checksum_of(row: int, *fields: object) -> int:
    """Return the CRC-32 of a row and its fields, which is compared at each read.

    A damaged file may hold values of any type; ``repr`` keeps fields and types apart.
    """
    *head, body = fields
    checksum = zlib.crc32(repr((row, *head)).encode("utf-8", "backslashreplace"))
    data = body if isinstance(body, bytes) else repr(body).encode("utf-8", "replace")
    return zlib.crc32(data, checksum)


def encode_document(document: Document) -> bytes:
    """Return the compressed body of a document: all but its id, with its term vectors.

    Raises :class:`DocumentError` for one that says the same too often to be read back.
    """
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
    data = "\n".join((*lines, document.text)).encode()
    body = _compress(data)
    if len(data) > _most_bytes(body):
        raise DocumentError(f"document {document.id!r} repeats itself too often; split it")
    return body


def _compress(data: bytes) -> bytes:
    is_short = len(data) < _FIXED_CODES_BELOW
    strategy = zlib.Z_FIXED if is_short else zlib.Z_DEFAULT_STRATEGY
    packer = zlib.compressobj(_LEVEL, wbits=_NO_HEADER, strategy=strategy)
    return packer.compress(data) + packer.flush()


def _most_bytes(body: bytes) -> int:
    return max(_MOST_BYTES, _MOST_RATIO * len(body))


def _decompress(body: bytes) -> bytes:
    """Return what was compressed; raise :class:`ValueError` where that is too much."""
    if len(body) * _DEFLATE_RATIO <= _MOST_BYTES:
        return zlib.decompress(body, _NO_HEADER, _FIRST_BUFFER_BYTES)
    unpacker = zlib.decompressobj(_NO_HEADER)
    most = _most_bytes(body)
    data = unpacker.decompress(body, most + 1)
    if len(data) > most or not unpacker.eof:
        raise ValueError(f"it unpacks to over {most:,} bytes, or is cut off")
    return data


def title_language(document: Document) -> Language:
    """Return the language by which the title of ``document`` is analysed."""
    return document.language or "en"


def _encode_entities(entities: Iterable[Entity]) -> list[list[Any]]:
    return [[one.start, one.end, one.type, one.name, one.id] for one in entities]


class Naming(NamedTuple):
    """What an alias stands for across the corpus: type, name and id of an entity.

    The id is empty where it stands for none.
    """

    type: EntityType
    name: str
    id: str


Namings = Mapping[str, Naming]
"""Namings by the ids that documents give."""


def apply_namings(entities: Iterable[Entity], namings: Namings) -> tuple[Entity, ...]:
    """Return ``entities`` as the corpus knows them, without those that are none."""
    return tuple(
        [
            Entity(one.start, one.end, *namings[one.id]) if one.id in namings else one
            for one in entities
            if one.id not in namings or namings[one.id].id
        ]
    )


class StoredDocument:
    """A document as stored; its passages and entities are decoded on demand.

    ``namings`` maps ids of entities that are aliases to the entity they stand for; what
    stands for none is left out everywhere.
    """

    __slots__ = ("_columns", "_document", "_fields", "id", "namings", "text")

    def __init__(self, id: str, body: bytes) -> None:
        """Decompress a body that :func:`encode_document` made.

        Raises :class:`IndexDamagedError` for any other body: one that unpacks to too
        much, or whose fields are not those of a document.
        """
        self.id = id
        self.namings: Namings = {}
        try:
            fields, _, lines = _decompress(body).partition(b"\n")
            self._fields = _read_fields(fields)
            analysed = len(self._fields["passages"]) + 1
            *columns, text = lines.split(b"\n", _COLUMNS * analysed)
            if len(columns) != _COLUMNS * analysed:
                raise ValueError("it lacks term vectors")
            self._columns = columns
            self.text = text.decode()
            _check_spans(self._fields, self.text)
        except (ValueError, TypeError, KeyError, zlib.error) as error:
            raise IndexDamagedError(
                f"document {id!r} cannot be decoded ({error}); rebuild the index"
            ) from error
        self._document: Document | None = None

    @property
    def title(self) -> str:
        """The title of the document; empty where it has none."""
        return self._fields["title"] or ""

    @property
    def source(self) -> str | None:
        """The publisher of the document; None where it is unknown."""
        source: str | None = self._fields["source"]
        return source

    @property
    def date(self) -> str | None:
        """The date of the document in ISO 8601; None where it has none."""
        date: str | None = self._fields["date"]
        return date

    @property
    def document(self) -> Document:
        """The document in full, decoded once."""
        if self._document is None:
            self._document = self._make_document()
        return self._document

    def entity_ids_of(self, types: Collection[str]) -> list[str]:
        """Return the ids of the document's entities of ``types``, aliases not resolved."""
        fields = self._fields
        groups = fields["entities"], fields["title_entities"]
        return [one[4] for entities in groups for one in entities if one[2] in types]

    def passage(self, ordinal: int) -> Passage:
        """Return the passage at ``ordinal``.

        Raises :class:`IndexDamagedError` where the document has none.
        """
        encoded = self._fields["entities"][self._within(ordinal)]
        return self._make_passage(ordinal, self._decode_entities(encoded))

    def _make_passage(self, ordinal: int, entities: tuple[Entity, ...]) -> Passage:
        start, end, language = self._bounds(ordinal)
        text = self.text[start:end]
        name = f"{self.id}#{ordinal}"
        return Passage(name, ordinal, start, end, text, language, entities)

    def words(self, ordinal: int) -> TermVectors:
        """Return the term vectors of the passage at ``ordinal``."""
        return self._read_words(self._bounds(ordinal)[2], _COLUMNS * ordinal)

    def entity_ids(self, ordinal: int) -> list[str]:
        """Return the ids of a passage's entities, aliases not resolved."""
        return self._ids_of(self._fields["entities"][self._within(ordinal)])

    def _ids_of(self, encoded: list[list[Any]]) -> list[str]:
        """Return the ids of entities, without those that stand for none."""
        namings = self.namings
        if not namings:
            return [one[4] for one in encoded]
        return [id for *_, id in encoded if id not in namings or namings[id].id]

    @property
    def title_words(self) -> TermVectors:
        """The term vectors of the title."""
        language: Language = self._fields["language"] or "en"
        return self._read_words(language, len(self._columns) - _COLUMNS)

    def _read_words(self, language: Language, first: int) -> TermVectors:
        """Return the term vectors in the columns from ``first``."""
        columns = self._columns[first : first + _COLUMNS]
        try:
            words = TermVectors(language, *[column.decode() for column in columns])
            is_whole = words.is_whole
        except UnicodeDecodeError:
            is_whole = False
        if not is_whole:
            raise IndexDamagedError(
                f"document {self.id!r} has malformed term vectors; rebuild the index"
            )
        return words

    @property
    def title_entities(self) -> tuple[Entity, ...]:
        """The entities of the title."""
        return self._decode_entities(self._fields["title_entities"])

    @property
    def title_entity_ids(self) -> list[str]:
        """The ids of the title's entities, aliases not resolved."""
        return self._ids_of(self._fields["title_entities"])

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
        """Return the slice of the document's entities that lie in a passage."""
        start, end, _ = self._bounds(ordinal)
        entities: list[list[Any]] = self._fields["entities"]
        first = bisect_left(entities, start, key=itemgetter(0))
        return slice(first, bisect_left(entities, end, first, key=itemgetter(0)))

    def _decode_entities(self, encoded: list[list[Any]]) -> tuple[Entity, ...]:
        if not encoded:
            return ()
        entities = tuple([Entity(*one) for one in encoded])
        return apply_namings(entities, self.namings) if self.namings else entities

    def _make_document(self) -> Document:
        fields = self._fields
        date = fields["date"]
        entities = self._decode_entities(fields["entities"])
        try:
            return self._build_document(fields, date, entities)
        except (ValueError, TypeError) as error:
            raise IndexDamagedError(
                f"document {self.id!r} cannot be decoded ({error}); rebuild the index"
            ) from error

    def _build_document(
        self, fields: dict[str, Any], date: str | None, entities: tuple[Entity, ...]
    ) -> Document:
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
                self._make_passage(
                    ordinal, entities_within(entities, *self._bounds(ordinal)[:2])
                )
                for ordinal in range(len(fields["passages"]))
            ),
            entities=entities,
            title_entities=self.title_entities,
        )


def _read_fields(data: bytes) -> dict[str, Any]:
    """Return the fields of a body; raise an error where their types are not ours."""
    fields = decode_json(data)
    if type(fields) is not dict or fields.keys() != _FIELDS:
        raise ValueError("its fields are not those of a document")
    if not _TEXT_OR_NONE.issuperset([type(fields[name]) for name in _TEXT_FIELDS]):
        raise ValueError("a field of it is no text")
    if fields["language"] not in _LANGUAGE_OR_NONE:
        raise ValueError("its language is unknown")
    return fields


def _check_spans(fields: Mapping[str, Any], text: str) -> None:
    """Raise an error unless all spans of a body are such, and lie in the text."""
    length = len(text)
    for name, types in _SPAN_FIELDS.items():
        if fields[name] != []:
            is_title = name == "title_entities"
            within = len(fields["title"] or "") if is_title else length
            _check_rows(fields[name], types, within)
    if not {one[2] for one in fields["passages"]} <= _LANGUAGES:
        raise ValueError("the language of a passage is unknown")


def _check_rows(rows: list[list[Any]], types: tuple[type, ...], length: int) -> None:
    """Raise an error unless ``rows`` are lists of ``types`` that begin with a span.

    The span lies within ``length``. Types are compared all at once, since every document
    that is shown comes through here.
    """
    if set(map(len, rows)) != {len(types)}:
        raise ValueError("its spans are of other lengths")
    if [*map(type, chain.from_iterable(rows))] != [*types] * len(rows):
        raise ValueError("its spans are of other types")
    for row in rows:
        if not 0 <= row[0] <= row[1] <= length:
            raise ValueError("its spans do not fit its text")


def entities_within(entities: Sequence[Entity], start: int, end: int) -> tuple[Entity, ...]:
    """Return those of ``entities`` that start from ``start`` to before ``end``.

    ``entities`` are sorted by their start; offsets count characters.
    """
    first = bisect_left(entities, start, key=lambda one: one.start)
    last = bisect_left(entities, end, key=lambda one: one.start)
    return tuple(entities[first:last])
