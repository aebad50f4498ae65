"""A text taken apart by the pieces between its spaces.

A piece has the same words wherever it stands, so it is looked at once; after that a
text is a look-up a piece and a few joined strings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..model import Span
from .term_vectors import WRITTEN_OUT, pack_spans, widen
from .tokenizer import find_words
from .word_rules import Terms

_CACHED_PIECES = 3 << 15
_CACHED_SPANS = 1 << 12
_LONGEST_PIECE = 64


class _Piece(NamedTuple):
    """The words between two spaces: the terms of a field as one string.

    ``spans`` are packed as :class:`~diplosearch.analysis.term_vectors.WordColumns` keeps
    them, for a piece with one space behind it.
    """

    exact: str
    stem: str
    prefix: str
    sound: str
    spans: str
    places: tuple[Span, ...]


class Columns(NamedTuple):
    """The terms of a text, a field a string, and its spans as they are packed."""

    exact: str = ""
    stem: str = ""
    prefix: str = ""
    sound: str = ""
    spans: str = ""


class Pieces(dict[str, _Piece | None]):
    """The words of each piece of text; None for a piece without any.

    A plain dictionary: keeping track of what was used last takes longer than looking
    it up. When it is full all of it is set aside, and what is asked for again comes
    back from there until it is full once more.
    """

    def __init__(self, terms: Callable[[str], Terms]) -> None:
        super().__init__()
        self._terms = terms
        self._aside: dict[str, _Piece | None] = {}

    def __missing__(self, piece: str) -> _Piece | None:
        aside = self._aside
        found = aside[piece] if piece in aside else self._make_piece(piece)
        if len(piece) <= _LONGEST_PIECE:
            if len(self) >= _CACHED_PIECES:
                self._aside = dict(self)
                self.clear()
            self[piece] = found
        return found

    def _make_piece(self, piece: str) -> _Piece | None:
        places = tuple(find_words(piece))
        if not places:
            return None
        terms = [self._terms(piece[start:end]) for start, end in places]
        return _Piece(
            " ".join([one.exact for one in terms]),
            " ".join([one.stem for one in terms]),
            " ".join([one.prefix for one in terms if one.prefix]),
            " ".join([one.sound for one in terms if one.sound]),
            *_shared_spans(places, len(piece) + 1 - places[-1].end),
        )

    def take_apart(self, text: str) -> Columns:
        """Return the columns of ``text``."""
        written = text.split()
        pieces = list(map(self.__getitem__, written))
        found = [piece for piece in pieces if piece is not None]
        if not found:
            return Columns()
        exact, stem, prefix, sound, packed, _ = zip(*found, strict=True)
        spans = "".join(packed)
        is_plain = WRITTEN_OUT not in spans and " ".join(written) == text
        if is_plain and len(found) < len(pieces):
            spans = _bridged(written, pieces)
        if not is_plain or not spans:
            spans = pack_spans(_places(text, written, pieces))
        return Columns(
            " ".join(exact),
            " ".join(stem),
            " ".join(filter(None, prefix)),
            " ".join(filter(None, sound)),
            spans,
        )


@lru_cache(_CACHED_SPANS)
def _shared_spans(places: tuple[Span, ...], behind: int) -> tuple[str, tuple[Span, ...]]:
    """Return ``places`` packed and as they are; equal ones are one in memory."""
    return pack_spans(places, behind=behind), places


def _bridged(written: Iterable[str], pieces: Iterable[_Piece | None]) -> str:
    """Return the packed spans of pieces some of which hold no word.

    Empty where a gap between words is too large to be packed.
    """
    packed: list[str] = []
    before = 0
    for characters, piece in zip(written, pieces, strict=True):
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


def _places(
    text: str, written: Iterable[str], pieces: Iterable[_Piece | None]
) -> Iterator[Span]:
    """Yield where the words of ``text`` stand, whose pieces are ``written`` so."""
    end = 0
    for characters, piece in zip(written, pieces, strict=True):
        begin = text.index(characters, end)
        end = begin + len(characters)
        if piece is not None:
            for place in piece.places:
                yield Span(begin + place.start, begin + place.end)
