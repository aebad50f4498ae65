"""Encodes our terms as tokens that the cluster's whitespace tokenizer keeps.

Terms are joined by spaces. White space inside a term is escaped, and a term that is
longer than Lucene takes is cut, with a digest of it appended. Two tokens are not
terms: one leaves a position free and is dropped when indexed, the other pads a
field, so that it is as long as its passage.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from ...analysis.term_list import FREE, STACK, TermList, split_stack

_ESCAPE = FREE

PADDING = f"{_ESCAPE}p"
"""The token that pads a field; it is counted in its length and never searched."""

_SPACES = re.compile(rf"[\s\x1c-\x1f\x00{_ESCAPE}]")
_ESCAPED = re.compile(f"{_ESCAPE}([0-9a-f]+);")
_MOST_BYTES = 32_000  # Lucene takes 32,766
_KEPT_CHARACTERS = 7_000  # of four bytes at most, so that the digest fits as well


def encode(term: str) -> str:
    """Return the token of ``term``; the token of a prefix is a prefix of the token."""
    if _SPACES.search(term):
        term = _SPACES.sub(lambda found: f"{_ESCAPE}{ord(found[0]):x};", term)
    if len(term) > _KEPT_CHARACTERS and len(term.encode()) > _MOST_BYTES:
        digest = hashlib.blake2b(term.encode(), digest_size=16).hexdigest()
        return f"{term[:_KEPT_CHARACTERS]}{_ESCAPE}d{digest}"
    return term


def _encode_stack(stack: str) -> str:
    """Return the token of the terms at one position, which the cluster takes apart."""
    return STACK.join(map(encode, split_stack(stack)))


def tokens_of(terms: Sequence[str]) -> list[str]:
    """Return the tokens of ``terms``, each once, in their order."""
    found = (one for stack in terms for one in split_stack(stack) if one)
    return [encode(one) for one in dict.fromkeys(found)]


def decode(token: str) -> str:
    """Return the term of ``token``, cut if the term was too long."""
    if _ESCAPE not in token:
        return token
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), token)


def join(terms: Sequence[str], length: int, *, has_positions: bool) -> str:
    """Return the text of a field, at least ``length`` words long.

    With positions an empty term leaves its position free; without, it is dropped.
    """
    if isinstance(terms, TermList) and (has_positions or FREE not in terms.text):
        missing = length - len(terms) + terms.text.count(FREE)
        return f"{terms.text}{f' {PADDING}' * missing}".lstrip(" ")
    kept = [_encode_stack(stack) for stack in terms if stack]
    missing = max(0, length - len(kept))
    if has_positions and len(kept) < len(terms):
        kept = [_encode_stack(stack) if stack else FREE for stack in terms]
    return " ".join([*kept, *(PADDING,) * missing])
