"""How well each label fits each word, by the features of the word and its sentence.

What a word adds to its own scores and to those of its neighbours is the same wherever
it stands: it is added up once, and kept.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from ..gazetteer.gazetteer import Found
from ..tokens import EDGE as EDGE_FORM
from ..tokens import Sentence, form_of
from .crf import UNKNOWN, Crf, Scores
from .feature_table import REACH, JoinedFeatures, Numbers
from .features import EDGE, GIVEN_TO, flags_of, word_features

_CACHED_WORDS = 3 << 15
_EDGE_SURFACE = ""

Stretch = tuple[int, int]
"""Words of a sentence: the first, and the one behind the last."""


class Scorer:
    """Scores the labels of words. Safe to share between threads."""

    def __init__(self, crf: Crf) -> None:
        self._crf = crf
        self._joined = JoinedFeatures(crf.rows)
        self._words = _Words(crf, self._joined)
        self._lock = threading.Lock()

    def score(
        self,
        sentences: Sequence[Sentence],
        found: Sequence[Sequence[Found]],
        stretches: Sequence[Sequence[Stretch]],
    ) -> Scores:
        """Return the scores of the words in ``stretches``, ``(words, labels)``.

        ``found`` is what the gazetteer knows in each sentence, and ``stretches`` are
        those of its words that are asked for; their words lie one behind the other.
        """
        line = [_EDGE_SURFACE] * REACH
        asked: list[int] = []
        flags: list[tuple[int, str]] = []
        for sentence, matches, parts in zip(sentences, found, stretches, strict=True):
            start = len(line)
            for first, last in parts:
                asked += range(start + first, start + last)
            flags += [(start + at, flag) for at, flag in flags_of(sentence, matches)]
            line += sentence.surfaces
            line += [_EDGE_SURFACE] * REACH
        if not asked:
            return np.empty((0, len(self._crf.labels)), np.float32)
        places = np.array(asked)
        weights = self._crf.weights
        with self._lock:
            rows = np.array(self._words.look_up(line))
            givers = rows[places[:, None] - np.array(GIVEN_TO)]
            scores: Scores = self._words.given[givers, range(len(GIVEN_TO))].sum(axis=1)
            symbols = self._words.symbols[rows]
        scores += weights[self._joined.find_rows(symbols, places)].sum(axis=1)
        self._add_flags(scores, places, flags)
        return scores

    def _add_flags(
        self, scores: Scores, places: Numbers, flags: Sequence[tuple[int, str]]
    ) -> None:
        """Add what flags of words do to the scores of those at ``places``, which ascend."""
        if not flags:
            return
        flagged = np.array([place for place, _ in flags], np.intp)
        at = np.searchsorted(places, flagged)
        at[at == len(places)] = 0
        is_asked = places[at] == flagged
        rows = np.array(self._crf.find_rows(flag for _, flag in flags), np.intp)
        np.add.at(scores, at[is_asked], self._crf.weights[rows[is_asked]])


class _Words:
    """What words add to scores, ``given``: ``(words, GIVEN_TO, labels)``.

    ``symbols`` are those of the words in joined features. When there are too many words
    it begins anew, which takes less than to keep track of what was used last.
    """

    def __init__(self, crf: Crf, joined: JoinedFeatures) -> None:
        self._crf = crf
        self._joined = joined
        self._edge = joined.symbols_of(EDGE_FORM)
        self._begin(_CACHED_WORDS)

    def _begin(self, room: int) -> None:
        shape = (room, len(GIVEN_TO), len(self._crf.labels))
        self._rows: dict[str, int] = {}
        self.given: Scores = np.empty(shape, np.float32)
        self.symbols: Numbers = np.empty((room, len(self._edge)), np.int64)

    def look_up(self, surfaces: Sequence[str]) -> list[int]:
        """Return the rows of words in ``given``."""
        try:
            return [self._rows[surface] for surface in surfaces]
        except KeyError:
            self._learn(surfaces)
            return [self._rows[surface] for surface in surfaces]

    def _learn(self, surfaces: Sequence[str]) -> None:
        """Keep what the words among these that are not known add."""
        words = list(dict.fromkeys(surfaces))
        new = [word for word in words if word not in self._rows]
        if len(self._rows) + len(new) > len(self.given):
            self._begin(max(_CACHED_WORDS, len(words)))
            new = words
        first, last = len(self._rows), len(self._rows) + len(new)
        self.given[first:last] = self._add_up(new)
        self.symbols[first:last] = [
            self._joined.symbols_of(form_of(word)) if word != _EDGE_SURFACE else self._edge
            for word in new
        ]
        self._rows.update(zip(new, range(first, last), strict=True))

    def _add_up(self, words: Sequence[str]) -> Scores:
        """Return what words add to scores, by what it is given to."""
        rows: list[int] = []
        starts: list[int] = []
        for word in words:
            for given in word_features(word) if word != _EDGE_SURFACE else EDGE:
                starts.append(len(rows))
                rows.append(UNKNOWN)  # so that there is one
                rows += self._crf.find_rows(given)
        sums: Scores = np.add.reduceat(self._crf.weights[rows], starts)
        return sums.reshape(len(words), *self.given.shape[1:])
