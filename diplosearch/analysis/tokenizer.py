"""Tokenizer: the words of a text, with their spans.

A word is a run of letters, digits and their combining marks. Within a word may be: an
apostrophe between letters or digits (``O'Brien``, ``AB'ye``), the periods of an
abbreviation (``A.B.D.``), the separators of thousands (``1.457`` and ``1,457``, which are
one number in two languages), the hyphen of a designation (``S-400``, ``TF-X``), the sign
that joins initials (``AT&T``), and characters without width, such as soft hyphens. Any
other hyphen separates words: ``Çin-ABD``, ``e-devlet``, ``15-17``, ``Covid-19``.
"""

from __future__ import annotations

import regex

from ..model import Span
from ..text.letters import (
    APOSTROPHES,
    HYPHENS,
    INVISIBLE,
    MODIFIER_LETTER_APOSTROPHE,
    PRIME,
)

MOST_INITIALS = 3
"""Letters of a designation before its hyphen: of a longer name the parts are searched.

``Covid-19`` is to be found by ``covid``. A guess.
"""

MOST_DIGITS = 4
"""Digits of a designation. A guess."""

# Before a hyphen and a number these are rather the month of a date.
_MONTHS = (
    "oca|şub|mar|nis|haz|tem|ağu|eyl|eki|kas|ara"
    "|jan|feb|apr|may|jun|jul|aug|sep|oct|nov|dec"
)

# U+02BC counts as a letter in Unicode, but here it is an apostrophe.
_LETTER = rf"[\p{{L}}\p{{N}}--{MODIFIER_LETTER_APOSTROPHE}]"
_MORE = rf"[\p{{L}}\p{{N}}\p{{M}}--{MODIFIER_LETTER_APOSTROPHE}]"
_RUN = rf"(?: {_MORE}++ | [{INVISIBLE}]++ (?= {_MORE} ) )*+"
_HYPHEN = f"[{regex.escape(HYPHENS)}]"
_INITIAL = rf"[\p{{L}}--{MODIFIER_LETTER_APOSTROPHE}]"
_APOSTROPHE = rf"(?! (?<= \p{{Nd}} ) {PRIME} \p{{Nd}} ) [{regex.escape(APOSTROPHES)}]"
_WORD = regex.compile(
    rf"""
    (?: (?<! {_MORE} ) \p{{Lu}} \p{{M}}*+ \. (?: \p{{Lu}} \p{{M}}*+ \. )++
      | (?<! [\p{{N}}\p{{M}}.,] ) \p{{Nd}}{{1,3}} (?: [.,] \p{{Nd}}{{3}} )++
        (?! [.,]? [\p{{N}}\p{{M}}] )
      | (?= {_INITIAL}{{1,{MOST_INITIALS}}}+ [{regex.escape(HYPHENS)}&] )
        (?<! {_MORE} | [{regex.escape(HYPHENS)}&] )
        (?: (?! (?i: {_MONTHS} ) {_HYPHEN} ) {_INITIAL}{{1,{MOST_INITIALS}}}+ {_HYPHEN}
            (?! (?: 19 | 20 ) \d\d (?! {_MORE} ) )
            \p{{Nd}}{{1,{MOST_DIGITS}}}+ {_INITIAL}{{0,2}}+ (?! {_MORE} )
          | (?: {_INITIAL}{{2,{MOST_INITIALS}}}+ {_HYPHEN} {_INITIAL}
              | {_INITIAL}{{1,{MOST_INITIALS}}}+ & (?! (?: amp | lt | gt ) ; )
                {_INITIAL}{{1,{MOST_INITIALS}}}+
            )
            (?! {_MORE} | {_HYPHEN} {_MORE} | & {_MORE} )
        )
      | {_LETTER} {_RUN}
    )
    (?: {_APOSTROPHE} (?= {_LETTER} ) {_RUN} ){{0,3}}+
    """,
    regex.VERBOSE | regex.VERSION1,
)


def find_words(text: str) -> tuple[Span, ...]:
    """Return the span of each word of ``text``, in order, never overlapping."""
    if text.isalnum() and MODIFIER_LETTER_APOSTROPHE not in text:
        return (Span(0, len(text)),)  # as most pieces between spaces are
    return tuple([Span(*found.span()) for found in _WORD.finditer(text)])


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in order, without their spans."""
    return [text[start:end] for start, end in find_words(text)]
