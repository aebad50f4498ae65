"""The tagger: a linear-chain CRF that names people, places, organisations, events.

One model reads both languages. It was trained by ``tools/train_tagger.py``;
NOTICE names the texts. Without the model file nothing is tagged, and the
gazetteer and the rules go on alone.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, get_args

from ..conll import read_bio
from .words import Sentence

if TYPE_CHECKING:
    import pycrfsuite

Label = Literal["PER", "LOC", "ORG", "EVENT", "NORP", "TITLE", "DATE", "WORK"]
"""What the tagger tells apart. The last four keep it from taking a people, an office, a
date or the title of a work for a name of the others; rules find the first three."""

LABELS: tuple[Label, ...] = get_args(Label)

_BEFORE, _BEHIND = 3, 5
"""Words about one with a capital that are tagged with it; the second counts that one."""

_MODEL = "tagger.crfsuite.gz"


@dataclass(frozen=True, slots=True)
class Tagged:
    """The words from ``first`` up to ``last``, which the tagger took for a name."""

    first: int
    last: int
    label: Label


class Tagger:
    """Tags the words of sentences. Safe to share between threads."""

    def __init__(self, model: bytes) -> None:
        import pycrfsuite

        self._model = model  # the native code reads from it as long as it lives
        self._local = threading.local()
        self._make = pycrfsuite.Tagger

    def tag(self, features: Sequence[Sequence[str]]) -> list[Tagged]:
        """Return the names in a sentence given as the features of its words."""
        return read_spans(self._native().tag(features))

    def _native(self) -> pycrfsuite.Tagger:
        native = getattr(self._local, "tagger", None)
        if native is None:
            native = self._local.tagger = self._make()
            native.open_inmemory(self._model)
        return native


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
    file = files(f"{__package__}.data").joinpath(_MODEL)
    return Tagger(gzip.decompress(file.read_bytes())) if file.is_file() else None
