"""Emission scores: how well each label fits each word, by its features.

The scores that a word adds to itself and to its neighbours do not depend on the
sentence: they are summed once for each word and cached.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from ..gazetteer.gazetteer import Found
from ..tokens import EDGE as EDGE_FORM
from ..tokens import Sentence, form_of
from .crf import Crf, Indices, Scores
from .feature_table import REACH, FeatureConjunctions, Numbers
from .features import GIVEN_TO, flags_of
from .word_rows import WordRows

_CACHED_WORDS = 3 << 15
"""Words whose scores are cached; a guess."""

_EDGE_SURFACE = ""

_OFFSETS = np.array(GIVEN_TO)[:, None]
_PLACES = np.arange(len(GIVEN_TO))[:, None]
"""Who gives a word scores, and where in ``given`` they are; a row for each giver."""

Stretch = tuple[int, int]
"""A span of words of a sentence: the first, and the one behind the last."""


class Scorer:
    """Scores the labels of words. Thread-safe."""

    def __init__(self, crf: Crf) -> None:
        self._crf = crf
        self._conjunctions = FeatureConjunctions(crf.rows)
        self._words = _Words(crf, self._conjunctions)
        self._lock = threading.Lock()

    def score(
        self,
        sentences: Sequence[Sentence],
        found: Sequence[Sequence[Found]],
        stretches: Sequence[Sequence[Stretch]],
    ) -> Scores:
        """Return the scores of the words in ``stretches``, ``(words, labels)``.

        ``found`` are the gazetteer's matches by sentence, ``stretches`` the spans of words
        to score; the rows of the result follow their order.
        """
        line = [_EDGE_SURFACE] * REACH
        wanted: list[int] = []
        flags: list[tuple[int, str]] = []
        for sentence, matches, spans in zip(sentences, found, stretches, strict=True):
            start = len(line)
            # Words that are far from all stretches are not looked up.
            near = [_EDGE_SURFACE] * len(sentence)
            for first, last in spans:
                wanted += range(start + first, start + last)
                reached = slice(max(0, first - REACH), last + REACH)
                near[reached] = sentence.surfaces[reached]
            if spans:
                flags += [(start + word, one) for word, one in flags_of(sentence, matches)]
            line += near
            line += [_EDGE_SURFACE] * REACH
        if not wanted:
            return np.empty((0, len(self._crf.labels)), np.float32)
        positions = np.array(wanted)
        with self._lock:
            rows = np.array(self._words.look_up(line))
            given = self._words.given.reshape(-1, len(self._crf.labels))
            given_by = rows[positions - _OFFSETS] * len(GIVEN_TO) + _PLACES
            scores: Scores = given[given_by].sum(axis=0)
            symbols = self._words.symbols[rows]
        conjunctions = self._conjunctions.find_rows(symbols, positions)
        scores += self._crf.weights[conjunctions.T].sum(axis=0)
        self._add_flags(scores, positions, flags)
        return scores

    def _add_flags(
        self, scores: Scores, positions: Numbers, flags: Sequence[tuple[int, str]]
    ) -> None:
        """Add the weights of flags to the scores of words; ``positions`` are ascending."""
        if not flags:
            return
        flagged = np.array([position for position, _ in flags], np.intp)
        at = positions.searchsorted(flagged)
        at[at == len(positions)] = 0
        is_wanted = positions[at] == flagged
        rows = np.array(self._crf.find_rows(flag for _, flag in flags), np.intp)
        np.add.at(scores, at[is_wanted], self._crf.weights[rows[is_wanted]])


class _Words:
    """Cache of the scores that words add, ``given``: ``(words, GIVEN_TO, labels)``.

    ``symbols`` are those of the words for feature conjunctions. A full cache is emptied,
    which costs less than to track which words were used last.
    """

    def __init__(self, crf: Crf, conjunctions: FeatureConjunctions) -> None:
        self._crf = crf
        self._conjunctions = conjunctions
        self._features = WordRows(crf.rows)
        self._edge = conjunctions.symbols_of(EDGE_FORM)
        self._clear(_CACHED_WORDS)

    def _clear(self, size: int) -> None:
        shape = (size, len(GIVEN_TO), len(self._crf.labels))
        self.given: Scores = np.empty(shape, np.float32)
        self.symbols: Numbers = np.empty((size, len(self._edge)), np.int64)
        self._rows = {_EDGE_SURFACE: 0}
        self.given[:1] = self._sum_weights(self._features.edge())
        self.symbols[0] = self._edge

    def look_up(self, surfaces: Sequence[str]) -> list[int]:
        """Return the rows of words in ``given`` and ``symbols``, computed where missing."""
        try:
            return [self._rows[surface] for surface in surfaces]
        except KeyError:
            self._add_words(surfaces)
            return [self._rows[surface] for surface in surfaces]

    def _add_words(self, surfaces: Sequence[str]) -> None:
        """Compute and cache the words among these that are missing."""
        words = list(dict.fromkeys(surfaces))
        new = [word for word in words if word not in self._rows]
        if len(self._rows) + len(new) > len(self.given):
            self._clear(max(_CACHED_WORDS, len(words) + 1))
            new = [word for word in words if word != _EDGE_SURFACE]
        first, last = len(self._rows), len(self._rows) + len(new)
        self.given[first:last] = self._sum_weights(self._features.find(new))
        symbols_of = self._conjunctions.symbols_of
        self.symbols[first:last] = [symbols_of(form_of(word)) for word in new]
        self._rows.update(zip(new, range(first, last), strict=True))

    def _sum_weights(self, rows: Indices) -> Scores:
        """Return the scores that words add, ``(words, GIVEN_TO, labels)``."""
        weights = self._crf.weights[rows]
        sums: Scores = np.add.reduceat(weights, self._features.firsts, axis=0)
        return sums.transpose(1, 0, 2)
