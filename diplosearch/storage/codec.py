"""A document as a row of the store: keys, digests, checksum, and the row's body.

A body holds a document without its id in blocks (:mod:`.blocks`), so that a hit reads two
of them and not a whole article:

- the head: a line of JSON, and the term vectors of the title in three lines;
- each passage: a line of JSON, its entities as another, its term vectors in three lines,
  and its text;
- the rest: a line of JSON, and the text that lies between passages.

A search highlights with the term vectors, because analysing ten passages again would take
most of its time. A field of the JSON that is not known is left alone, so that later
versions can add fields of a document and of a passage.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from ..analysis.analyzer import analyzer_for
from ..analysis.term_vectors import NO_TERMS, TermVectors
from ..errors import DocumentError, IndexDamagedError
from ..model import (
    LANGUAGES,
    Document,
    Entity,
    EntityType,
    Language,
    Passage,
    Span,
    defer_document,
    defer_passage,
    refer_to,
)
from .blocks import Blocks, pack_blocks
from .bounded_json import decode_json

_ORDINAL_BITS = 20
"""Bits of a passage's key for its ordinal; part of the format on disk."""

_COLUMNS = 3
"""Columns of term vectors: exact forms, stems, spans."""

_TEXT_FIELDS = ("title", "date", "source", "dateline", "url", "language")
_HEAD_FIELDS = frozenset((*_TEXT_FIELDS, "title_entities"))
_REST_FIELDS = frozenset(("boilerplate", "entities"))
_ENTITY = (int, int, str, str, str)
_BOILERPLATE = (int, int)
_MALFORMED = (ValueError, TypeError, KeyError, zlib.error)
"""What decoding a malformed body raises."""

_OTHER_BLOCKS = 2
"""Blocks beside the passages: the head, and the rest."""

_PASSAGE_LINES = 2 + _COLUMNS
"""Lines of a passage before its text."""

_LANGUAGES = frozenset(LANGUAGES)
_LANGUAGE_OR_NONE = (None, *LANGUAGES)
_LANGUAGE_OF: dict[str, Language] = {one: one for one in LANGUAGES}
_PASSAGE_FIELDS = re.compile(
    r'\{"start":([0-9]{1,12}),"end":([0-9]{1,12}),"language":"('
    + "|".join(_LANGUAGE_OF)
    + r')"\}'
)
_NO_WORDS = [b" ", b" ", b""]
"""The columns of term vectors without a word."""

