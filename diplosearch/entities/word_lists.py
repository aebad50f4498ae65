"""Word lists that come along; as words are compared, folded."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from ..resources import read_list, split_column
from ..text.letters import fold

DATA = f"{__spec__.parent}.data"
"""The package whose files are the lists, the gazetteer and the model."""


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(map(fold, entries_of(name)))


@cache
def words_by_kind(name: str) -> dict[str, frozenset[str]]:
    """Return the words of a list that has two columns, a kind and its words."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for line in entries_of(name):
        kind, _, column = line.partition("|")
        words[kind.strip()].update(map(fold, split_column(column)))
    return {kind: frozenset(known) for kind, known in words.items()}


def entries_of(name: str) -> list[str]:
    """Return the entries of a list as they are written."""
    return read_list(__spec__.parent, f"{name}.txt")
