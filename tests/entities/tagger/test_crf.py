"""The conditional random field: the best chain of labels, and its file."""

from __future__ import annotations

import io
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.tagger.crf import UNKNOWN, Crf, Scores

LABELS = ("O", "B", "I")
MODEL = Crf.of(
    LABELS,
    {("O", "O"): 1.0, ("B", "I"): 3.0, ("I", "I"): 2.5, ("I", "O"): -0.5},
    {("w=çin", "B"): 2.0, ("w=çin", "O"): -1.0, ("x2=in", "I"): 0.25},
)

# Quarters: their sums are exact, so that two chains are equal or are not.
quarters = st.integers(-20, 20).map(lambda number: number / 4)
matrices = st.lists(
    st.tuples(*[quarters] * len(LABELS)), min_size=len(LABELS), max_size=len(LABELS)
)
sequences = st.lists(
    st.lists(st.tuples(*[quarters] * len(LABELS)), min_size=1, max_size=5), max_size=6
)


def total(scores: Scores, transitions: Scores, chain: tuple[int, ...]) -> float:
    steps = sum(transitions[pair] for pair in pairwise(chain))
    return float(steps + sum(scores[word, label] for word, label in enumerate(chain)))


@given(matrices, sequences)
def test_no_chain_is_better(
    transitions: list[tuple[float, ...]], sequences: list[list[tuple[float, ...]]]
) -> None:
    """Of each of several sequences the chain with the best sum is found."""
    model = Crf(LABELS, np.array(transitions, np.float32), {}, MODEL.weights)
    words = [word for sequence in sequences for word in sequence]
    scores = np.array(words, np.float32).reshape(-1, len(LABELS))
    labels = model.decode(scores, [len(sequence) for sequence in sequences])
    assert len(labels) == len(words)
    start = 0
    for sequence in sequences:
        own = scores[start : start + len(sequence)]
        chain = tuple(map(LABELS.index, labels[start : start + len(sequence)]))
        start += len(sequence)
        best = max(
            total(own, model.transitions, one)
            for one in product(range(len(LABELS)), repeat=len(sequence))
        )
        assert total(own, model.transitions, chain) == best


def test_sequences_do_not_touch() -> None:
    """The last word of one says nothing of the first of the next."""
    scores = np.array([[0, 9, 0], [0, 0, 1], [2, 0, 1]], np.float32)
    assert MODEL.decode(scores, [3]) == ["B", "I", "I"]
    assert MODEL.decode(scores, [1, 2]) == ["B", "I", "I"]
    assert MODEL.decode(scores, [2, 1]) == ["B", "I", "O"]


def test_features_have_weights() -> None:
    """Each feature has a row, one that is not known has zeros."""
    china, ending, other = MODEL.weights[MODEL.find_rows(["w=çin", "x2=in", "w=?"])]
    assert china.tolist() == [-1.0, 2.0, 0.0]
    assert ending.tolist() == [0.0, 0.0, 0.25]
    assert MODEL.find_rows(["w=?"]) == [UNKNOWN]
    assert other.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("model", [MODEL, Crf.of(LABELS, {}, {}), Crf.of(["O"], {}, {})])
def test_file_holds_the_model(model: Crf) -> None:
    """What is read is what was written."""
    file = io.BytesIO()
    model.save(file)
    file.seek(0)
    read = Crf.load(file)
    assert (read.labels, read.rows) == (model.labels, model.rows)
    assert np.array_equal(read.weights, model.weights)
    assert np.array_equal(read.transitions, model.transitions)


def test_what_no_file_holds_is_refused() -> None:
    """A feature of two lines, and a label that there is not."""
    with pytest.raises(ValueError, match="line break"):
        Crf.of(LABELS, {}, {("w=a\nb", "O"): 1.0}).save(io.BytesIO())
    with pytest.raises(KeyError):
        Crf.of(LABELS, {("O", "B-PER"): 1.0}, {})


def test_file_of_something_else_is_refused() -> None:
    """Nothing in a file is run: a pickle is no model."""
    file = io.BytesIO()
    np.savez(file, labels=np.array([object()]), allow_pickle=True)
    file.seek(0)
    with pytest.raises(ValueError, match="allow_pickle"):
        Crf.load(file)
