"""What a language has to tell about its words."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, Protocol

from ..model import Language
from ..resources import read_list

PREFIX_LENGTH = 5
"""Letters of ``exact`` that the ``prefix`` field keeps."""

PREFIXED_LANGUAGES: tuple[Language, ...] = ("tr",)
"""Languages that have a ``prefix`` field."""


class WordRules(Protocol):
    """How one language treats a single word.

    Every method is pure; words come with apostrophes unified.
    """

    language: Language

    def is_stop(self, small: str, exact: str) -> bool:
        """Tell whether a word carries no weight in a query.

        It is given in small letters and folded.
        """
        ...

    def cut_suffix(self, word: str) -> str:
        """Return ``word`` without what an apostrophe sets off as a suffix."""
        ...

    def stem(self, word: str) -> str:
        """Return the stem of a word in small letters, not yet folded."""
        ...


def load_words(name: str) -> frozenset[str]:
    """Return the words of a list beside this file."""
    return frozenset(read_list(__spec__.parent, name))


@cache
def stop_words() -> frozenset[str]:
    """Return the stop words of both languages, as the lists have them."""
    return load_words("turkish-stop.txt") | load_words("english-stop.txt")


class Terms(NamedTuple):
    """The terms of one word as in :class:`~diplosearch.model.Token`."""

    exact: str
    stem: str
    prefix: str | None
    sound: str | None
    is_stop: bool
