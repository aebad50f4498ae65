"""The default engine: Whoosh stores the postings, our scorer scores them.

Whoosh's disjunction-max matcher adds scores of different passages, and its
lengths are rounded to a byte; so its matchers are used to read postings only,
and scoring is that of :mod:`diplosearch.engines.scorer`.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.index import TOC
from whoosh.reading import TermNotFound

from ..analysis.term_list import split_stack
from ..schema import ENTITY, KEYWORD_FIELDS, POSITION_FIELDS, TEXT_FIELDS
from .base import Entry
from .posting_reader import PostingReader
from .whoosh_files import INDEX_NAME, SafeIndex
from .whoosh_postings import (
    PassageReader,
    SafeMatcher,
    SafeTermsReader,
)
from .whoosh_source import (
    ENTITIES,
    KEY,
    KEY_TYPE,
    LENGTH,
    LENGTH_TYPE,
    SEPARATOR,
    WhooshSource,
)

_ROW = "row"
_WRITER_MEGABYTES = 128
"""Postings that a writer collects before it sorts them into a file; Whoosh's default."""


class TermsField(fields.FieldType):  # type: ignore[misc]
    """A field of finished terms, with positions or without.

    Its path is part of the index format: Whoosh pickles the schema.
    """

    def __init__(self, *, has_positions: bool) -> None:
        layout = formats.Positions() if has_positions else formats.Existence()
        super().__init__(layout, None)
        self.has_positions = has_positions

    def index(
        self, value: Sequence[str], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield each term with its count, its weight, and its positions, 4 bytes each."""
        by_term: dict[str, list[int]] = defaultdict(list)
        for position, stack in enumerate(value):
            for term in split_stack(stack):
                by_term[term].append(position)
        for term, positions in by_term.items():
            count = len(positions)
            packed = struct.pack(f">{count}I", *positions) if self.has_positions else b""
            yield term.encode(), count, float(count), packed


def _schema() -> fields.Schema:
    schema = fields.Schema()
    for name in TEXT_FIELDS:
        schema.add(name, TermsField(has_positions=name in POSITION_FIELDS))
    for name in (*KEYWORD_FIELDS, _ROW):
        schema.add(name, TermsField(has_positions=False))
    schema.add(KEY, fields.COLUMN(columns.NumericColumn(KEY_TYPE)))
    schema.add(ENTITIES, fields.COLUMN(columns.VarBytesColumn()))
    schema.add(LENGTH, fields.COLUMN(columns.NumericColumn(LENGTH_TYPE)))
    return schema


class _PostingWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes postings without Whoosh's field lengths, which are never read here.

    Looked up for each posting, they would take half the time of a rebuild.
    """

    def add_postings(self, schema: fields.Schema, _lengths: Any, items: Any) -> None:
        super().add_postings(schema, None, items)


class _Codec(W3Codec):  # type: ignore[misc]
    """Says what reads and writes the files of a segment.

    Its path is part of the index format: Whoosh pickles it with each segment.
    """

    def field_writer(self, storage: Any, segment: Any) -> _PostingWriter:
        return _PostingWriter(self, storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> PassageReader:
        return PassageReader(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> SafeTermsReader:
        name = segment.make_filename(self.TERMS_EXT)
        return SafeTermsReader(
            self,
            storage.open_file(name),
            storage.file_length(name),
            segment.open_file(storage, self.POSTS_EXT),
        )

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        if terminfo.is_inlined():
            return super().postings_reader(dbfile, terminfo, format_, term, scorer)
        offset, length = terminfo.extent()
        return SafeMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


class WhooshWriter:
    """A :class:`~diplosearch.engines.base.Writer` into a Whoosh index."""

    def __init__(self, folder: Path) -> None:
        index = _open(folder)
        if index.latest_generation() < 0:
            TOC.create(index.storage, _schema(), INDEX_NAME)
        self._writer = index.writer(codec=_Codec(), limitmb=_WRITER_MEGABYTES)
        self._reader: Any = None

    def add(self, entry: Entry) -> None:
        """Add a passage."""
        self._writer.add_document(
            **entry.terms,
            **entry.keywords,
            **{
                _ROW: (str(entry.row),),
                KEY: entry.key,
                LENGTH: entry.length,
                ENTITIES: SEPARATOR.join(entry.terms.get(ENTITY, ())).encode(),
            },
        )

    def delete(self, rows: Iterable[int]) -> None:
        """Delete the passages of documents that earlier commits hold."""
        # Whoosh's own way opens all segments for each term.
        if self._reader is None:
            self._reader = self._writer.reader()
        for row in rows:
            for leaf, base in self._reader.leaf_readers():
                with suppress(TermNotFound):
                    for number in leaf.postings(_ROW, str(row).encode()).all_ids():
                        self._writer.delete_document(base + number)

    def commit(self) -> None:
        """Make the changes the state that the next reader opens."""
        self._close_reader()
        self._writer.commit()

    def abort(self) -> None:
        """Discard the changes, unless they are committed."""
        self._close_reader()
        if not self._writer.is_closed:
            self._writer.cancel()

    def _close_reader(self) -> None:
        """Close the reader of what is deleted."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def _open(folder: Path) -> SafeIndex:
    return SafeIndex(folder, _schema(), _Codec)


class WhooshEngine:
    """Opens Whoosh indexes, by Whoosh 2.7.4."""

    name = "whoosh"

    def open_reader(self, folder: Path) -> PostingReader:
        """Return a reader of the state in ``folder``."""
        return PostingReader(WhooshSource(_open(folder).reader()))

    def open_writer(self, folder: Path) -> WhooshWriter:
        """Return a writer of ``folder``, which may be empty."""
        return WhooshWriter(folder)
