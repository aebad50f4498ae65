"""Split a sentence into the words that the recognizer works on.

A word is a run of letters and digits, with the suffix behind an apostrophe, or one
other character. A hyphen separates words, so that ``Çin-Azerbaycan`` is two names.
What does not depend on the sentence is computed once for each word (:class:`Form`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from ..analysis.turkish.rules import cut_turkish_suffix
from ..text.letters import (
    APOSTROPHES,
    INVISIBLE,
    MODIFIER_LETTER_APOSTROPHE,
    drop_invisible,
    fold,
    unify_apostrophes,
)

_APOSTROPHES = tuple(APOSTROPHES)
_CACHED_WORDS = 3 << 15
"""Forms that are cached; a guess."""

_LONGEST_WORD = 100
"""Characters up to which a suffix is looked for; a guess."""

_PRONOUNS = ("O", "I")
"""Words of one capital that a suffix does not make a name: *O'nun*, *I'd*."""
POSSESSIVE = "s"
"""The suffix of an English possessive, as :class:`Form` has it."""

_REPEATED = re.compile(r"(.)\1+")

_LETTER = rf"[\p{{L}}\p{{N}}--{MODIFIER_LETTER_APOSTROPHE}]"
_MORE = rf"[\p{{L}}\p{{N}}\p{{M}}--{MODIFIER_LETTER_APOSTROPHE}]"
_RUN = rf"(?: {_MORE}++ | [{INVISIBLE}]++ (?= {_MORE} ) )*+"
_WORD = regex.compile(
    rf"""
    (?<! {_MORE} ) \p{{Lu}} \p{{M}}*+ \. (?: \p{{Lu}} \p{{M}}*+ \. )++ \p{{M}}*+
      (?: [{regex.escape(APOSTROPHES)}] (?= {_LETTER} ) {_RUN} )?+
    | {_LETTER} {_RUN}
      (?: [{regex.escape(APOSTROPHES)}] (?= {_LETTER} ) {_RUN} ){{0,3}}+
    | [{regex.escape(APOSTROPHES)}] s \b
    | [^\s\x1c-\x1f{INVISIBLE}] \p{{M}}*+
    """,
    regex.VERBOSE | regex.VERSION1,
)


class Form(NamedTuple):
    """A word without its context.

    ``name`` is the word without the suffix behind an apostrophe, ``length`` its length in
    characters and ``folded`` the same in plain letters; ``suffix`` is the suffix, folded.
    ``shape`` has X, x and 9 for letters and digits, with runs cut to two.
    """

    length: int
    name: str
    folded: str
    shape: str
    suffix: str
    is_word: bool
    is_capitalised: bool
    is_capitals: bool
    is_number: bool


@lru_cache(_CACHED_WORDS)
def form_of(word: str) -> Form:
    """Return the form of a word, given as it is written."""
    name, suffix = word, ""
    is_word = word[0].isalnum()
    is_plain = word.isalnum() and MODIFIER_LETTER_APOSTROPHE not in word
    if is_word and not is_plain and len(word) <= _LONGEST_WORD:
        plain = unify_apostrophes(word)
        cut = cut_turkish_suffix(plain)
        if len(cut) > 1 or cut.isdigit() or _is_letter_with_suffix(plain, cut):
            name, suffix = word[: len(cut)], fold(plain[len(cut) + 1 :])
    length = len(name)
    if not is_plain:
        name = drop_invisible(name)
    return Form(
        length=length,
        name=name,
        folded=fold(name),
        shape=sys.intern(_shape(name)),
        suffix=suffix,
        is_word=is_word,
        is_capitalised=is_word and _has_capital(name),
        is_capitals=len(name) > 1 and name.isupper(),
        is_number=name[0].isdigit(),
    )


def _is_letter_with_suffix(word: str, letter: str) -> bool:
    """Return whether a capital with an apostrophe has a suffix: *Kanal D'nin*.

    *D'Artagnan*, *I'd* and the pronoun *O'nun* have none.
    """
    suffix = word[len(letter) + 1 :]
    return (
        letter.isupper()
        and letter not in _PRONOUNS
        and len(suffix) > 1
        and suffix.islower()
    )


def _shape(name: str) -> str:
    """Return the shape of the first 20 characters of a word: ``McKay`` → ``XxXxx``."""
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


def _has_capital(name: str) -> bool:
    """Return whether a name begins with a capital, behind ``d'`` as well."""
    return name[0].isupper() or (name[1:2] in _APOSTROPHES and name[2:3].isupper())


