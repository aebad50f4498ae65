"""The features of words for the tagger.

They are a word's letters, shape and affixes, those of its neighbours, and its matches in
the name lists, the word clusters and the gazetteer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...model import LANGUAGES
from ..gazetteer.gazetteer import Found, is_in_capitals
from ..tokens import EDGE as EDGE_FORM
from ..tokens import Form, Sentence, form_of
from .feature_table import REACH, feature_conjunctions
from .name_lists import languages_with, person_names
from .word_clusters import PREFIXES, cluster_of

KINDS = ("w", "s", "p2", "x2", "p3", "x3", "p4", "x4", "p5", "x5")
"""The features that every word has: itself, its shape, its prefixes and suffixes. Their
lengths in letters are a guess."""

NEAR = tuple(map(KINDS.index, ("w", "s", "x3")))
"""Those of ``KINDS`` that a word adds to its neighbours as well."""


class WordFeatures(NamedTuple):
    """The features that a word adds to itself and to its neighbours.

    To the next word and to the one before, and to those behind and before them.
    """

    own: Sequence[str]
    to_next: Sequence[str]
    to_previous: Sequence[str]
    to_second_next: Sequence[str]
    to_second_previous: Sequence[str]


GIVEN_TO = (0, 1, -1, 2, -2)
"""Offsets, in words, of the words to which the fields of :class:`WordFeatures` go."""

EDGE = WordFeatures((), ("-edge",), ("+edge",), ("--w=",), ("++w=",))
"""The features before the first word of a sentence and behind its last."""


def sentence_features(sentence: Sentence, found: Iterable[Found]) -> list[list[str]]:
    """Return the features of each word; ``found`` are the gazetteer's matches."""
    around = [EDGE] * REACH
    words = [*around, *map(word_features, sentence.surfaces), *around]
    edges = [EDGE_FORM] * REACH
    forms = [*edges, *sentence.forms, *edges]
    features = [
        [
            *word.own,
            *before.to_next,
            *after.to_previous,
            *second_before.to_second_next,
            *second_after.to_second_previous,
            *feature_conjunctions(forms, position + REACH),
        ]
        for position, (second_before, before, word, after, second_after) in enumerate(
            zip(words, words[1:], words[2:], words[3:], words[4:], strict=False)
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
    own = [f"{kind}={value}" for kind, value in zip(KINDS, values_of(form), strict=True)]
    near = [own[position] for position in NEAR]
    if form.suffix:
        own += ["a", "a=" + form.suffix]
    flags, cluster = lists_with(form), cluster_of(form.name)
    paths = paths_of(cluster) if cluster is not None else ()
    near += [*flags, *paths[1:]]
    return WordFeatures(
        [*own, *flags, *paths],
        ["-" + feature for feature in near],
        ["+" + feature for feature in near] + ["+a"] * bool(form.suffix),
        ["--w=" + form.folded],
        ["++w=" + form.folded],
    )


def values_of(form: Form) -> tuple[str, ...]:
    """Return the values of the features that every word has, in the order of ``KINDS``."""
    word = form.folded
    return (
        *(word, form.shape),
        *(word[:2], word[-2:], word[:3], word[-3:]),
        *(word[:4], word[-4:], word[:5], word[-5:]),
    )


def paths_of(cluster: int) -> tuple[str, ...]:
    """Return the features of a cluster: its paths from the root, the shortest first."""
    paths = [f"c{size}={cluster & (1 << size) - 1:x}" for size in PREFIXES]
    return (*paths, f"c={cluster:x}")


MOST_FLAGS = 4 + len(LANGUAGES)
"""Features of :func:`lists_with`, at the most."""


def lists_with(form: Form) -> tuple[str, ...]:
    """Return the features of a word in lists of names and of common words."""
    common = languages_with(form.folded)
    flags = _name_flags(form) if form.is_capitalised else []
    return (*flags, *["common-" + one for one in common])


def _name_flags(form: Form) -> list[str]:
    """Return the features of a capitalised word in the lists of names."""
    names = person_names()
    lists = {
        "given": names.given,
        "given?": names.ambiguous_given,
        "surname": names.surnames,
        "surname?": names.ambiguous_surnames,
    }
    return [flag for flag, known in lists.items() if form.folded in known]
