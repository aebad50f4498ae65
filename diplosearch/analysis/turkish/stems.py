"""The lexicon: with which words a Turkish form may begin, and how they change there.

``data/lexicon.txt.gz`` has a line a root: the root, then its words. A word has a kind,
signs for what becomes of it before suffixes, its cost (how rare it is, in tenths of
nats), and, where they differ from the root, its dictionary form and the words that it is
derived from. A word's *lemma* is its dictionary form; that of a verb is its root with a
hyphen: ``ol-`` is *olmak*, and ``at-`` is not ``at``.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from .letters import HARDENED, OPPOSITE, VOWELS, harmony, to_plain
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

_SHORTEST_ROOT = 2
"""Letters of a root before suffixes; the forms of *o* are irregular."""

_SOFTENS, _DROPS, _DOUBLES, _OPPOSITE = "s", "d", "2", "o"


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

    def all_words(self) -> Iterator[Word]:
        """Yield every word."""
        for root in self._packed:
            yield from self.words(root)

    @cached_property
    def _spellings(self) -> dict[str, list[str]]:
        """The roots with Turkish letters by their plain spelling."""
        found: dict[str, list[str]] = defaultdict(list)
        for root in self._packed:
            plain = to_plain(root)
            if plain != root:
                found[plain].append(root)
        return dict(found)

    def _look_up(self, root: str, is_plain: bool) -> tuple[Word, ...]:
        if not is_plain:
            return self.words(root)
        spellings = (root, *self._spellings.get(root, ()))
        return tuple(word for spelling in spellings for word in self.words(spelling))

    def find(
        self, form: str, *, is_plain: bool = False, with_names: bool = True
    ) -> Iterator[Stem]:
        """Yield the words with which ``form``, in small letters, may begin.

        is_plain: it is typed without Turkish letters.
        with_names: proper names are among them.
        """
        if form.startswith("yor", _SHORTEST_ROOT) and form[1] in VOWELS:
            yield from self._find_narrowed(form[0], 1, is_plain)
        for end in range(min(_SHORTEST_ROOT, len(form)), len(form) + 1):
            head, following = form[:end], form[end : end + 1]
            for word in self._look_up(head, is_plain):
                if with_names or word.kind != NAME:
                    yield Stem(word, end, _place(word, word.root))
            if not following:
                continue
            if following in VOWELS:
                for word in self._find_changed(head, is_plain):
                    yield Stem(word, end, _place(word, head, Rest.VOWEL))
                if form.startswith("yor", end + 1):
                    yield from self._find_narrowed(head, end, is_plain)
            elif following == "y" and head in ("di", "yi"):
                for word in self.words(f"{head[0]}e"):
                    if word.is_verb:
                        yield Stem(word, end, _place(word, head, Rest.Y))

    def _find_changed(self, head: str, is_plain: bool) -> Iterator[Word]:
        """Yield words that look like ``head`` before a vowel only."""
        last = head[-1]
        hard = [HARDENED[last]] if last in HARDENED else []
        if is_plain and last in "cg":
            hard = ["k" if last == "g" else "c"]
        if last == "g" and not is_plain:
            # In *renk* it becomes g, elsewhere ğ; *psikolog* becomes *psikoloğ-*.
            hard = hard if head[-2:-1] == "n" else []
        for ending in (*hard, *("g" if last in "ğg" else "")):
            for word in self._look_up(head[:-1] + ending, is_plain):
                if _SOFTENS in word.signs and (word.root[-1] != last):
                    yield word
        if len(head) < 3 or last in VOWELS or head[-2] in VOWELS:
            return
        for ending in (last, *hard):
            for vowel in "iu" if is_plain else "ıiuü":
                for word in self._look_up(head[:-1] + vowel + ending, is_plain):
                    if _DROPS in word.signs:
                        yield word
        if last == head[-2]:
            for ending in (last, *hard):
                for word in self._look_up(head[:-2] + ending, is_plain):
                    if _DOUBLES in word.signs:
                        yield word

    def _find_narrowed(self, head: str, end: int, is_plain: bool) -> Iterator[Stem]:
        """Yield verbs that lost their last vowel before *-yor*: *başla-*, *de-*."""
        for vowel in "ae":
            for word in self._look_up(head + vowel, is_plain):
                if word.is_verb:
                    root = word.root
                    behind = harmony(root[:-1], harmony(root))
                    yield Stem(
                        word, end, Place(STATES[word.kind], behind, root[-2], Rest.YOR)
                    )


def _place(word: Word, letters: str, rest: Rest = Rest.ANY) -> Place:
    """Return the place behind ``word``, which is written as ``letters``."""
    vowel = harmony(word.root)
    signs = word.signs
    if signs:
        if _OPPOSITE in signs:
            vowel = OPPOSITE[vowel]
        if rest is Rest.ANY and (
            _SOFTENS in signs
            or (not word.is_verb and (_DROPS in signs or _DOUBLES in signs))
        ):
            rest = Rest.NO_VOWEL
    return Place(STATES[word.kind], vowel, letters[-1], rest)


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


@cache
def common_words() -> frozenset[str]:
    """Return the folded roots of the built-in lexicon's words that are in use, no names."""
    words = turkish_lexicon().all_words()
    return frozenset(
        to_plain(word.root)
        for word in words
        if not word.is_name and word.cost <= _RAREST_COMMON
    )
