"""The words of a text, with their spans.

A word is a run of letters, digits and the marks that belong to them. An
apostrophe between letters or digits stays inside (``O'Brien``, ``AB'ye``), and
so do the stops of an abbreviation (``A.B.D.``) and the separators of thousands
(``1.457`` and ``1,457``, which are one number in two languages).
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..model import Span
from ..text import APOSTROPHES

_WORD = regex.compile(
    r"""
    (?: (?<! [\p{L}\p{N}\p{M}] ) \p{Lu} \p{M}*+ \. (?: \p{Lu} \p{M}*+ \. )++
      | (?<! [\p{N}\p{M}.,] ) \p{Nd}{1,3} (?: [.,] \p{Nd}{3} )++ (?! [.,]? [\p{N}\p{M}] )
      | [\p{L}\p{N}] [\p{L}\p{N}\p{M}]*+
    )
    (?: [%s] (?= [\p{L}\p{N}] ) [\p{L}\p{N}\p{M}]++ ){0,3}+
    """
    % regex.escape(APOSTROPHES),
    regex.VERBOSE,
)


def find_words(text: str) -> Iterator[Span]:
    """Yield the span of each word of ``text``, in order, never overlapping."""
    for found in _WORD.finditer(text):
        yield Span(found.start(), found.end())
