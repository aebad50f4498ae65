"""Encodes our terms as tokens that Tantivy's whitespace tokenizer leaves unchanged.

Tokens are separated by spaces. White space inside a term is escaped; the escape
character alone, which no term becomes, fills free positions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...analysis.term_list import FREE, STACK, TermList, split_stack

FILLER = FREE
"""The token of a free position, which is no term."""

_LETTERS = {" ": "s", "\t": "t", "\n": "n", "\f": "f", "\r": "r", FILLER: "e"}
_ESCAPES = {ord(char): FILLER + letter for char, letter in _LETTERS.items()}
_CHARACTERS = {letter: char for char, letter in _LETTERS.items()}
_TO_ESCAPE = re.compile(f"[\t\n\f\r{FILLER}]")
_ESCAPED = re.compile(f"{FILLER}(.)")


def encode(term: str) -> str:
    """Return the token of ``term``; that of a prefix is a prefix of it."""
    return term if term.isalnum() else term.translate(_ESCAPES)


def decode(token: str) -> str:
    """Return the term of ``token``."""
    if FILLER not in token:
        return token
    return _ESCAPED.sub(lambda found: _CHARACTERS[found[1]], token)


def join(terms: Sequence[str], *, has_positions: bool) -> tuple[str, int]:
    """Return the text of a field, and the number of its tokens.

    With positions an empty term becomes a filler; without it is left out, and several
    terms at one position are as many tokens.
    """
    if isinstance(terms, TermList) and (has_positions or FREE not in terms.text):
        if STACK not in terms.text:
            return terms.text, len(terms)
        return terms.text.replace(STACK, " "), len(terms) + terms.text.count(STACK)
    if has_positions:
        if "" in terms:
            return " ".join([encode(one) or FILLER for one in terms]), len(terms)
    else:
        terms = [term for stack in terms for term in split_stack(stack)]
    text = " ".join(terms)
    if text.count(" ") >= len(terms) or _TO_ESCAPE.search(text):
        text = " ".join([encode(one) for one in terms])
    return text, len(terms)


def filling(count: int) -> str:
    """Return ``count`` fillers, to be appended to other text."""
    return f" {FILLER}" * count
