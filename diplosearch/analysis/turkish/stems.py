"""The words with which a Turkish form may begin, and how they change there.

A word has a kind, signs for what becomes of it before suffixes, its cost (how rare it is,
in tenths of nats), and, where they differ from the root, its dictionary form and the
words that it is derived from. A word's *lemma* is its dictionary form; that of a verb is
its root with a hyphen: ``ol-`` is *olmak*, and ``at-`` is not ``at``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .letters import OPPOSITE, harmony, kind_of
from .suffixes import Place, Rest

VERB_MARK = "-"
"""Ends the lemma of a verb."""

STATES = {
    "n": "NOUN",
    "p": "NOUN",
    "a": "VERB_AR",
    "i": "VERB_IR",
    "c": "COMPOUND",
    "h": "HEAD",
    "o": "PRONOUN",
    "s": "SELF",
    "x": "PARTICLE",
}
"""The state of the grammar in which a word of each kind begins."""

NAME = "p"
"""The kind of proper names."""

_SOFTENS, _DROPS, _DOUBLES, _OPPOSITE = "s", "d", "2", "o"

_SOFTENED = {"p": "b", "ç": "c", "t": "d", "k": "ğ", "g": "ğ"}
"""What the last letter of a root that softens becomes before a vowel."""

_DOUBLED = {"p": "b", "t": "d"}
"""Letters that are soft when they are doubled: *tıp*, *tıbb-ı*."""

_PLACES: dict[Place, Place] = {}


class Word(NamedTuple):
    """A word of the lexicon; ``cost`` in tenths of nats."""

    lemma: str
    root: str
    kind: str
    signs: str
    cost: int
    bases: tuple[str, ...] = ()
    """Lemmas of the words that it is derived from, where a reader takes both for one."""

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb."""
        return self.kind in "ai"

    @property
    def is_name(self) -> bool:
        """Whether it is a proper name."""
        return self.kind == NAME


class Stem(NamedTuple):
    """A word with which a form begins: the form's first ``end`` letters."""

    word: Word
    end: int
    place: Place


def place_behind(word: Word, letters: str, rest: Rest = Rest.ANY) -> Place:
    """Return the place behind ``word``, which is written as ``letters``."""
    vowel = harmony(word.root)
    signs = word.signs
    if _OPPOSITE in signs:
        vowel = OPPOSITE[vowel]
    is_shortened = not word.is_verb and (_DROPS in signs or _DOUBLES in signs)
    if rest is Rest.ANY and (_SOFTENS in signs or is_shortened):
        rest = Rest.NO_VOWEL
    place = Place(STATES[word.kind], vowel, kind_of(letters[-1]), rest)
    # Equal ones share their memory, and are compared at once.
    return _PLACES.setdefault(place, place)


def changes_of(word: Word) -> Iterator[tuple[str, Place]]:
    """Yield what a word becomes before some suffixes, and the place behind it."""
    root = word.root
    soft = _SOFTENED.get(root[-1]) if _SOFTENS in word.signs else None
    if soft is not None:
        # *renk* becomes *reng-*; elsewhere k becomes ğ.
        soft = "g" if root.endswith("nk") else soft
        yield root[:-1] + soft, place_behind(word, soft, Rest.VOWEL)
    for last in filter(None, (root[-1], soft)):
        if _DROPS in word.signs and len(root) > 2:
            yield root[:-2] + last, place_behind(word, last, Rest.VOWEL)
        if _DOUBLES in word.signs:
            double = _DOUBLED.get(last, last)
            yield root[:-1] + double * 2, place_behind(word, double, Rest.VOWEL)
    if word.is_verb and root[-1] in "ae":
        # *başla-* becomes *başl-ıyor*; *de-* and *ye-* *di-yen* as well.
        rest = root[:-1]
        behind = harmony(rest, harmony(root))
        yield rest, Place(STATES[word.kind], behind, kind_of(rest[-1:]), Rest.YOR)
        if root in ("de", "ye"):
            yield f"{rest}i", place_behind(word, "i", Rest.Y)


def unpack(root: str, packed: str) -> Word:
    """Return the word that :func:`pack` wrote, whose root is ``root``."""
    signs, cost, *more = packed.split(",")
    kind = signs[0]
    lemma = more[0] if more else ""
    if not lemma:
        lemma = root + VERB_MARK if kind in "ai" else root
    return Word(lemma, root, kind, signs[1:], int(cost), tuple(more[1:]))


def pack(word: Word) -> str:
    """Return a word as it stands in a line of the lexicon."""
    own = word.root + VERB_MARK if word.is_verb else word.root
    lemma = "" if word.lemma == own else word.lemma
    columns = [word.kind + word.signs, str(word.cost)]
    if lemma or word.bases:
        columns += [lemma, *word.bases]
    return ",".join(columns)


_RAREST_COMMON = 160
"""Cost of the rarest word that is common: no form of others is in half a million."""


def has_common(packed: str) -> bool:
    """Tell whether one of the words of a root is in use and no name."""
    for word in filter(None, packed.split(";")):
        if word[0] != NAME and int(word.split(",", 2)[1]) <= _RAREST_COMMON:
            return True
    return False
