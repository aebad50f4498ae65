"""Whoosh's postings, read without trusting what is pickled in them.

Whoosh unpickles them by a function of its own module. Its codec says which classes
read them, and those here take another one; nothing that other users of Whoosh in
the process have is touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import (
    W3FieldCursor,
    W3LeafMatcher,
    W3PerDocReader,
    W3TermInfo,
    W3TermsReader,
)
from whoosh.matching.wrappers import FilterMatcher
from whoosh.reading import TermNotFound

from ..errors import IndexDamagedError
from .whoosh_files import load_compressed, load_plain

_ADDRESS_BYTES = 12
"""What stands behind the numbers of a term that points into the file of postings."""

_MOST_POSTINGS = 4096
"""Postings of a block; Whoosh writes at most 128."""


class Block(NamedTuple):
    """Postings of a term: numbers of passages, how often each holds it, and positions."""

    numbers: Sequence[int]
    counts: Sequence[float]
    values: Sequence[bytes]


class SafeTermInfo(W3TermInfo):  # type: ignore[misc]
    """What an index knows of a term; postings that stand in it hold plain values."""

    @classmethod
    def from_bytes(cls, packed: bytes) -> SafeTermInfo:
        """Return what was packed.

        Raises :class:`IndexDamagedError` for postings that name any class.
        """
        size = cls._struct.size
        if not packed[0]:
            return super().from_bytes(packed)  # type: ignore[no-any-return]
        # Without the flag Whoosh reads an address, and unpickles nothing.
        info: SafeTermInfo = super().from_bytes(
            b"\0" + packed[1:size] + bytes(_ADDRESS_BYTES)
        )
        info._inlined = load_plain(packed[size:])
        info._offset = info._length = None
        return info


class _FieldCursor(W3FieldCursor):  # type: ignore[misc]
    def term_info(self) -> SafeTermInfo | None:
        if self._pos is None:
            return None
        packed = self._tindex.dbfile.get(self._datapos, self._datalen)
        return SafeTermInfo.from_bytes(packed)


class SafeTermsReader(W3TermsReader):  # type: ignore[misc]
    """Reads the terms of a segment."""

    def cursor(self, fieldname: str, fieldobj: Any) -> _FieldCursor:
        """Return a cursor over the terms of a field."""
        return _FieldCursor(
            self._tindex, fieldname, self._keycoder, self._keydecoder, fieldobj
        )

    def items(self) -> Iterator[tuple[tuple[str, bytes], SafeTermInfo]]:
        """Yield each field and term with what is known of it."""
        return self._decoded(self._tindex.items())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], SafeTermInfo]]:
        """Yield the same from a term on."""
        return self._decoded(self._tindex.items_from(self._keycoder(fieldname, prefix)))

    def _decoded(
        self, items: Iterator[tuple[bytes, bytes]]
    ) -> Iterator[tuple[tuple[str, bytes], SafeTermInfo]]:
        for key, packed in items:
            yield self._keydecoder(key), SafeTermInfo.from_bytes(packed)

    def term_info(self, fieldname: str, tbytes: bytes) -> SafeTermInfo:
        """Return what is known of a term."""
        try:
            packed = self._tindex[self._keycoder(fieldname, tbytes)]
        except KeyError:
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}") from None
        return SafeTermInfo.from_bytes(packed)


class SafeMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Reads the postings of a term, whose blocks hold plain values."""

    def _goto(self, position: int) -> None:
        super()._goto(position)
        length = self._blocklength
        if type(length) is not int or not 0 < length <= _MOST_POSTINGS:
            raise IndexDamagedError("a block of postings was altered; rebuild the index")

    def _read_data(self) -> None:
        data = self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset)
        self._data = load_compressed(data) if self._compression else load_plain(data)

    def _read_ids(self) -> None:
        if self._data is None:
            self._read_data()
        self._ids = tuple(accumulate(self._data[0]))

    def take_block(self, *, with_values: bool = False) -> Block:
        """Return what is left of the current block, and go to the next one."""
        first, size = self._i, self._blocklength
        self._read_ids()
        self._read_weights()
        values: Sequence[bytes] = ()
        if with_values:
            self._read_values()
            values = self._values
        if not len(self._ids) == len(self._weights) == size == len(values or self._ids):
            raise IndexDamagedError("a block of postings was altered; rebuild the index")
        block = Block(self._ids[first:], self._weights[first:], values[first:])
        self._next_block()
        return block


def read_blocks(matcher: Any, *, with_values: bool = False) -> Iterator[Block]:
    """Yield the postings of a matcher, a block at a time where it has blocks."""
    if isinstance(matcher, FilterMatcher):
        matcher = matcher.child  # deleted passages are left out by the caller
    while matcher.is_active():
        if isinstance(matcher, SafeMatcher):
            yield matcher.take_block(with_values=with_values)
        else:
            values = (matcher.value(),) if with_values else ()
            yield Block((matcher.id(),), (matcher.weight(),), values)
            matcher.next()


class PassageReader(W3PerDocReader):  # type: ignore[misc]
    """Reads passages, of which nothing is kept in Whoosh's own pickles."""

    def stored_fields(self, _number: int) -> dict[str, Any]:
        """Return nothing: documents are stored elsewhere."""
        return {}

    def has_vector(self, _number: int, _field: str) -> bool:
        """Return False: no index of ours has vectors."""
        return False
