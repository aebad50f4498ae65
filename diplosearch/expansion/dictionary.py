"""Terms of the index that a prefix or a misspelt word may stand for."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ..engines.base import Reader
from ..text.letters import fold, unify_apostrophes

MOST_WORDS = 64
"""Terms that one pattern stands for at most; the best are kept. A guess."""

# The state that a reader shows never changes, so its terms do not either.
_TERMS: WeakKeyDictionary[Reader, dict[str, tuple[list[str], list[int]]]]
_TERMS = WeakKeyDictionary()

_ONE_EDIT_BELOW = 6
_NO_EDIT_BELOW = 3
"""Lengths in letters; three to five letters allow one edit, as OpenSearch's
fuzziness ``AUTO`` does."""


@dataclass(frozen=True, slots=True)
class Found:
    """Terms of the index with their frequencies, the best first."""

    counts: dict[str, int]
    left_out: int
    """Terms beyond these that fit as well."""


def find_beginning(beginning: str, field: str, reader: Reader) -> Found:
    """Return the terms of ``field`` that begin so, the most frequent first."""
    plain = fold_typed(beginning)
    return _keep_best([(0, -count, text) for text, count in reader.terms(field, plain)])


def fold_typed(word: str) -> str:
    """Return ``word`` folded as the terms of exact forms are."""
    return fold(unify_apostrophes(word))


def find_similar(word: str, field: str, reader: Reader) -> Found:
    """Return the terms of ``field`` within a few edits of ``word``, the nearest first.

    None for words of one or two letters, one edit up to five letters, two from six
    on. An edit adds, drops or changes a letter, or swaps two neighbours.
    """
    from rapidfuzz import process  # only misspelt words need it
    from rapidfuzz.distance import OSA

    plain = fold_typed(word)
    texts, counts = all_terms(field, reader)
    near = process.extract(
        plain, texts, scorer=OSA.distance, score_cutoff=_most_edits(plain), limit=None
    )
    return _keep_best([(int(edits), -counts[number], text) for text, edits, number in near])


def find_nearest(word: str, field: str, reader: Reader) -> str | None:
    """Return the term of ``field`` that is nearest to ``word``, or None."""
    return next(iter(find_similar(word, field, reader).counts), None)


def all_terms(field: str, reader: Reader) -> tuple[list[str], list[int]]:
    """Return the terms of a field, sorted, and their frequencies; read once a reader."""
    fields = _TERMS.setdefault(reader, {})
    if field not in fields:
        pairs = list(reader.terms(field))
        fields[field] = ([text for text, _ in pairs], [count for _, count in pairs])
    return fields[field]


def _most_edits(word: str) -> int:
    if len(word) < _NO_EDIT_BELOW:
        return 0
    return 1 if len(word) < _ONE_EDIT_BELOW else 2


def _keep_best(found: list[tuple[int, int, str]]) -> Found:
    """Return the first of ``found``, which are edits, negative frequency and text."""
    best = heapq.nsmallest(MOST_WORDS, found)
    return Found({text: -count for _, count, text in best}, len(found) - len(best))
