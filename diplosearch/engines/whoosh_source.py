"""The postings of a Whoosh index, as our scorer takes them."""

from __future__ import annotations

import struct
import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import copy
from functools import lru_cache, partial
from typing import Any

from whoosh.reading import TermNotFound

from ..schema import KEYWORD_FIELDS
from ..storage.codec import split_key
from .ordinals import NO_ORDINAL, Ordinals, fill
from .ranking import length_norm
from .whoosh_postings import Block, read_blocks

KEY = "key"
LENGTH = "length"
ENTITIES = "entities"
SEPARATOR = "\0"
KEY_TYPE = "Q"
LENGTH_TYPE = "I"

_CACHED_POSTINGS = 512
"""Posting lists that a reader keeps; a guess."""


class WhooshSource:
    """Postings of one committed state, by Whoosh's reader; a passage's number is Whoosh's.

    Whoosh seeks in shared files, so one lock guards every look-up.
    """

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._lock = threading.RLock()
        self._is_closed = False
        self._keys = self._column(KEY, KEY_TYPE)
        self._lengths = lengths = self._column(LENGTH, LENGTH_TYPE)
        # Whoosh has no columns for an index without passages.
        self._entities = self._reader.column_reader(ENTITIES) if self._keys else ()
        self._deleted = frozenset(self._find_deleted())
        self._count = len(self._keys) - len(self._deleted)
        live = (
            length for number, length in enumerate(lengths) if number not in self._deleted
        )
        self.average_length = sum(live) / self._count if self._count else 0.0
        self.norms = self._make_norms(self.average_length)
        self.postings = lru_cache(_CACHED_POSTINGS)(self._read_postings)
        self.holders = lru_cache(_CACHED_POSTINGS)(self._read_holders)
        self.values = lru_cache(len(KEYWORD_FIELDS))(self._read_values)
        self.ordinals = lru_cache(len(KEYWORD_FIELDS))(self._read_ordinals)

    def _column(self, name: str, typecode: str) -> array[int]:
        column: array[int] = array(typecode)
        for leaf, _ in self._reader.leaf_readers():
            values = array(typecode)
            if leaf.has_column(name):
                values = array(typecode, leaf.column_reader(name).load())
            values.extend([0] * (leaf.doc_count_all() - len(values)))
            column.extend(values)
        return column

    def _find_deleted(self) -> Iterator[int]:
        if self._reader.has_deletions():
            for number in range(self._reader.doc_count_all()):
                if self._reader.is_deleted(number):
                    yield number

    def _make_norms(self, average_length: float) -> array[float]:
        return array("d", (length_norm(n, average_length) for n in self._lengths))

    def with_average_length(self, average_length: float) -> WhooshSource:
        """Return the same postings with norms by another mean length."""
        other = copy(self)
        other.average_length = average_length
        other.norms = self._make_norms(average_length)
        return other

    def count(self) -> int:
        """Return the number of passages."""
        return self._count

    def numbers(self) -> Iterable[int]:
        """Return the numbers of all passages."""
        if not self._deleted:
            return range(len(self._keys))
        return [n for n in range(len(self._keys)) if n not in self._deleted]

    def key(self, number: int) -> int:
        """Return the key of a passage."""
        return self._keys[number]

    def row(self, number: int) -> int:
        """Return the row of the document of a passage."""
        return split_key(self._keys[number])[0]

    def _read_postings(
        self, field: str, term: str
    ) -> tuple[Sequence[int], Sequence[float]]:
        """Return the numbers of passages that hold ``term``, and how often each does."""
        numbers = array("I")
        counts = array("f")
        with self._lock:
            for base, block in self._blocks(field, term):
                numbers.extend([base + number for number in block.numbers])
                counts.extend(block.counts)
        if self._deleted and not self._deleted.isdisjoint(numbers):
            kept = [at for at, one in enumerate(numbers) if one not in self._deleted]
            numbers = array("I", [numbers[at] for at in kept])
            counts = array("f", [counts[at] for at in kept])
        return numbers, counts

    def _read_holders(self, field: str, value: str) -> Sequence[int]:
        """Return the numbers of the passages with ``value`` in a keyword field."""
        return self._read_postings(field, value)[0]

    def _read_values(self, field: str) -> Sequence[str]:
        """Return the values of a keyword field, sorted."""
        with self._lock:
            return sorted(term.decode() for term in self._reader.lexicon(field))

    def _read_ordinals(self, field: str) -> Ordinals:
        """Return the ordinals of a keyword field."""
        ordinals = [NO_ORDINAL] * len(self._keys)
        return fill(ordinals, self.values(field), partial(self._read_holders, field))

    def positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        """Return the positions of ``term`` in each passage that holds it, by number."""
        found: dict[int, Sequence[int]] = {}
        with self._lock:
            for base, block in self._blocks(field, term, with_values=True):
                for number, packed in zip(block.numbers, block.values, strict=True):
                    if base + number not in self._deleted:
                        count = len(packed) // 4
                        found[base + number] = struct.unpack(f">{count}I", packed)
        return found

    def entities(self, number: int) -> Iterable[str]:
        """Return the ids in the entity field of a passage."""
        with self._lock:
            packed = self._entities[number].decode()
        return packed.split(SEPARATOR) if packed else ()

    def _blocks(
        self, field: str, term: str, *, with_values: bool = False
    ) -> Iterator[tuple[int, Block]]:
        """Yield the postings of a term, with what is to be added to their numbers."""
        for leaf, base in self._reader.leaf_readers():
            with suppress(TermNotFound):
                matcher = leaf.postings(field, term.encode())
                for block in read_blocks(matcher, with_values=with_values):
                    yield base, block

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term``.

        Whoosh itself counts deleted passages too until their files are merged.
        """
        if self._deleted:
            return len(self.postings(field, term)[0])
        with self._lock:
            return int(self._reader.doc_frequency(field, term.encode()))

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms that begin with ``prefix``, sorted, with frequency."""
        start = prefix.encode()
        with self._lock:
            found = []
            for (name, term), info in self._reader.iter_from(field, start):
                if name != field or not term.startswith(start):
                    break
                found.append((term.decode(), info.doc_frequency()))
        for text, frequency in found:
            live = self.frequency(field, text) if self._deleted else frequency
            if live:
                yield text, live

    def close(self) -> None:
        """Close Whoosh's files; a second call, which Whoosh refuses, does nothing."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._reader.close()
                # A file that is mapped stays open as long as there is a reference.
                self._reader, self._entities = None, ()
