"""How well the names in marked sentences are found, and how fast.

A CoNLL file holds the sentences (see :mod:`diplosearch.evaluation.conll`). Each is
recognized alone, as its tokens with a space between; a name that was found
covers every token that it touches as a whole, because marked sentences leave a
suffix in its token. Only people, places and organisations count. What is
right, by exact spans, is counted by nervaluate (extra ``eval``).
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
from ..text.language import identify
from .conll import MarkedSentence, read_conll

Choice = Literal["rules", "tagger", "all"]
"""What finds names: gazetteer and rules, the tagger, or both with all they share."""

CHOICES: tuple[Choice, ...] = get_args(Choice)

LABELS = {
    "PERSON": "PER",
    "PER": "PER",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "ORG": "ORG",
}
"""What is counted as what; names of other types are left out."""

TYPES = tuple(dict.fromkeys(LABELS.values()))
MICRO = "micro"

Tags = list[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of names by exact span and type, from 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class EntityScores:
    """How well and how fast one recognizer finds names.

    ``scores`` has those of each type and, as ``micro``, of all names together.
    """

    scores: Mapping[str, Score] = field(hash=False)
    tokens_per_second: float


@dataclass(frozen=True, slots=True)
class EntityEvaluation:
    """What was read, and what came of each recognizer; ``names`` counts the marked."""

    sentences: int
    tokens: int
    language: Language
    names: Mapping[str, int] = field(hash=False)
    recognizers: Mapping[Choice, EntityScores] = field(hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as values that JSON can carry."""
        return asdict(self)


def evaluate_entities(
    path: str | Path,
    choices: Sequence[Choice] = CHOICES,
    *,
    language: Language | None = None,
) -> EntityEvaluation:
    """Return how well the names of a CoNLL file are found.

    Args:
        path: the file: a token, a tab and a tag a line.
        choices: the recognizers to be measured, side by side.
        language: that of the sentences; None has it identified for all together.

    Raises:
        SourceError: the file cannot be read or holds no names; the message names
            the line.
        UsageError: no such recognizer or language.
        MissingExtraError: nervaluate is not installed.
    """
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"language={language!r}: use 'tr', 'en' or None")
    recognizers = {choice: _recognizer(choice) for choice in choices}
    sentences = read_conll(Path(path))
    wanted = [_joined(relabel(sentence.tags, LABELS)) for sentence in sentences]
    names = Counter(tag[2:] for tags in wanted for tag in tags if tag.startswith("B-"))
    if not names:
        raise SourceError(
            f"{path}: no names; mark people, places or organisations with tags "
            f"such as B-{', B-'.join(LABELS)}"
        )
    spoken = language or identify("\n".join(one.text for one in sentences)).language
    return EntityEvaluation(
        sentences=len(sentences),
        tokens=sum(len(sentence.tokens) for sentence in sentences),
        language=spoken,
        names={type: names[type] for type in TYPES},
        recognizers={
            choice: score_recognizer(recognizer, sentences, wanted, spoken)
            for choice, recognizer in recognizers.items()
        },
    )


def score_recognizer(
    recognizer: Recognizer,
    sentences: Sequence[MarkedSentence],
    wanted: Sequence[Tags],
    language: Language,
) -> EntityScores:
    """Return how well ``recognizer`` finds the names that ``wanted`` tags mark."""
    found = _recognize(recognizer, sentences, language)  # and everything is loaded
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
    """Return the BIO tags of tokens; each that an entity touches belongs to it whole.

    A token that two touch belongs to the first.
    """
    tags = ["O"] * len(sentence.tokens)
    spans = list(sentence.spans())
    place = 0
    for entity in entities:
        label = LABELS.get(entity.type)
        if label is None:
            continue
        while place < len(spans) and spans[place][1] <= entity.start:
            place += 1
        prefix = "B-"
        while place < len(spans) and spans[place][0] < entity.end:
            tags[place] = prefix + label
            prefix = "I-"
            place += 1
    return tags


def measure(wanted: Sequence[Tags], found: Sequence[Tags]) -> dict[str, Score]:
    """Return the scores of each type, and of all together, of BIO tags."""
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


def _joined(tags: Tags) -> Tags:
    """Return BIO tags in which every name begins with a B, whatever the file says."""
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
