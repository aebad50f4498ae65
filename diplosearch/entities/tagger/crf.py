"""A linear-chain conditional random field, read and applied (Lafferty et al., 2001).

Each word has a score for each label, the sum of the weights of its features; each
pair of neighbours has one for its two labels. The chain of labels with the best
sum is found by Viterbi's algorithm, for many sequences at once: a step of all of them
costs little more than that of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.float32]
"""Numbers by label, in the last axis."""

UNKNOWN = 0
"""The row of features that a model does not know."""


@dataclass(frozen=True, slots=True)
class Crf:
    """A model. Safe to share between threads.

    ``transitions`` are scores of a label before another, ``(labels, labels)``;
    ``weights`` are those of the features, ``(features + 1, labels)``, each in the row
    that ``rows`` gives it. The first row is that of every feature not known, zeros.
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
        """Return the model with these scores of two labels, and of feature and label.

        Raises :class:`KeyError` for a label that is not among ``labels``.
        """
        places = {label: place for place, label in enumerate(labels)}
        rows = _numbered(sorted({feature for feature, _ in weights}))
        crf = cls(
            tuple(labels),
            np.zeros((len(labels), len(labels)), np.float32),
            rows,
            np.zeros((len(rows) + 1, len(labels)), np.float32),
        )
        for (before, label), score in transitions.items():
            crf.transitions[places[before], places[label]] = score
        for (feature, label), weight in weights.items():
            crf.weights[rows[feature], places[label]] = weight
        return crf

    def save(self, file: IO[bytes]) -> None:
        """Write the model; only weights that are not zero take room.

        Raises :class:`ValueError` for a feature with a line break.
        """
        rows, labels = self.weights.nonzero()
        np.savez_compressed(
            file,
            labels=_packed(self.labels),
            transitions=self.transitions,
            features=_packed(self.rows),
            rows=rows.astype(np.uint32),
            columns=labels.astype(np.uint16),
            weights=self.weights[rows, labels],
        )

    @classmethod
    def load(cls, file: IO[bytes]) -> Crf:
        """Return what :meth:`save` wrote.

        Raises :class:`ValueError` or :class:`KeyError` for a file of something else;
        nothing in it is run.
        """
        with np.load(file, allow_pickle=False) as stored:
            labels = tuple(_unpacked(stored["labels"]))
            rows = _numbered(_unpacked(stored["features"]))
            weights = np.zeros((len(rows) + 1, len(labels)), np.float32)
            weights[stored["rows"], stored["columns"]] = stored["weights"]
            return cls(labels, stored["transitions"], rows, weights)

    def find_rows(self, features: Iterable[str]) -> list[int]:
        """Return the rows of features in ``weights``, the row of zeros for unknown ones."""
        known = self.rows.get
        return [known(feature, UNKNOWN) for feature in features]

    def decode(self, scores: Scores, lengths: Sequence[int]) -> list[str]:
        """Return the labels of words in sequences that lie one behind the other.

        ``scores`` are those of all words, ``(words, labels)``; ``lengths`` the
        numbers of words, of which none is zero.
        """
        if not len(lengths):
            return []
        sizes = np.asarray(lengths)
        # The longest first: those with a word at a step are then the first of them.
        order = np.argsort(-sizes, kind="stable")
        starts = (np.cumsum(sizes) - sizes)[order]
        sizes = sizes[order]
        steps = range(int(sizes[0]))
        counts = np.searchsorted(-sizes, -np.arange(len(steps) + 1)).tolist()
        words = [starts[: counts[step]] + step for step in steps]
        best = [scores[words[0]]]
        onward = self.transitions[:, None, :]
        for step in steps[1:]:
            # (labels before, sequences, labels): the first axis is the fast one to go.
            before = best[-1][: counts[step]].T[:, :, None]
            best.append((before + onward).max(axis=0) + scores[words[step]])
        chosen = np.zeros(len(sizes), np.intp)
        places = np.empty(len(scores), np.intp)
        for step in reversed(steps):
            going_on = counts[step + 1]
            reached = best[step]
            reached[:going_on] += self.transitions.T[chosen[:going_on]]
            chosen[: counts[step]] = reached.argmax(axis=1)
            places[words[step]] = chosen[: counts[step]]
        labels = self.labels
        return [labels[place] for place in places.tolist()]


def _numbered(features: Iterable[str]) -> dict[str, int]:
    """Return the row of each feature, behind that of all others."""
    return {feature: row for row, feature in enumerate(features, UNKNOWN + 1)}


def _packed(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    lines = [f"{name}\n" for name in names]
    if any(line.count("\n") > 1 for line in lines):
        raise ValueError("a line break in a name")
    return np.frombuffer("".join(lines).encode(), np.uint8)


def _unpacked(packed: npt.NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")[:-1]
