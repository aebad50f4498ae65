"""The rows of a model that the features of words have, without making the features.

A feature is a string, ``p3=ank``. A model has few of those that words have, so a value is
looked up in a table of its kind, for all words at once, and only what is the same for many
words is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from ..tokens import form_of
from .crf import UNKNOWN, Indices
from .features import EDGE, KINDS, MOST_FLAGS, NEAR, lists_with, paths_of, values_of
from .word_clusters import PREFIXES, cluster_of

_Rows = Sequence[int]

_Shared = tuple[_Rows, ...]
"""Rows of what many words have: for the word itself, the next one and the one before."""

SECOND = ("--w", "++w")
"""The features that a word adds to the second word behind it and to that before it."""

_PATHS = len(PREFIXES) + 1
"""Features that a cluster has."""


class WordRows:
    """The rows of the features that words give; what is looked up does not change.

    A word has a row for each of its features, :data:`~.crf.UNKNOWN` for those that it or
    the model does not have. ``firsts`` are the first rows of what it gives itself and its
    neighbours, in the order of :class:`~.features.WordFeatures`.
    """

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
        self._of_flags: dict[tuple[str, ...], _Shared] = {}
        self._of_clusters: dict[int | None, _Shared] = {}
        shared = MOST_FLAGS + _PATHS
        size_near = len(NEAR) + shared
        sizes = (len(KINDS) + 2 + shared, size_near, size_near + 1, 1, 1)
        self.firsts: list[int] = np.cumsum((0, *sizes[:-1])).tolist()
        self._size = sum(sizes)

    def edge(self) -> Indices:
        """Return the rows of an edge of a sentence, ``(features, 1)``."""
        rows = np.full((self._size, 1), UNKNOWN)
        for first, given in zip(self.firsts, EDGE, strict=True):
            for place, feature in enumerate(given, first):
                rows[place] = self._row_of(feature)
        return rows

    def find(self, surfaces: Sequence[str]) -> Indices:
        """Return the rows of the features of words, ``(features, words)``."""
        forms = [form_of(surface) for surface in surfaces]
        values = list(zip(*map(values_of, forms), strict=True))
        near = [values[position] for position in NEAR]
        has_suffix = [bool(form.suffix) for form in forms]
        lists = [self._find_flags(lists_with(form)) for form in forms]
        clusters = [self._find_paths(cluster_of(form.name)) for form in forms]
        own, to_next, to_previous = (
            (*zip(*of_lists, strict=True), *zip(*of_clusters, strict=True))
            for of_lists, of_clusters in zip(
                zip(*lists, strict=True), zip(*clusters, strict=True), strict=True
            )
        )
        folded = values[0]
        return np.array(
            [
                *map(_look_up, self._own, values),
                [self._row_of("a") if one else UNKNOWN for one in has_suffix],
                _look_up(self._suffixes, [form.suffix for form in forms]),
                *own,
                *map(_look_up, self._next, near),
                *to_next,
                *map(_look_up, self._previous, near),
                *to_previous,
                [self._row_of("+a") if one else UNKNOWN for one in has_suffix],
                *(_look_up(table, folded) for table in self._second),
            ]
        )

    def _row_of(self, feature: str) -> int:
        return self._rows.get(feature, UNKNOWN)

    def _find_flags(self, flags: tuple[str, ...]) -> _Shared:
        """Return the rows of the lists that a word is in."""
        found = self._of_flags.get(flags)
        if found is None:
            found = self._of_flags[flags] = self._find_shared(flags, flags, MOST_FLAGS)
        return found

    def _find_paths(self, cluster: int | None) -> _Shared:
        """Return the rows of the cluster that a word is in, if any."""
        found = self._of_clusters.get(cluster)
        if found is None:
            paths = paths_of(cluster) if cluster is not None else ()
            found = self._of_clusters[cluster] = self._find_shared(paths, paths[1:], _PATHS)
        return found

    def _find_shared(self, own: Sequence[str], near: Sequence[str], most: int) -> _Shared:
        """Return the rows of features that many words have, ``most`` for each reader."""
        given = own, ["-" + one for one in near], ["+" + one for one in near]
        return tuple(
            [*map(self._row_of, features), *[UNKNOWN] * (most - len(features))]
            for features in given
        )


def _look_up(table: Mapping[str, int], values: Sequence[str]) -> _Rows:
    return [table.get(value, UNKNOWN) for value in values]
