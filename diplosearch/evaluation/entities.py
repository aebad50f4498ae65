"""Measure precision, recall, F1 and speed of entity recognition on a CoNLL file.

Each sentence (see :mod:`diplosearch.evaluation.conll`) is recognized alone, its tokens
joined by spaces. An entity covers all of every token that it overlaps, because CoNLL
files leave suffixes in the tokens. Only people, places and organisations count.
nervaluate (extra ``eval``) compares exact spans.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from ..entities.base import Recognizer, Section
from ..entities.tagger.bio import relabel
from ..errors import MissingExtraError, SourceError, UsageError
from ..model import LANGUAGES, Entity, Language
from ..paths import read_path
from ..text.language import identify
from .conll import MarkedSentence, read_conll

Choice = Literal["rules", "tagger", "all"]
"""The recognizers: gazetteer and rules, the tagger, or both together."""

CHOICES: tuple[Choice, ...] = get_args(Choice)

LABELS = {
    "PERSON": "PER",
    "PER": "PER",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "ORG": "ORG",
}
"""The label of each type for scoring; names of other types are left out."""

TYPES = tuple(dict.fromkeys(LABELS.values()))
MICRO = "micro"

Tags = list[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 by exact span and type, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class EntityScores:
    """The scores and the speed of one recognizer.

    ``scores`` has the score of each label and, as ``micro``, that of all names together.
    """

    scores: Mapping[str, Score] = field(hash=False)
    tokens_per_second: float


@dataclass(frozen=True, slots=True)
class EntityEvaluation:
    """The test set and the scores of each recognizer; ``names`` counts tagged names."""

    sentences: int
    tokens: int
    language: Language
    names: Mapping[str, int] = field(hash=False)
    recognizers: Mapping[Choice, EntityScores] = field(hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as values for JSON."""
        return asdict(self)


def evaluate_entities(
    path: str | Path,
    choices: Sequence[Choice] = CHOICES,
    *,
    language: Language | None = None,
) -> EntityEvaluation:
    """Return the scores of recognizers on the names of a CoNLL file.

    Args:
        path: the file; a line is a token, a tab and a tag.
        choices: the recognizers to measure.
        language: that of the sentences; None identifies it for all of them together.

    Raises:
        SourceError: the file cannot be read or has no names; the message has the number
            of the line.
        UsageError: an unknown recognizer or language.
        MissingExtraError: nervaluate is not installed.
    """
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"language={language!r}: use 'tr', 'en' or None")
    recognizers = {choice: _recognizer(choice) for choice in choices}
    sentences = read_conll(Path(read_path("path", path)))
    wanted = [_begin_with_b(relabel(sentence.tags, LABELS)) for sentence in sentences]
    names = Counter(tag[2:] for tags in wanted for tag in tags if tag.startswith("B-"))
    if not names:
        raise SourceError(
            f"{path}: no names; mark people, places or organisations with tags "
            f"such as B-{', B-'.join(LABELS)}"
        )
    used = language or identify("\n".join(one.text for one in sentences)).language
    return EntityEvaluation(
        sentences=len(sentences),
        tokens=sum(len(sentence.tokens) for sentence in sentences),
        language=used,
        names={type: names[type] for type in TYPES},
        recognizers={
            choice: score_recognizer(recognizer, sentences, wanted, used)
            for choice, recognizer in recognizers.items()
        },
    )


def score_recognizer(
    recognizer: Recognizer,
    sentences: Sequence[MarkedSentence],
    wanted: Sequence[Tags],
    language: Language,
) -> EntityScores:
    """Return the scores of ``recognizer`` against the ``wanted`` tags."""
    found = _recognize(recognizer, sentences, language)  # also loads everything
    started = time.perf_counter()
    _recognize(recognizer, sentences, language)
    seconds = time.perf_counter() - started
    tags = [
        tags_of(sentence, entities)
        for sentence, entities in zip(sentences, found, strict=True)
    ]
    tokens = sum(len(sentence.tokens) for sentence in sentences)
    return EntityScores(measure(wanted, tags), tokens / max(seconds, 1e-9))


def _recognize(
    recognizer: Recognizer, sentences: Iterable[MarkedSentence], language: Language
) -> list[list[Entity]]:
    return [
        list(recognizer.recognize(text, [Section(0, len(text), language)]))
        for text in (sentence.text for sentence in sentences)
    ]


def tags_of(sentence: MarkedSentence, entities: Iterable[Entity]) -> Tags:
    """Return the BIO tags of tokens; an entity covers every token that it overlaps.

    A token that two entities overlap belongs to the first.
    """
    tags = ["O"] * len(sentence.tokens)
    spans = list(sentence.spans())
    position = 0
    for entity in entities:
        label = LABELS.get(entity.type)
        if label is None:
            continue
        while position < len(spans) and spans[position][1] <= entity.start:
            position += 1
        prefix = "B-"
        while position < len(spans) and spans[position][0] < entity.end:
            tags[position] = prefix + label
            prefix = "I-"
            position += 1
    return tags


def measure(wanted: Sequence[Tags], found: Sequence[Tags]) -> dict[str, Score]:
    """Return the score of each label, and of all together, for lists of BIO tags.

    Raises :class:`MissingExtraError` when nervaluate is not installed.
    """
    try:
        from nervaluate import Evaluator
    except ImportError:
        raise MissingExtraError("nervaluate", "eval") from None
    counted = Evaluator(list(wanted), list(found), list(TYPES), loader="list").evaluate()
    scores = {
        type: _score(counted["entities"].get(type, {}).get("strict")) for type in TYPES
    }
    return scores | {MICRO: _score(counted["overall"]["strict"])}


def _score(result: Any) -> Score:
    if result is None:
        return Score(0.0, 0.0, 0.0)
    return Score(float(result.precision), float(result.recall), float(result.f1))


def _begin_with_b(tags: Tags) -> Tags:
    """Return BIO tags in which every name begins with a B tag."""
    return [
        "B-" + tag[2:] if tag.startswith("I-") and before[2:] != tag[2:] else tag
        for before, tag in zip(["O", *tags], tags, strict=False)
    ]


def _recognizer(choice: Choice) -> Recognizer:
    from ..entities.gazetteer.packed import default_gazetteer
    from ..entities.recognizer import DefaultRecognizer
    from ..entities.tagger.tagger import default_tagger
    from .tagger_only import TaggerRecognizer

    if choice == "rules":
        return DefaultRecognizer(default_gazetteer(), None)
    if choice not in CHOICES:
        raise UsageError(f"recognizer {choice!r}: use {', '.join(CHOICES)}")
    tagger = default_tagger()
    if tagger is None:
        raise UsageError(f"recognizer {choice!r}: the tagger's model file is missing")
    if choice == "tagger":
        return TaggerRecognizer(default_gazetteer(), tagger)
    return DefaultRecognizer(default_gazetteer(), tagger)
