"""What an engine and an entity table should hold, as the documents say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..engines.base import Entry
from ..entity_index.counts import EntityTally
from ..storage.codec import passage_key

_ONE = 1 << 96
_MIXER = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


@dataclass(slots=True)
class Expected:
    """What follows from the documents of an index.

    ``terms`` has, for each term of a field, the sum of :func:`mark` over the
    passages that hold it. ``is_complete`` is False where a document could not be
    read, so that something is missing here.
    """

    tally: EntityTally = field(default_factory=lambda: EntityTally(None, None))
    documents: int = 0
    is_complete: bool = True
    keys: dict[int, str] = field(default_factory=dict)
    """The id of the document of each passage, by the passage's key."""

    terms: defaultdict[str, dict[str, int]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def note(self, row: int, id: str, passages: int) -> None:
        """Note the passages of the document called ``id``."""
        for ordinal in range(passages):
            self.keys[passage_key(row, ordinal)] = id

    def add(self, entry: Entry) -> None:
        """Note the terms of a passage."""
        own = mark(entry.key)
        for held in (entry.terms, entry.keywords):
            for name, values in held.items():
                known = self.terms[name]
                for value in set(values):
                    if value:
                        known[value] = known.get(value, 0) + own

    def close(self) -> None:
        """Let the tally go."""
        self.tally.close()


def mark(key: int) -> int:
    """Return a number for a passage; two sets of passages hardly have one sum."""
    return _ONE + (key * _MIXER & _MASK)


def mark_all(keys: Iterable[int]) -> int:
    """Return the sum of the marks of passages."""
    return sum(map(mark, keys))
