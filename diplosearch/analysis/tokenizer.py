"""Tokenizer: the words of a text, with their spans.

A word is a run of letters, digits and their combining marks. An apostrophe between
letters or digits is inside a word (``O'Brien``, ``AB'ye``), and so are the periods of an
abbreviation (``A.B.D.``) and the separators of thousands (``1.457`` and ``1,457``, which
are one number in two languages).
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..model import Span
from ..text.letters import APOSTROPHES, MODIFIER_LETTER_APOSTROPHE

# U+02BC counts as a letter in Unicode, but here it is an apostrophe.
_LETTER = rf"[\p{{L}}\p{{N}}--{MODIFIER_LETTER_APOSTROPHE}]"
_MORE = rf"[\p{{L}}\p{{N}}\p{{M}}--{MODIFIER_LETTER_APOSTROPHE}]"
_WORD = regex.compile(
    rf"""
    (?: (?<! {_MORE} ) \p{{Lu}} \p{{M}}*+ \. (?: \p{{Lu}} \p{{M}}*+ \. )++
      | (?<! [\p{{N}}\p{{M}}.,] ) \p{{Nd}}{{1,3}} (?: [.,] \p{{Nd}}{{3}} )++
        (?! [.,]? [\p{{N}}\p{{M}}] )
      | {_LETTER} {_MORE}*+
    )
    (?: [{regex.escape(APOSTROPHES)}] (?= {_LETTER} ) {_MORE}++ ){{0,3}}+
    """,
    regex.VERBOSE | regex.VERSION1,
)


def find_words(text: str) -> Iterator[Span]:
    """Yield the span of each word of ``text``, in order, never overlapping."""
    for found in _WORD.finditer(text):
        yield Span(found.start(), found.end())


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in order, without their spans."""
    words: list[str] = _WORD.findall(text)
    return words
