"""Cache of analysed pieces of text, a piece being the characters between two spaces.

A piece has the same words in every text, so it is analysed once. The analysis of a text
is then a look-up for each piece and a few string joins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..model import Span
from .term_list import STACK
from .term_vectors import DECIMAL_MARK, pack_spans, widen
from .tokenizer import find_words
from .word_rules import Terms

_CACHED_PIECES = 3 << 15  # a guess, as the two below
_CACHED_SPANS = 1 << 12
_LONGEST_PIECE = 64  # characters of a piece that is cached
_WORDLESS = ("", "", "", "", "")


_Piece = tuple[str, str, str, str, str]
"""A string for each field of :class:`Columns`; "" for a piece without words.

Each prefix and each term of sound has a space behind it, so that they are joined with
those of other pieces whether a piece has any or not. The spans are those of a piece with
one space behind it. A plain tuple of strings, which the collector of garbage does not
look at again.
"""


class Columns(NamedTuple):
    """The terms of a text, a string for each field, and its packed spans."""

    exact: str = ""
    stem: str = ""
    prefix: str = ""
    sound: str = ""
    spans: str = ""


class WordCache(dict[str, _Piece]):
    """Analysed pieces by their characters.

    A cache of two generations: when the dictionary is full it becomes the old
    generation, from which pieces that are used again are copied until it is full once
    more. Keeping the order of use instead would take longer than a look-up.
    """

    def __init__(self, terms: Callable[[str], Terms]) -> None:
        super().__init__()
        self._terms = terms
        self._old: dict[str, _Piece] = {}

    def __missing__(self, piece: str) -> _Piece:
        found = self._old.get(piece) or self._make_piece(piece)
        if len(piece) <= _LONGEST_PIECE:
            if len(self) >= _CACHED_PIECES:
                self._old = dict(self)
                self.clear()
            self[piece] = found
        return found

    def _make_piece(self, piece: str) -> _Piece:
        words = find_words(piece)
        if not words:
            return _WORDLESS
        spans = _pack_piece(words, len(piece))
        if len(words) == 1:
            ((start, end),) = words
            one = self._terms(piece[start:end])
            stem = STACK.join(one.stems) if len(one.stems) > 1 else one.stem
            prefix = f"{one.prefix} " if one.prefix else ""
            return one.exact, stem, prefix, f"{one.sound} " if one.sound else "", spans
        terms = [self._terms(piece[start:end]) for start, end in words]
        return (
            " ".join([one.exact for one in terms]),
            " ".join([STACK.join(one.stems) for one in terms]),
            "".join([f"{one.prefix} " for one in terms if one.prefix]),
            "".join([f"{one.sound} " for one in terms if one.sound]),
            spans,
        )

    def split(self, text: str) -> Columns:
        """Return the terms of ``text`` by field, and the spans of its words."""
        strings = text.split()
        pieces = list(map(self.__getitem__, strings))
        if not pieces:
            return Columns()
        exact, stem, prefix, sound, packed = zip(*pieces, strict=True)
        spans = "".join(packed)
        # Then one character stands between two pieces, and none before and behind all.
        is_even = len(" ".join(strings)) == len(text) and DECIMAL_MARK not in spans
        if "" in packed:
            exact, stem = tuple(filter(None, exact)), tuple(filter(None, stem))
            spans = _pack_gaps(strings, packed) if is_even else ""
        if exact and not (is_even and spans):
            spans = pack_spans(_find_spans(text, strings))
        return Columns(
            " ".join(exact),
            " ".join(stem),
            "".join(prefix)[:-1],
            "".join(sound)[:-1],
            spans,
        )


@lru_cache(_CACHED_SPANS)
def _pack_piece(words: tuple[Span, ...], length: int) -> str:
    """Return the packed spans of a piece; equal ones share their memory."""
    return pack_spans(words, behind=length + 1 - words[-1].end)


def _pack_gaps(strings: Iterable[str], spans: Iterable[str]) -> str:
    """Return the packed spans of pieces of which some have no words.

    "" if a gap between words is too large for one character.
    """
    packed: list[str] = []
    before = 0
    for characters, one in zip(strings, spans, strict=True):
        found: str | None
        if one:
            found = widen(one, before=before) if before else one
            before = 0
        elif packed:
            found = widen(packed.pop(), behind=len(characters) + 1)
        else:
            before += len(characters) + 1
            continue
        if found is None:
            return ""
        packed.append(found)
    return "".join(packed)


def _find_spans(text: str, strings: Iterable[str]) -> Iterator[Span]:
    """Yield the spans of words of ``text``, given the characters of its pieces."""
    end = 0
    for characters in strings:
        begin = text.index(characters, end)
        end = begin + len(characters)
        for word in find_words(characters):
            yield Span(begin + word.start, begin + word.end)
