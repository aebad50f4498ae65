"""The tagger: a linear-chain CRF that names people, places, organisations, events.

One model reads both languages. It was trained by ``tools/train_tagger.py``;
NOTICE names the texts. Without the model file nothing is tagged, and the
gazetteer and the rules go on alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Literal, get_args

from ..gazetteer.gazetteer import Found
from ..tokens import Sentence
from ..word_lists import DATA
from .bio import read_bio

if TYPE_CHECKING:
    from .crf import Crf
    from .emissions import Stretch

Label = Literal["PER", "LOC", "ORG", "EVENT", "NORP", "TITLE", "DATE", "WORK"]
"""What the tagger tells apart. The last four keep it from taking a people, an office, a
date or the title of a work for a name of the others; rules find the first three."""

LABELS: tuple[Label, ...] = get_args(Label)

_BEFORE, _BEHIND = 3, 5
"""Words about one with a capital that are tagged with it; the second counts that one."""

_TAGGED_AT_ONCE = 1 << 12
"""Words; of more the scores would take much memory."""

_MODEL = "tagger.npz"


@dataclass(frozen=True, slots=True)
class Tagged:
    """The words from ``first`` up to ``last``, which the tagger took for a name."""

    first: int
    last: int
    label: Label


class Tagger:
    """Tags the words of sentences. Safe to share between threads."""

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

        ``found`` is what the gazetteer knows in each, and ``stretches`` are the words
        to look at, each stretch alone.
        """
        tagged: list[list[Tagged]] = []
        for start, end in _batches(sentences):
            part = stretches[start:end]
            scores = self._scorer.score(sentences[start:end], found[start:end], part)
            sizes = [last - first for parts in part for first, last in parts]
            labels = iter(self._crf.decode(scores, sizes))
            tagged += [
                [
                    replace(one, first=one.first + first, last=one.last + first)
                    for first, last in parts
                    for one in read_spans(list(islice(labels, last - first)))
                ]
                for parts in part
            ]
        return tagged


def _batches(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of sentences that are tagged at once."""
    start = words = 0
    for place, sentence in enumerate(sentences):
        words += len(sentence)
        if words >= _TAGGED_AT_ONCE:
            yield start, place + 1
            start, words = place + 1, 0
    if start < len(sentences):
        yield start, len(sentences)


def windows(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the stretches of a sentence that can hold names, first and last word.

    A name has a capital, and what stands further from one than its neighbours
    need not be tagged: F1 loses a thousandth by it.
    """
    found: list[tuple[int, int]] = []
    for place, form in enumerate(sentence.forms):
        if not form.is_capitalised:
            continue
        first, last = max(0, place - _BEFORE), min(len(sentence), place + _BEHIND)
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def read_spans(tags: Sequence[str]) -> list[Tagged]:
    """Return the spans that BIO tags write down; an I of its own begins one."""
    return [Tagged(first, last, _label(label)) for first, last, label in read_bio(tags)]


def _label(name: str) -> Label:
    return next(label for label in LABELS if label == name)


@cache
def default_tagger() -> Tagger | None:
    """Return the tagger that comes along, None where its model file is missing."""
    file = files(DATA).joinpath(_MODEL)
    if not file.is_file():
        return None
    from .crf import Crf

    with file.open("rb") as model:
        return Tagger(Crf.load(model))
