"""Train the tagger of the recognizer and write its model into the package.

    pip install ".[tools]"
    python -m tools.train_tagger FOLDER

reads the training sets in that folder (NOTICE names them and their licences) and the
sentences under tools/data/sentences, which were written and annotated by hand for this.
With ``--hold-out`` every tenth article of the latter is left out of the training, and the
scores on these articles and on the development sets are printed; no model is written.
"""

from __future__ import annotations

import argparse
import itertools
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pycrfsuite

from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.holders import known_people
from diplosearch.entities.tagger.bio import read_bio
from diplosearch.entities.tagger.crf import Crf
from diplosearch.entities.tagger.features import sentence_features
from diplosearch.entities.tagger.headlines import as_prose
from diplosearch.entities.tagger.tagger import read_spans
from diplosearch.entities.tokens import Sentence, read_sentence
from diplosearch.evaluation.conll import MarkedSentence, read_conll
from diplosearch.evaluation.entities import LABELS as SCORED
from diplosearch.evaluation.entities import TYPES
from diplosearch.model import Span
from tools.annotated import AnnotatedText, read_annotated

LABELS = SCORED | {
    "EVENT": "EVENT",
    "NORP": "NORP",
    "TITLE": "TITLE",
    "DATE": "DATE",
    "WORK_OF_ART": "WORK",
    "PRODUCT": "WORK",
}
"""The tagger's label of each annotated type; the others are left out."""

TRAINING_SETS = (
    "tr-wiki.train.conll",
    "en-uner-ewt.dev.conll",
    "en-wikigold.conll",
    "en-gum.conll",
    "en-crossner-politics.train.conll",
)
DEVELOPMENT_SETS = ("tr-wiki.dev.conll", "en-crossner-politics.dev.conll")
SENTENCES = Path(__file__).parent / "data" / "sentences"
MODEL = Path(__file__).parents[1] / "diplosearch/entities/data/tagger.npz"

PARAMETERS = {
    "c1": 1.0,
    "c2": 0.02,
    "max_iterations": 80,
    "feature.minfreq": 2,
    "feature.possible_transitions": True,
}


class Recipe(NamedTuple):
    """How one of the models is trained of which the mean is taken."""

    weight: int
    """How often each sentence of tools/data/sentences counts."""
    dropout: float = 0
    """The share of names of the gazetteer that are left out, as if it had them not."""
    seed: int = 0
    """Decides which of them."""
    without: str = ""
    """The file of sentences that is left out, and with it every tenth article of others."""


RECIPES = (
    Recipe(2, 0.3, 1),
    Recipe(2, 0.3, 2),
    Recipe(3),
    Recipe(2, without="en-sport.txt"),
)
"""The mean of these is better than any of them, and varies less from one training to the
next; a model that misses some names of the gazetteer is better on those that it lacks
(docs/measurements.md)."""

HELD_OUT = 10

Example = tuple[list[list[str]], list[str]]


def example_of(
    text: str, names: Iterable[tuple[Span, str]], recipe: Recipe | None = None
) -> Example:
    """Return the features and the BIO tags of the words of a sentence.

    Without the names of the gazetteer that ``recipe`` leaves out, the same each time.
    """
    gazetteer = default_gazetteer()
    sentence = read_sentence(text, 0, len(text))
    found = gazetteer.find(sentence)
    sentence = as_prose(sentence, found, known_people(gazetteer).surnames)
    if recipe is not None and recipe.dropout:
        chance = Random(zlib.crc32(text.encode(), recipe.seed))
        found = [match for match in found if chance.random() >= recipe.dropout]
    return sentence_features(sentence, found), _tags_of(sentence, names)


def _tags_of(sentence: Sentence, names: Iterable[tuple[Span, str]]) -> list[str]:
    tags = ["O"] * len(sentence)
    for span, type in names:
        label = LABELS.get(type)
        if label is None:
            continue
        prefix = "B-"
        for index in range(len(sentence)):
            if sentence.start(index) < span.end and sentence.end(index) > span.start:
                tags[index] = prefix + label
                prefix = "I-"
    return tags