EDGE = Form(0, "", "", "", "", False, False, False, False)
"""The form before the first word of a sentence and behind its last."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence; all sequences are of one length.

    ``surfaces`` are the words as they are written, ``starts`` their offsets into the
    whole text, ``folded`` those of ``forms``. A word is identified by its position, from
    0; ``capitals`` are the positions of words with a capital, ``numbers`` of numbers.
    """

    surfaces: Sequence[str]
    starts: Sequence[int]
    forms: Sequence[Form]
    folded: Sequence[str]
    capitals: Sequence[int]
    numbers: Sequence[int]

    def __len__(self) -> int:
        return len(self.surfaces)

    def start(self, word: int) -> int:
        """Return the offset at which a word begins."""
        return self.starts[word]

    def end(self, word: int) -> int:
        """Return the offset behind a word without its suffix behind an apostrophe."""
        return self.starts[word] + self.forms[word].length

    def key(self, first: int, last: int) -> str:
        """Return the words ``first`` up to ``last`` as a key of the gazetteer.

        They are folded, with a space between; a suffix behind an apostrophe is kept
        within the name (``People's Republic``) but not at its end.
        """
        forms = self.forms
        if last - first == 1:
            return forms[first].folded
        words = [
            f"{form.folded}'{form.suffix}" if form.suffix else form.folded
            for form in forms[first : last - 1]
        ]
        return " ".join((*words, forms[last - 1].folded))

    def gap(self, word: int) -> int:
        """Return the number of characters between a word, with its suffix, and the next."""
        return self.starts[word + 1] - self.starts[word] - len(self.surfaces[word])


def capitals_of(forms: Sequence[Form]) -> list[int]:
    """Return the positions of words with a capital."""
    return [position for position, form in enumerate(forms) if form.is_capitalised]


def read_sentence(text: str, start: int, end: int) -> Sentence:
    """Return the words in ``text[start:end]`` as a sentence."""
    surfaces: list[str] = []
    starts: list[int] = []
    forms: list[Form] = []
    is_cut = start > 0 and not text[start - 1].isspace()
    for piece in text[start:end].split():
        start = text.index(piece, start)
        stop = start + len(piece)
        # What is a word depends on nothing behind white space, but on a letter before.
        is_cached = not is_cut and len(piece) <= _LONGEST_WORD
        words = _words_of(piece) if is_cached else _find_words(text, start, stop)
        for surface, offset, form in words:
            surfaces.append(surface)
            starts.append(start + offset)
            forms.append(form)
        start = stop
        is_cut = False
    return Sentence(
        surfaces,
        starts,
        forms,
        folded=[form.folded for form in forms],
        capitals=capitals_of(forms),
        numbers=[position for position, form in enumerate(forms) if form.is_number],
    )


_Words = tuple[tuple[str, int, Form], ...]
"""Words as they are written, with their offsets and forms."""


@lru_cache(_CACHED_WORDS)
def _words_of(piece: str) -> _Words:
    """Return the words in what stands between white space."""
    if piece.isalpha() and MODIFIER_LETTER_APOSTROPHE not in piece:
        return ((piece, 0, form_of(piece)),)  # as most are
    return _find_words(piece, 0, len(piece))


def _find_words(text: str, start: int, end: int) -> _Words:
    """Return the words in ``text[start:end]``, with offsets from ``start``."""
    words = []
    at = start
    for surface in _WORD.findall(text, start, end):
        # Nothing but white space and invisible characters stands between words.
        at = text.index(surface, at)
        words.append((surface, at - start, form_of(surface)))
        at += len(surface)
    return tuple(words)
