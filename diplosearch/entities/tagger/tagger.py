"""The tagger: a linear-chain CRF that finds people, places, organisations, events.

One model reads both languages. It was trained by ``tools/train_tagger.py``;
NOTICE lists the texts. Without the model file there is no tagger, and entities are found
by the gazetteer and the rules alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from ..gazetteer.gazetteer import Found
from ..tokens import Sentence
from ..word_lists import DATA
from .bio import read_bio

if TYPE_CHECKING:
    from .crf import Crf
    from .emissions import Stretch

Label = Literal["PER", "LOC", "ORG", "EVENT", "NORP", "TITLE", "DATE", "WORK"]
"""The labels of the tagger. It has the last four so that it does not take a people, an
office, a date or the title of a work for one of the others; rules find the first three."""

LABELS: tuple[Label, ...] = get_args(Label)

_LABELS: Mapping[str, Label] = {label: label for label in LABELS}

_BEFORE, _BEHIND = 3, 5
"""Words before a capitalised one, and from it on, that are tagged: :func:`windows`."""

_TAGGED_AT_ONCE = 1 << 12
"""Words in a batch, to bound the memory for their scores; a guess."""

_MODEL = "tagger.npz"


class Tagged(NamedTuple):
    """The words ``first`` up to ``last`` of a sentence, tagged as a name."""

    first: int
    last: int
    label: Label


class Tagger:
    """Tags the words of sentences. Thread-safe."""

    def __init__(self, crf: Crf) -> None:
        from .emissions import Scorer

        self._crf = crf
        self._scorer = Scorer(crf)

    def tag(
        self,
        sentences: Sequence[Sentence],
        found: Sequence[Sequence[Found]],
        stretches: Sequence[Sequence[Stretch]],
    ) -> list[list[Tagged]]:
        """Return the names in each sentence.

        ``found`` are the gazetteer's matches by sentence, ``stretches`` the spans of words
        to tag, each as a sequence of its own.
        """
        tagged: list[list[Tagged]] = []
        for begin, end in _batches(sentences):
            batch = stretches[begin:end]
            scores = self._scorer.score(sentences[begin:end], found[begin:end], batch)
            sizes = [last - first for spans in batch for first, last in spans]
            labels = iter(self._crf.decode(scores, sizes))
            tagged += [
                [
                    Tagged(start + first, stop + first, _LABELS[label])
                    for first, last in spans
                    for start, stop, label in read_bio(islice(labels, last - first))
                ]
                for spans in batch
            ]
        return tagged


def _batches(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield start and end of the runs of sentences that are tagged in one batch."""
    start = words = 0
    for position, sentence in enumerate(sentences):
        words += len(sentence)
        if words >= _TAGGED_AT_ONCE:
            yield start, position + 1
            start, words = position + 1, 0
    if start < len(sentences):
        yield start, len(sentences)


def windows(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the spans of words that can contain names.

    A name has a capital, so words far from one are not tagged; that costs 0.001 of F1.
    """
    found: list[tuple[int, int]] = []
    for position in sentence.capitals:
        first, last = max(0, position - _BEFORE), min(len(sentence), position + _BEHIND)
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def read_spans(tags: Sequence[str]) -> list[Tagged]:
    """Return the names in the BIO tags of a sequence; see :func:`read_bio`."""
    return [Tagged(first, last, _LABELS[label]) for first, last, label in read_bio(tags)]


@cache
def default_tagger() -> Tagger | None:
    """Return the built-in tagger, None where its model file is missing."""
    file = files(DATA).joinpath(_MODEL)
    if not file.is_file():
        return None
    from .crf import Crf

    with file.open("rb") as model:
        return Tagger(Crf.load(model))