def names_of(sentence: MarkedSentence) -> Iterator[tuple[Span, str]]:
    """Yield the span and type of each name in a CoNLL sentence."""
    spans = list(sentence.spans())
    for first, last, type in read_bio(sentence.tags):
        yield Span(spans[first][0], spans[last - 1][1]), type


def read_examples(
    folder: Path, sets: Iterable[str], recipe: Recipe | None = None
) -> Iterator[Example]:
    """Yield the examples in CoNLL files of ``folder``."""
    for name in sets:
        for sentence in read_conll(folder / name):
            yield example_of(sentence.text, names_of(sentence), recipe)


def own_sentences(recipe: Recipe | None = None) -> list[list[AnnotatedText]]:
    """Return the articles of tools/data/sentences, but for those a recipe leaves out."""
    without = recipe.without if recipe is not None else ""
    articles = [
        article
        for path in sorted(SENTENCES.glob("*.txt"))
        if path.name != without
        for article in read_annotated(path)
    ]
    left_out = articles[::HELD_OUT] if without else []
    return [article for article in articles if article not in left_out]


def train(examples: Iterable[Example], path: Path) -> None:
    """Train a model on ``examples`` and write it to ``path``."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, tags in examples:
        trainer.append(features, tags)
    trainer.set_params(PARAMETERS)
    trainer.train(str(path))


def read_model(path: Path) -> Crf:
    """Return the model in a file that CRFsuite wrote."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    model = tagger.info()
    labels = sorted(model.labels, key=lambda label: int(model.labels[label]))
    return Crf.of(labels, model.transitions, model.state_features)


def mean_of(models: Sequence[Crf]) -> Crf:
    """Return the model with the mean weight of each feature and transition."""
    labels = models[0].labels
    rows = {
        feature: row
        for row, feature in enumerate(sorted({one for m in models for one in m.rows}), 1)
    }
    weights = np.zeros((len(rows) + 1, len(labels)), np.float32)
    transitions = np.zeros((len(labels), len(labels)), np.float32)
    for model in models:
        order = [model.labels.index(label) for label in labels]
        transitions += model.transitions[np.ix_(order, order)] / len(models)
        for feature, row in model.rows.items():
            weights[rows[feature]] += model.weights[row][order] / len(models)
    return Crf(labels, transitions, rows, weights)


def score(crf: Crf, examples: Iterable[Example]) -> str:
    """Return precision, recall and F1 of exact spans of people, places, organisations."""
    right = found = expected = 0
    for features, tags in examples:
        one = {span for span in read_spans(tags) if span.label in TYPES}
        scores = np.array([crf.weights[crf.find_rows(own)].sum(axis=0) for own in features])
        guessed = crf.decode(scores, [len(tags)])
        other = {span for span in read_spans(guessed) if span.label in TYPES}
        right += len(one & other)
        found += len(other)
        expected += len(one)
    f1 = 2 * right / (found + expected)
    return f"P {right / found:.3f} R {right / expected:.3f} F1 {f1:.3f}"


def main() -> None:
    """Read the options, train, and write the model or print the scores."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder with the CoNLL files")
    parser.add_argument("--hold-out", action="store_true", help="measure, write nothing")
    options = parser.parse_args()
    articles = own_sentences()
    held_out = articles[::HELD_OUT] if options.hold_out else []
    models = []
    for recipe in RECIPES:
        sentences = [
            sentence
            for article in own_sentences(recipe)
            if article not in held_out
            for sentence in article
        ]
        others = read_examples(options.folder, TRAINING_SETS, recipe)
        own = [example_of(one.text, one.names, recipe) for one in sentences]
        with TemporaryDirectory() as scratch:
            path = Path(scratch) / "model"
            train(itertools.chain(others, own * recipe.weight), path)
            models.append(read_model(path))
    crf = mean_of(models)
    if not options.hold_out:
        with MODEL.open("wb") as file:
            crf.save(file)
        print(f"{MODEL}: {MODEL.stat().st_size:,} bytes")
        return
    for name in DEVELOPMENT_SETS:
        print(name, score(crf, read_examples(options.folder, [name])))
    kept = [example_of(one.text, one.names) for article in held_out for one in article]
    print("own, held out", score(crf, kept))


if __name__ == "__main__":
    main()
