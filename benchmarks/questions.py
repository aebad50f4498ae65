"""Questions, drawn from a corpus with a seed; every system gets the same ones."""

from __future__ import annotations

import datetime
import random
import re
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

from diplosearch.analysis.english import EnglishRules
from diplosearch.analysis.turkish.rules import TurkishRules
from diplosearch.text.letters import fold

from .corpus import Corpus, GrownDocument
from .errors import BenchmarkError
from .kinds import Kind

FEWEST_LETTERS = 4
FEWEST_DOCUMENTS = 3
MOST_SHARE = 0.05
"""A word in more of the documents than this says little."""

SMALL_CORPUS = 900
"""Below so many documents, words that are in fewer of them must do."""

SPAN_OF_DATES = datetime.timedelta(days=600)
TRIES = 2_000
"""Sentences tried in a row without a new question before the corpus is too small."""

_WORD = re.compile(r"[^\W\d_]+")

Made = TypeVar("Made")
Make = Callable[[GrownDocument, str, random.Random], Made | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Words combined by OR, or a phrase, maybe with filters."""

    words: tuple[str, ...]
    is_phrase: bool = False
    language: str | None = None
    since: str | None = None
    until: str | None = None
    is_translated: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the question as values that JSON can carry."""
        return {**asdict(self), "words": list(self.words)}

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Question:
        """Return the question that :meth:`to_dict` wrote."""
        return cls(**{**row, "words": tuple(row["words"])})


@dataclass(frozen=True, slots=True)
class KnownItem:
    """Words of one sentence, typed in each way, and the ids of documents that hold it."""

    questions: tuple[Question, ...]
    holders: frozenset[str]


class Drawer:
    """Draws questions from a corpus.

    The words are content words: of four letters and more, no stop words, in
    some but not in many documents.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._offsets = array("q")
        self._stop_rules = (TurkishRules(), EnglishRules())
        counts = self._count_words()
        fewest = min(FEWEST_DOCUMENTS, max(1, 3 * corpus.documents // SMALL_CORPUS))
        most = max(MOST_SHARE * corpus.documents, 10)
        self._content_words = {
            word
            for word, count in counts.items()
            if fewest <= count <= most and self._is_content(word)
        }

    def draw(self, kind: Kind, count: int, *, seed: str) -> list[Question]:
        """Return ``count`` different questions of a kind."""

        def make(
            grown: GrownDocument, sentence: str, rng: random.Random
        ) -> Question | None:
            return self._make(kind, grown, sentence, rng)

        return self._try(make, count, f"{kind.name} {seed}", f"of the kind {kind.name!r}")

    def draw_known_items(
        self, kinds: Sequence[Kind], count: int, *, seed: str
    ) -> list[KnownItem]:
        """Return ``count`` known items, each with a question of every one of ``kinds``."""
        sentences: dict[tuple[Question, ...], str] = {}

        def make(
            grown: GrownDocument, sentence: str, rng: random.Random
        ) -> tuple[Question, ...] | None:
            most = max(kind.words for kind in kinds)
            words = _pick(self._content(sentence), most, rng)
            if len(words) < most:
                return None
            questions = tuple(
                _shape(kind, words[: kind.words], grown, rng) for kind in kinds
            )
            sentences[questions] = sentence
            return questions

        drawn = self._try(make, count, f"known items {seed}", "about known items")
        holders = self._find_holders({sentences[questions] for questions in drawn})
        return [KnownItem(one, frozenset(holders[sentences[one]])) for one in drawn]

    def _try(self, make: Make[Made], count: int, seed: str, what: str) -> list[Made]:
        rng = random.Random(seed)
        found: dict[Made, None] = {}
        with self._corpus.path.open("rb") as file:
            misses = 0
            while len(found) < count and misses < TRIES:
                file.seek(rng.choice(self._offsets))
                grown = GrownDocument.from_json(file.readline())
                made = make(grown, rng.choice(grown.sentences), rng)
                if made is None or made in found:
                    misses += 1
                else:
                    found[made] = None
                    misses = 0
        if len(found) == count:
            return list(found)
        raise BenchmarkError(
            f"{self._corpus.documents:,} documents give {len(found)} different questions "
            f"{what}, not {count}; raise --documents or lower --queries and --known-items"
        )

    def _make(
        self, kind: Kind, grown: GrownDocument, sentence: str, rng: random.Random
    ) -> Question | None:
        if kind.is_phrase:
            pairs = self._neighbours(sentence)
            words = list(rng.choice(pairs)) if pairs else []
        else:
            words = _pick(self._content(sentence), kind.words, rng)
        if len(words) < kind.words:
            return None
        question = _shape(kind, words, grown, rng)
        # Without a letter to lose, typing plainly would change nothing.
        if kind.is_plain and "".join(question.words) == "".join(words).lower():
            return None
        return question

    def _content(self, sentence: str) -> list[str]:
        """Return the content words of a sentence, each once, in their order."""
        words = dict.fromkeys(_WORD.findall(sentence))
        return [word for word in words if fold(word) in self._content_words]

    def _neighbours(self, sentence: str) -> list[tuple[str, str]]:
        """Return pairs of content words with nothing but a space between them."""
        words = list(_WORD.finditer(sentence))
        return [
            (first.group(), second.group())
            for first, second in pairwise(words)
            if sentence[first.end() : second.start()] == " "
            and fold(first.group()) in self._content_words
            and fold(second.group()) in self._content_words
        ]

    def _is_content(self, word: str) -> bool:
        return len(word) >= FEWEST_LETTERS and not any(
            rules.is_stop(word, word) for rules in self._stop_rules
        )

    def _count_words(self) -> Counter[str]:
        """Return the number of documents of each word; note the offset of each document."""
        counts: Counter[str] = Counter()
        offset = 0
        with self._corpus.path.open("rb") as file:
            for line in file:
                self._offsets.append(offset)
                offset += len(line)
                text = GrownDocument.from_json(line).document.text
                counts.update({fold(word) for word in set(_WORD.findall(text))})
        return counts

    def _find_holders(self, sentences: Collection[str]) -> dict[str, set[str]]:
        """Return the ids of the documents that hold each sentence.

        In a large corpus a sentence comes back, and no search could tell which
        of its documents was meant.
        """
        holders: dict[str, set[str]] = {sentence: set() for sentence in sentences}
        for grown in self._corpus:
            for sentence in grown.sentences:
                if sentence in holders:
                    holders[sentence].add(grown.document.id)
        return holders


def _pick(words: Sequence[str], most: int, rng: random.Random) -> list[str]:
    """Return at most so many of ``words``, in their order."""
    if len(words) <= most:
        return list(words)
    return [words[index] for index in sorted(rng.sample(range(len(words)), most))]


def _shape(
    kind: Kind, words: Sequence[str], grown: GrownDocument, rng: random.Random
) -> Question:
    """Return the question of a kind about ``words`` of a document."""
    document = grown.document
    question = Question(
        words=tuple(map(fold, words)) if kind.is_plain else tuple(words),
        is_phrase=kind.is_phrase,
        is_translated=kind.is_translated,
    )
    if not kind.is_filtered or document.date is None:
        return question
    since = document.date - SPAN_OF_DATES * rng.random()
    return replace(
        question,
        language=document.language,
        since=since.isoformat(),
        until=(since + SPAN_OF_DATES).isoformat(),
    )
