"""The engine in plain Python objects: for tests, notebooks, and as oracle of others."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from copy import copy

from ..analysis.term_list import split_stack
from ..garbage import without_collector
from ..schema import ENTITY, KEYWORD_FIELDS, POSITION_FIELDS
from ..storage.codec import split_key
from .base import Entry
from .ordinals import NO_ORDINAL, Ordinals, fill
from .posting_reader import PostingReader
from .ranking import length_norm

_Positions = dict[int, tuple[int, ...]]


class MemoryState:
    """Postings and keywords of one committed state; a passage's number is its key.

    ``average_length``, if given, replaces the mean of ``entries``, for entries that
    are part of a larger index.
    """

    def __init__(
        self, entries: Iterable[Entry] = (), *, average_length: float | None = None
    ) -> None:
        self.entries: dict[int, Entry] = {}
        self._total_length = 0
        self._postings: dict[str, dict[str, _Positions]] = defaultdict(dict)
        self._holders: dict[str, dict[str, set[int]]] = defaultdict(dict)
        self._sorted: dict[str, list[str]] = {}
        self._ordinals: dict[str, Ordinals] = {}
        with without_collector():
            for entry in entries:
                self._add(entry)
        mean = self._total_length / len(self.entries) if self.entries else 0.0
        self.average_length = mean if average_length is None else average_length
        self.norms = self._make_norms(self.average_length)

    def _make_norms(self, average_length: float) -> dict[int, float]:
        return {
            key: length_norm(entry.length, average_length)
            for key, entry in self.entries.items()
        }

    def with_average_length(self, average_length: float) -> MemoryState:
        """Return the same postings with norms by another mean length."""
        other = copy(self)
        other.average_length = average_length
        other.norms = self._make_norms(average_length)
        return other

    def _add(self, entry: Entry) -> None:
        self.entries[entry.key] = entry
        self._total_length += entry.length
        for field, terms in entry.terms.items():
            by_term: dict[str, list[int]] = defaultdict(list)
            for position, stack in enumerate(terms):
                for term in split_stack(stack):
                    by_term[term].append(position)
            postings = self._postings[field]
            for term, positions in by_term.items():
                postings.setdefault(term, {})[entry.key] = tuple(positions)
        for field, values in entry.keywords.items():
            for value in values:
                self._holders[field].setdefault(value, set()).add(entry.key)

    def count(self) -> int:
        """Return the number of passages."""
        return len(self.entries)

    def numbers(self) -> Iterable[int]:
        """Return the keys of all passages."""
        return self.entries.keys()

    def key(self, number: int) -> int:
        """Return ``number``: here a passage's number is its key."""
        return number

    def row(self, number: int) -> int:
        """Return the row of the document of a passage."""
        return split_key(number)[0]

    def postings(self, field: str, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """Return the numbers of passages that hold ``term``, and how often each does."""
        found = self._postings[field].get(term, {})
        return list(found), [float(len(positions)) for positions in found.values()]

    def positions(self, field: str, term: str) -> _Positions:
        """Return the positions of ``term`` in each passage that holds it, by number."""
        if field not in POSITION_FIELDS:
            raise ValueError(f"field {field!r} keeps no positions")
        return self._postings[field].get(term, {})

    def holders(self, field: str, value: str) -> Iterable[int]:
        """Return the numbers of the passages with ``value`` in a keyword field."""
        if field == ENTITY:
            return self._postings[field].get(value, ())
        return self._holders[field].get(value, ())

    def values(self, field: str) -> Sequence[str]:
        """Return the values of a keyword field, sorted."""
        return sorted(self._holders[field])

    def ordinals(self, field: str) -> Ordinals:
        """Return the ordinals of a keyword field."""
        if field not in self._ordinals:
            ordinals = dict.fromkeys(self.entries, NO_ORDINAL)
            holders = self._holders[field]
            self._ordinals[field] = fill(ordinals, sorted(holders), holders.__getitem__)
        return self._ordinals[field]

    def entities(self, number: int) -> Iterable[str]:
        """Return the ids in the entity field of a passage."""
        return self.entries[number].terms.get(ENTITY, ())

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        return len(self._postings[field].get(term, ()))

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms that begin with ``prefix``, sorted, with frequency."""
        postings: Mapping[str, Sized]
        postings = (self._holders if field in KEYWORD_FIELDS else self._postings)[field]
        if field not in self._sorted:
            self._sorted[field] = sorted(postings)
        ordered = self._sorted[field]
        for term in ordered[bisect_left(ordered, prefix) :]:
            if not term.startswith(prefix):
                return
            yield term, len(postings[term])

    def close(self) -> None:
        """Do nothing: memory is freed with the last reference to it."""


class MemoryEngine:
    """One index in memory, gone when this object is."""

    name = "memory"

    def __init__(self) -> None:
        self.state = MemoryState()
        self._lock = threading.Lock()

    def open_reader(self) -> PostingReader:
        """Return a reader of the last committed state."""
        return PostingReader(self.state)

    def open_writer(self) -> MemoryWriter:
        """Return a writer; raise RuntimeError while there is another."""
        if not self._lock.acquire(blocking=False):
            raise RuntimeError("this memory engine has a writer already")
        return MemoryWriter(self)

    def _end(self, state: MemoryState | None) -> None:
        if state is not None:
            self.state = state
        self._lock.release()


class MemoryWriter:
    """A :class:`~diplosearch.engines.base.Writer` into memory."""

    def __init__(self, engine: MemoryEngine) -> None:
        self._engine = engine
        self._is_ended = False
        self._added: list[Entry] = []
        self._deleted: set[int] = set()

    def add(self, entry: Entry) -> None:
        """Add a passage."""
        self._added.append(entry)

    def delete(self, rows: Iterable[int]) -> None:
        """Delete the passages of documents that earlier commits hold."""
        self._deleted.update(rows)

    def commit(self) -> None:
        """Make the changes the state that the next reader sees."""
        kept = (
            entry
            for entry in self._engine.state.entries.values()
            if entry.row not in self._deleted
        )
        self._end(MemoryState([*kept, *self._added]))

    def abort(self) -> None:
        """Discard the changes, unless they are committed."""
        if not self._is_ended:
            self._end(None)

    def _end(self, state: MemoryState | None) -> None:
        self._is_ended = True
        self._engine._end(state)
