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


class _Piece(NamedTuple):
    """The words of a piece: the terms of each field as one string.

    ``spans`` are packed as in :class:`~diplosearch.analysis.term_vectors.TermVectors`,
    for a piece with one space behind it; ``words`` are the same spans unpacked.
    """

    exact: str
    stem: str
    prefix: str
    sound: str
    spans: str
    words: tuple[Span, ...]


class Columns(NamedTuple):
    """The terms of a text, a string for each field, and its packed spans."""

    exact: str = ""
    stem: str = ""
    prefix: str = ""
    sound: str = ""
    spans: str = ""


class WordCache(dict[str, _Piece | None]):
    """Analysed pieces by their characters; None for a piece without words.

    A cache of two generations: when the dictionary is full it becomes the old
    generation, from which pieces that are used again are copied until it is full once
    more. Keeping the order of use instead would take longer than a look-up.
    """

    def __init__(self, terms: Callable[[str], Terms]) -> None:
        super().__init__()
        self._terms = terms
        self._old: dict[str, _Piece | None] = {}

    def __missing__(self, piece: str) -> _Piece | None:
        old = self._old
        found = old[piece] if piece in old else self._make_piece(piece)
        if len(piece) <= _LONGEST_PIECE:
            if len(self) >= _CACHED_PIECES:
                self._old = dict(self)
                self.clear()
            self[piece] = found
        return found

    def _make_piece(self, piece: str) -> _Piece | None:
        words = tuple(find_words(piece))
        if not words:
            return None
        terms = [self._terms(piece[start:end]) for start, end in words]
        return _Piece(
            " ".join([one.exact for one in terms]),
            " ".join([STACK.join(one.stems) for one in terms]),
            " ".join([one.prefix for one in terms if one.prefix]),
            " ".join([one.sound for one in terms if one.sound]),
            *_intern_spans(words, len(piece) + 1 - words[-1].end),
        )

    def split(self, text: str) -> Columns:
        """Return the terms of ``text`` by field, and the spans of its words."""
        strings = text.split()
        pieces = list(map(self.__getitem__, strings))
        found = [piece for piece in pieces if piece is not None]
        if not found:
            return Columns()
        exact, stem, prefix, sound, packed, _ = zip(*found, strict=True)
        spans = "".join(packed)
        is_plain = DECIMAL_MARK not in spans and " ".join(strings) == text
        if is_plain and len(found) < len(pieces):
            spans = _pack_gaps(strings, pieces)
        if not is_plain or not spans:
            spans = pack_spans(_find_spans(text, strings, pieces))
        return Columns(
            " ".join(exact),
            " ".join(stem),
            " ".join(filter(None, prefix)),
            " ".join(filter(None, sound)),
            spans,
        )


@lru_cache(_CACHED_SPANS)
def _intern_spans(words: tuple[Span, ...], behind: int) -> tuple[str, tuple[Span, ...]]:
    """Return spans packed and as given; equal ones share their memory."""
    return pack_spans(words, behind=behind), words


def _pack_gaps(strings: Iterable[str], pieces: Iterable[_Piece | None]) -> str:
    """Return the packed spans of pieces of which some have no words.

    "" if a gap between words is too large for one character.
    """
    packed: list[str] = []
    before = 0
    for characters, piece in zip(strings, pieces, strict=True):
        if piece is not None:
            spans = widen(piece.spans, before=before) if before else piece.spans
            before = 0
        elif packed:
            spans = widen(packed.pop(), behind=len(characters) + 1)
        else:
            before += len(characters) + 1
            continue
        if spans is None:
            return ""
        packed.append(spans)
    return "".join(packed)


def _find_spans(
    text: str, strings: Iterable[str], pieces: Iterable[_Piece | None]
) -> Iterator[Span]:
    """Yield the spans of words of ``text``, given its pieces and their characters."""
    end = 0
    for characters, piece in zip(strings, pieces, strict=True):
        begin = text.index(characters, end)
        end = begin + len(characters)
        if piece is not None:
            for word in piece.words:
                yield Span(begin + word.start, begin + word.end)
