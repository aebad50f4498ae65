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

    def stem(self, word: str) -> str:
        """Return the stem of a word in small letters, not yet folded."""
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
    return load_words("turkish-stop.txt") | load_words("english-stop.txt")


class Terms(NamedTuple):
    """The terms of one word as in :class:`~diplosearch.model.Token`."""

    exact: str
    stem: str
    prefix: str | None
    sound: str | None
    is_stop: bool