_TEXT_OR_NONE = frozenset((str, type(None)))

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

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
    own = document.own_fields
    return _digest(
        *([_JSON(own)] if own else ()),
        document.id,
        document.title,
        document.date.isoformat() if document.date else None,
        document.source,
        document.dateline,
        document.url,
        document.language,
        document.text,
        # Not for documents without, so that their digest stays what it was.
        *([repr(document.pages)] if document.pages else []),
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
    """Return the body of a document: all but its id, with its term vectors.

    Its passages follow each other. Raises :class:`DocumentError` for one that says the
    same too often to be read back.
    """
    blocks, between, last = [_encode_head(document)], [], 0
    inside: list[Entity] = []
    for one in document.passages:
        entities = [
            entity
            for entity in entities_within(document.entities, one.start, one.end)
            if entity.end <= one.end
        ]
        inside += entities
        blocks.append(_encode_passage(document, one, entities))
        between.append(document.text[last : one.start])
        last = one.end
    outside: list[Entity] = []
    if len(inside) < len(document.entities):
        known = set(inside)
        outside = [one for one in document.entities if one not in known]
    rest: dict[str, Any] = {
        "boilerplate": [list(span) for span in document.boilerplate],
        "entities": _encode_entities(outside),
    }
    if document.pages:
        rest["pages"] = list(document.pages)
    between.append(document.text[last:])
    blocks.append(f"{_JSON(rest)}\n{''.join(between)}".encode())
    try:
        return pack_blocks(blocks)
    except ValueError as error:
        raise DocumentError(f"document {document.id!r}: {error}; split it") from None


def replace_fields(body: bytes, document: Document) -> bytes:
    """Return a body with the fields of ``document`` that are not analysed.

    Those are date, source, dateline, url and fields of one's own; all else stays as it is
    in ``body``, the term vectors of the same title as well.

    Raises :class:`ValueError` or :class:`zlib.error` for a malformed body.
    """
    head, *others = Blocks(body).read_all()
    columns = head.partition(b"\n")[2]
    return pack_blocks([_encode_fields(document).encode() + b"\n" + columns, *others])


def _encode_head(document: Document) -> bytes:
    words = analyzer_for(title_language(document)).words(document.title or "")
    fields = _encode_fields(document)
    return "\n".join((fields, words.exact, words.stem, words.spans)).encode()


def _encode_fields(document: Document) -> str:
    fields: dict[str, Any] = {
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "source": document.source,
        "dateline": document.dateline,
        "url": document.url,
        "language": document.language,
        "title_entities": _encode_entities(document.title_entities),
    }
    if document.metadata:
        fields["metadata"] = document.metadata
    return _JSON(fields)


def _encode_passage(
    document: Document, passage: Passage, entities: Sequence[Entity]
) -> bytes:
    start, end, language = passage.start, passage.end, passage.language
    text = document.text[start:end]
    words = analyzer_for(language).words(text)
    page = "" if passage.page is None else f',"page":{passage.page}'
    lines = (
        # Several times faster than the encoder, which is not asked for plain values.
        f'{{"start":{start},"end":{end},"language":"{language}"{page}}}',
        _JSON(_encode_entities(entities)) if entities else "[]",
        *(words.exact, words.stem, words.spans),
        text,
    )
    return "\n".join(lines).encode()


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


class _Block:
    """The block of a passage: offsets, language, text, entities and term vectors."""

    __slots__ = (
        *("_encoded", "_entities", "end", "language", "page", "start", "text", "words"),
    )

    def __init__(self, data: bytes) -> None:
        """Read a block; raise an error where it is not that of a passage."""
        lines = data.decode().split("\n", _PASSAGE_LINES)
        if len(lines) <= _PASSAGE_LINES:
            raise ValueError("a passage lacks term vectors")
        fields, self._encoded, exact, stem, spans, self.text = lines
        self.start: int
        self.end: int
        self.language: Language
        self.page: int | None
        self.start, self.end, self.language, self.page = _read_passage_fields(fields)
        self.words = TermVectors(self.language, exact, stem, spans)
        self._entities: list[list[Any]] | None = None
        if type(self.start) is not int or type(self.end) is not int or self.start < 0:
            raise ValueError("the offsets of a passage are no numbers")
        if self.end - self.start != len(self.text):
            raise ValueError("the offsets of a passage do not fit its text")
        if self.language not in _LANGUAGES:
            raise ValueError("the language of a passage is unknown")
        if self.page is not None and (type(self.page) is not int or self.page < 1):
            raise ValueError("the page of a passage is no number")

    @property
    def entities(self) -> list[list[Any]]:
        """The entities of the passage, checked; decoded once."""
        if self._entities is None:
            entities = decode_json(self._encoded)
            _check_rows(entities, _ENTITY, self.start, self.end)
            self._entities = entities
        return self._entities


def _read_passage_fields(data: str) -> tuple[Any, Any, Any, Any]:
    """Return the start, end, language and page of a passage as they are stored."""
    found = _PASSAGE_FIELDS.fullmatch(data)
    if found is not None:
        # As it is written here; JSON takes three times as long, of twenty passages a query.
        start, end, language = found.groups()
        return int(start), int(end), _LANGUAGE_OF[language], None
    given = decode_json(data)
    return given["start"], given["end"], given["language"], given.get("page")


class StoredDocument:
    """A document as stored; blocks of its body are decompressed and decoded on demand.

    ``namings`` maps ids of entities that are aliases to the entity they stand for; what
    stands for none is left out everywhere. ``index`` is the name of the index that holds
    it where several are open as one.

    Its methods raise :class:`IndexDamagedError` where a block is not one of a document.
    """

    __slots__ = (
        "_blocks",
        "_document",
        "_encoded_head",
        "_head",
        "_passages",
        "_title_columns",
        "id",
        "index",
        "namings",
    )

    def __init__(self, id: str, body: bytes) -> None:
        """Decompress the head of a body that :func:`encode_document` made.

        Raises :class:`IndexDamagedError` for any other body: one that unpacks to too
        much, or whose fields are not those of a document.
        """
        self.id = id
        self.index: str | None = None
        self.namings: Namings = {}
        self._passages: dict[int, _Block] = {}
        self._document: Document | None = None
        try:
            self._blocks = Blocks(body)
            if self._blocks.count < _OTHER_BLOCKS:
                raise ValueError("it lacks blocks")
            fields, *columns = self._blocks.read(0).split(b"\n")
            if len(columns) != _COLUMNS:
                raise ValueError("its title lacks term vectors")
            self._encoded_head = fields
            self._head: dict[str, Any] | None = None
            self._title_columns = columns
        except _MALFORMED as error:
            raise self._make_error(error) from error

    def _make_error(self, error: Exception) -> IndexDamagedError:
        return IndexDamagedError(
            f"document {self.id!r} cannot be decoded ({error}); rebuild the index"
        )

    @property
    def _fields(self) -> dict[str, Any]:
        """The fields of the head, decoded when read: most passages are only scored."""
        if self._head is None:
            try:
                self._head = _read_head(self._encoded_head)
            except _MALFORMED as error:
                raise self._make_error(error) from error
        return self._head

    @property
    def reference(self) -> str:
        """What finds it among the documents of several indexes."""
        return refer_to(self.id, self.index)

    @property
    def size(self) -> int:
        """The number of passages."""
        return self._blocks.count - _OTHER_BLOCKS

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
    def own_fields(self) -> dict[str, tuple[str, ...]]:
        """The values of each field of one's own."""
        given: dict[str, list[str]] = self._fields.get("metadata") or {}
        return {name: tuple(values) for name, values in given.items()}

    @property
    def document(self) -> Document:
        """The document; what is not in its head is decoded when it is first read."""
        if self._document is None:
            try:
                self._document = defer_document(self._decode_rest, **self._decode_head())
            except _MALFORMED as error:
                raise self._make_error(error) from error
        return self._document

    def read_document(self) -> Document:
        """Return the document with all that is in it."""
        document = self.document
        _ = document.text
        return document

    def passage(self, ordinal: int) -> Passage:
        """Return the passage at ``ordinal``.

        Raises :class:`IndexDamagedError` where the document has none.
        """
        block = self._block(ordinal)
        return defer_passage(
            lambda: {"entities": self._decode_entities(self._rows(block))},
            id=f"{self.id}#{ordinal}",
            ordinal=ordinal,
            start=block.start,
            end=block.end,
            text=block.text,
            language=block.language,
            page=block.page,
        )

    def names(self, ordinal: int, start: int, end: int) -> Iterator[tuple[Any, ...]]:
        """Yield the entities of a passage that overlap a part of the document's text.

        Each is the start and end, type, name and id of one that :meth:`passage` holds:
        what is marked needs no objects.
        """
        namings = self.namings
        for row in self._rows(self._block(ordinal)):
            if row[0] < end and row[1] > start:
                naming = namings.get(row[4]) if namings else None
                if naming is None:
                    yield tuple(row)
                elif naming.id:
                    yield (row[0], row[1], *naming)

    def _make_passage(
        self, ordinal: int, block: _Block, entities: tuple[Entity, ...]
    ) -> Passage:
        name = f"{self.id}#{ordinal}"
        return Passage(
            *(name, ordinal, block.start, block.end, block.text, block.language),
            entities,
            block.page,
        )

    def passage_text(self, ordinal: int) -> str:
        """Return the text of the passage at ``ordinal``."""
        return self._block(ordinal).text

    def words(self, ordinal: int) -> TermVectors:
        """Return the term vectors of the passage at ``ordinal``."""
        return self._check_words(self._block(ordinal).words)

    def entity_ids(self, ordinal: int) -> list[str]:
        """Return the ids of a passage's entities, aliases not resolved."""
        return self._ids_of(self._rows(self._block(ordinal)))

    def _ids_of(self, encoded: list[list[Any]]) -> list[str]:
        """Return the ids of entities, without those that stand for none."""
        namings = self.namings
        if not namings:
            return [one[4] for one in encoded]
        return [id for *_, id in encoded if id not in namings or namings[id].id]

    @property
    def title_words(self) -> TermVectors:
        """The term vectors of the title."""
        if self._title_columns == _NO_WORDS:
            return NO_TERMS
        language: Language = self._fields["language"] or "en"
        return self._read_words(language, self._title_columns)

    def _read_words(self, language: Language, columns: Sequence[bytes]) -> TermVectors:
        """Return term vectors of their columns."""
        try:
            words = TermVectors(language, *[column.decode() for column in columns])
        except UnicodeDecodeError as error:
            raise self._make_error(error) from error
        return self._check_words(words)

    def _check_words(self, words: TermVectors) -> TermVectors:
        """Return term vectors; raise an error where their columns do not fit."""
        if not words.is_whole:
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

    def _block(self, ordinal: int) -> _Block:
        block = self._passages.get(ordinal)
        if block is not None:
            return block
        if not 0 <= ordinal < self.size:
            raise IndexDamagedError(
                f"document {self.id!r} has no passage {ordinal} that its index names; "
                "rebuild the index"
            )
        try:
            block = self._passages[ordinal] = _Block(self._blocks.read(1 + ordinal))
        except _MALFORMED as error:
            raise self._make_error(error) from error
        return block

    def _rows(self, block: _Block) -> list[list[Any]]:
        try:
            return block.entities
        except _MALFORMED as error:
            raise self._make_error(error) from error

    def _decode_entities(self, encoded: list[list[Any]]) -> tuple[Entity, ...]:
        if not encoded:
            return ()
        entities = tuple([Entity(*one) for one in encoded])
        return apply_namings(entities, self.namings) if self.namings else entities

    def _decode_head(self) -> dict[str, Any]:
        """Return the fields of the document that are in its head."""
        fields = self._fields
        date = fields["date"]
        return {
            "id": self.id,
            "index": self.index,
            "title": fields["title"],
            "date": datetime.date.fromisoformat(date) if date else None,
            "source": fields["source"],
            "dateline": fields["dateline"],
            "url": fields["url"],
            "language": fields["language"],
            "metadata": self.own_fields,
        }

    def _decode_rest(self) -> dict[str, Any]:
        """Return the fields of the document that are not in its head."""
        try:
            return self._read_rest()
        except _MALFORMED as error:
            raise self._make_error(error) from error

    def _read_rest(self) -> dict[str, Any]:
        _, *blocks, rest = self._blocks.read_all()
        line, _, between = rest.partition(b"\n")
        fields = decode_json(line)
        if type(fields) is not dict or not fields.keys() >= _REST_FIELDS:
            raise ValueError("its fields are not those of a document")
        passages = [_Block(block) for block in blocks]
        text = _join_texts(passages, between.decode())
        _check_rows(fields["boilerplate"], _BOILERPLATE, 0, len(text))
        _check_rows(fields["entities"], _ENTITY, 0, len(text))
        by_passage = [self._decode_entities(one.entities) for one in passages]
        entities = tuple(chain.from_iterable(by_passage))
        if fields["entities"]:
            others = self._decode_entities(fields["entities"])
            entities = tuple(sorted((*entities, *others), key=attrgetter("start")))
        return {
            "text": text,
            "boilerplate": tuple([Span(*span) for span in fields["boilerplate"]]),
            "passages": tuple(
                [
                    self._make_passage(ordinal, block, by_passage[ordinal])
                    for ordinal, block in enumerate(passages)
                ]
            ),
            "entities": entities,
            "title_entities": self.title_entities,
            "pages": _read_pages(fields.get("pages", []), len(text)),
        }


def _read_pages(pages: object, length: int) -> tuple[int, ...]:
    """Return the offsets of pages; raise an error unless they are in order in a text."""
    if not isinstance(pages, list) or any(type(one) is not int for one in pages):
        raise ValueError("its pages are no offsets")
    if pages and (pages != sorted(pages) or pages[0] < 0 or pages[-1] > length):
        raise ValueError("its pages do not fit its text")
    return tuple(pages)


def _read_head(data: bytes) -> dict[str, Any]:
    """Return the fields of a head; raise an error where their types are not ours."""
    fields = decode_json(data)
    if type(fields) is not dict or not fields.keys() >= _HEAD_FIELDS:
        raise ValueError("its fields are not those of a document")
    if not _TEXT_OR_NONE.issuperset([type(fields[name]) for name in _TEXT_FIELDS]):
        raise ValueError("a field of it is no text")
    if fields["language"] not in _LANGUAGE_OR_NONE:
        raise ValueError("its language is unknown")
    _check_rows(fields["title_entities"], _ENTITY, 0, len(fields["title"] or ""))
    if (own := fields.get("metadata")) is not None:
        _check_own_fields(own)
    return fields


def _check_own_fields(own: object) -> None:
    """Raise an error unless ``own`` maps names to lists of texts."""
    if type(own) is not dict or {type(values) for values in own.values()} - {list}:
        raise ValueError("its own fields are malformed")
    if {type(value) for values in own.values() for value in values} - {str}:
        raise ValueError("its own fields are malformed")


def _join_texts(passages: Sequence[_Block], between: str) -> str:
    """Return the text of a document from its passages and the text between them."""
    pieces: list[str] = []
    last = used = 0
    for one in passages:
        gap = one.start - last
        if gap < 0 or used + gap > len(between):
            raise ValueError("its passages do not fit its text")
        pieces += (between[used : used + gap], one.text)
        last, used = one.end, used + gap
    return "".join((*pieces, between[used:]))


def _check_rows(
    rows: list[list[Any]], types: tuple[type, ...], start: int, end: int
) -> None:
    """Raise an error unless ``rows`` are lists of ``types`` that begin with a span.

    The spans lie from ``start`` to ``end``. Types are compared all at once, since every
    passage that is shown comes through here.
    """
    if rows == []:
        return
    if set(map(len, rows)) != {len(types)}:
        raise ValueError("its spans are of other lengths")
    if [*map(type, chain.from_iterable(rows))] != [*types] * len(rows):
        raise ValueError("its spans are of other types")
    for row in rows:
        if not start <= row[0] <= row[1] <= end:
            raise ValueError("its spans do not fit its text")


def entities_within(entities: Sequence[Entity], start: int, end: int) -> tuple[Entity, ...]:
    """Return those of ``entities`` that start from ``start`` to before ``end``.

    ``entities`` are sorted by their start; offsets count characters.
    """
    first = bisect_left(entities, start, key=lambda one: one.start)
    last = bisect_left(entities, end, key=lambda one: one.start)
    return tuple(entities[first:last])
