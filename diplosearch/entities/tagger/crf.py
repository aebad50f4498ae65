"""Load, save and decode a linear-chain conditional random field (Lafferty et al., 2001).

Each word has a score for each label (an emission), the sum of the weights of its
features; each pair of neighbours has one for its two labels (a transition). Viterbi's
algorithm finds the labels with the highest sum, in numpy for many sequences at once: a
step for all of them costs little more than for one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.float32]
"""Scores or weights; the last axis is the label."""

Indices: TypeAlias = npt.NDArray[np.intp]

UNKNOWN = 0
"""The row of ``weights`` for features that a model does not have: zeros."""


@dataclass(frozen=True, slots=True)
class Crf:
    """A trained model. Thread-safe.

    ``transitions`` are the scores of one label before another, ``(labels, labels)``.
    ``weights`` are the weights of features, ``(features + 1, labels)``; ``rows`` has the
    row of each feature. The first row is for unknown features, zeros.
    """

    labels: tuple[str, ...]
    transitions: Scores
    rows: Mapping[str, int]
    weights: Scores

    @classmethod
    def of(
        cls,
        labels: Sequence[str],
        transitions: Mapping[tuple[str, str], float],
        weights: Mapping[tuple[str, str], float],
    ) -> Crf:
        """Return a model with these transitions (label, next label) and weights.

        ``weights`` are by feature and label. Raises :class:`KeyError` for a label that is
        not in ``labels``.
        """
        columns = {label: column for column, label in enumerate(labels)}
        rows = _number_rows(sorted({feature for feature, _ in weights}))
        crf = cls(
            tuple(labels),
            np.zeros((len(labels), len(labels)), np.float32),
            rows,
            np.zeros((len(rows) + 1, len(labels)), np.float32),
        )
        for (before, label), score in transitions.items():
            crf.transitions[columns[before], columns[label]] = score
        for (feature, label), weight in weights.items():
            crf.weights[rows[feature], columns[label]] = weight
        return crf

    def save(self, file: IO[bytes]) -> None:
        """Write the model as compressed numpy arrays, without weights that are zero.

        Raises :class:`ValueError` for a feature with a line break.
        """
        rows, labels = self.weights.nonzero()
        np.savez_compressed(
            file,
            labels=_pack(self.labels),
            transitions=self.transitions,
            features=_pack(self.rows),
            rows=rows.astype(np.uint32),
            columns=labels.astype(np.uint16),
            weights=self.weights[rows, labels],
        )

    @classmethod
    def load(cls, file: IO[bytes]) -> Crf:
        """Return the model that :meth:`save` wrote.

        Raises :class:`ValueError` or :class:`KeyError` for any other file; no code in a
        file is executed.
        """
        with np.load(file, allow_pickle=False) as stored:
            labels = tuple(_unpack(stored["labels"]))
            rows = _number_rows(_unpack(stored["features"]))
            weights = np.zeros((len(rows) + 1, len(labels)), np.float32)
            weights[stored["rows"], stored["columns"]] = stored["weights"]
            return cls(labels, stored["transitions"], rows, weights)

    def find_rows(self, features: Iterable[str]) -> list[int]:
        """Return the rows of features in ``weights``, :data:`UNKNOWN` for unknown ones."""
        known = self.rows.get
        return [known(feature, UNKNOWN) for feature in features]

    def decode(self, scores: Scores, lengths: Sequence[int]) -> list[str]:
        """Return the best labels of the words of consecutive sequences.

        ``scores`` are the emissions of all words, ``(words, labels)``; ``lengths`` are the
        lengths of the sequences in words, none zero.
        """
        if not len(lengths):
            return []
        chains = _Chains(np.asarray(lengths))
        columns = np.empty(len(scores), np.intp)
        both = np.stack((self.transitions, self.transitions.T))
        # (labels before, chains, labels): the maximum is fastest over the first.
        onward = np.ascontiguousarray(both[chains.is_backward].transpose(1, 0, 2))
        counts, borders = chains.counts, chains.borders
        # The words of each step, one after the other; their best sums are added there.
        best = scores[chains.words]
        before = best[: borders[1]]
        for step in range(1, len(counts) - 1):
            count = counts[step]
            reached = before[:count].T[:, :, None] + onward[:, :count]
            before = best[borders[step] : borders[step + 1]]
            before += reached.max(axis=0)
        chosen = self._meet(best, chains)
        backward = both[1 - chains.is_backward]
        every = np.arange(len(chosen))
        for step in range(len(counts) - 2, -1, -1):
            unfinished = counts[step + 1]
            first, last = borders[step], borders[step + 1]
            if unfinished:
                known = every[:unfinished]
                ending = best[first : first + unfinished]
                ending += backward[known, chosen[:unfinished]]
                chosen[:unfinished] = ending.argmax(axis=1)
            columns[chains.words[first:last]] = chosen[: counts[step]]
        labels = self.labels
        return [labels[column] for column in columns.tolist()]

    def _meet(self, best: Scores, chains: _Chains) -> Indices:
        """Return the best label of the last word of each chain, given the best sums.

        The two chains of a sequence meet between two words: the sum of both and of the
        transition decides.
        """
        ends = best[chains.ends]
        chosen: Indices = ends.argmax(axis=1)
        forward, backward = chains.pairs
        if len(forward):
            sums = ends[forward][:, :, None] + self.transitions
            sums += ends[backward][:, None, :]
            pairs = sums.reshape(len(sums), -1).argmax(axis=1)
            chosen[forward], chosen[backward] = divmod(pairs, len(self.labels))
        return chosen


class _Chains:
    """Consecutive sequences, each as two chains of words that meet in its middle.

    One goes forward from the first word, the other backward from the last, so that half
    as many steps are taken. The longest come first, so that those with a word at a step
    do. ``counts`` are the chains with a word by step, and 0; ``words`` those of each step,
    one after the other, with ``borders``; ``ends`` the places of the last word of each
    chain in ``words``; ``pairs`` the two chains of each sequence of several words.
    """

    def __init__(self, lengths: Indices) -> None:
        stops = np.cumsum(lengths)
        halves = lengths // 2
        sizes = np.concatenate((lengths - halves, halves))
        order = np.argsort(-sizes, kind="stable")[: len(sizes) - (halves == 0).sum()]
        sizes = sizes[order]
        self.is_backward = (order >= len(lengths)).astype(np.intp)
        starts = np.concatenate((stops - lengths, stops - 1))[order]
        directions = 1 - 2 * self.is_backward
        descending = -sizes
        steps = int(sizes[0])
        counted = descending.searchsorted(-np.arange(steps + 1))
        self.counts: list[int] = counted.tolist()
        self.borders = list(itertools.accumulate(self.counts, initial=0))
        chains = np.arange(len(order))
        step_of = np.arange(steps).repeat(counted[:-1])
        chain_of = np.concatenate([chains[:count] for count in self.counts[:-1]])
        self.words = starts[chain_of] + directions[chain_of] * step_of
        self.ends = np.array(self.borders)[sizes - 1] + chains
        places = np.empty(2 * len(lengths), np.intp)
        places[order] = chains
        several = halves.nonzero()[0]
        self.pairs = places[several], places[several + len(lengths)]


def _number_rows(features: Iterable[str]) -> dict[str, int]:
    """Return the row of each feature, from the one behind :data:`UNKNOWN` on."""
    return {feature: row for row, feature in enumerate(features, UNKNOWN + 1)}


def _pack(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Return names as UTF-8 bytes, a line each."""
    lines = [f"{name}\n" for name in names]
    if any(line.count("\n") > 1 for line in lines):
        raise ValueError("a line break in a name")
    return np.frombuffer("".join(lines).encode(), np.uint8)


def _unpack(packed: npt.NDArray[np.uint8]) -> list[str]:
    """Return the names that :func:`_pack` wrote."""
    return packed.tobytes().decode().split("\n")[:-1]
