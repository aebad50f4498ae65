"""Other ways to write a word that a hyphen may join: ``e-mail``, ``COP 29``, ``Covid19``.

The analyzer makes one word of a short designation (``S-400``). Other hyphens separate
words, so that ``devlet`` finds ``e-devlet``; here such words meet their spelling without
a hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..analysis.tokenizer import MOST_DIGITS, MOST_INITIALS
from ..engines.base import Reader
from ..engines.remote_reader import FieldTerm
from ..query.tree import Node
from ..schema import PREFIX
from ..text.letters import HYPHENS, drop_separators, unify_apostrophes
from .phrases import find_phrase
from .word_forms import EXACT_OF, find_forms, readings_of

_HYPHENATED = re.compile(rf"[^\W\d_]+(?:[{HYPHENS}][^\W_]+)+(?:'\w+)?")
_NAME_AND_NUMBER = re.compile(r"([^\W\d_]{2,})([0-9]{1,4}[^\W\d_]?)(?:'\w+)?")
# These begin compounds (e-posta, X-ray) and are no words: "a mass" is not "amass".
_INITIAL_AND_WORD = re.compile(r"([exEX])([^\W\d_]{3,}(?:'\w+)?)")
_INITIALS = re.compile(rf"[^\W\d_]{{1,{MOST_INITIALS}}}")
_NUMBER = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}[^\W\d_]?(?:'\w+)?")


def join_parts(typed: str) -> str | None:
    """Return a hyphenated word without hyphens, None if ``typed`` is none.

    >>> join_parts("e-posta"), join_parts("2024-25")
    ('eposta', None)
    """
    word = unify_apostrophes(typed)
    return drop_separators(word) if _HYPHENATED.fullmatch(word) else None


def split_parts(typed: str) -> list[str] | None:
    """Return the parts of a word that is also written with a hyphen, None otherwise.

    >>> split_parts("COP29"), split_parts("email"), split_parts("F16")
    (['COP', '29'], ['e', 'mail'], None)
    """
    word = unify_apostrophes(drop_separators(typed))
    found = _NAME_AND_NUMBER.fullmatch(word) or _INITIAL_AND_WORD.fullmatch(word)
    return list(found.groups()) if found else None


def join_pair(first: str, second: str) -> str | None:
    """Return the designation of which two neighbouring words are the parts, or None.

    >>> join_pair("S", "400"), join_pair("Grup", "16")
    ('S400', None)
    """
    number = unify_apostrophes(second)
    if _INITIALS.fullmatch(first) and _NUMBER.fullmatch(number):
        return first + number
    return None


def find_joined(
    joined: str, typed: str, fields: tuple[str, ...], reader: Reader
) -> list[Node]:
    """Return the forms that the index has of a word written without its hyphen."""
    whole = tuple(field for field in fields if field != PREFIX)
    return [replace(one, word=typed) for one in find_forms(joined, whole, reader)]


def find_split(
    word: str, typed: str, fields: tuple[str, ...], reader: Reader
) -> list[Node]:
    """Return nodes that find the parts of a word side by side."""
    parts = split_parts(word)
    if parts is None:
        return []
    return find_phrase(parts, None, EXACT_OF[fields], reader, typed)


def join_pairs(words: Sequence[str]) -> list[str] | None:
    """Return ``words`` with each designation as one word; None if there is none."""
    joined: list[str] = []
    for word in words:
        whole = join_pair(joined[-1], word) if joined else None
        if whole is None:
            joined.append(word)
        else:
            joined[-1] = whole
    return joined if len(joined) < len(words) else None


def part_candidates(word: str, fields: tuple[str, ...]) -> Iterator[FieldTerm]:
    """Yield the terms that :func:`find_split` looks up; a word in quotes has no parts."""
    if fields in EXACT_OF:
        for part in split_parts(word) or ():
            yield from ((EXACT_OF[fields], exact) for exact in readings_of(part))
