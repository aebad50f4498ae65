"""What the tagger is told of each word.

Its letters, shape and affixes, those of its neighbours, and what the lists and
the gazetteer say of it. What depends on the word alone is made once a word.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from .common_words import languages_with
from .gazetteer import Found, is_in_capitals
from .person_names import person_names
from .words import Form, Sentence, form_of

_CACHED_WORDS = 1 << 15

_REPEATED = re.compile(r"(.)\1+")
_AFFIXES = (2, 3, 4, 5)


class WordFeatures(NamedTuple):
    """The features that a word gives itself and its neighbours."""

    folded: str
    shape: str
    own: tuple[str, ...]
    to_next: tuple[str, ...]
    to_previous: tuple[str, ...]


_EDGE = WordFeatures("", "", (), ("-edge",), ("+edge",))


def sentence_features(sentence: Sentence, found: Iterable[Found]) -> list[list[str]]:
    """Return the features of each word; ``found`` is what the gazetteer knows in it."""
    return next(window_features(sentence, found, [(0, len(sentence))]))


def window_features(
    sentence: Sentence, found: Iterable[Found], windows: Iterable[tuple[int, int]]
) -> Iterator[list[list[str]]]:
    """Yield the features of the words in each window, from its first up to its last.

    ``found`` is what the gazetteer knows in the sentence.
    """
    flags = _flags(sentence, found)
    for first, last in windows:
        yield _features(sentence, flags, first, last)


def _features(
    sentence: Sentence, flags: Sequence[list[str]], first: int, last: int
) -> list[list[str]]:
    # The words asked for, with the two before and the two behind them.
    around = [
        word_features(sentence.surfaces[place]) if 0 <= place < len(sentence) else _EDGE
        for place in range(first - 2, last + 2)
    ]
    features = []
    for place in range(first, last):
        at = place - first
        second, before, word, after, next_but_one = around[at : at + 5]
        features.append(
            [
                *word.own,
                *before.to_next,
                *after.to_previous,
                "--w=" + second.folded,
                "++w=" + next_but_one.folded,
                f"w-={before.folded}|{word.folded}",
                f"w+={word.folded}|{after.folded}",
                f"s3={before.shape}|{word.shape}|{after.shape}",
                f"ws={before.folded}|{word.shape}",
                f"sw={word.shape}|{after.folded}",
                *flags[place],
            ]
        )
    return features


def _flags(sentence: Sentence, found: Iterable[Found]) -> list[list[str]]:
    """Return what the sentence and the gazetteer tell of each word."""
    count = len(sentence)
    always = ["headline"] if is_in_capitals(sentence) else []
    flags = [always.copy() for _ in range(count)]
    for match in found:
        named = match.named
        kind = ("small-" if match.is_small else "") + named.type
        if named.is_weak:
            kind += "-weak"
        for place in range(match.first, match.last):
            flags[place].append(("g=I-" if place > match.first else "g=B-") + kind)
        if match.first:
            flags[match.first - 1].append("+g=" + kind)
        if match.last < count:
            flags[match.last].append("-g=" + kind)
    return flags


@lru_cache(_CACHED_WORDS)
def word_features(surface: str) -> WordFeatures:
    """Return what a word tells of itself, as it is written."""
    form = form_of(surface)
    folded, shape = form.folded, _shape(form.name)
    own = ["w=" + folded, "s=" + shape]
    for size in _AFFIXES:
        own += [f"p{size}={folded[:size]}", f"x{size}={folded[-size:]}"]
    if form.suffix:
        own += ["a", "a=" + form.suffix]
    flags = _name_flags(form) + ["common-" + one for one in languages_with(folded)]
    near = ["w=" + folded, "s=" + shape, "x3=" + folded[-3:], *flags]
    return WordFeatures(
        folded,
        shape,
        _shared(own + flags),
        _shared("-" + feature for feature in near),
        _shared(["+" + feature for feature in near] + (["+a"] if form.suffix else [])),
    )


def _shared(features: Iterable[str]) -> tuple[str, ...]:
    """Return features, each one string in memory however many words have it."""
    return tuple(map(sys.intern, features))


def _name_flags(form: Form) -> list[str]:
    if not form.is_capitalised:
        return []
    names = person_names()
    lists = {
        "given": names.given,
        "given?": names.ambiguous_given,
        "surname": names.surnames,
        "surname?": names.ambiguous_surnames,
    }
    return [flag for flag, known in lists.items() if form.folded in known]


def _shape(name: str) -> str:
    """Return a word with X, x and 9 for its letters and digits, runs cut to two."""
    if name.isalpha():  # nearly all are one of these
        if name.islower():
            return "xx"[: len(name)]
        if name[0].isupper() and name[1:].islower():
            return "X" + "xx"[: len(name) - 1]
    shape = "".join(
        "X"
        if letter.isupper()
        else "x"
        if letter.isalpha()
        else "9"
        if letter.isdigit()
        else letter
        for letter in name[:20]
    )
    return _REPEATED.sub(r"\1\1", shape)
