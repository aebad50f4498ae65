"""The rows of a model that a word's features have, without making the features.

A feature is a string, ``p3=ank``. A model has few of those that words have, so a value is
looked up in a table of its kind, and only what is the same for many words is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..tokens import form_of
from .crf import UNKNOWN
from .features import EDGE, KINDS, NEAR, lists_with, paths_of, values_of
from .word_clusters import cluster_of

Rows = list[int]

SECOND = ("--w", "++w")
"""The features that a word adds to the second word behind it and to that before it."""

_Shared = tuple[Rows, Rows, Rows]
"""Rows of what many words have: for the word itself, the next one and the one before."""


class WordRows:
    """The rows of the features that words give; what is looked up does not change."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        """Take the row of each feature of a model."""
        tables: dict[str, dict[str, int]] = defaultdict(dict)
        for feature, row in rows.items():
            kind, equals, value = feature.partition("=")
            if equals:
                tables[kind][value] = row
        self._own = [tables[kind] for kind in KINDS]
        near = [KINDS[position] for position in NEAR]
        self._next = [tables["-" + kind] for kind in near]
        self._previous = [tables["+" + kind] for kind in near]
        self._suffixes = tables["a"]
        self._second = [tables[kind] for kind in SECOND]
        self._rows = rows
        self._shared: dict[tuple[tuple[str, ...], int | None], _Shared] = {}
        self.edge = [[UNKNOWN, *filter(None, map(self._row_of, given))] for given in EDGE]
        """The rows of an edge of a sentence, as :meth:`find` returns those of a word."""

    def _row_of(self, feature: str) -> int:
        return self._rows.get(feature, UNKNOWN)

    def find(self, surface: str) -> tuple[Rows, Rows, Rows, Rows, Rows]:
        """Return the rows of the features that a word gives itself and its neighbours.

        In the order of :class:`~.features.WordFeatures`, ``UNKNOWN`` first, without those
        that the model does not have.
        """
        form = form_of(surface)
        values = values_of(form)
        own = [UNKNOWN]
        for table, value in zip(self._own, values, strict=True):
            if value in table:
                own.append(table[value])
        to_next = [UNKNOWN]
        to_previous = [UNKNOWN]
        for position, behind, before in zip(NEAR, self._next, self._previous, strict=True):
            value = values[position]
            if value in behind:
                to_next.append(behind[value])
            if value in before:
                to_previous.append(before[value])
        key = lists_with(form), cluster_of(form.name)
        shared = self._shared.get(key)
        if shared is None:
            shared = self._shared[key] = self._find_shared(*key)
        if form.suffix:
            own += filter(None, (self._row_of("a"), self._suffixes.get(form.suffix)))
        own += shared[0]
        to_next += shared[1]
        to_previous += shared[2]
        if form.suffix:
            to_previous.append(self._row_of("+a"))
        second = [[UNKNOWN, *_rows_in(table, form.folded)] for table in self._second]
        return own, to_next, to_previous, second[0], second[1]

    def _find_shared(self, flags: Sequence[str], cluster: int | None) -> _Shared:
        """Return the rows of a word's lists and of its cluster."""
        paths = paths_of(cluster) if cluster is not None else ()
        near = [*flags, *paths[1:]]
        return (
            list(filter(None, map(self._row_of, (*flags, *paths)))),
            list(filter(None, map(self._row_of, ["-" + one for one in near]))),
            list(filter(None, map(self._row_of, ["+" + one for one in near]))),
        )


def _rows_in(table: Mapping[str, int], value: str) -> Rows:
    return [table[value]] if value in table else []
