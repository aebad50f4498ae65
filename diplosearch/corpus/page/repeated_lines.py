"""Lines that come back in many documents of a source."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from .lines import lines_of, plain_line

_LONGEST_LINE = 400
_MOST_WORDS = 30
_LEAST_DOCUMENTS = 5
_LEAST_SHARE = 0.02
_KEY_BYTES = 8
_DIGITS = re.compile(r"[0-9]+")


def line_key(line: str) -> str:
    """Return the key under which a line is counted.

    Cased and folded, with its numbers alike, so that ``Comments (3)`` and
    ``COMMENTS (12)`` are one; a hash of 8 bytes in hexadecimal.
    """
    plain = _DIGITS.sub("0", plain_line(line))
    return hashlib.blake2b(
        plain.encode("utf-8", "replace"), digest_size=_KEY_BYTES
    ).hexdigest()


def countable_keys(text: str) -> set[str]:
    """Return the key of each line of a document; long and story lines are left out."""
    return {line_key(line.text) for line in lines_of(text) if _is_countable(line.text)}


class RepeatedLines:
    """Counts lines by source over a corpus and names those that come back.

    Memory is bounded: beyond ``capacity`` lines the rarest are forgotten, which
    loses at most lines that were rare so far.
    """

    def __init__(self, *, capacity: int = 200_000) -> None:
        self._capacity = capacity
        self._size = 0
        self._documents: Counter[str] = Counter()
        self._lines: dict[str, Counter[str]] = {}
        self._learned: dict[str, frozenset[str]] = {}

    def count(self, text: str, source: str | None) -> None:
        """Count each line of a document once."""
        self.add(countable_keys(text), source)

    def add(self, keys: Collection[str], source: str | None) -> None:
        """Count the lines of a document by their :func:`countable_keys`."""
        name = source or ""
        lines = self._lines.setdefault(name, Counter())
        before = len(lines)
        lines.update(keys)
        self._documents[name] += 1
        self._size += len(lines) - before
        if self._size > self._capacity:
            self._forget_rare()

    def of(self, source: str | None) -> frozenset[str]:
        """Return the keys of lines in 5 documents and 2 % of those of ``source``.

        Keys that a state brought along are among them.
        """
        name = source or ""
        learned = self._learned.get(name, frozenset())
        counted = self._lines.get(name)
        if not counted:
            return learned
        least = max(_LEAST_DOCUMENTS, _LEAST_SHARE * self._documents[name])
        return learned.union(key for key, count in counted.items() if count >= least)

    def to_state(self) -> dict[str, list[str]]:
        """Return the keys found so far by source, ready for JSON ("" for no source)."""
        names = sorted({*self._lines, *self._learned})
        found = {name: sorted(self.of(name)) for name in names}
        return {name: keys for name, keys in found.items() if keys}

    @classmethod
    def from_state(cls, state: Mapping[str, Sequence[str]]) -> RepeatedLines:
        """Return a counter that knows the keys of ``state`` and has counted nothing."""
        lines = cls()
        lines._learned = {name: frozenset(keys) for name, keys in state.items()}
        return lines

    def _forget_rare(self) -> None:
        least = 1
        while self._size > self._capacity // 2:
            least += 1
            for name, lines in self._lines.items():
                self._lines[name] = Counter(
                    {key: count for key, count in lines.items() if count >= least}
                )
            self._size = sum(len(lines) for lines in self._lines.values())


def _is_countable(line: str) -> bool:
    if len(line) > _LONGEST_LINE:
        return False
    is_story = line.endswith((".", '."', ".”")) and len(line.split()) > _MOST_WORDS
    return not is_story
