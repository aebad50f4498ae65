"""Values of fields of one's own, as terms of an index: ``own:desk:Ankara``.

A term holds the value as a document writes it, so that it can be shown, and is found by its
normal form, as the name of a source is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ..schema import ENTITY, OWN_KIND
from ..text.letters import fold, normalize

if TYPE_CHECKING:
    from .base import Reader

_PREFIX = f"{OWN_KIND}:"

Values = dict[str, dict[str, int]]
"""The terms of a field, with the number of passages, by the normal form of their value."""


def make_terms(fields: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the terms of a document's fields, one for each value that is not the same."""
    terms: dict[str, str] = {}
    for name, values in fields.items():
        for value in values:
            term = f"{_PREFIX}{fold(name)}:{value}"
            terms.setdefault(f"{fold(name)}:{normalize(value)}", term)
    return list(terms.values())


def value_of(term: str) -> str:
    """Return the value that a term stands for, as a document writes it."""
    return term.split(":", 2)[2]


class OwnFields:
    """The fields of one's own that the documents of an index have, and their values."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @cached_property
    def _fields(self) -> dict[str, Values]:
        fields: dict[str, Values] = {}
        for term, count in self._reader.terms(ENTITY, _PREFIX):
            _, name, value = term.split(":", 2)
            fields.setdefault(name, {}).setdefault(normalize(value), {})[term] = count
        return fields

    @property
    def names(self) -> list[str]:
        """The names of the fields, folded and sorted."""
        return sorted(self._fields)

    def __contains__(self, name: str) -> bool:
        """Return whether any document has the field; case and diacritics are ignored."""
        return fold(name) in self._fields

    def find(self, name: str, typed: str, *, is_prefix: bool = False) -> list[str]:
        """Return the terms of the values that are written as ``typed``, or begin with it.

        None where no document has such a value; case and diacritics are ignored.
        """
        values = self._fields.get(fold(name), {})
        wanted = normalize(typed)
        if not is_prefix:
            return list(values.get(wanted, ()))
        return [
            one for value in values if value.startswith(wanted) for one in values[value]
        ]

    def values(self, name: str, beginning: str) -> list[tuple[str, int]]:
        """Return the values of which a word begins so, with the number of passages."""
        wanted = f" {normalize(beginning)}"
        return [
            (value_of(max(terms, key=lambda term: terms[term])), sum(terms.values()))
            for value, terms in self._fields.get(fold(name), {}).items()
            if wanted in f" {value}"
        ]
