"""Read the word lists in ``entities/data``; words come folded, as rules compare them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from ..resources import read_list, split_column
from ..text.letters import normalize

DATA = f"{__spec__.parent}.data"
"""The package whose files are the lists, the gazetteer and the model."""


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of the list ``<name>.txt``, folded."""
    return frozenset(map(normalize, entries_of(name)))


@cache
def words_by_kind(name: str) -> dict[str, frozenset[str]]:
    """Return the folded words of a list by kind; a line is ``kind | word; word``.

    >>> "summit" in words_by_kind("event-words")["meeting"]
    True
    """
    words: defaultdict[str, set[str]] = defaultdict(set)
    for kind, column in rows_of(name):
        words[kind].update(map(normalize, split_column(column)))
    return {kind: frozenset(known) for kind, known in words.items()}


def rows_of(name: str) -> list[list[str]]:
    """Return the columns of each line of a list, stripped; ``|`` separates them."""
    return [[column.strip() for column in line.split("|")] for line in entries_of(name)]


def entries_of(name: str) -> list[str]:
    """Return the lines of a list as they are written, without comments."""
    return read_list(__spec__.parent, f"{name}.txt")
