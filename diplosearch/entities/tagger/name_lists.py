"""Given names and surnames, folded.

A name that is a word as well tells of a person only beside another name.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..word_lists import DATA

_FILE = "person-names.txt.gz"


@dataclass(frozen=True, slots=True)
class PersonNames:
    """The given names and surnames that are known, folded; disjoint from ambiguous ones."""

    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous_given: frozenset[str]
    ambiguous_surnames: frozenset[str]


@cache
def person_names() -> PersonNames:
    """Return the names that come along, made by ``tools/make_gazetteer.py``."""
    packed = files(DATA).joinpath(_FILE).read_bytes()
    lists: dict[str, list[str]] = {"g": [], "s": [], "g?": [], "s?": []}
    for line in gzip.decompress(packed).decode().split("\n"):
        kind, _, name = line.partition(" ")
        lists[kind].append(name)
    return PersonNames(*(frozenset(lists[kind]) for kind in ("g", "s", "g?", "s?")))
