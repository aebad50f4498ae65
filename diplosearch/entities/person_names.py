"""Given names and surnames, folded.

A name that is a word as well is marked with ``?`` in the lists; it tells of a
person only beside another name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ..lists import read_list
from ..text import fold

_AMBIGUOUS = "?"


@dataclass(frozen=True, slots=True)
class PersonNames:
    """The given names and surnames that are known, folded."""

    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous: frozenset[str]


@cache
def person_names() -> PersonNames:
    """Return the names that come along."""
    given = read_list(f"{__package__}.data", "given-names.txt")
    surnames = read_list(f"{__package__}.data", "surnames.txt")
    return PersonNames(
        given=_folded(given),
        surnames=_folded(surnames),
        ambiguous=_folded(
            name for name in (*given, *surnames) if name.startswith(_AMBIGUOUS)
        ),
    )


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(name.lstrip(_AMBIGUOUS)) for name in names)
