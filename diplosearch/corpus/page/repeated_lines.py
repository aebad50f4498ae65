"""Lines that many documents of a source repeat, such as menus and slogans."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from .lines import lines_of, plain_line

_LONGEST_LINE = 400
"""Characters of a line that is counted: a guess; boilerplate is shorter."""

_MOST_WORDS = 30
"""Words of a counted line that ends in a full stop: a guess."""

_LEAST_DOCUMENTS = 5
_LEAST_RATIO = 0.02
"""Documents of a source, and their fraction, that repeat a line: guesses."""

_KEY_BYTES = 8
_DIGITS = re.compile(r"[0-9]+")


def line_key(line: str) -> str:
    """Return the key under which a line is counted: 8 bytes of a hash, hexadecimal.

    Case, diacritics and numbers make no difference, so ``Comments (3)`` and
    ``COMMENTS (12)`` have the same key.
    """
    plain = _DIGITS.sub("0", plain_line(line))
    return hashlib.blake2b(
        plain.encode("utf-8", "replace"), digest_size=_KEY_BYTES
    ).hexdigest()


def countable_keys(text: str) -> set[str]:
    """Return the keys of a document's lines, without long lines and sentences."""
    return {line_key(line.text) for line in lines_of(text) if _is_countable(line.text)}


class RepeatedLines:
    """Counts the lines of a corpus by source and finds those that are repeated.

    Memory is bounded: beyond ``capacity`` distinct lines the rarest are forgotten,
    so only lines that were rare so far can be missed.
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

        Keys that were loaded with :meth:`from_state` are among them.
        """
        name = source or ""
        learned = self._learned.get(name, frozenset())
        counted = self._lines.get(name)
        if not counted:
            return learned
        least = max(_LEAST_DOCUMENTS, _LEAST_RATIO * self._documents[name])
        return learned.union(key for key, count in counted.items() if count >= least)

    def to_state(self) -> dict[str, list[str]]:
        """Return the keys found so far by source, for JSON; "" stands for no source."""
        names = sorted({*self._lines, *self._learned})
        found = {name: sorted(self.of(name)) for name in names}
        return {name: keys for name, keys in found.items() if keys}

    @classmethod
    def from_state(cls, state: Mapping[str, Sequence[str]]) -> RepeatedLines:
        """Return a counter with the keys of ``state``, which has counted no line itself."""
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
