"""The lexicon: with which words a Turkish form may begin, and how they change there.

``data/lexicon.txt.gz`` has a line a root: the root, then its words. A word has a kind,
signs for what becomes of it before suffixes, its cost (how rare it is, in tenths of
nats), and, where they differ from the root, its dictionary form and the words that it is
derived from. A word's *lemma* is its dictionary form; that of a verb is its root with a
hyphen: ``ol-`` is *olmak*, and ``at-`` is not ``at``.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from .letters import OPPOSITE, harmony, kind_of, to_plain
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

_CHANGES = re.compile(r"(?:^|;)(?:[a-z][so]*[sd2]|[ai])")
"""Finds in the words of a root those that may look otherwise."""


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


class Lexicon:
    """The words by their roots. Safe to share between threads."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines of a lexicon, without comments."""
        self._packed: dict[str, str] = {}
        for line in lines:
            root, _, packed = line.partition("\t")
            self._packed[root] = packed
        self._words: dict[str, tuple[Word, ...]] = {}
        self._changed = self._find_changed()
        # What a form may begin with; None until it is asked for.
        self._beginnings: dict[str, tuple[Stem, ...] | None] = dict.fromkeys(
            (*self._packed, *self._changed)
        )

    def _find_changed(self) -> dict[str, str]:
        """Return the roots that change before some suffixes, by what they become.

        Several have spaces between. Lists of them, and the words that are read here, would
        be traversed by each collection of garbage.
        """
        changed: dict[str, str] = {}
        for root, packed in self._packed.items():
            if not _CHANGES.search(packed):
                continue
            for one in packed.split(";"):
                for letters, _ in _changes(_unpack(root, one)):
                    roots = changed.get(letters, "")
                    if root not in roots.split():
                        changed[letters] = f"{roots} {root}"
        return changed

    def words(self, root: str) -> tuple[Word, ...]:
        """Return the words with this root."""
        packed = self._packed.get(root)
        if packed is None:
            return ()
        found = self._words.get(root)
        if found is None:
            found = tuple(_unpack(root, one) for one in packed.split(";"))
            self._words[root] = found
        return found

    def noun_shapes(self, root: str) -> set[str]:
        """Return what a noun or name with this root becomes before some suffixes."""
        nouns = (word for word in self.words(root) if not word.is_verb)
        return {letters for word in nouns for letters, _ in _changes(word)}

    def all_words(self) -> Iterator[Word]:
        """Yield every word."""
        for root in self._packed:
            yield from self.words(root)

    def common_roots(self) -> Iterator[str]:
        """Yield the roots of words that are in use and no names."""
        return (root for root, packed in self._packed.items() if _has_common(packed))

    def is_common(self, plain: str) -> bool:
        """Tell whether a word in use, no name, has the folded root ``plain``."""
        return any(
            _has_common(self._packed.get(root, ""))
            for root in (plain, *self._spellings.get(plain, "").split())
        )

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """What begins forms and has Turkish letters, by its plain spelling.

        Several have spaces between.
        """
        found: dict[str, str] = {}
        plain = to_plain("\n".join(self._beginnings)).split("\n")
        for letters, one in zip(self._beginnings, plain, strict=True):
            if one != letters:
                found[one] = f"{found[one]} {letters}" if one in found else letters
        return found

    def find(self, form: str, *, is_plain: bool = False) -> list[tuple[Stem, ...]]:
        """Return the words with which ``form``, in small letters, may begin.

        Those of each beginning together, the shortest first.
        is_plain: it is typed without Turkish letters.
        """
        if is_plain:
            begin = self._begin_plainly
            found = [begin(form[:end]) for end in range(2, len(form) + 1)]
        else:
            known = self._beginnings
            found = [
                known[head] or self._begin(head)
                for end in range(2, len(form) + 1)
                if (head := form[:end]) in known  # as three in ten are
            ]
        first = self._begin_plainly(form[:1]) if is_plain else self._begin(form[:1])
        if len(form) > 1:
            first = tuple([stem for stem in first if stem.place.rest is Rest.YOR])
        return [first, *found] if first else found

    def _begin(self, head: str) -> tuple[Stem, ...]:
        """Return the words that may be ``head`` at the beginning of a form."""
        found = self._beginnings.get(head, ())
        if found is None:
            found = self._beginnings[head] = tuple(self._make_stems(head))
        return found

    def _begin_plainly(self, head: str) -> tuple[Stem, ...]:
        """Return the same for a form that is typed without Turkish letters."""
        spellings = (head, *self._spellings.get(head, "").split())
        return tuple(stem for one in spellings for stem in self._begin(one))

    def _make_stems(self, letters: str) -> Iterator[Stem]:
        end = len(letters)
        for word in self.words(letters):
            yield Stem(word, end, _place(word, letters))
        for root in self._changed.get(letters, "").split():
            for word in self.words(root):
                for changed, place in _changes(word):
                    if changed == letters:
                        yield Stem(word, end, place)


def _place(word: Word, letters: str, rest: Rest = Rest.ANY) -> Place:
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


def _changes(word: Word) -> Iterator[tuple[str, Place]]:
    """Yield what a word becomes before some suffixes, and the place behind it."""
    root = word.root
    soft = _SOFTENED.get(root[-1]) if _SOFTENS in word.signs else None
    if soft is not None:
        # *renk* becomes *reng-*; elsewhere k becomes ğ.
        soft = "g" if root.endswith("nk") else soft
        yield root[:-1] + soft, _place(word, soft, Rest.VOWEL)
    for last in filter(None, (root[-1], soft)):
        if _DROPS in word.signs and len(root) > 2:
            yield root[:-2] + last, _place(word, last, Rest.VOWEL)
        if _DOUBLES in word.signs:
            double = _DOUBLED.get(last, last)
            yield root[:-1] + double * 2, _place(word, double, Rest.VOWEL)
    if word.is_verb and root[-1] in "ae":
        # *başla-* becomes *başl-ıyor*; *de-* and *ye-* *di-yen* as well.
        rest = root[:-1]
        behind = harmony(rest, harmony(root))
        yield rest, Place(STATES[word.kind], behind, kind_of(rest[-1:]), Rest.YOR)
        if root in ("de", "ye"):
            yield f"{rest}i", _place(word, "i", Rest.Y)


def _unpack(root: str, packed: str) -> Word:
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


@cache
def turkish_lexicon() -> Lexicon:
    """Return the built-in lexicon, which is loaded once a process."""
    packed = files(__spec__.parent or "").joinpath("data", "lexicon.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    return Lexicon(line for line in lines if not line.startswith("#"))


_RAREST_COMMON = 160
"""Cost of the rarest word that is common: no form of others is in half a million."""


def _has_common(packed: str) -> bool:
    """Tell whether one of the words of a root is in use and no name."""
    words = (one.split(",", 2) for one in packed.split(";") if one)
    return any(one[0][0] != NAME and int(one[1]) <= _RAREST_COMMON for one in words)


@cache
def common_words() -> frozenset[str]:
    """Return the folded roots of the built-in lexicon's words that are in use, no names."""
    return frozenset(map(to_plain, turkish_lexicon().common_roots()))
