"""The protocol for the rules of a language, and what all languages share."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, Protocol

from ..model import Language
from ..resources import read_list

PREFIX_LENGTH = 5
"""Letters of the exact form in the ``prefix`` field. A guess."""

PREFIXED_LANGUAGES: tuple[Language, ...] = ("tr",)
"""Languages with terms in the ``prefix`` field."""


_PLURAL_DESIGNATION = re.compile("[a-z]{1,3}[0-9]{1,4}[a-z]?s")


class WordRules(Protocol):
    """The rules of one language for a single word, whose apostrophes are U+0027.

    Every method is pure.
    """

    language: Language

    def is_stop(self, small: str, exact: str) -> bool:
        """Tell whether a word is a stop word, which has no weight in a query.

        It is given in small letters (``small``) and folded (``exact``).
        """
        ...

    def cut_suffix(self, word: str) -> str:
        """Return ``word`` without a suffix behind an apostrophe."""
        ...

    def stems(
        self, word: str, *, is_cut: bool = False, is_plain: bool = False
    ) -> tuple[str, ...]:
        """Return the stems of a word of letters in a text, the likeliest first.

        One to three, none empty. ``is_cut`` says that :meth:`cut_suffix` cut something
        from it, ``is_plain`` that the text is typed without Turkish letters.
        """
        ...

    def query_stems(self, word: str) -> tuple[str, ...]:
        """Return the stems that a word of a query stands for, the likeliest first."""
        ...

    def is_ambiguous(self, word: str) -> bool:
        """Tell whether other words than this one are equal to it when folded."""
        ...


def cut_plural(exact: str) -> str:
    """Return a folded designation without the English plural: ``f16s`` → ``f16``."""
    return exact[:-1] if _PLURAL_DESIGNATION.fullmatch(exact) else exact


def load_words(name: str) -> frozenset[str]:
    """Return the words of a list in the ``data/`` folder of this package."""
    return frozenset(read_list(__spec__.parent, name))


@cache
def stop_words() -> frozenset[str]:
    """Return the stop words of both languages, folded."""
    return load_stop_words("turkish") | load_stop_words("english")


@cache
def question_words() -> frozenset[str]:
    """Return the words of both languages that ask a question, folded."""
    return load_words("turkish-question.txt") | load_words("english-question.txt")


def load_stop_words(language: str) -> frozenset[str]:
    """Return the stop words of ``"turkish"`` or ``"english"``, folded."""
    return load_words(f"{language}-stop.txt") | load_words(f"{language}-question.txt")


class Terms(NamedTuple):
    """The terms of one word as in :class:`~diplosearch.model.Token`."""

    exact: str
    stem: str
    prefix: str | None
    sound: str | None
    is_stop: bool
    stems: tuple[str, ...]
