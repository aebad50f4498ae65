"""Tell whether two documents are one story: the same text, cut or lightly rewritten.

A template, such as a daily exchange rate, repeats its words as well, but where one text has
a number or a name the other has another one. So it is not enough that words are shared:
the numbers and names of the shorter text must be in the longer one, and hardly any may
stand where the other has a different one.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..storage.codec import StoredDocument

_RUN = 3
"""Words of the runs that are compared."""

_SHORT, _LONG = 20, 50
"""Runs of a text up to which most must be shared, and from which on fewer may be."""

_SHARED_IF_SHORT, _SHARED_IF_LONG = 0.85, 0.4
"""Shares of the shorter text's runs that are in the longer one. Measured: replacing a word
in ten leaves three of four runs; accounts of one event in other words share under 0.4."""

_LEAST_RATIO = 0.08
"""Length of the shorter text in that of the longer one: a review of the week, which holds
the beginnings of many stories, is none of them. A guess."""

_SMALL_RATIO, _SHARED_IF_SMALL = 1 / 3, 0.6
"""Ratio under which so much of the shorter text must be shared, most of it from the
beginning of the longer one, as in a text that was cut; what is put together from many
stories has its words all over. Guesses."""

_FOREIGN_IF_SHORT, _FOREIGN_IF_LONG = 0.1, 0.2
"""Shares of the shorter text's numbers and names that the longer one may lack."""

_FOREIGN_FROM = 60
"""Runs from which on a text is long for what it may lack."""

_WORDS_OF_CONFLICT = 40
"""Shared words for each place where the texts have different numbers or names. Measured: a
count of victims that was put right is one in a hundred words, a template one in twenty."""

_FAR_DAYS = 30
"""Days between two dates after which only nearly whole texts are one story; a guess."""

_SENTENCE_ENDS = frozenset('.!?\n:;"“”')
_APOSTROPHES = "'’"


@dataclass(frozen=True, slots=True)
class Outline:
    """The words of a document's passages, and which of them are facts.

    Facts are numbers, and words with a capital letter that do not begin a sentence or
    have a suffix behind an apostrophe. ``date`` is in ISO 8601.
    """

    words: Sequence[str]
    facts: Sequence[bool]
    date: str | None = None
    runs: Sequence[int] = field(init=False)
    """A hash of each run of words, in their order; those of one process alone."""

    starts: dict[int, list[int]] = field(init=False, compare=False)
    """The positions at which each run begins."""

    def __post_init__(self) -> None:
        words = self.words
        runs = [hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1)]
        starts: dict[int, list[int]] = defaultdict(list)
        for at, run in enumerate(runs):
            starts[run].append(at)
        object.__setattr__(self, "runs", runs)
        object.__setattr__(self, "starts", dict(starts))


def make_outline(stored: StoredDocument) -> Outline:
    """Return the outline of a stored document, from its term vectors."""
    words: list[str] = []
    facts: list[bool] = []
    for ordinal in range(stored.size):
        vectors, text = stored.words(ordinal), stored.passage_text(ordinal)
        words += vectors.exact.split()
        last, is_first = 0, True
        for start, end in vectors.all_spans():
            is_first = is_first or not _SENTENCE_ENDS.isdisjoint(text[last:start])
            facts.append(_is_fact(text, start, end, is_first=is_first))
            last, is_first = end, False
    return Outline(words, facts, stored.date)


def _is_fact(text: str, start: int, end: int, *, is_first: bool) -> bool:
    word = text[start:end]
    if any(map(str.isdigit, word)):
        return True
    if not word[:1].isupper():
        return False
    return not is_first or any(one in _APOSTROPHES for one in text[start : end + 1])


def is_same_story(one: Outline, other: Outline) -> bool:
    """Return whether two documents are one story; their order does not matter."""
    if (len(one.starts), one.words) > (len(other.starts), other.words):
        one, other = other, one
    short = len(one.starts)
    if short < _LEAST_RATIO * len(other.starts) or not short:
        return False
    places = [other.starts[run][0] for run in one.starts if run in other.starts]
    shared = len(places)
    if shared < _least_shared(short) * short:
        return False
    if short < _SMALL_RATIO * len(other.starts):
        beginning = sum(place < 2 * short for place in places)
        if 2 * beginning < shared or shared < _SHARED_IF_SMALL * short:
            return False
    if _is_far(one.date, other.date) and shared < _SHARED_IF_SHORT * len(other.starts):
        return False
    facts = {word for word, is_fact in zip(one.words, one.facts, strict=True) if is_fact}
    foreign = _FOREIGN_IF_LONG if short > _FOREIGN_FROM else _FOREIGN_IF_SHORT
    if len(facts.difference(other.words)) > foreign * len(facts):
        return False
    covered = _cover(one, other)
    conflicts = sum(_is_conflict(one, other, start, end) for start, end in _gaps(covered))
    return conflicts * _WORDS_OF_CONFLICT <= sum(covered)


def _least_shared(short: int) -> float:
    """Return the share of runs that must be shared by a text of ``short`` runs."""
    part = min(max((_LONG - short) / (_LONG - _SHORT), 0.0), 1.0)
    return _SHARED_IF_LONG + part * (_SHARED_IF_SHORT - _SHARED_IF_LONG)


def _is_far(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    days = datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)
    return abs(days.days) > _FAR_DAYS


def _cover(one: Outline, other: Outline) -> bytearray:
    """Return 1 for each word of ``one`` that is in a run of both, else 0."""
    covered = bytearray(len(one.words))
    for at, run in enumerate(one.runs):
        if run in other.starts:
            covered[at : at + _RUN] = b"\1" * _RUN
    return covered


def _gaps(covered: bytearray) -> Iterator[tuple[int, int]]:
    """Yield the first and the last end of each stretch of words that is not covered."""
    start = covered.find(0)
    while start >= 0:
        end = covered.find(1, start)
        yield start, len(covered) if end < 0 else end
        start = covered.find(0, end) if end >= 0 else -1


def _is_conflict(one: Outline, other: Outline, start: int, end: int) -> bool:
    """Return whether ``other`` has other facts where ``one`` has ``start`` to ``end``.

    The words before and behind show where in ``other`` that is. Where the words before
    occur several times, one place without other facts is enough.
    """
    facts = _facts_in(one, start, end)
    if not facts:
        return False
    befores = [0]
    if start >= _RUN:
        befores = [at + _RUN for at in other.starts.get(one.runs[start - _RUN], ())]
    is_found = False
    for before in befores:
        behind = _find_behind(one, other, before, start, end)
        if behind is None:
            continue
        others = _facts_in(other, before, behind)
        if not (facts - others and others - facts):
            return False
        is_found = True
    return is_found


def _find_behind(
    one: Outline, other: Outline, before: int, start: int, end: int
) -> int | None:
    """Return where in ``other`` the gap from ``start`` to ``end`` of ``one`` ends.

    None where the words behind it are not near.
    """
    if end >= len(one.runs) or one.runs[end] not in other.starts:
        return min(before + end - start + 1, len(other.words))
    most = before + 3 * (end - start) + 6
    return next((at for at in other.starts[one.runs[end]] if before <= at <= most), None)


def _facts_in(outline: Outline, start: int, end: int) -> set[str]:
    return {outline.words[at] for at in range(start, end) if outline.facts[at]}
