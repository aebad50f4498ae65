"""The features of words for the tagger.

They are a word's letters, shape and affixes, those of its neighbours, and its matches in
the name lists, the word clusters and the gazetteer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..gazetteer.gazetteer import Found, is_in_capitals
from ..tokens import EDGE as EDGE_FORM
from ..tokens import Form, Sentence, form_of
from .feature_table import REACH, feature_conjunctions
from .name_lists import languages_with, person_names
from .word_clusters import PREFIXES, cluster_of

_AFFIXES = (2, 3, 4, 5)
"""Lengths of the prefixes and suffixes that are features, in letters; a guess."""


class WordFeatures(NamedTuple):
    """The features that a word adds to itself, to the next word and to the one before."""

    own: Sequence[str]
    to_next: Sequence[str]
    to_previous: Sequence[str]


GIVEN_TO = (0, 1, -1)
"""Offsets, in words, of the words to which the fields of :class:`WordFeatures` go."""

EDGE = WordFeatures((), ("-edge",), ("+edge",))
"""The features before the first word of a sentence and behind its last."""


def sentence_features(sentence: Sentence, found: Iterable[Found]) -> list[list[str]]:
    """Return the features of each word; ``found`` are the gazetteer's matches."""
    words = [EDGE, *map(word_features, sentence.surfaces), EDGE]
    edges = [EDGE_FORM] * REACH
    forms = [*edges, *sentence.forms, *edges]
    features = [
        [
            *word.own,
            *before.to_next,
            *after.to_previous,
            *feature_conjunctions(forms, position + REACH),
        ]
        for position, (before, word, after) in enumerate(
            zip(words, words[1:], words[2:], strict=False)
        )
    ]
    for position, flag in flags_of(sentence, found):
        features[position].append(flag)
    return features


def flags_of(sentence: Sentence, found: Iterable[Found]) -> Iterator[tuple[int, str]]:
    """Yield position and feature of the words in gazetteer matches and in headlines."""
    count = len(sentence)
    if is_in_capitals(sentence):
        for position in range(count):
            yield position, "headline"
    for match in found:
        entry = match.entry
        kind = ("small-" if match.is_small else "") + entry.type
        if entry.is_weak:
            kind += "-weak"
        for position in range(match.first, match.last):
            yield position, ("g=I-" if position > match.first else "g=B-") + kind
        if match.first:
            yield match.first - 1, "+g=" + kind
        if match.last < count:
            yield match.last, "-g=" + kind


def word_features(surface: str) -> WordFeatures:
    """Return the features of a word, given as it is written."""
    form = form_of(surface)
    folded = form.folded
    own = ["w=" + folded, "s=" + form.shape]
    for size in _AFFIXES:
        own += [f"p{size}={folded[:size]}", f"x{size}={folded[-size:]}"]
    if form.suffix:
        own += ["a", "a=" + form.suffix]
    flags = _name_flags(form) + ["common-" + one for one in languages_with(folded)]
    near = ["w=" + folded, "s=" + form.shape, "x3=" + folded[-3:], *flags]
    cluster = cluster_of(form.name)
    if cluster is not None:
        paths = [f"c{size}={cluster & (1 << size) - 1:x}" for size in PREFIXES]
        paths.append(f"c={cluster:x}")
        flags += paths
        near += paths[1:]
    return WordFeatures(
        own + flags,
        ["-" + feature for feature in near],
        ["+" + feature for feature in near] + ["+a"] * bool(form.suffix),
    )


def _name_flags(form: Form) -> list[str]:
    """Return the features of a word in the lists of given names and surnames."""
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
